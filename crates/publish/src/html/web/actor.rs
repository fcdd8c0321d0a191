//! A group, software or campaign: who it is, what it uses, how that is met; and the list of all groups.

use std::collections::BTreeMap;

use questions::threat::{Actor, ActorKind};
use questions::{adversaries as listed, adversary as asked, fit, matrix};

use super::super::block::{Act, Block, Cell, Column, Diamond, Doc, Line, Part, Stat, Table};
use super::super::face::number;
use super::super::prose::Prose;
use super::super::safe::{Link, Words};
use super::super::way::{Place, Target};
use super::alignment::{Kept, row_cells, row_columns};
use super::{Here, line, render};

/// The page of an actor.
pub fn actor(
    here: &Here<'_>,
    answer: &asked::Answer,
    matrix: &matrix::Answer,
    alike: Option<&fit::Answer>,
) -> String {
    let actor = &answer.actor;
    let mut doc = here.doc(&actor.name, &answer.catalogue);
    doc.shell = here
        .shell(&actor.name, &answer.catalogue)
        .with_matrix(here.way);
    doc.code = actor.id.as_deref().map(Words::of);
    doc.crumbs = vec![match actor.kind {
        ActorKind::Group => here.link("Adversaries", Target::Adversaries),
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
            here.way.with(Target::Alignment, &[("threat", name)]),
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
            vec![super::empty("No source says which techniques it uses.")],
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
                Place::Site => super::matrix::used(here, matrix, &answer.techniques),
            }],
        )
        .quiet(match here.place() {
            Place::Server => "outlined: not used",
            Place::Site => "",
        }),
    );
    let rows: Vec<Line> = answer
        .techniques
        .iter()
        .map(|row| line(row_cells(here, row, Kept::Plain)))
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
    match actor.page_id() {
        Some(id) => here.link(&actor.name, Target::Actor(actor.kind, id)),
        None => here.link(&actor.name, Target::Resource(&actor.key)),
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
            here.link(&words, Target::Resource(&same.actor.key))
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
            line(vec![
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

/// All adversaries.
pub fn adversaries(here: &Here<'_>, answer: &listed::Answer) -> String {
    let mut doc: Doc = here.doc("Adversaries", &answer.catalogue);
    doc.lead = vec![Words::of(&format!("{} adversaries.", number(answer.total)))];
    doc.chips = vec![here.link("Choose by motive, sector and country", Target::Threats)];
    let columns = vec![
        Column::new("Id", "mid"),
        Column::new("Name", ""),
        Column::new("Also called", "opt"),
        Column::new("Techniques", "n"),
    ];
    let mut table = Table::new(
        "Adversaries",
        columns,
        answer.items.iter().map(|one| matched(here, one)).collect(),
    );
    table.pager = here.pager(answer.items.len(), answer.total, answer.next.as_deref());
    doc.parts = vec![Part::plain(vec![Block::Table(table)])];
    render(&doc)
}

fn matched(here: &Here<'_>, one: &questions::threat::Matched) -> Line {
    line(vec![
        Cell::code(one.actor.id.as_deref().unwrap_or("–")),
        Cell::Link(actor_link(here, &one.actor)),
        Cell::words(
            &one.actor
                .aliases
                .iter()
                .take(5)
                .cloned()
                .collect::<Vec<_>>()
                .join(", "),
        ),
        Cell::number(one.techniques),
    ])
}
