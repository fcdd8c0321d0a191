//! Questions that several pages ask.

use catalogue::Catalogue;
use model::Domain;
use questions::threat::{ThreatArguments, ThreatInput};
use questions::{Error, TechniqueArgument, align, matrix, sources};

use crate::arguments::{page_request, shown, stack, whole_list};
use crate::query::Query;

/// Every technique.
pub(crate) fn every_technique() -> ThreatArguments {
    ThreatArguments {
        threat: vec![ThreatInput::Name("all".to_owned())],
        ..ThreatArguments::default()
    }
}

pub(crate) fn ask_align(
    catalogue: &Catalogue,
    threat: ThreatArguments,
    query: &Query,
) -> Result<align::Answer, Error> {
    let arguments = align::Arguments {
        threat,
        stack: stack(query),
        shown: shown(query),
        explain: query
            .value("explain")
            .map(|id| TechniqueArgument(id.to_owned())),
        page: page_request(query, questions::MOST),
    };
    align::ask(catalogue, &arguments)
}

pub(crate) fn ask_matrix(
    catalogue: &Catalogue,
    domain: Domain,
    query: &Query,
) -> Result<matrix::Answer, Error> {
    let arguments = matrix::Arguments {
        stack: stack(query),
        shown: align::TechniqueSelection {
            lowest_level: false,
            ..shown(query)
        },
        domain: Some(domain),
        page: whole_list(),
    };
    matrix::ask(catalogue, &arguments)
}

/// All sources, one row each.
pub(crate) fn ask_sources(catalogue: &Catalogue) -> Result<sources::Answer, Error> {
    sources::ask(catalogue, &sources::Arguments { parts: false })
}
