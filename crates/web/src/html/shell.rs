//! The frame of every page: self-contained with its style inside, or as part of the web app.

use catalogue::CatalogueSummary;

use super::format::{day, number};
use super::policy;
use super::safe::{Address, SafeText};
use crate::links::{Deployment, Links};
use crate::location::{Location, Target};

/// The frame of a page.
pub(crate) struct Shell {
    pub(crate) title: SafeText,
    pub(crate) style: &'static str,
    pub(crate) policy: String,
    pub(crate) attack: SafeText,
    /// The newest day on which a source was read.
    pub(crate) read: Option<String>,
    pub(crate) resources: String,
    pub(crate) sources: String,
    pub(crate) facts_only: bool,
    /// The class of the main part.
    pub(crate) main: &'static str,
    /// What the web app adds; none for self-contained pages.
    pub(crate) web: Option<AppFrame>,
}

/// What the web app adds to a page.
pub(crate) struct AppFrame {
    pub(crate) deployment: &'static str,
    /// The page that the browser computes on a static site; none where the server computes, or nothing is computed.
    pub(crate) page: Option<&'static str>,
    /// The `<template>` elements that the browser fills; empty where it computes nothing.
    pub(crate) templates: String,
    pub(crate) icon: Address,
    pub(crate) styles: Vec<Address>,
    pub(crate) theme: Address,
    pub(crate) scripts: Vec<Address>,
    pub(crate) home: Address,
    pub(crate) nav: Vec<NavigationEntry>,
    pub(crate) find: Address,
    /// Where suggestions are asked for.
    pub(crate) suggest: Address,
    pub(crate) sources: Address,
    pub(crate) changed: Address,
    pub(crate) notices: Address,
    pub(crate) csv: Address,
    pub(crate) json: Address,
    /// The description of the API; none on a static site.
    pub(crate) api: Option<Address>,
}

/// An entry of the navigation.
pub(crate) struct NavigationEntry {
    pub(crate) words: &'static str,
    pub(crate) address: Address,
    pub(crate) current: bool,
}

/// What the bar above every page and the foot below it lead to.
#[derive(Debug)]
pub(crate) struct Navigation {
    pub(crate) home: &'static Location,
    /// The entries of the bar.
    pub(crate) bar: [(&'static str, &'static Location); 5],
    pub(crate) search: &'static Location,
    pub(crate) sources: &'static Location,
    pub(crate) changed: &'static Location,
    pub(crate) notices: &'static Location,
}

impl Shell {
    /// The frame of a self-contained page.
    pub(crate) fn new(title: &str, about: &CatalogueSummary) -> Self {
        Self {
            title: SafeText::of(title),
            style: policy::STYLE,
            policy: policy::policy(policy::STYLE),
            attack: SafeText::of(&about.attack),
            read: (!about.date.is_empty()).then(|| day(&about.date)),
            resources: number(about.resources),
            sources: number(about.sources),
            facts_only: about.facts_only,
            main: "frame",
            web: None,
        }
    }

    /// The frame of this page of the web app.
    pub(crate) fn web(
        title: &str,
        about: &CatalogueSummary,
        links: Links,
        page: Target<'_>,
        navigation: &Navigation,
    ) -> Self {
        Self {
            policy: match links.deployment {
                Deployment::Server => policy::WEB,
                Deployment::Site(_) => policy::SITE,
            }
            .to_owned(),
            web: Some(AppFrame::of(links, page, navigation)),
            ..Self::new(title, about)
        }
    }

    /// Sets the class of the main element.
    pub(crate) fn wide(self, main: &'static str) -> Self {
        Self { main, ..self }
    }

    /// Allows the browser of a static site to fetch a layer from an address that the reader names.
    pub(crate) fn fetching(mut self, links: Links) -> Self {
        if links.deployment.is_site() {
            self.policy = policy::FETCHING.to_owned();
        }
        self
    }

    /// Adds a style besides that of all pages.
    pub(crate) fn with_style(mut self, links: Links, name: &str) -> Self {
        if let Some(web) = &mut self.web {
            web.styles.push(links.asset(name));
        }
        self
    }

    /// Adds the `<template>` elements that the browser fills.
    pub(crate) fn with_templates(mut self, templates: String) -> Self {
        if let Some(web) = &mut self.web {
            web.templates = templates;
        }
        self
    }

    /// Adds the style and script of the matrix.
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

    /// Adds the style of the matrix; on a static site a script of the page loads the one of the matrix when there
    /// is a matrix to see.
    pub(crate) fn with_matrix_later(self, links: Links) -> Self {
        match links.deployment {
            Deployment::Server => self.with_matrix(links),
            Deployment::Site(_) => self.with_style(links, "matrix.css"),
        }
    }
}

impl AppFrame {
    fn of(links: Links, page: Target<'_>, navigation: &Navigation) -> Self {
        let to = |location: &'static Location| links.to(location.at([]));
        let entry = |&(words, location): &(&'static str, &'static Location)| NavigationEntry {
            words,
            address: to(location),
            current: location.at([]) == page,
        };
        Self {
            deployment: match links.deployment {
                Deployment::Server => "server",
                Deployment::Site(_) => "site",
            },
            page: page
                .computation()
                .filter(|_| links.deployment.is_site())
                .map(|computation| computation.page),
            templates: String::new(),
            icon: links.asset("favicon.svg"),
            styles: vec![links.asset("style.css")],
            theme: links.asset("theme.js"),
            scripts: scripts(links, page),
            home: to(navigation.home),
            nav: navigation.bar.iter().map(entry).collect(),
            find: to(navigation.search),
            suggest: links.suggestions(),
            sources: to(navigation.sources),
            changed: to(navigation.changed),
            notices: to(navigation.notices),
            csv: links.data("compass.csv"),
            json: links.data("compass.json"),
            api: (links.deployment == Deployment::Server).then(|| links.data("openapi.json")),
        }
    }
}

/// The scripts of a page.
fn scripts(links: Links, page: Target<'_>) -> Vec<Address> {
    let mut scripts = vec![links.asset("app.js")];
    if links.deployment.is_site() {
        scripts.extend([links.data("sizes.js"), links.asset("find.js")]);
        if let Some(computation) = page.computation() {
            let computing = crate::asset::computing(computation.scripts);
            scripts.extend(computing.into_iter().map(|name| links.asset(name)));
        }
    }
    scripts
}
