//! A group, software or campaign: who it is, what it uses, how that is met.

use std::collections::BTreeMap;

use catalogue::ResourceSummary;
use model::Domain;
use questions::threat::{Actor, ActorKind, ThreatArguments, ThreatInput};
use questions::{Error, PageRequest, adversary as asked, fit, matrix};

use super::parts::empty;
use super::rows::{Kept, row_cells, row_columns};
use super::{ADVERSARIES, ALIGNMENT, CAMPAIGN, GROUP, RESOURCE, SOFTWARE};
use crate::arguments::{shown, stack};
use crate::asking::matrix_of;
use crate::context::Here;
use crate::html::block::{Act, Block, Cell, Column, Diamond, Line, Part, Stat, Table};
use crate::html::face::number;
use crate::html::prose::Prose;
use crate::html::render;
use crate::html::safe::{Link, Words};
use crate::links::Place;
use crate::location::{Names, named};
use crate::route::{Inventory, Outcome, Request, Route};

/// A group.
pub(super) fn group(request: &Request<'_>) -> Result<Outcome, Error> {
    page(request, ActorKind::Group)
}

/// Software.
pub(super) fn software(request: &Request<'_>) -> Result<Outcome, Error> {
    page(request, ActorKind::Software)
}

/// A campaign.
pub(super) fn campaign(request: &Request<'_>) -> Result<Outcome, Error> {
    page(request, ActorKind::Campaign)
}

/// Every group of ATT&CK.
pub(super) fn groups(inventory: &Inventory) -> Vec<Names> {
    ids(&inventory.groups)
}

/// All software of ATT&CK.
pub(super) fn all_software(inventory: &Inventory) -> Vec<Names> {
    ids(&inventory.software)
}

/// Every campaign of ATT&CK.
pub(super) fn campaigns(inventory: &Inventory) -> Vec<Names> {
    ids(&inventory.campaigns)
}

fn ids(actors: &[ResourceSummary]) -> Vec<Names> {
    let ids = actors.iter().filter_map(|actor| actor.id.as_deref());
    ids.map(named).collect()
}

/// The pages of one kind; incidents have none of their own.
pub(super) fn route(kind: ActorKind) -> Option<&'static Route> {
    match kind {
        ActorKind::Group => Some(&GROUP),
        ActorKind::Software => Some(&SOFTWARE),
        ActorKind::Campaign => Some(&CAMPAIGN),
        ActorKind::Incident => None,
    }
}

fn page(request: &Request<'_>, kind: ActorKind) -> Result<Outcome, Error> {
    let (catalogue, query, id) = (request.catalogue, request.query, &request.names[0]);
    let answer = profile(request, kind, id)?;
    let matrix = if query.pairs().is_empty() {
        request.common.matrix(catalogue)?
    } else {
        &matrix_of(catalogue, Domain::Enterprise, query)?
    };
    let alike = if kind == ActorKind::Group && !answer.techniques.is_empty() {
        let threat = ThreatArguments {
            threat: vec![ThreatInput::Name(id.clone())],
            ..ThreatArguments::default()
        };
        let page = PageRequest {
            limit: Some(9),
            cursor: None,
        };
        Some(fit::ask(catalogue, &fit::Arguments { threat, page })?)
    } else {
        None
    };
    let html = document(request.here, &answer, matrix, alike.as_ref());
    Ok(Outcome::Page(html))
}

/// What is known of an actor.
pub(super) fn profile(
    request: &Request<'_>,
    kind: ActorKind,
    id: &str,
) -> Result<asked::Answer, Error> {
    let arguments = asked::Arguments {
        name: id.to_owned(),
        with_software: request.query.is("with_software"),
        stack: stack(request.query),
        shown: shown(request.query),
    };
    match kind {
        ActorKind::Group | ActorKind::Incident => asked::ask(request.catalogue, &arguments),
        ActorKind::Software => questions::software::ask(request.catalogue, &arguments),
        ActorKind::Campaign => questions::campaign::ask(request.catalogue, &arguments),
    }
}

fn document(
    here: &Here<'_>,
    answer: &asked::Answer,
    matrix: &matrix::Answer,
    alike: Option<&fit::Answer>,
) -> String {
    let actor = &answer.actor;
    let mut doc = here.doc(&actor.name, &answer.catalogue);
    doc.shell = here
        .shell(&actor.name, &answer.catalogue)
        .with_matrix(here.links);
    doc.code = actor.id.as_deref().map(Words::of);
    doc.crumbs = vec![match actor.kind {
        ActorKind::Group => here.link("Adversaries", ADVERSARIES.at([])),
        ActorKind::Software => Link::words("Software"),
        ActorKind::Campaign => Link::words("Campaigns"),
        ActorKind::Incident => Link::words("Incidents"),
    }];
    doc.chips = actor
        .aliases
        .iter()
        .map(|alias| Link::words(alias))
        .collect();
    let name = actor.id.as_deref().unwrap_or(&actor.name);
    doc.acts = vec![Act {
        words: "Align with my stack",
        primary: true,
        links: vec![Link::to(
            "Align with my stack",
            here.links.with(ALIGNMENT.at([]), &[("threat", name)]),
        )],
    }];
    doc.parts = parts(here, answer, matrix);
    if let Some(alike) = alike {
        doc.parts.extend(similar(here, answer, alike));
    }
    render(&doc)
}

fn parts(here: &Here<'_>, answer: &asked::Answer, matrix: &matrix::Answer) -> Vec<Part> {
    let totals = &answer.totals;
    let mut profile = Vec::new();
    if let Some(description) = &answer.description {
        profile.push(Block::Prose(Prose::of(description)));
    }
    profile.push(Block::Facts(facts(here, answer)));
    let mut parts = vec![
        Part::plain(profile),
        Part::plain(vec![Block::Stats(vec![
            Stat::rungs(&totals.rungs),
            Stat::new(
                "Techniques",
                &number(totals.techniques),
                "it is said to use",
            ),
            Stat::new(
                "Gap, sum",
                &format!("{:.1}", totals.gap),
                &format!("of {:.1} at most", totals.weight),
            ),
        ])]),
    ];
    if answer.actor.kind == ActorKind::Group {
        parts.push(Part::new(
            "diamond",
            "Diamond model",
            vec![Block::Diamond(diamond(answer))],
        ));
    }
    if answer.techniques.is_empty() {
        parts.push(Part::new(
            "techniques",
            "Techniques",
            vec![empty("No source says which techniques it uses.")],
        ));
        return parts;
    }
    parts.push(
        Part::new(
            "matrix",
            "Its techniques by gap",
            vec![match here.place() {
                Place::Server => super::matrix::compact(here, matrix, &answer.techniques, true),
                // Hundreds of these as files: without the hundreds of techniques that are not used.
                Place::Site(_) => super::matrix::used(here, matrix, &answer.techniques),
            }],
        )
        .quiet(match here.place() {
            Place::Server => "outlined: not used",
            Place::Site(_) => "",
        }),
    );
    let rows: Vec<Line> = answer
        .techniques
        .iter()
        .map(|row| Line::of(row_cells(here, row, Kept::Plain)))
        .collect();
    let columns = row_columns(here, &answer.techniques, Kept::Plain);
    parts.push(Part::new(
        "techniques",
        "Techniques",
        vec![Block::Table(Table::new("Techniques", columns, rows))],
    ));
    for (id, head, all) in [
        ("software", "Software", &answer.software),
        ("campaigns", "Campaigns", &answer.campaigns),
        ("used-by", "Used by", &answer.used_by),
    ] {
        if !all.is_empty() {
            let names = all.iter().map(|one| actor_link(here, one)).collect();
            parts
                .push(Part::new(id, head, vec![Block::Names(names)]).quiet(&all.len().to_string()));
        }
    }
    parts
}

/// A link to the page of an actor; to its resource where it has no page.
pub(super) fn actor_link(here: &Here<'_>, actor: &Actor) -> Link {
    match (route(actor.kind), actor.page_id()) {
        (Some(route), Some(id)) => here.link(&actor.name, route.at([id])),
        (_, None) | (None, _) => here.link(&actor.name, RESOURCE.at([&actor.key])),
    }
}

fn facts(here: &Here<'_>, answer: &asked::Answer) -> Vec<(&'static str, Vec<Link>)> {
    let mut facts = Vec::new();
    for (of, name) in [
        ("motive", "Motive"),
        ("base", "Base"),
        ("sponsor", "Sponsor"),
        ("victim_sector", "Victim sectors"),
        ("victim_country", "Victim countries"),
        ("incident", "Incidents"),
    ] {
        let said = said(answer, of);
        if !said.is_empty() {
            facts.push((name, said.iter().map(|what| Link::words(what)).collect()));
        }
    }
    if let Some(url) = &answer.url {
        facts.push(("Profile", vec![Link::new("at ATT&CK", Some(url))]));
    }
    if !answer.same_as.is_empty() {
        let same = answer.same_as.iter().map(|same| {
            let words = format!("{} ({})", same.actor.name, same.actor.part);
            here.link(&words, RESOURCE.at([&same.actor.key]))
        });
        facts.push(("Also known from", same.collect()));
    }
    facts
}

/// What is said of it in one respect, each once.
fn said(answer: &asked::Answer, of: &str) -> Vec<String> {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for one in answer.said.iter().filter(|one| one.of == of) {
        said.entry(one.what.to_lowercase())
            .or_insert_with(|| one.what.clone());
    }
    said.into_values().collect()
}

/// The corners, as far as sources fill them.
pub(super) fn diamond(answer: &asked::Answer) -> Diamond {
    let first = |of: &str, none: &str| {
        let all = said(answer, of);
        match all.split_first() {
            None => none.to_owned(),
            Some((one, [])) => one.clone(),
            Some((one, rest)) => format!("{one} +{}", rest.len()),
        }
    };
    let victims = [first("victim_sector", ""), first("victim_country", "")];
    let victims: Vec<String> = victims
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    Diamond {
        adversary: Words::of(&format!(
            "{}, {}",
            answer.actor.name,
            first("base", "base unknown")
        )),
        capability: Words::of(&format!("{} techniques", answer.totals.techniques)),
        infrastructure: Words::of(&format!("{} software", answer.software.len())),
        victim: Words::of(&if victims.is_empty() {
            "not stated".to_owned()
        } else {
            victims.join("; ")
        }),
    }
}

fn similar(here: &Here<'_>, answer: &asked::Answer, alike: &fit::Answer) -> Option<Part> {
    let others = alike
        .list
        .items
        .iter()
        .filter(|row| row.actor.key != answer.actor.key);
    let rows: Vec<Line> = others
        .take(8)
        .map(|row| {
            Line::of(vec![
                Cell::Link(actor_link(here, &row.actor)),
                Cell::number(u32::try_from(row.shared.len()).unwrap_or(u32::MAX)),
                Cell::number(row.techniques),
                Cell::Number(format!("{:.2}", row.jaccard)),
            ])
        })
        .collect();
    let columns = vec![
        Column::new("Adversary", ""),
        Column::new("Shared", "n"),
        Column::new("Of its own", "n"),
        Column::new("Likeness", "n"),
    ];
    (!rows.is_empty()).then(|| {
        Part::new(
            "alike",
            "Adversaries alike",
            vec![Block::Table(Table::new("Adversaries alike", columns, rows))],
        )
        .quiet("by shared techniques; a hint for reading on, no attribution")
    })
}
