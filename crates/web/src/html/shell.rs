//! What stands around every page: alone, with its style inside, or as part of the web app.

use catalogue::About;

use super::face::{day, number};
use super::policy;
use super::safe::{Address, Words};
use crate::links::{Links, Place};
use crate::location::{Location, Target};

/// What stands around a page.
pub(crate) struct Shell {
    pub(crate) title: Words,
    pub(crate) style: &'static str,
    pub(crate) policy: String,
    pub(crate) attack: Words,
    /// The newest day on which a source was read.
    pub(crate) read: Option<String>,
    pub(crate) resources: String,
    pub(crate) sources: String,
    pub(crate) facts_only: bool,
    /// The class of the main part.
    pub(crate) main: &'static str,
    /// What the web app adds; none where the page stands alone.
    pub(crate) web: Option<Frame>,
}

/// What the web app adds to a page.
pub(crate) struct Frame {
    pub(crate) place: &'static str,
    /// What the browser computes here; nothing where a server does, or nobody needs to.
    pub(crate) page: Option<&'static str>,
    pub(crate) icon: Address,
    pub(crate) styles: Vec<Address>,
    pub(crate) theme: Address,
    pub(crate) scripts: Vec<Address>,
    pub(crate) home: Address,
    pub(crate) nav: Vec<Entry>,
    pub(crate) find: Address,
    /// Where suggestions are asked for.
    pub(crate) suggest: Address,
    pub(crate) sources: Address,
    pub(crate) changed: Address,
    pub(crate) notices: Address,
    pub(crate) csv: Address,
    pub(crate) json: Address,
    /// Where programs ask; nobody answers them on a static site.
    pub(crate) api: Option<Address>,
}

/// An entry of the navigation.
pub(crate) struct Entry {
    pub(crate) words: &'static str,
    pub(crate) address: Address,
    pub(crate) here: bool,
}

/// What the bar above every page and the foot below it lead to.
#[derive(Debug)]
pub(crate) struct Landmarks {
    pub(crate) home: &'static Location,
    /// The entries of the bar.
    pub(crate) bar: [(&'static str, &'static Location); 5],
    pub(crate) search: &'static Location,
    pub(crate) sources: &'static Location,
    pub(crate) changed: &'static Location,
    pub(crate) notices: &'static Location,
}

impl Shell {
    /// Around a page that stands alone.
    pub(crate) fn new(title: &str, about: &About) -> Self {
        Self {
            title: Words::of(title),
            style: policy::STYLE,
            policy: policy::policy(policy::STYLE),
            attack: Words::of(&about.attack),
            read: (!about.date.is_empty()).then(|| day(&about.date)),
            resources: number(about.resources),
            sources: number(about.sources),
            facts_only: about.facts_only,
            main: "frame",
            web: None,
        }
    }

    /// Around this page of the web app.
    pub(crate) fn web(
        title: &str,
        about: &About,
        links: Links,
        page: Target<'_>,
        landmarks: &Landmarks,
    ) -> Self {
        Self {
            policy: match links.place {
                Place::Server => policy::WEB,
                Place::Site(_) => policy::SITE,
            }
            .to_owned(),
            web: Some(Frame::of(links, page, landmarks)),
            ..Self::new(title, about)
        }
    }

    /// The same with another class of its main part.
    pub(crate) fn wide(self, main: &'static str) -> Self {
        Self { main, ..self }
    }

    /// The same where a reader may name the address of a layer: on a static site the browser fetches it.
    pub(crate) fn fetching(mut self, links: Links) -> Self {
        if links.place.is_site() {
            self.policy = policy::FETCHING.to_owned();
        }
        self
    }

    /// The same with a style of its own besides that of all pages.
    pub(crate) fn with_style(mut self, links: Links, name: &str) -> Self {
        if let Some(web) = &mut self.web {
            web.styles.push(links.asset(name));
        }
        self
    }

    /// The same with the style and script of the matrix.
    pub(crate) fn with_matrix(self, links: Links) -> Self {
        let mut this = self.with_style(links, "matrix.css");
        if let Some(web) = &mut this.web {
            // On a static site, a page that counts has the words already.
            if web.page.is_none() {
                web.scripts.push(links.asset("words.js"));
            }
            web.scripts.push(links.asset("matrix.js"));
        }
        this
    }

    /// The same with the style of the matrix; on a static site a script of the page brings the one of the matrix when there
    /// is a matrix to see.
    pub(crate) fn with_matrix_later(self, links: Links) -> Self {
        match links.place {
            Place::Server => self.with_matrix(links),
            Place::Site(_) => self.with_style(links, "matrix.css"),
        }
    }
}

impl Frame {
    fn of(links: Links, page: Target<'_>, landmarks: &Landmarks) -> Self {
        let to = |location: &'static Location| links.to(location.at([]));
        let entry = |&(words, location): &(&'static str, &'static Location)| Entry {
            words,
            address: to(location),
            here: location.at([]) == page,
        };
        Self {
            place: match links.place {
                Place::Server => "server",
                Place::Site(_) => "site",
            },
            page: page.script().filter(|_| links.place.is_site()),
            icon: links.asset("favicon.svg"),
            styles: vec![links.asset("style.css")],
            theme: links.asset("theme.js"),
            scripts: scripts(links, page),
            home: to(landmarks.home),
            nav: landmarks.bar.iter().map(entry).collect(),
            find: to(landmarks.search),
            suggest: links.suggestions(),
            sources: to(landmarks.sources),
            changed: to(landmarks.changed),
            notices: to(landmarks.notices),
            csv: links.data("compass.csv"),
            json: links.data("compass.json"),
            api: (links.place == Place::Server).then(|| links.data("openapi.json")),
        }
    }
}

/// What a page runs.
fn scripts(links: Links, page: Target<'_>) -> Vec<Address> {
    let mut scripts = vec![links.asset("app.js")];
    if links.place.is_site() {
        scripts.extend([links.data("sizes.js"), links.asset("find.js")]);
        if page.script().is_some() {
            let own = ["words.js", "compass.js", "exports.js", "site.js"];
            scripts.extend(own.map(|name| links.asset(name)));
        }
    }
    scripts
}
