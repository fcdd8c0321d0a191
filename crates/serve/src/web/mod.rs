//! The pages of the web app: an address is parsed into questions, these are asked, their answers become a page.
//!
//! The same function serves the server and the static site. No page depends on anything but the catalogue, its
//! address and where it is shown.

mod asset;
mod faced;
mod given;
mod pages;
mod query;
mod route;
pub mod site;
mod threats;

use std::cell::OnceCell;

use catalogue::Catalogue;
use model::Domain;
pub use publish::web::Place;
use publish::web::{Here, missing};
use questions::{Error, matrix};

pub use self::asset::asset;
use self::query::Query;
use self::route::Route;

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

/// The page at a path (`/technique/T1021`) with a query (`sort=gap&tactic=execution`, as in an address, not decoded).
pub fn page(catalogue: &Catalogue, path: &str, query: &str, place: Place) -> Outcome {
    page_among(catalogue, path, query, place, &Common::default())
}

/// What many pages of one catalogue show, made once for all of them.
#[derive(Debug, Default)]
pub struct Common(OnceCell<matrix::Answer>);

impl Common {
    /// The matrix that pages without a query show.
    fn matrix(&self, catalogue: &Catalogue) -> Result<&matrix::Answer, Error> {
        if let Some(known) = self.0.get() {
            return Ok(known);
        }
        let made = pages::matrix_of(catalogue, Domain::Enterprise, &Query::default())?;
        Ok(self.0.get_or_init(|| made))
    }
}

fn page_among(
    catalogue: &Catalogue,
    path: &str,
    query: &str,
    place: Place,
    common: &Common,
) -> Outcome {
    let query = Query::parse(query);
    let about = catalogue.about();
    let Some(route) = Route::of(path, &query) else {
        let here = Here::new(place, publish::web::Target::Home, Vec::new());
        return Outcome::Missing(missing(
            &here,
            about,
            "No such page",
            "There is no page at this address.",
            &[],
        ));
    };
    let mut here = Here::new(place, route.target(), query.pairs());
    if place == Place::Site {
        match withheld(catalogue) {
            Ok(sources) => here = here.without_words_of(sources),
            Err(error) => return wrong(&error.into(), &here, about),
        }
    }
    match pages::page(catalogue, &route, &query, &here, common) {
        Ok(outcome) => outcome,
        Err(error) => wrong(&error, &here, about),
    }
}

/// The sources whose words may not be republished.
fn withheld(catalogue: &Catalogue) -> Result<Vec<String>, catalogue::Error> {
    let sources = catalogue.sources()?.into_iter();
    let withheld = sources.filter(|one| one.provenance.text == model::Text::LinkOnly);
    Ok(withheld.map(|one| one.provenance.source).collect())
}

/// A page that says why a question has no answer.
fn wrong(error: &Error, here: &Here<'_>, about: &catalogue::About) -> Outcome {
    let near = |near: &[questions::Near]| -> Vec<(String, String)> {
        near.iter()
            .map(|one| (one.id.clone(), one.name.clone()))
            .collect()
    };
    let why = error.to_string();
    match error {
        Error::Unknown { near: names, .. } => Outcome::Missing(missing(
            here,
            about,
            "Not in this catalogue",
            &why,
            &near(names),
        )),
        Error::Elsewhere(elsewhere) => Outcome::Missing(missing(
            here,
            about,
            "Of another release",
            &why,
            &near(&elsewhere.near),
        )),
        Error::Argument(_) | Error::Endless(_) | Error::Catalogue(_) => {
            Outcome::Refused(missing(here, about, "This cannot be answered", &why, &[]))
        }
    }
}
