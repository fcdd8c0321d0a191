//! The links of a page: absolute addresses where a server answers, relative file names on a static site.

use std::fmt::Write;

use crate::html::safe::{Address, anchor};
use crate::location::{QueryOnSite, Target};
use crate::percent::encode;

/// Where pages are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deployment {
    /// By the server: addresses are absolute, the server computes.
    Server,
    /// As files of a static site: addresses are relative, the browser computes.
    Site(Depth),
}

/// How much of a catalogue becomes pages of a static site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Everything.
    Whole,
    /// Without pages of single rules, tests, controls and the like: links to one lead to the page of its source.
    WithoutResources,
}

impl Deployment {
    /// Whether pages are files, and no server answers.
    pub(crate) fn is_site(self) -> bool {
        match self {
            Self::Site(_) => true,
            Self::Server => false,
        }
    }
}

/// The links of a page to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Links {
    pub(crate) deployment: Deployment,
    /// How many folders the page lies below the root of a site.
    folders: usize,
}

impl Links {
    /// Those of this page.
    pub(crate) fn of(page: Target<'_>, deployment: Deployment) -> Self {
        Self {
            deployment,
            folders: page.file().matches('/').count(),
        }
    }

    /// The address of a page.
    pub(crate) fn to(self, target: Target<'_>) -> Address {
        self.with(target, &[])
    }

    /// The address of a page with a query: names and values, not yet encoded.
    pub(crate) fn with(self, target: Target<'_>, query: &[(&str, &str)]) -> Address {
        Address::internal(match self.deployment {
            Deployment::Server => extended(target.address(), '?', query),
            Deployment::Site(Depth::Whole) => self.on_site(target, query),
            Deployment::Site(Depth::WithoutResources) => {
                self.on_site(target.without_resources(), query)
            }
        })
    }

    /// The address of a file that pages load.
    pub(crate) fn asset(self, name: &str) -> Address {
        Address::internal(match self.deployment {
            Deployment::Server => format!("/assets/{name}"),
            Deployment::Site(_) => self.relative(&asset_file(name)),
        })
    }

    /// The address of data: asked of a server, beside the pages of a static site.
    pub(crate) fn data(self, name: &str) -> Address {
        match self.deployment {
            Deployment::Server => api(name, &[]),
            Deployment::Site(_) => Address::internal(self.relative(&data_file(name))),
        }
    }

    /// Where the names that are suggested in a search come from.
    pub(crate) fn suggestions(self) -> Address {
        self.data(match self.deployment {
            Deployment::Server => "search",
            Deployment::Site(_) => "names.js",
        })
    }

    fn relative(self, file: &str) -> String {
        "../".repeat(self.folders) + file
    }

    fn on_site(self, target: Target<'_>, query: &[(&str, &str)]) -> String {
        let (file, query) = target.file_with(query);
        let address = self.relative(&file);
        match target.query_on_site() {
            QueryOnSite::Ignored => address,
            QueryOnSite::Computed(_) => extended(address, '#', &query),
            QueryOnSite::AnchorPer(name) => match query.iter().find(|(known, _)| *known == name) {
                Some((_, value)) => format!("{address}#of-{}", anchor(value)),
                None => address,
            },
        }
    }
}

/// Where a server answers a question for programs.
pub(crate) fn api(name: &str, query: &[(&str, &str)]) -> Address {
    Address::internal(extended(format!("/api/v1/{name}"), '?', query))
}

/// The file of a style, a script or a picture on a static site.
pub(crate) fn asset_file(name: &str) -> String {
    format!("assets/{name}")
}

/// The file of data on a static site.
pub(crate) fn data_file(name: &str) -> String {
    format!("data/{name}")
}

/// The address with names and values behind it, the first after this sign.
fn extended(mut address: String, first: char, query: &[(&str, &str)]) -> String {
    for (name, value) in query {
        let sign = if address.contains(first) { '&' } else { first };
        let _ = write!(address, "{sign}{}={}", encode(name), encode(value));
    }
    address
}
