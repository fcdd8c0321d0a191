//! The questions behind each page.

use catalogue::Catalogue;
use model::{Domain, Threat, ThreatTechnique};
use publish::web::{self, Here, Place};
use questions::freshness::freshness;
use questions::threat::{GivenThreat, ThreatArguments};
use questions::{Error, Page, PageRequest, TechniqueArgument, align, matrix};

use super::faced::{align_of, alignment, controls, everything};
use super::given::{all, category, page_request, shown, stack, threat};
use super::query::Query;
use super::route::Route;
use super::threats::{actor, threats};
use super::{Common, Outcome};

/// The page of a route.
pub(super) fn page(
    catalogue: &Catalogue,
    route: &Route,
    query: &Query,
    here: &Here<'_>,
    common: &Common,
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
        Route::Sources => {
            web::sources(here, &sources(catalogue, false)?, &freshness(catalogue, 0)?)
        }
        Route::Source(id) if id == "notices" => web::notices(
            here,
            &questions::notices::ask(catalogue, &questions::notices::Arguments::default())?,
        ),
        Route::Source(id) => return source(catalogue, id, here),
        Route::Problems => {
            let source = query.one("source");
            let answer = listed(query, here, |page| problems(catalogue, source, page))?;
            web::problems(here, &answer)
        }
        Route::Drift => {
            let source = query.one("source");
            let answer = listed(query, here, |page| drift(catalogue, source, page))?;
            web::drift(here, &answer)
        }
        Route::Changed => web::changed(
            here,
            &sources(catalogue, false)?,
            &freshness(catalogue, 100)?,
        ),
        Route::Search => return search(catalogue, query, here),
        Route::Adversaries => {
            let ask = |page| {
                let category = category(query);
                let arguments = questions::adversaries::Arguments { category, page };
                questions::adversaries::ask(catalogue, &arguments)
            };
            web::adversaries(here, &listed(query, here, ask)?)
        }
        Route::Actor(kind, id) => actor(catalogue, *kind, id, query, here, common)?,
        Route::LogSource(name) => {
            let arguments = questions::log_source::Arguments {
                name: name.clone(),
                stack: stack(query),
                page: match here.place() {
                    Place::Server => page_request(query, 500),
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

pub(super) fn matrix_of(
    catalogue: &Catalogue,
    domain: Domain,
    query: &Query,
) -> Result<matrix::Answer, Error> {
    let arguments = matrix::Arguments {
        stack: stack(query),
        shown: align::Shown {
            lowest_level: false,
            ..shown(query)
        },
        domain: Some(domain),
        page: all(),
    };
    matrix::ask(catalogue, &arguments)
}

pub(super) fn sources(
    catalogue: &Catalogue,
    parts: bool,
) -> Result<questions::sources::Answer, Error> {
    questions::sources::ask(catalogue, &questions::sources::Arguments { parts })
}

fn problems(
    catalogue: &Catalogue,
    source: Option<&str>,
    page: PageRequest,
) -> Result<questions::problems::Answer, Error> {
    let source = source.map(str::to_owned);
    questions::problems::ask(catalogue, &questions::problems::Arguments { source, page })
}

fn drift(
    catalogue: &Catalogue,
    source: Option<&str>,
    page: PageRequest,
) -> Result<questions::drift::Answer, Error> {
    let source = source.map(str::to_owned);
    questions::drift::ask(catalogue, &questions::drift::Arguments { source, page })
}

/// A page of a list; on a static site the whole list, for nobody turns pages there.
fn listed<T>(
    query: &Query,
    here: &Here<'_>,
    mut ask: impl FnMut(PageRequest) -> Result<Page<T>, Error>,
) -> Result<Page<T>, Error> {
    if here.place() == Place::Server {
        return ask(page_request(query, 500));
    }
    let mut whole = ask(all())?;
    while let Some(cursor) = whole.next.take() {
        let more = ask(PageRequest {
            cursor: Some(cursor),
            ..all()
        })?;
        whole.items.extend(more.items);
        whole.next = more.next;
    }
    Ok(whole)
}

fn few() -> PageRequest {
    PageRequest {
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
            all: &align_of(catalogue, everything(), &Query::default())?,
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
    Ok(web::matrix(
        here,
        &web::Matrix {
            answer: &answer,
            threat: faced.as_ref(),
            sources: &sources(catalogue, false)?,
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
        Err(Error::Argument(_)) => None,
        other => Some(other?),
    };
    let html = web::technique(here, &answer, family.as_ref());
    Ok(Outcome::Page(html))
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
    let answer = listed(query, here, |page| {
        arguments.page = page;
        questions::resources::ask(catalogue, &arguments)
    })?;
    let all = align_of(catalogue, everything(), &Query::default())?;
    let mut known = sources(catalogue, false)?.sources.into_iter();
    let known = known.find(|row| row.source == id);
    let title = known.map_or_else(|| id.to_owned(), |row| row.title);
    Ok(web::framework(here, id, &title, &answer, &all))
}

fn source(catalogue: &Catalogue, id: &str, here: &Here<'_>) -> Result<Outcome, Error> {
    let retag = drift(catalogue, Some(id), few())?;
    let unread = problems(catalogue, Some(id), few())?;
    let of_source = Query::parse(&format!("source={id}"));
    let matrix = matrix_of(catalogue, Domain::Enterprise, &of_source)?;
    let mut parts = sources(catalogue, true)?;
    // Where each comes from stands once per source, its parts below it.
    parts
        .sources
        .retain(|row| row.source.eq_ignore_ascii_case(id));
    Ok(found(
        web::source(here, &parts, id, &matrix, (&retag, &unread)),
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
        page: page_request(query, 100),
    };
    let answer = questions::search::ask(catalogue, &arguments)?;
    Ok(Outcome::Page(web::search(
        here,
        words,
        Some(&answer),
        catalogue.about(),
    )))
}
