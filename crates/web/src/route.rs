//! A row of the table of pages: where its pages are, what makes them, which of them a static site has.

use catalogue::{Catalogue, ResourceSummary, SourceRow, TechniqueSummary};
use questions::Error;

use crate::common::Common;
use crate::context::Here;
use crate::location::{Location, Names, QueryOnSite, Split, StandIn, Target};
use crate::query::Query;

/// The pages of one kind.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) location: Location,
    make: Make,
    all: Option<All>,
}

/// Makes the page that is asked for.
pub(crate) type Make = fn(&Request<'_>) -> Result<Outcome, Error>;

/// The names in the addresses of all pages that a static site has.
pub(crate) type All = fn(&Inventory) -> Vec<Names>;

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A page.
    Page(String),
    /// Another address has it now.
    Moved(String),
    /// There is no such page; the text is a page that says so.
    Missing(String),
    /// The address makes no sense; the text is a page that says why.
    Refused(String),
}

/// What is asked for.
pub(crate) struct Request<'a> {
    pub(crate) catalogue: &'a Catalogue,
    /// The names in its address.
    pub(crate) names: &'a Names,
    pub(crate) query: &'a Query,
    pub(crate) here: &'a Here<'a>,
    /// What many pages of one catalogue show.
    pub(crate) common: &'a Common,
}

/// What a catalogue holds that has pages of its own.
pub(crate) struct Inventory {
    pub(crate) techniques: Vec<TechniqueSummary>,
    pub(crate) sources: Vec<SourceRow>,
    pub(crate) groups: Vec<ResourceSummary>,
    pub(crate) software: Vec<ResourceSummary>,
    pub(crate) campaigns: Vec<ResourceSummary>,
    pub(crate) resources: Vec<ResourceSummary>,
}

impl Route {
    /// Pages at this address of a server and in this file of a static site, as [`Location`] knows them.
    pub(crate) const fn new(address: &'static str, file: &'static str, make: Make) -> Self {
        Self {
            location: Location::new(address, file),
            make,
            all: None,
        }
    }

    /// On a static site the script of this name computes the page.
    pub(crate) const fn computed_by(mut self, script: &'static str) -> Self {
        self.location.query = QueryOnSite::Computed(script);
        self
    }

    /// On a static site each value of this name in the query is a place of the page.
    pub(crate) const fn place_per(mut self, name: &'static str) -> Self {
        self.location.query = QueryOnSite::PlacePer(name);
        self
    }

    /// On a static site some values of the query have files of their own.
    pub(crate) const fn split(mut self, split: Split) -> Self {
        self.location.split = Some(split);
        self
    }

    /// Names are spelt so in files.
    pub(crate) const fn spelt(mut self, spelling: fn(&str) -> String) -> Self {
        self.location.spelling = spelling;
        self
    }

    /// A static site without pages of single resources has none of these; links lead here instead.
    pub(crate) const fn left_out_for(mut self, stand_in: StandIn) -> Self {
        self.location.stand_in = Some(stand_in);
        self
    }

    /// A static site has pages of all these names.
    pub(crate) const fn all(mut self, all: All) -> Self {
        self.all = Some(all);
        self
    }

    /// The page of these names.
    pub(crate) fn at<'a, const N: usize>(&'static self, names: [&'a str; N]) -> Target<'a> {
        self.location.at(names)
    }

    /// The page of the names of an address.
    pub(crate) fn named<'a>(&'static self, names: &'a Names) -> Target<'a> {
        self.location.named(names)
    }

    /// Makes the page that is asked for.
    pub(crate) fn make(&self, request: &Request<'_>) -> Result<Outcome, Error> {
        (self.make)(request)
    }

    /// Every page of a static site: its file, and its address on a server.
    pub(crate) fn on_site(&'static self, inventory: &Inventory) -> Vec<(String, String)> {
        let names = self
            .all
            .map_or_else(|| vec![Names::default()], |all| all(inventory));
        let mut pages = Vec::new();
        for names in &names {
            let page = self.named(names);
            pages.push((page.file(), page.address()));
            pages.extend(page.split());
        }
        pages
    }
}
