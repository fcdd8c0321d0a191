//! The questions behind each page.

use catalogue::Catalogue;
use model::{Domain, Threat, ThreatTechnique};
use publish::web::{self, Here, Place};
use questions::threat::{ActorKind, GivenThreat, ThreatArguments};
use questions::{Error, Page, TechniqueArgument, Which, align, matrix};

use super::given::{all, category, shown, stack, threat, which};
use super::query::Query;
use super::route::Route;
use super::{Outcome, facets};

/// The page of a route.
pub(super) fn page(
    catalogue: &Catalogue,
    route: &Route,
    query: &Query,
    here: &Here<'_>,
) -> Result<Outcome, Error> {
    let html = match route {
        Route::Home => home(catalogue, here)?,
        Route::Matrix => the_matrix(catalogue, query, here)?,
        Route::Technique(id) => return technique(catalogue, id, here),
        Route::Threats => threats(catalogue, query, here)?,
        Route::Alignment => alignment(catalogue, query, here)?,
        Route::Controls => controls(catalogue, query, here)?,
        Route::Control(id, framework) => {
            return control(catalogue, id, framework.as_deref(), query, here);
        }
        Route::Framework(id) if id.is_empty() => web::frameworks(here, &sources(catalogue, false)?),
        Route::Framework(id) => framework(catalogue, id, query, here)?,
        Route::Sources => web::sources(here, &sources(catalogue, false)?),
        Route::Source(id) if id == "notices" => web::notices(
            here,
            &questions::notices::ask(catalogue, &questions::notices::Arguments::default())?,
        ),
        Route::Source(id) => return source(catalogue, id, here),
        Route::Problems => {
            let source = query.one("source");
            let answer = listed(query, here, |which| problems(catalogue, source, which))?;
            web::problems(here, &answer)
        }
        Route::Drift => {
            let source = query.one("source");
            let answer = listed(query, here, |which| drift(catalogue, source, which))?;
            web::drift(here, &answer)
        }
        Route::Changed => web::changed(here, &sources(catalogue, false)?),
        Route::Search => return search(catalogue, query, here),
        Route::Adversaries => {
            let ask = |which| {
                let category = category(query);
                let arguments = questions::adversaries::Arguments { category, which };
                questions::adversaries::ask(catalogue, &arguments)
            };
            web::adversaries(here, &listed(query, here, ask)?)
        }
        Route::Actor(kind, id) => actor(catalogue, *kind, id, query, here)?,
        Route::LogSource(name) => {
            let arguments = questions::log_source::Arguments {
                name: name.clone(),
                stack: stack(query),
                which: match here.place() {
                    Place::Server => which(query, 500),
                    Place::Site => all(),
                },
            };
            match questions::log_source::ask(catalogue, &arguments) {
                Ok(answer) => web::log_source(here, name, &answer),
                // That nothing reads it is an answer, too.
                Err(Error::Unknown { near, .. }) => {
                    let near: Vec<(String, String)> =
                        near.into_iter().map(|one| (one.id, one.name)).collect();
                    let why = format!("No rule that counts for a technique reads “{name}”.");
                    web::missing(here, catalogue.about(), name, &why, &near)
                }
                Err(error) => return Err(error),
            }
        }
        Route::Resource(key) => {
            let answer = questions::resource::ask(
                catalogue,
                &questions::resource::Arguments { id: key.clone() },
            )?;
            return Ok(found(web::resource(here, &answer), here, catalogue));
        }
    };
    Ok(Outcome::Page(html))
}

/// A page, or one that says that there is none.
fn found(html: Option<String>, here: &Here<'_>, catalogue: &Catalogue) -> Outcome {
    match html {
        Some(html) => Outcome::Page(html),
        None => Outcome::Missing(web::missing(
            here,
            catalogue.about(),
            "Not in this catalogue",
            "Nothing of this name is in this catalogue.",
            &[],
        )),
    }
}

fn matrix_of(
    catalogue: &Catalogue,
    domain: Domain,
    query: &Query,
) -> Result<matrix::Answer, Error> {
    let arguments = matrix::Arguments {
        stack: stack(query),
        shown: align::Shown {
            tactic: query.all("tactic"),
            ..align::Shown::default()
        },
        domain: Some(domain),
        which: all(),
    };
    matrix::ask(catalogue, &arguments)
}

fn align_of(
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
        which: which(query, questions::MOST),
    };
    align::ask(catalogue, &arguments)
}

fn sources(catalogue: &Catalogue, parts: bool) -> Result<questions::sources::Answer, Error> {
    questions::sources::ask(catalogue, &questions::sources::Arguments { parts })
}

fn problems(
    catalogue: &Catalogue,
    source: Option<&str>,
    which: Which,
) -> Result<questions::problems::Answer, Error> {
    let source = source.map(str::to_owned);
    questions::problems::ask(catalogue, &questions::problems::Arguments { source, which })
}

fn drift(
    catalogue: &Catalogue,
    source: Option<&str>,
    which: Which,
) -> Result<questions::drift::Answer, Error> {
    let source = source.map(str::to_owned);
    questions::drift::ask(catalogue, &questions::drift::Arguments { source, which })
}

/// A page of a list; on a static site the whole list, for nobody turns pages there.
fn listed<T>(
    query: &Query,
    here: &Here<'_>,
    mut ask: impl FnMut(Which) -> Result<Page<T>, Error>,
) -> Result<Page<T>, Error> {
    if here.place() == Place::Server {
        return ask(which(query, 500));
    }
    let mut whole = ask(all())?;
    while let Some(cursor) = whole.next.take() {
        let more = ask(Which {
            cursor: Some(cursor),
            ..all()
        })?;
        whole.items.extend(more.items);
        whole.next = more.next;
    }
    Ok(whole)
}

fn few() -> Which {
    Which {
        limit: Some(20),
        cursor: None,
    }
}

fn home(catalogue: &Catalogue, here: &Here<'_>) -> Result<String, Error> {
    let (matrix, sources) = (
        matrix_of(catalogue, Domain::Enterprise, &Query::default())?,
        sources(catalogue, false)?,
    );
    let (drift, problems) = (
        drift(catalogue, None, few())?,
        problems(catalogue, None, few())?,
    );
    Ok(web::home(
        here,
        &web::Home {
            matrix: &matrix,
            sources: &sources,
            drift: &drift,
            problems: &problems,
        },
    ))
}

fn the_matrix(catalogue: &Catalogue, query: &Query, here: &Here<'_>) -> Result<String, Error> {
    let domain = query.word("domain").unwrap_or(Domain::Enterprise);
    let answer = matrix_of(catalogue, domain, query)?;
    let named = threat(query)?;
    let faced = if named.is_empty() {
        None
    } else {
        Some(align_of(catalogue, named, query)?)
    };
    let rows = sources(catalogue, false)?.sources.into_iter();
    let chosen = rows.filter(|row| row.kinds.iter().any(|kind| *kind != model::Kind::Knowledge));
    let sources: Vec<(String, String)> = chosen.map(|row| (row.source, row.title)).collect();
    Ok(web::matrix(
        here,
        &web::Matrix {
            answer: &answer,
            threat: faced.as_ref(),
            sources: &sources,
        },
    ))
}

fn technique(catalogue: &Catalogue, text: &str, here: &Here<'_>) -> Result<Outcome, Error> {
    let argument = TechniqueArgument(text.to_owned());
    let id = argument.find(catalogue)?;
    if text != id.to_string() {
        return Ok(Outcome::Moved(format!("/technique/{id}")));
    }
    let answer = questions::page::ask(catalogue, &questions::page::Arguments { id: argument })?;
    let family = std::iter::once(id).chain(answer.summary.sub_techniques.iter().map(|one| one.id));
    let threat = Threat {
        techniques: family
            .map(|id| ThreatTechnique::plain(id.to_string()))
            .collect(),
        ..Threat::named(text)
    };
    let named = ThreatArguments {
        threat: vec![GivenThreat::Threat(Box::new(threat))],
        ..ThreatArguments::default()
    };
    // A retired technique leads elsewhere, or nowhere: then there are no numbers of its own.
    let family = match align_of(catalogue, named, &Query::parse("sort=id")) {
        Err(Error::Argument(_)) => empty_family(catalogue)?,
        other => other?,
    };
    Ok(Outcome::Page(web::technique(here, &answer, &family)))
}

fn empty_family(catalogue: &Catalogue) -> Result<align::Answer, Error> {
    let named = ThreatArguments {
        threat: vec![GivenThreat::Name("all".to_owned())],
        ..ThreatArguments::default()
    };
    let mut answer = align_of(catalogue, named, &Query::parse("limit=1"))?;
    answer.list.items.clear();
    Ok(answer)
}

fn alignment(catalogue: &Catalogue, query: &Query, here: &Here<'_>) -> Result<String, Error> {
    let named = threat(query)?;
    if here.place() == Place::Site {
        let answer = empty_family(catalogue)?;
        let page = web::Alignment {
            answer: &answer,
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

/// Well-known threats that this catalogue can answer for.
fn at_hand(catalogue: &Catalogue) -> Result<Vec<(String, String)>, Error> {
    let mut known = Vec::new();
    for id in ["S0266", "G0102", "G0016", "G0007"] {
        if let Some(named) = catalogue.named(id)?.into_iter().next() {
            known.push((id.to_owned(), named.title));
        }
    }
    if !catalogue.of_part("top_techniques")?.is_empty() {
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

fn controls(catalogue: &Catalogue, query: &Query, here: &Here<'_>) -> Result<String, Error> {
    let arguments = align::Arguments {
        threat: ThreatArguments {
            threat: vec![GivenThreat::Name("all".to_owned())],
            ..ThreatArguments::default()
        },
        stack: stack(query),
        shown: align::Shown {
            sort: Some(query.word("sort").unwrap_or(align::Sort::Total)),
            ..shown(query)
        },
        explain: query
            .one("explain")
            .map(|id| TechniqueArgument(id.to_owned())),
        which: which(query, questions::MOST),
    };
    let answer = align::ask(catalogue, &arguments)?;
    aligned(catalogue, query, here, &answer, None)
}

fn control(
    catalogue: &Catalogue,
    id: &str,
    framework: Option<&str>,
    query: &Query,
    here: &Here<'_>,
) -> Result<Outcome, Error> {
    let arguments = questions::control::Arguments {
        name: id.to_owned(),
        framework: framework.map(str::to_owned),
        stack: stack(query),
        shown: shown(query),
    };
    let answer = questions::control::ask(catalogue, &arguments)?;
    Ok(found(web::control(here, &answer), here, catalogue))
}

fn framework(
    catalogue: &Catalogue,
    id: &str,
    query: &Query,
    here: &Here<'_>,
) -> Result<String, Error> {
    let arguments = serde_json::json!({ "source": [id], "kind": ["control"] });
    let mut arguments: questions::resources::Arguments =
        serde_json::from_value(arguments).map_err(|error| Error::Argument(error.to_string()))?;
    let answer = listed(query, here, |which| {
        arguments.which = which;
        questions::resources::ask(catalogue, &arguments)
    })?;
    let named = ThreatArguments {
        threat: vec![GivenThreat::Name("all".to_owned())],
        ..ThreatArguments::default()
    };
    let all = align_of(catalogue, named, &Query::default())?;
    Ok(web::framework(here, id, &answer, &all))
}

fn source(catalogue: &Catalogue, id: &str, here: &Here<'_>) -> Result<Outcome, Error> {
    let retag = drift(catalogue, Some(id), few())?;
    let unread = problems(catalogue, Some(id), few())?;
    let mut parts = sources(catalogue, true)?;
    // Where each comes from stands once per source, its parts below it.
    parts
        .sources
        .retain(|row| row.source.eq_ignore_ascii_case(id));
    Ok(found(
        web::source(here, &parts, id, &retag, &unread),
        here,
        catalogue,
    ))
}

fn search(catalogue: &Catalogue, query: &Query, here: &Here<'_>) -> Result<Outcome, Error> {
    let Some(words) = query.one("words") else {
        return Ok(Outcome::Page(web::search(
            here,
            "",
            None,
            catalogue.about(),
        )));
    };
    if let Ok(id) = model::TechniqueId::from_people(words)
        && catalogue.technique(id)?.is_some()
    {
        return Ok(Outcome::Moved(format!("/technique/{id}")));
    }
    let arguments = questions::search::Arguments {
        words: vec![words.to_owned()],
        which: which(query, 100),
    };
    let answer = questions::search::ask(catalogue, &arguments)?;
    Ok(Outcome::Page(web::search(
        here,
        words,
        Some(&answer),
        catalogue.about(),
    )))
}

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

fn actor(
    catalogue: &Catalogue,
    kind: ActorKind,
    id: &str,
    query: &Query,
    here: &Here<'_>,
) -> Result<String, Error> {
    let answer = profile(catalogue, kind, id, query)?;
    let matrix = matrix_of(catalogue, Domain::Enterprise, query)?;
    let alike = if kind == ActorKind::Group && !answer.techniques.is_empty() {
        let threat = ThreatArguments {
            threat: vec![GivenThreat::Name(id.to_owned())],
            ..ThreatArguments::default()
        };
        let which = Which {
            limit: Some(9),
            cursor: None,
        };
        Some(questions::fit::ask(
            catalogue,
            &questions::fit::Arguments { threat, which },
        )?)
    } else {
        None
    };
    Ok(web::actor(here, &answer, &matrix, alike.as_ref()))
}

fn threats(catalogue: &Catalogue, query: &Query, here: &Here<'_>) -> Result<String, Error> {
    let named = threat(query)?;
    let facets = facets::facets(catalogue)?;
    let incidents: Vec<(String, String)> = catalogue
        .of_part("attack_flow")?
        .into_iter()
        .map(|one| (one.title, one.key))
        .collect();
    let matched = if named.category.is_empty() {
        None
    } else {
        let arguments = questions::adversaries::Arguments {
            category: named.category.clone(),
            which: which(query, 50),
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
            Err(error @ Error::Catalogue(_)) => return Err(error),
        }
    };
    let matrix = match &faced {
        Some(_) => Some(matrix_of(catalogue, Domain::Enterprise, &Query::default())?),
        None => None,
    };
    Ok(web::threats(
        here,
        &web::Threats {
            facets: &facets,
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
