//! The look-up by control stack: every technique with what the chosen sources hold for it.

use questions::{Error, TechniqueArgument, align};

use super::alignment::respond;
use super::rows::RowLayout;
use crate::arguments::{page_request, shown, stack};
use crate::route::{Outcome, Request};
use crate::shared_questions::every_technique;

/// All techniques; those with most come first.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let query = request.query;
    let arguments = align::Arguments {
        threat: every_technique(),
        stack: stack(query),
        shown: align::TechniqueSelection {
            sort: Some(query.parsed("sort").unwrap_or(align::Sort::Total)),
            ..shown(query)
        },
        explain: query
            .value("explain")
            .map(|id| TechniqueArgument(id.to_owned())),
        page: page_request(query, questions::MOST),
    };
    let answer = align::ask(request.catalogue, &arguments)?;
    respond(request, &answer, None, RowLayout::Total)
}
