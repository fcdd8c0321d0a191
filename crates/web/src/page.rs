//! From an address to its page.

use catalogue::Catalogue;
use model::TextPolicy;

use crate::common::Common;
use crate::context::Here;
use crate::links::Place;
use crate::pages::missing::{missing, unanswered};
use crate::pages::{HOME, LANDMARKS, find};
use crate::query::Query;
use crate::route::{Outcome, Request};

/// The page at a path (`/technique/T1021`) with a query (`sort=gap&tactic=execution`, as in an address, not decoded).
pub fn page(catalogue: &Catalogue, path: &str, query: &str, place: Place) -> Outcome {
    page_among(catalogue, path, query, place, &Common::default())
}

/// The same where many pages are made.
pub(crate) fn page_among(
    catalogue: &Catalogue,
    path: &str,
    query: &str,
    place: Place,
    common: &Common,
) -> Outcome {
    let query = Query::parse(query);
    let about = catalogue.about();
    let Some((route, names)) = find(path, &query) else {
        let here = Here::new(place, HOME.at([]), Vec::new(), &LANDMARKS);
        let why = "There is no page at this address.";
        return Outcome::Missing(missing(&here, about, "No such page", why, &[]));
    };
    let mut here = Here::new(place, route.named(&names), query.pairs(), &LANDMARKS);
    if place.is_site() {
        match withheld(catalogue) {
            Ok(sources) => here = here.without_words_of(sources),
            Err(error) => return unanswered(&error.into(), &here, about),
        }
    }
    let request = Request {
        catalogue,
        names: &names,
        query: &query,
        here: &here,
        common,
    };
    route
        .make(&request)
        .unwrap_or_else(|error| unanswered(&error, &here, about))
}

/// The sources whose words may not be republished.
fn withheld(catalogue: &Catalogue) -> Result<Vec<String>, catalogue::Error> {
    let sources = catalogue.sources()?.into_iter();
    let withheld = sources.filter(|source| source.provenance.text == TextPolicy::LinkOnly);
    Ok(withheld.map(|source| source.provenance.source).collect())
}
