//! Pages of those whom one may face: the threat model, groups, software, campaigns.

use catalogue::Catalogue;
use model::{Domain, Role};
use publish::web::{self, Here};
use questions::threat::{ActorKind, GivenThreat, ThreatArguments};
use questions::{Error, PageRequest};

use super::Common;
use super::faced::align_of;
use super::given::{all, page_request, shown, stack, threat};
use super::pages::matrix_of;
use super::query::Query;

fn profile(
    catalogue: &Catalogue,
    kind: ActorKind,
    id: &str,
    query: &Query,
) -> Result<questions::adversary::Answer, Error> {
    let arguments = questions::adversary::Arguments {
        name: id.to_owned(),
        with_software: query.is("with_software"),
        stack: stack(query),
        shown: shown(query),
    };
    match kind {
        ActorKind::Group | ActorKind::Incident => questions::adversary::ask(catalogue, &arguments),
        ActorKind::Software => questions::software::ask(catalogue, &arguments),
        ActorKind::Campaign => questions::campaign::ask(catalogue, &arguments),
    }
}

pub(super) fn actor(
    catalogue: &Catalogue,
    kind: ActorKind,
    id: &str,
    query: &Query,
    here: &Here<'_>,
    common: &Common,
) -> Result<String, Error> {
    let answer = profile(catalogue, kind, id, query)?;
    let matrix = if query.pairs().is_empty() {
        common.matrix(catalogue)?
    } else {
        &matrix_of(catalogue, Domain::Enterprise, query)?
    };
    let alike = if kind == ActorKind::Group && !answer.techniques.is_empty() {
        let threat = ThreatArguments {
            threat: vec![GivenThreat::Name(id.to_owned())],
            ..ThreatArguments::default()
        };
        let page = PageRequest {
            limit: Some(9),
            cursor: None,
        };
        Some(questions::fit::ask(
            catalogue,
            &questions::fit::Arguments { threat, page },
        )?)
    } else {
        None
    };
    Ok(web::actor(here, &answer, matrix, alike.as_ref()))
}

pub(super) fn threats(
    catalogue: &Catalogue,
    query: &Query,
    here: &Here<'_>,
) -> Result<String, Error> {
    let named = threat(query)?;
    let arguments = questions::categories::Arguments { page: all() };
    let categories = questions::categories::ask(catalogue, &arguments)?;
    let incidents: Vec<(String, String)> = catalogue
        .of_role(Role::Incidents)?
        .into_iter()
        .map(|one| (one.title, one.key))
        .collect();
    let matched = if named.category.is_empty() {
        None
    } else {
        let arguments = questions::adversaries::Arguments {
            category: named.category.clone(),
            page: page_request(query, 50),
        };
        Some(questions::adversaries::ask(catalogue, &arguments)?)
    };
    let alone = match named.threat.as_slice() {
        [GivenThreat::Name(name)] if named.category.is_empty() => {
            [ActorKind::Group, ActorKind::Software, ActorKind::Campaign]
                .into_iter()
                .find_map(|kind| profile(catalogue, kind, name, query).ok())
        }
        _ => None,
    };
    let (faced, refused) = if named.is_empty() {
        (None, None)
    } else {
        match align_of(catalogue, named, query) {
            Ok(answer) => (Some(answer), None),
            Err(error @ (Error::Unknown { .. } | Error::Argument(_) | Error::Elsewhere(_))) => {
                (None, Some(error.to_string()))
            }
            Err(error @ (Error::Endless(_) | Error::Catalogue(_))) => return Err(error),
        }
    };
    let matrix = match &faced {
        Some(_) => Some(matrix_of(catalogue, Domain::Enterprise, &Query::default())?),
        None => None,
    };
    Ok(web::threats(
        here,
        &web::Threats {
            categories: &categories,
            matched: matched.as_ref(),
            incidents: &incidents,
            profile: alone.as_ref(),
            threat: faced.as_ref(),
            matrix: matrix.as_ref(),
            refused: refused.as_deref(),
        },
        catalogue.about(),
    ))
}
