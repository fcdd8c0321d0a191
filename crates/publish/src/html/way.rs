//! The addresses of our own pages: absolute where a server answers, relative file names on a static site.
//!
//! Every link between pages is made here; `serve` reads the same addresses back.

use std::fmt::Write;

use model::TechniqueId;
use questions::threat::ActorKind;

use super::safe::{Address, anchor};

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
            Place::Server => address(target),
            Place::Site => "../".repeat(self.depth) + &file(target),
        })
    }

    /// The address of a page with a query: names and values, not yet encoded. On a static site what the browser computes
    /// has them behind `#`, lists have a place for each source, and all other pages have no query.
    pub(crate) fn with(self, target: Target<'_>, query: &[(&str, &str)]) -> Address {
        let mut address = self.to(target).to_string();
        let mut query = query.to_vec();
        let first = match (self.place, target) {
            (Place::Server, _) => '?',
            (Place::Site, Target::Problems | Target::Drift) => {
                if let Some((_, source)) = query.iter().find(|(name, _)| *name == "source") {
                    let _ = write!(address, "#of-{}", anchor(source));
                }
                return Address::within(address);
            }
            (Place::Site, Target::Matrix) => {
                let domain = query.iter().position(|(name, _)| *name == "domain");
                if let Some((_, domain)) = domain.map(|place| query.remove(place)) {
                    address = "../".repeat(self.depth) + &matrix(domain);
                }
                '#'
            }
            (Place::Site, target) if computed(target).is_some() => '#',
            (Place::Site, _) => return Address::within(address),
        };
        for (name, value) in query {
            let sign = if address.contains(first) { '&' } else { first };
            let _ = write!(address, "{sign}{}={}", encoded(name), encoded(value));
        }
        Address::within(address)
    }
}

/// What the page is called by the script that computes it on a static site, where one does.
pub(crate) fn computed(target: Target<'_>) -> Option<&'static str> {
    match target {
        Target::Matrix => Some("matrix"),
        Target::Threats => Some("threats"),
        Target::Alignment => Some("alignment"),
        Target::Controls => Some("controls"),
        Target::Search => Some("search"),
        Target::Home
        | Target::Technique(_)
        | Target::Control(..)
        | Target::Framework(_)
        | Target::Sources
        | Target::Source(_)
        | Target::Problems
        | Target::Drift
        | Target::Changed
        | Target::Adversaries
        | Target::Actor(..)
        | Target::LogSource(_)
        | Target::Resource(_)
        | Target::Asset(_)
        | Target::Api(_) => None,
    }
}

/// The file of the matrix of a domain.
pub(crate) fn matrix(domain: &str) -> String {
    match domain {
        "enterprise" => "matrix.html".to_owned(),
        other => format!("matrix-{}.html", slug(other)),
    }
}

/// The address of a page as the server knows it.
pub fn address(target: Target<'_>) -> String {
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
pub fn file(target: Target<'_>) -> String {
    match target {
        Target::Home => "index.html".to_owned(),
        Target::Control(id, framework) => {
            format!("control/{}/{}.html", slug(framework), slug(id))
        }
        Target::LogSource(name) => format!("log-source/{}.html", slug(name)),
        Target::Resource(key) => match key.split_once(':') {
            Some((source, place)) => format!("resource/{}/{}.html", slug(source), slug(place)),
            None => format!("resource/{}.html", slug(key)),
        },
        Target::Framework("") => "frameworks.html".to_owned(),
        Target::Framework(id) => format!("framework/{}.html", slug(id)),
        Target::Source(id) => format!("source/{}.html", slug(id)),
        Target::Actor(kind, id) => format!("{}/{}.html", folder(kind), slug(id)),
        Target::Asset(name) => format!("assets/{name}"),
        Target::Api("search") => "data/names.js".to_owned(),
        Target::Api(name) => format!("data/{name}"),
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
        | Target::Adversaries => format!("{}.html", &address(target)[1..]),
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

/// Letters of a file name before those that tell it from others that look alike.
const LONGEST: usize = 120;

/// Names that mean a device on Windows, whatever stands behind their full stop.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The text as part of a file name on every system: small letters, digits and a few signs, at most 132 of them. What
/// would look like another text (capitals, long texts, devices) ends in a number made of the whole text.
pub(super) fn slug(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric()
            || b"-_".contains(&byte)
            || (byte == b'.' && !name.is_empty())
        {
            name.push(char::from(byte.to_ascii_lowercase()));
        } else {
            let _ = write!(name, "~{byte:02x}");
        }
    }
    let stem = name.split('.').next().unwrap_or_default();
    let port = stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt"));
    let odd = name.len() > LONGEST
        || text.bytes().any(|byte| byte.is_ascii_uppercase())
        || port
        || DEVICES.contains(&stem);
    if odd {
        name.truncate(LONGEST);
        let _ = write!(name, "~-{:08x}", sum(text));
    }
    name
}

/// A number of 32 bits that tells texts apart (FNV-1a).
fn sum(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |sum, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
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
            "../resource/sigma/rules~2fa~20b.yml~231~26x~3d~22~3c~3e.html"
        );
        assert_eq!(
            server.with(Target::Search, &[("words", "a&b")]).to_string(),
            "/search?words=a%26b"
        );
        assert_eq!(
            site.with(Target::Search, &[("words", "a&b")]).to_string(),
            "../search.html#words=a%26b"
        );
        let of_domain = site.with(Target::Matrix, &[("view", "gap"), ("domain", "ics")]);
        assert_eq!(of_domain.to_string(), "../matrix-ics.html#view=gap");
        let of_source = site.with(Target::Drift, &[("source", "My rules")]);
        assert_eq!(of_source.to_string(), "../drift.html#of-my-rules");
        let all = site.with(Target::Adversaries, &[("cursor", "500")]);
        assert_eq!(all.to_string(), "../adversaries.html");
    }

    #[test]
    fn files_can_be_told_apart_on_every_system() {
        let long = "a/".repeat(200);
        let texts = [
            "a",
            "A",
            "a.yml",
            "a~",
            "a/",
            "..",
            ".",
            "con",
            "CON",
            "aux.yml",
            "com1",
            "ü",
            &long,
            &(long.clone() + "b"),
        ];
        let names: Vec<String> = texts.iter().map(|text| slug(text)).collect();
        let mut once = names.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), names.len(), "{names:?}");
        for name in &names {
            assert!(name.len() < 140 && !name.starts_with('.'), "{name}");
            assert_eq!(*name, name.to_lowercase());
        }
        assert_eq!(slug("Ab.yml"), "ab.yml~-8245dabe");
    }
}
