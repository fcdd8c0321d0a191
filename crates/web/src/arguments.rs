//! Arguments of questions as pages write them in their addresses.

use model::{Stack, Threat, ThreatTechnique};
use questions::stack::{StackArguments, StackInput};
use questions::threat::{Category, ThreatArguments, ThreatInput};
use questions::{Error, PageRequest, align};

use crate::query::Query;

pub(crate) fn page_request(query: &Query, limit: u32) -> PageRequest {
    PageRequest {
        limit: Some(query.parsed("limit").unwrap_or(limit)),
        cursor: query.value("cursor").map(str::to_owned),
    }
}

pub(crate) fn whole_list() -> PageRequest {
    PageRequest {
        limit: Some(questions::MOST),
        cursor: None,
    }
}

/// The first of a list.
pub(crate) fn first_page() -> PageRequest {
    PageRequest {
        limit: Some(20),
        cursor: None,
    }
}

pub(crate) fn stack(query: &Query) -> StackArguments {
    let logs = query.list("log");
    let given = Stack {
        name: query.value("stack").map(str::to_owned),
        log_sources: logs,
        ..Stack::default()
    };
    StackArguments {
        stack: (given != Stack::default()).then(|| StackInput::Stack(Box::new(given))),
        source: query.list("source"),
        platform: query.list("platform"),
    }
}

pub(crate) fn shown(query: &Query) -> align::TechniqueSelection {
    align::TechniqueSelection {
        tactic: query.list("tactic"),
        lowest_level: query.flag("lowest_level"),
        sort: query.parsed("sort"),
        ascending: query.flag("ascending"),
        descending: query.flag("descending"),
    }
}

pub(crate) fn category(query: &Query) -> Category {
    Category {
        motive: query.values("motive"),
        sector: query.values("sector"),
        base: query.values("base"),
        victim: query.values("victim"),
        any_of: query.flag("any_of"),
    }
}

pub(crate) fn threat(query: &Query) -> Result<ThreatArguments, Error> {
    let mut threat: Vec<ThreatInput> = query
        .values("threat")
        .into_iter()
        .map(ThreatInput::Name)
        .collect();
    for text in query.values("layer") {
        threat.push(ThreatInput::Threat(Box::new(layer(
            &text,
            query.value("name"),
        )?)));
    }
    Ok(ThreatArguments {
        threat,
        category: category(query),
        with_software: query.flag("with_software"),
    })
}

/// A Navigator layer, or ids with weights: `T1021:3 T1059.001`.
fn layer(text: &str, name: Option<&str>) -> Result<Threat, Error> {
    let name = name.unwrap_or("My threat intelligence");
    if !text.trim_start().starts_with('{') {
        let ids = text
            .split([' ', ',', ';', '\n', '\r', '\t'])
            .filter(|part| !part.is_empty());
        let techniques = ids.map(|part| {
            let (id, score) = part.split_once(':').unwrap_or((part, ""));
            ThreatTechnique {
                score: score
                    .parse()
                    .ok()
                    .filter(|score: &f64| score.is_finite() && *score >= 0.0),
                ..ThreatTechnique::plain(id)
            }
        });
        return Ok(Threat {
            techniques: techniques.collect(),
            ..Threat::named(name)
        });
    }
    let read = imports::threat("layer.json", text.as_bytes());
    read.map_err(|error| Error::Argument(error.to_string()))
}
