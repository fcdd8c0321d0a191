//! The look-up by control stack: every technique with what the chosen sources hold for it.

use questions::{Error, TechniqueArgument, align};

use super::alignment::counted;
use super::rows::Kept;
use crate::arguments::{page_request, shown, stack};
use crate::asking::everything;
use crate::route::{Outcome, Request};

/// All techniques; those with most come first.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let query = request.query;
    let arguments = align::Arguments {
        threat: everything(),
        stack: stack(query),
        shown: align::TechniqueSelection {
            sort: Some(query.word("sort").unwrap_or(align::Sort::Total)),
            ..shown(query)
        },
        explain: query
            .one("explain")
            .map(|id| TechniqueArgument(id.to_owned())),
        page: page_request(query, questions::MOST),
    };
    let answer = align::ask(request.catalogue, &arguments)?;
    counted(request, &answer, None, Kept::Total)
}
