//! Pages of a threat against a stack, and of the look-up by controls.

use catalogue::Catalogue;
use model::{Domain, Role};
use publish::web::{self, Here, Place};
use questions::threat::{GivenThreat, ThreatArguments};
use questions::{Error, TechniqueArgument, align};

use super::given::{page_request, shown, stack, threat};
use super::pages::{matrix_of, sources};
use super::query::Query;

/// Every technique.
pub(super) fn everything() -> ThreatArguments {
    ThreatArguments {
        threat: vec![GivenThreat::Name("all".to_owned())],
        ..ThreatArguments::default()
    }
}

pub(super) fn align_of(
    catalogue: &Catalogue,
    threat: ThreatArguments,
    query: &Query,
) -> Result<align::Answer, Error> {
    let arguments = align::Arguments {
        threat,
        stack: stack(query),
        shown: shown(query),
        explain: query
            .one("explain")
            .map(|id| TechniqueArgument(id.to_owned())),
        page: page_request(query, questions::MOST),
    };
    align::ask(catalogue, &arguments)
}

pub(super) fn alignment(
    catalogue: &Catalogue,
    query: &Query,
    here: &Here<'_>,
) -> Result<String, Error> {
    let named = threat(query)?;
    if here.place() == Place::Site {
        let page = web::Alignment {
            answer: &uncounted(catalogue)?,
            sources: &sources(catalogue, false)?,
            plan: None,
            matrix: None,
            tactics: &catalogue.tactics(Domain::Enterprise)?,
        };
        return Ok(web::to_be_counted(here, &page, &at_hand(catalogue)?));
    }
    if named.is_empty() {
        return Ok(web::no_threat(
            here,
            catalogue.about(),
            &at_hand(catalogue)?,
        ));
    }
    let answer = align_of(catalogue, named.clone(), query)?;
    let plan = match query.one("part") {
        Some("plan") => {
            let arguments = questions::plan::Arguments {
                threat: named,
                stack: stack(query),
                shown: shown(query),
                budget: query.word("budget"),
            };
            Some(questions::plan::ask(catalogue, &arguments)?)
        }
        Some(_) | None => None,
    };
    aligned(catalogue, query, here, &answer, plan.as_ref())
}

/// An answer without a row: on a static site the browser counts.
fn uncounted(catalogue: &Catalogue) -> Result<align::Answer, Error> {
    let mut answer = align_of(catalogue, everything(), &Query::parse("limit=1"))?;
    answer.list.items.clear();
    Ok(answer)
}

/// Well-known threats that this catalogue can answer for.
fn at_hand(catalogue: &Catalogue) -> Result<Vec<(String, String)>, Error> {
    let mut known = Vec::new();
    for id in ["S0266", "G0102", "G0016", "G0007"] {
        if let Some(named) = catalogue.named(id)?.into_iter().next() {
            known.push((id.to_owned(), named.title));
        }
    }
    if !catalogue.of_role(Role::CommonTechniques)?.is_empty() {
        known.push(("top".to_owned(), "CTID Top Techniques".to_owned()));
    }
    known.push(("all".to_owned(), "Every technique".to_owned()));
    Ok(known)
}

fn aligned(
    catalogue: &Catalogue,
    query: &Query,
    here: &Here<'_>,
    answer: &align::Answer,
    plan: Option<&questions::plan::Answer>,
) -> Result<String, Error> {
    let matrix = match query.one("part") {
        Some("matrix") => Some(matrix_of(catalogue, Domain::Enterprise, query)?),
        Some(_) | None => None,
    };
    Ok(web::alignment(
        here,
        &web::Alignment {
            answer,
            sources: &sources(catalogue, false)?,
            plan,
            matrix: matrix.as_ref(),
            tactics: &catalogue.tactics(Domain::Enterprise)?,
        },
    ))
}

pub(super) fn controls(
    catalogue: &Catalogue,
    query: &Query,
    here: &Here<'_>,
) -> Result<String, Error> {
    let arguments = align::Arguments {
        threat: everything(),
        stack: stack(query),
        shown: align::Shown {
            sort: Some(query.word("sort").unwrap_or(align::Sort::Total)),
            ..shown(query)
        },
        explain: query
            .one("explain")
            .map(|id| TechniqueArgument(id.to_owned())),
        page: page_request(query, questions::MOST),
    };
    let answer = align::ask(catalogue, &arguments)?;
    aligned(catalogue, query, here, &answer, None)
}
