//! A source: what it is, how it maps, what could not be read.

use model::{Domain, Kind, Provenance, TextPolicy};
use questions::sources::{Answer, Row};
use questions::{Error, drift, matrix, problems, sources};

use super::drift::drift_table;
use super::elements::empty;
use super::missing::page_or_missing;
use super::problems::problem_table;
use super::{DRIFT, FRAMEWORK, MATRIX, PROBLEMS, SOURCES};
use crate::arguments::first_page;
use crate::context::PageContext;
use crate::html::block::{Block, Statistic};
use crate::html::document::PageSection;
use crate::html::format::{day, number};
use crate::html::render;
use crate::html::safe::{Link, SafeText};
use crate::html::table::{Bar, Cell, Column, Table, TableRow};
use crate::links::Deployment;
use crate::location::{AddressNames, Target, one_name};
use crate::query::Query;
use crate::route::{Inventory, Outcome, Request};
use crate::shared_questions::ask_matrix;

/// The source of this id.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let (catalogue, id) = (request.catalogue, &request.names[0]);
    let source = Some(id.clone());
    let retag = drift::Arguments {
        source: source.clone(),
        page: first_page(),
    };
    let unread = problems::Arguments {
        source,
        page: first_page(),
    };
    let retag = drift::ask(catalogue, &retag)?;
    let unread = problems::ask(catalogue, &unread)?;
    let of_source = Query::parse(&format!("source={id}"));
    let matrix = ask_matrix(catalogue, Domain::Enterprise, &of_source)?;
    let mut parts = sources::ask(catalogue, &sources::Arguments { parts: true })?;
    // Where each comes from stands once per source, its parts below it.
    parts
        .sources
        .retain(|row| row.source.eq_ignore_ascii_case(id));
    let html = document(request.context, &parts, id, &matrix, (&retag, &unread));
    Ok(page_or_missing(request, html))
}

/// Every source.
pub(super) fn all_names(inventory: &Inventory) -> Vec<AddressNames> {
    let sources = inventory.sources.iter();
    sources
        .map(|source| one_name(&source.provenance.source))
        .collect()
}

fn document(
    context: &PageContext<'_>,
    answer: &Answer,
    id: &str,
    matrix: &matrix::Answer,
    (retag, unread): (&drift::Answer, &problems::Answer),
) -> Option<String> {
    let of = answer
        .provenance
        .iter()
        .position(|provenance| provenance.source.eq_ignore_ascii_case(id))?;
    let provenance = &answer.provenance[of];
    let rows: Vec<&Row> = answer
        .sources
        .iter()
        .filter(|row| row.source == provenance.source)
        .collect();
    let mut doc = context.document(&provenance.title, &answer.catalogue);
    doc.crumbs = vec![context.link("Sources", SOURCES.at([]))];
    doc.code = Some(SafeText::of(&provenance.source));
    doc.lead = vec![SafeText::of(about(provenance, &rows))];
    doc.chips = chips(context, provenance, &rows);
    doc.sections = vec![
        PageSection::plain(vec![Block::Statistics(statistics(
            &rows,
            &answer.catalogue.attack,
            (retag, unread),
        ))]),
        PageSection::new(
            "facts",
            "Where it comes from",
            vec![Block::Facts(facts(provenance))],
        ),
        parts(&rows),
        by_tactic(context, &provenance.source, matrix),
        PageSection::new(
            "drift",
            "Drift",
            vec![if retag.total == 0 {
                empty("Every mapping sits on the chosen release.")
            } else {
                drift_table(context, retag)
            }],
        )
        .more(all_link(context, DRIFT.at([]), provenance, retag.total)),
        PageSection::new("problems", "Problems", vec![problem_table(context, unread)])
            .more(all_link(context, PROBLEMS.at([]), provenance, unread.total)),
    ];
    Some(render(&doc))
}

/// Its kinds, and where else it is shown.
fn chips(context: &PageContext<'_>, provenance: &Provenance, rows: &[&Row]) -> Vec<Link> {
    let source = &provenance.source;
    let kinds: Vec<Kind> = rows.iter().flat_map(|row| row.kinds.clone()).collect();
    let mut chips: Vec<Link> = kinds
        .iter()
        .map(|kind| Link::words(&kind.to_string()))
        .collect();
    chips.dedup_by(|chip, previous| chip.words == previous.words);
    if kinds.contains(&Kind::Control) {
        chips.push(context.link("Its controls", FRAMEWORK.at([source])));
    }
    let matrix = context.links.with(MATRIX.at([]), &[("source", source)]);
    chips.push(Link::to("Its matrix", matrix));
    chips
}

/// The numbers of all its parts together.
fn statistics(
    rows: &[&Row],
    attack: &str,
    (retag, unread): (&drift::Answer, &problems::Answer),
) -> Vec<Statistic> {
    let sum = |of: fn(&Row) -> u32| number(rows.iter().map(|row| of(row)).sum());
    vec![
        Statistic::new("Items", &sum(|row| row.counts.resources), "things in it"),
        Statistic::new("Mapped", &sum(|row| row.counts.mapped), "name a technique"),
        Statistic::new(
            "Mappings",
            &sum(|row| row.counts.pairs_followed),
            &format!("on ATT&CK {attack}"),
        ),
        Statistic::new("Retag", &number(retag.total), "ids are old"),
        Statistic::new("Problems", &number(unread.total), "not read whole"),
    ]
}

/// The whole list of a source; a static site has no place for it where it is empty.
fn all_link(
    context: &PageContext<'_>,
    list: Target<'_>,
    provenance: &Provenance,
    total: u32,
) -> Link {
    match context.deployment() {
        Deployment::Site(_) if total == 0 => Link::words(""),
        Deployment::Site(_) | Deployment::Server => Link::to(
            "All",
            context.links.with(list, &[("source", &provenance.source)]),
        ),
    }
}

fn about(provenance: &Provenance, rows: &[&Row]) -> &'static str {
    if provenance.own {
        return "Your own source: read like the public ones, and counted beside them.";
    }
    match rows.first().and_then(|row| row.kinds.first()) {
        Some(Kind::Control) => {
            "Controls, mitigations or countermeasures. Each names the techniques that it helps against."
        }
        Some(Kind::Detection) => {
            "Detection rules, analytics or hunting queries. Each names the techniques that it looks for."
        }
        Some(Kind::Test) => "Offensive tests. They are listed and linked here, and never run.",
        Some(Kind::Knowledge) | None => {
            "Knowledge about adversaries, techniques and logs. It counts in no pillar."
        }
    }
}

fn facts(provenance: &Provenance) -> Vec<(&'static str, Vec<Link>)> {
    let mut facts = Vec::new();
    let mut some = |name, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            facts.push((name, vec![Link::words(&text)]));
        }
    };
    some("Branch", Some(provenance.branch.clone()));
    some("Commit", provenance.commit.clone());
    some("Last changed", provenance.commit_date.as_deref().map(day));
    some("Read", provenance.read.as_deref().map(day));
    some("Release", provenance.release.clone());
    some("Licence", Some(provenance.licence.clone()));
    some("Copyright", Some(provenance.copyright.clone()));
    some("Attribution", provenance.attribution.clone());
    some(
        "Its words",
        Some(
            match provenance.text {
                TextPolicy::Free => "may be republished with attribution",
                TextPolicy::LinkOnly => "are linked to, and shown on your own machine only",
            }
            .to_owned(),
        ),
    );
    let address = if provenance.repository.contains("://") {
        provenance.repository.clone()
    } else {
        format!("https://github.com/{}", provenance.repository)
    };
    facts.insert(
        0,
        (
            "Repository",
            vec![Link::new(&provenance.repository, Some(&address))],
        ),
    );
    facts
}

fn parts(rows: &[&Row]) -> PageSection {
    let lines = rows.iter().map(|row| {
        let kinds: Vec<String> = row.kinds.iter().map(ToString::to_string).collect();
        TableRow::new(vec![
            Cell::words(&row.title),
            Cell::code(row.part.as_deref().unwrap_or(&row.source)),
            Cell::words(&kinds.join(", ")),
            Cell::number(row.counts.resources),
            Cell::number(row.counts.mapped),
            Cell::number(row.counts.pairs_followed),
        ])
    });
    let columns = vec![
        Column::new("Part", ""),
        Column::new("Id", "mid"),
        Column::new("Kind", "mid"),
        Column::new("Items", "n"),
        Column::new("Mapped", "n"),
        Column::new("Mappings", "n"),
    ];
    PageSection::new(
        "maps",
        "How it maps",
        vec![Block::Table(Table::new("Parts", columns, lines.collect()))],
    )
}

/// Of each tactic: how many of its techniques the source is mapped to.
fn by_tactic(context: &PageContext<'_>, source: &str, matrix: &matrix::Answer) -> PageSection {
    if matrix.list.items.iter().all(|row| row.numbers.total() == 0) {
        let none = empty("It counts for no technique of the enterprise matrix.");
        return PageSection::new("tactics", "By tactic", vec![none]);
    }
    let lines = matrix.tactics.iter().map(|tactic| {
        let within = matrix
            .list
            .items
            .iter()
            .filter(|row| row.tactics.contains(&tactic.shortname));
        let (all, mapped) = within.fold((0, 0), |(all, mapped), row| {
            (all + 1, mapped + u32::from(row.numbers.total() > 0))
        });
        let address = context.links.with(
            MATRIX.at([]),
            &[("source", source), ("tactic", &tactic.shortname)],
        );
        TableRow::new(vec![
            Cell::Link(Link::to(&tactic.name, address)),
            Bar::of(mapped, all, "ink"),
            Cell::number(all),
        ])
    });
    let columns = vec![
        Column::new("Tactic", ""),
        Column::new("Techniques it is mapped to", "n"),
        Column::new("All", "n"),
    ];
    let table = Table::new("Techniques by tactic", columns, lines.collect());
    PageSection::new("tactics", "By tactic", vec![Block::Table(table)]).quiet("enterprise")
}
