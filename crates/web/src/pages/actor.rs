//! A group, software or campaign: its profile, the techniques that it uses, and what exists against them.

use std::collections::BTreeMap;

use catalogue::ResourceSummary;
use model::{Characteristic, Domain};
use questions::threat::{Actor, ActorKind, ThreatArguments, ThreatInput};
use questions::{Error, PageRequest, adversary, fit, matrix};

use super::elements::empty;
use super::matrix::{compact, compact_used};
use super::rows::{RowLayout, row_cells, row_columns};
use super::{ADVERSARIES, ALIGNMENT, CAMPAIGN, GROUP, RESOURCE, SOFTWARE};
use crate::arguments::{shown, stack};
use crate::context::PageContext;
use crate::html::block::{Block, Diamond, Statistic};
use crate::html::document::{Menu, PageSection};
use crate::html::format::number;
use crate::html::prose::Prose;
use crate::html::render;
use crate::html::safe::{Link, SafeText};
use crate::html::table::{Cell, Column, Table, TableRow};
use crate::links::Deployment;
use crate::location::{AddressNames, one_name};
use crate::route::{Inventory, Outcome, Request, Route};
use crate::shared_questions::ask_matrix;

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
pub(super) fn groups(inventory: &Inventory) -> Vec<AddressNames> {
    ids(&inventory.groups)
}

/// All software of ATT&CK.
pub(super) fn all_software(inventory: &Inventory) -> Vec<AddressNames> {
    ids(&inventory.software)
}

/// Every campaign of ATT&CK.
pub(super) fn campaigns(inventory: &Inventory) -> Vec<AddressNames> {
    ids(&inventory.campaigns)
}

fn ids(actors: &[ResourceSummary]) -> Vec<AddressNames> {
    let ids = actors.iter().filter_map(|actor| actor.id.as_deref());
    ids.map(one_name).collect()
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
        request.shared_matrix.matrix(catalogue)?
    } else {
        &ask_matrix(catalogue, Domain::Enterprise, query)?
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
    let html = document(request.context, &answer, matrix, alike.as_ref());
    Ok(Outcome::Page(html))
}

/// What is known of an actor.
pub(super) fn profile(
    request: &Request<'_>,
    kind: ActorKind,
    id: &str,
) -> Result<adversary::Answer, Error> {
    let arguments = adversary::Arguments {
        name: id.to_owned(),
        with_software: request.query.flag("with_software"),
        stack: stack(request.query),
        shown: shown(request.query),
    };
    match kind {
        ActorKind::Group | ActorKind::Incident => adversary::ask(request.catalogue, &arguments),
        ActorKind::Software => questions::software::ask(request.catalogue, &arguments),
        ActorKind::Campaign => questions::campaign::ask(request.catalogue, &arguments),
    }
}

fn document(
    context: &PageContext<'_>,
    answer: &adversary::Answer,
    matrix: &matrix::Answer,
    alike: Option<&fit::Answer>,
) -> String {
    let actor = &answer.actor;
    let mut doc = context.document(&actor.name, &answer.catalogue);
    doc.shell = context
        .shell(&actor.name, &answer.catalogue)
        .with_matrix(context.links);
    doc.code = actor.id.as_deref().map(SafeText::of);
    doc.crumbs = vec![match actor.kind {
        ActorKind::Group => context.link("Adversaries", ADVERSARIES.at([])),
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
    doc.menus = vec![Menu {
        words: "Align with my stack",
        primary: true,
        links: vec![Link::to(
            "Align with my stack",
            context.links.with(ALIGNMENT.at([]), &[("threat", name)]),
        )],
    }];
    doc.sections = sections(context, answer, matrix);
    if let Some(alike) = alike {
        doc.sections.extend(similar(context, answer, alike));
    }
    render(&doc)
}

fn sections(
    context: &PageContext<'_>,
    answer: &adversary::Answer,
    matrix: &matrix::Answer,
) -> Vec<PageSection> {
    let mut profile = Vec::new();
    if let Some(description) = &answer.description {
        profile.push(Block::Prose(Prose::of(description)));
    }
    profile.push(Block::Facts(facts(context, answer)));
    let mut sections = vec![
        PageSection::plain(profile),
        PageSection::plain(vec![statistics(answer)]),
    ];
    if answer.actor.kind == ActorKind::Group {
        sections.push(PageSection::new(
            "diamond",
            "Diamond model",
            vec![Block::Diamond(diamond(answer))],
        ));
    }
    if answer.techniques.is_empty() {
        sections.push(PageSection::new(
            "techniques",
            "Techniques",
            vec![empty("No source says which techniques it uses.")],
        ));
        return sections;
    }
    sections.push(heat_map(context, answer, matrix));
    sections.push(technique_table(context, answer));
    sections.extend(related_actors(context, answer));
    sections
}

fn statistics(answer: &adversary::Answer) -> Block {
    let totals = &answer.totals;
    Block::Statistics(vec![
        Statistic::rungs(&totals.rungs),
        Statistic::new(
            "Techniques",
            &number(totals.techniques),
            "it is said to use",
        ),
        Statistic::new(
            "Gap, sum",
            &format!("{:.1}", totals.gap),
            &format!("of {:.1} at most", totals.weight),
        ),
    ])
}

fn heat_map(
    context: &PageContext<'_>,
    answer: &adversary::Answer,
    matrix: &matrix::Answer,
) -> PageSection {
    let (grid, quiet) = match context.deployment() {
        Deployment::Server => (
            compact(context, matrix, &answer.techniques, true),
            "outlined: not used",
        ),
        // A static site has hundreds of these pages: without the hundreds of techniques that are not used.
        Deployment::Site(_) => (compact_used(context, matrix, &answer.techniques), ""),
    };
    PageSection::new("matrix", "Its techniques by gap", vec![grid]).quiet(quiet)
}

fn technique_table(context: &PageContext<'_>, answer: &adversary::Answer) -> PageSection {
    let rows: Vec<TableRow> = answer
        .techniques
        .iter()
        .map(|row| TableRow::new(row_cells(context, row, RowLayout::Plain)))
        .collect();
    let columns = row_columns(context, RowLayout::Plain);
    let table = Table::new("Techniques", columns, rows);
    PageSection::new("techniques", "Techniques", vec![Block::Table(table)])
}

/// Its software and campaigns, and the actors that use it.
fn related_actors(context: &PageContext<'_>, answer: &adversary::Answer) -> Vec<PageSection> {
    let mut sections = Vec::new();
    for (id, head, actors) in [
        ("software", "Software", &answer.software),
        ("campaigns", "Campaigns", &answer.campaigns),
        ("used-by", "Used by", &answer.used_by),
    ] {
        if !actors.is_empty() {
            let links = actors.iter().map(|actor| actor_link(context, actor));
            let names = Block::Names(links.collect());
            let count = actors.len().to_string();
            sections.push(PageSection::new(id, head, vec![names]).quiet(&count));
        }
    }
    sections
}

/// A link to the page of an actor; to its resource where it has no page.
pub(super) fn actor_link(context: &PageContext<'_>, actor: &Actor) -> Link {
    match (route(actor.kind), actor.page_id()) {
        (Some(route), Some(id)) => context.link(&actor.name, route.at([id])),
        (_, None) | (None, _) => context.link(&actor.name, RESOURCE.at([&actor.key])),
    }
}

fn facts(context: &PageContext<'_>, answer: &adversary::Answer) -> Vec<(&'static str, Vec<Link>)> {
    let mut facts = Vec::new();
    for (of, name) in [
        (Characteristic::Motive, "Motive"),
        (Characteristic::Base, "Base"),
        (Characteristic::Sponsor, "Sponsor"),
        (Characteristic::VictimSector, "Victim sectors"),
        (Characteristic::VictimCountry, "Victim countries"),
        (Characteristic::Incident, "Incidents"),
    ] {
        let statements = statements_about(answer, of);
        if !statements.is_empty() {
            facts.push((
                name,
                statements.iter().map(|what| Link::words(what)).collect(),
            ));
        }
    }
    if let Some(url) = &answer.url {
        facts.push(("Profile", vec![Link::new("at ATT&CK", Some(url))]));
    }
    if !answer.same_as.is_empty() {
        let same = answer.same_as.iter().map(|same| {
            let words = format!("{} ({})", same.actor.name, same.actor.part);
            context.link(&words, RESOURCE.at([&same.actor.key]))
        });
        facts.push(("Also known from", same.collect()));
    }
    facts
}

/// The statements of sources about one property of an actor, each once.
fn statements_about(answer: &adversary::Answer, of: Characteristic) -> Vec<String> {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for statement in answer.said.iter().filter(|statement| statement.of == of) {
        said.entry(statement.what.to_lowercase())
            .or_insert_with(|| statement.what.clone());
    }
    said.into_values().collect()
}

/// The corners, as far as sources fill them.
pub(super) fn diamond(answer: &adversary::Answer) -> Diamond {
    let first = |of: Characteristic, none: &str| {
        let all = statements_about(answer, of);
        match all.split_first() {
            None => none.to_owned(),
            Some((first_value, [])) => first_value.clone(),
            Some((first_value, rest)) => format!("{first_value} +{}", rest.len()),
        }
    };
    let victims: Vec<String> = [
        first(Characteristic::VictimSector, ""),
        first(Characteristic::VictimCountry, ""),
    ]
    .into_iter()
    .filter(|text| !text.is_empty())
    .collect();
    Diamond {
        adversary: SafeText::of(&format!(
            "{}, {}",
            answer.actor.name,
            first(Characteristic::Base, "base unknown")
        )),
        capability: SafeText::of(&format!("{} techniques", answer.totals.techniques)),
        infrastructure: SafeText::of(&format!("{} software", answer.software.len())),
        victim: SafeText::of(&if victims.is_empty() {
            "not stated".to_owned()
        } else {
            victims.join("; ")
        }),
    }
}

fn similar(
    context: &PageContext<'_>,
    answer: &adversary::Answer,
    alike: &fit::Answer,
) -> Option<PageSection> {
    let others = alike
        .list
        .items
        .iter()
        .filter(|row| row.actor.key != answer.actor.key);
    let rows: Vec<TableRow> = others
        .take(8)
        .map(|row| {
            TableRow::new(vec![
                Cell::Link(actor_link(context, &row.actor)),
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
        PageSection::new(
            "alike",
            "Adversaries alike",
            vec![Block::Table(Table::new("Adversaries alike", columns, rows))],
        )
        .quiet("by shared techniques; a hint for reading on, no attribution")
    })
}
