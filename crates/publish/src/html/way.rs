//! The addresses of our own pages: absolute where a server answers, relative file names on a static site.
//!
//! Every link between pages is made here; `serve` reads the same addresses back.

use std::fmt::Write;

use model::TechniqueId;
use questions::threat::ActorKind;

use super::safe::Address;

/// Where pages are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// By the server: addresses are absolute, the server computes.
    Server,
    /// As files of a static site: addresses are relative, the browser computes.
    Site,
}

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// The first page.
    Home,
    /// The heat map.
    Matrix,
    /// A technique.
    Technique(TechniqueId),
    /// The threat model.
    Threats,
    /// A threat against a stack.
    Alignment,
    /// The look-up by control stack.
    Controls,
    /// A control, by its id, of a framework.
    Control(&'a str, &'a str),
    /// A framework of controls, by its source.
    Framework(&'a str),
    /// The knowledge centre.
    Sources,
    /// A source.
    Source(&'a str),
    /// What could not be read.
    Problems,
    /// What should be retagged.
    Drift,
    /// What changed.
    Changed,
    /// What words find.
    Search,
    /// All adversaries.
    Adversaries,
    /// A group, software or campaign, by its id.
    Actor(ActorKind, &'a str),
    /// All log sources.
    LogSource(&'a str),
    /// A resource, by its key.
    Resource(&'a str),
    /// A file that pages need.
    Asset(&'a str),
    /// A question for programs.
    Api(&'a str),
}

/// From one page to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) place: Place,
    /// How many folders the page lies below the root of a site.
    depth: usize,
}

impl Way {
    /// From the page of this target.
    pub(crate) fn from(place: Place, target: Target<'_>) -> Self {
        let depth = file(target).matches('/').count();
        Self { place, depth }
    }

    /// The address of a page.
    pub(crate) fn to(self, target: Target<'_>) -> Address {
        Address::within(match self.place {
            Place::Server => absolute(target),
            Place::Site => "../".repeat(self.depth) + &file(target),
        })
    }

    /// The address of a page with a query: names and values, not yet encoded.
    pub(crate) fn with(self, target: Target<'_>, query: &[(&str, &str)]) -> Address {
        let mut address = self.to(target).to_string();
        for (name, value) in query {
            let sign = if address.contains('?') { '&' } else { '?' };
            let _ = write!(address, "{sign}{}={}", encoded(name), encoded(value));
        }
        Address::within(address)
    }
}

fn absolute(target: Target<'_>) -> String {
    match target {
        Target::Home => "/".to_owned(),
        Target::Matrix => "/matrix".to_owned(),
        Target::Technique(id) => format!("/technique/{id}"),
        Target::Threats => "/threats".to_owned(),
        Target::Alignment => "/alignment".to_owned(),
        Target::Controls => "/controls".to_owned(),
        Target::Control(id, framework) => {
            format!("/control/{}?framework={}", encoded(id), encoded(framework))
        }
        Target::Framework(source) => format!("/framework/{}", encoded(source)),
        Target::Sources => "/sources".to_owned(),
        Target::Source(id) => format!("/source/{}", encoded(id)),
        Target::Problems => "/problems".to_owned(),
        Target::Drift => "/drift".to_owned(),
        Target::Changed => "/changed".to_owned(),
        Target::Search => "/search".to_owned(),
        Target::Adversaries => "/adversaries".to_owned(),
        Target::Actor(kind, id) => format!("/{}/{}", folder(kind), encoded(id)),
        Target::LogSource(name) => format!("/log-source?name={}", encoded(name)),
        Target::Resource(key) => format!("/resource?key={}", encoded(key)),
        Target::Asset(name) => format!("/assets/{name}"),
        Target::Api(question) => format!("/api/v1/{question}"),
    }
}

/// The file of a page on a static site.
pub(crate) fn file(target: Target<'_>) -> String {
    match target {
        Target::Home => "index.html".to_owned(),
        Target::Control(id, framework) => format!("control/{}~{}.html", slug(framework), slug(id)),
        Target::LogSource(name) => format!("log-source/{}.html", slug(name)),
        Target::Resource(key) => format!("resource/{}.html", slug(key)),
        Target::Framework(id) => format!("framework/{}.html", slug(id)),
        Target::Source(id) => format!("source/{}.html", slug(id)),
        Target::Actor(kind, id) => format!("{}/{}.html", folder(kind), slug(id)),
        Target::Asset(name) => format!("assets/{name}"),
        Target::Api(question) => format!("api/v1/{question}.json"),
        Target::Matrix
        | Target::Technique(_)
        | Target::Threats
        | Target::Alignment
        | Target::Controls
        | Target::Sources
        | Target::Problems
        | Target::Drift
        | Target::Changed
        | Target::Search
        | Target::Adversaries => format!("{}.html", &absolute(target)[1..]),
    }
}

/// The folder of the pages of one kind.
fn folder(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Group => "adversary",
        ActorKind::Software => "software",
        ActorKind::Campaign => "campaign",
        ActorKind::Incident => "incident",
    }
}

/// The text as part of an address: all but letters, digits and a few signs escaped.
pub(crate) fn encoded(text: &str) -> String {
    let mut address = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

/// The text as part of a file name on every system.
fn slug(text: &str) -> String {
    encoded(text).replace('%', "~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_no_letter_that_means_something() {
        let target = Target::Resource("sigma:rules/a b.yml#1&x=\"<>");
        let server = Way::from(Place::Server, Target::Home);
        assert_eq!(
            server.to(target).to_string(),
            "/resource?key=sigma%3Arules%2Fa%20b.yml%231%26x%3D%22%3C%3E"
        );
        let site = Way::from(Place::Site, Target::Technique("T1021.002".parse().unwrap()));
        assert_eq!(site.to(Target::Matrix).to_string(), "../matrix.html");
        assert_eq!(
            site.to(target).to_string(),
            "../resource/sigma~3Arules~2Fa~20b.yml~231~26x~3D~22~3C~3E.html"
        );
        assert_eq!(
            server.with(Target::Search, &[("words", "a&b")]).to_string(),
            "/search?words=a%26b"
        );
    }
}
