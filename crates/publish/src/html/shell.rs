//! What stands around every page: alone, with its style inside, or as part of the web app.

use catalogue::About;

use super::face::{day, number};
use super::policy;
use super::safe::{Address, Words};
use super::way::{self, Place, Target, Way};

/// What stands around a page.
pub(super) struct Shell {
    pub(super) title: Words,
    pub(super) style: &'static str,
    pub(super) policy: String,
    pub(super) attack: Words,
    /// The newest day on which a source was read.
    pub(super) read: Option<String>,
    pub(super) resources: String,
    pub(super) sources: String,
    pub(super) facts_only: bool,
    /// The class of the main part.
    pub(super) main: &'static str,
    /// What the web app adds; none where the page stands alone.
    pub(super) web: Option<Frame>,
}

/// What the web app adds to a page.
pub(super) struct Frame {
    pub(super) place: &'static str,
    /// What the browser computes here; nothing where a server does, or nobody needs to.
    pub(super) page: Option<&'static str>,
    /// Whether a script of the page brings the one of the matrix when there is a matrix to see.
    brings_matrix: bool,
    pub(super) icon: Address,
    pub(super) styles: Vec<Address>,
    pub(super) theme: Address,
    pub(super) scripts: Vec<Address>,
    pub(super) home: Address,
    pub(super) nav: Vec<Entry>,
    pub(super) find: Address,
    /// Where suggestions are asked for.
    pub(super) suggest: Address,
    pub(super) sources: Address,
    pub(super) changed: Address,
    pub(super) notices: Address,
    pub(super) csv: Address,
    pub(super) json: Address,
    /// Where programs ask; nobody answers them on a static site.
    pub(super) api: Option<Address>,
}

/// An entry of the navigation.
pub(super) struct Entry {
    pub(super) words: &'static str,
    pub(super) address: Address,
    pub(super) here: bool,
}

impl Shell {
    /// Around a page that stands alone.
    pub(super) fn new(title: &str, about: &About) -> Self {
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

    /// Around a page of the web app, in the part of the navigation that is given.
    pub(super) fn web(title: &str, about: &About, way: Way, here: Target<'_>) -> Self {
        Self {
            policy: match (way.place, here) {
                (Place::Server, _) => policy::WEB,
                (Place::Site, Target::Threats) => policy::FETCHING,
                (Place::Site, _) => policy::SITE,
            }
            .to_owned(),
            web: Some(Frame::of(way, here)),
            ..Self::new(title, about)
        }
    }

    /// The same with another class of its main part.
    pub(super) fn wide(self, main: &'static str) -> Self {
        Self { main, ..self }
    }

    /// The same with a style of its own besides that of all pages.
    pub(super) fn with_style(mut self, way: Way, name: &str) -> Self {
        if let Some(web) = &mut self.web {
            web.styles.push(way.to(Target::Asset(name)));
        }
        self
    }

    /// The same with the style and script of the matrix.
    pub(super) fn with_matrix(mut self, way: Way) -> Self {
        if let Some(web) = &mut self.web {
            web.styles.push(way.to(Target::Asset("matrix.css")));
            if web.brings_matrix {
                return self;
            }
            web.scripts.push(way.to(Target::Asset("matrix.js")));
        }
        self
    }
}

impl Frame {
    fn of(way: Way, here: Target<'_>) -> Self {
        let nav = [
            ("Matrix", Target::Matrix),
            ("Threats", Target::Threats),
            ("Alignment", Target::Alignment),
            ("Controls", Target::Controls),
            ("Sources", Target::Sources),
        ];
        let asset = |name| way.to(Target::Asset(name));
        Self {
            place: match way.place {
                Place::Server => "server",
                Place::Site => "site",
            },
            page: way::computed(here).filter(|_| way.place == Place::Site),
            brings_matrix: way.place == Place::Site
                && matches!(here, Target::Threats | Target::Controls),
            icon: asset("favicon.svg"),
            styles: vec![asset("style.css")],
            theme: asset("theme.js"),
            scripts: scripts(way.place, here)
                .iter()
                .map(|name| way.to(*name))
                .collect(),
            home: way.to(Target::Home),
            nav: nav
                .into_iter()
                .map(|(words, target)| Entry {
                    words,
                    address: way.to(target),
                    here: target == here,
                })
                .collect(),
            find: way.to(Target::Search),
            suggest: way.to(Target::Api("search")),
            sources: way.to(Target::Sources),
            changed: way.to(Target::Changed),
            notices: way.to(Target::Source("notices")),
            csv: way.to(Target::Api("compass.csv")),
            json: way.to(Target::Api("compass.json")),
            api: (way.place == Place::Server).then(|| way.to(Target::Api("openapi.json"))),
        }
    }
}

/// What a page runs.
fn scripts(place: Place, here: Target<'_>) -> &'static [Target<'static>] {
    const APP: Target<'_> = Target::Asset("app.js");
    const FIND: Target<'_> = Target::Asset("find.js");
    match place {
        Place::Server => &[APP],
        Place::Site if way::computed(here).is_some() => &[
            APP,
            Target::Api("sizes.js"),
            FIND,
            Target::Asset("compass.js"),
            Target::Asset("site.js"),
        ],
        Place::Site => &[APP, Target::Api("sizes.js"), FIND],
    }
}
