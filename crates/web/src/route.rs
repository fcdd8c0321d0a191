//! A row of the table of pages: where its pages are, what makes them, which of them a static site has.

use std::collections::BTreeSet;

use catalogue::{Catalogue, ResourceSummary, SourceRow, TechniqueSummary};
use questions::Error;

use crate::context::{ListTemplates, PageContext};
use crate::location::{
    AddressNames, Computation, Location, QueryOnSite, QuerySplit, StandIn, Target,
};
use crate::query::Query;
use crate::shared_matrix::SharedMatrix;

/// The pages of one kind.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) location: Location,
    make: MakePage,
    /// What its scripts fill on a static site.
    pub(crate) templates: ListTemplates,
    list_names: Option<ListNames>,
}

/// Makes the page that is asked for.
pub(crate) type MakePage = fn(&Request<'_>) -> Result<Outcome, Error>;

/// The names in the addresses of all pages that a static site has.
pub(crate) type ListNames = fn(&Inventory) -> Vec<AddressNames>;

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A page.
    Page(String),
    /// The page has moved to another address.
    Moved(String),
    /// There is no such page; the text is a page that says so.
    Missing(String),
    /// The address makes no sense; the text is a page that says why.
    Refused(String),
}

/// The request for a page.
pub(crate) struct Request<'a> {
    pub(crate) catalogue: &'a Catalogue,
    /// The names in its address.
    pub(crate) names: &'a AddressNames,
    pub(crate) query: &'a Query,
    pub(crate) context: &'a PageContext<'a>,
    /// What many pages of one catalogue show.
    pub(crate) shared_matrix: &'a SharedMatrix,
}

/// Everything in a catalogue that has pages of its own.
pub(crate) struct Inventory {
    pub(crate) techniques: Vec<TechniqueSummary>,
    pub(crate) sources: Vec<SourceRow>,
    pub(crate) groups: Vec<ResourceSummary>,
    pub(crate) software: Vec<ResourceSummary>,
    pub(crate) campaigns: Vec<ResourceSummary>,
    pub(crate) resources: Vec<ResourceSummary>,
    /// Ids of the units of logs that detections read, and of their logs.
    pub(crate) logs: BTreeSet<String>,
}

impl Route {
    /// Pages at this address of a server and in this file of a static site, as [`Location`] knows them.
    pub(crate) const fn new(address: &'static str, file: &'static str, make: MakePage) -> Self {
        Self {
            location: Location::new(address, file),
            make,
            templates: |_| Vec::new(),
            list_names: None,
        }
    }

    /// On a static site these scripts, which know the page by this name, compute it by filling these templates.
    pub(crate) const fn computed_by(
        mut self,
        page: &'static str,
        scripts: &'static [&'static str],
        templates: ListTemplates,
    ) -> Self {
        self.location.query = QueryOnSite::Computed(Computation { page, scripts });
        self.templates = templates;
        self
    }

    /// On a static site each value of this name in the query is a place of the page.
    pub(crate) const fn anchor_per(mut self, name: &'static str) -> Self {
        self.location.query = QueryOnSite::AnchorPer(name);
        self
    }

    /// On a static site some values of the query have files of their own.
    pub(crate) const fn split(mut self, split: QuerySplit) -> Self {
        self.location.split = Some(split);
        self
    }

    /// Names are spelt so in files.
    pub(crate) const fn with_spelling(mut self, spelling: fn(&str) -> String) -> Self {
        self.location.spelling = spelling;
        self
    }

    /// A static site without pages of single resources has none of these; links lead here instead.
    pub(crate) const fn with_stand_in(mut self, stand_in: StandIn) -> Self {
        self.location.stand_in = Some(stand_in);
        self
    }

    /// A static site has pages of all these names.
    pub(crate) const fn pages_for(mut self, list_names: ListNames) -> Self {
        self.list_names = Some(list_names);
        self
    }

    /// The page of these names.
    pub(crate) fn at<'a, const N: usize>(&'static self, names: [&'a str; N]) -> Target<'a> {
        self.location.at(names)
    }

    /// The page of the names of an address.
    pub(crate) fn with_names<'a>(&'static self, names: &'a AddressNames) -> Target<'a> {
        self.location.with_names(names)
    }

    /// Makes the page that is asked for.
    pub(crate) fn make(&self, request: &Request<'_>) -> Result<Outcome, Error> {
        (self.make)(request)
    }

    /// Every page of a static site: its file, and its address on a server.
    pub(crate) fn on_site(&'static self, inventory: &Inventory) -> Vec<(String, String)> {
        let names = self.list_names.map_or_else(
            || vec![AddressNames::default()],
            |list_names| list_names(inventory),
        );
        let mut pages = Vec::new();
        for names in &names {
            let page = self.with_names(names);
            pages.push((page.file(), page.address()));
            pages.extend(page.split());
        }
        pages
    }
}
