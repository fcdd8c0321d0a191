//! The first page: what the catalogue holds, one search box, the five ways in.

use std::collections::BTreeMap;

use askama::Template;
use model::Domain;
use questions::{Error, align, drift, matrix, problems, sources};

use super::rows::RowFilter;
use super::{
    ALIGNMENT, CHANGED, CONTROLS, DRIFT, FRAMEWORKS, MATRIX, PROBLEMS, SEARCH, SOURCE, SOURCES,
    THREATS,
};
use crate::arguments::first_page;
use crate::context::PageContext;
use crate::html::block::RUNGS;
use crate::html::format::{day, number};
use crate::html::pillar_style::{PillarStyle, Shape};
use crate::html::render;
use crate::html::safe::{Address, Link, SafeText};
use crate::html::shell::Shell;
use crate::html::table::{Bar, Cell, Column, Table, TableRow};
use crate::query::Query;
use crate::route::{Outcome, Request};
use crate::shared_questions::{self, ask_align, ask_matrix, every_technique};

/// The answers that the page shows.
struct Answers {
    /// All techniques of enterprise.
    matrix: matrix::Answer,
    /// All techniques of all domains.
    all: align::Answer,
    sources: sources::Answer,
    /// The first of what should be retagged.
    drift: drift::Answer,
    /// The first of what could not be read.
    problems: problems::Answer,
}

/// The first page.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let (catalogue, (source, page)) = (request.catalogue, (None, first_page()));
    let drift = drift::Arguments {
        source: source.clone(),
        page: page.clone(),
    };
    let answers = Answers {
        matrix: ask_matrix(catalogue, Domain::Enterprise, &Query::default())?,
        sources: shared_questions::ask_sources(catalogue)?,
        drift: drift::ask(catalogue, &drift)?,
        problems: problems::ask(catalogue, &problems::Arguments { source, page })?,
        all: ask_align(catalogue, every_technique(), &Query::default())?,
    };
    Ok(Outcome::Page(document(request.context, &answers)))
}

#[derive(Template)]
#[template(path = "home.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    resources: String,
    find: Address,
    suggest: Address,
    examples: Vec<Link>,
    map: Vec<MapCell>,
    heads: Vec<(usize, SafeText)>,
    /// From one cell to the one below, in tenths; and how high a cell is.
    step: usize,
    height: usize,
    map_words: String,
    matrix: Address,
    techniques: String,
    rungs: Vec<usize>,
    entry_points: Vec<(&'static str, &'static str, Link)>,
    facts_only: Option<String>,
    sources: Table,
    all_sources: Link,
    changed: Vec<(Link, SafeText, String)>,
    all_changed: Link,
    attention: Vec<(Link, String)>,
}

fn document(context: &PageContext<'_>, home: &Answers) -> String {
    let about = &home.matrix.catalogue;
    let (map, heads) = map(&home.matrix);
    let resources: u32 = home
        .sources
        .sources
        .iter()
        .map(|row| row.counts.mapped)
        .sum();
    let tallest = map.iter().map(|(_, at, _)| at + 1).max().unwrap_or(1);
    let step = (2860 / tallest).min(88);
    let page = Page {
        step,
        height: (step / 10).saturating_sub(1).max(2),
        shell: context
            .shell("What exists, what is proven, what is missing", about)
            .wide("home")
            .with_style(context.links, "home.css"),
        resources: number(resources),
        find: context.links.to(SEARCH.at([])),
        suggest: context.links.suggestions(),
        examples: examples(context),
        map_words: map_words(&home.matrix),
        techniques: number(u32::try_from(map.len()).unwrap_or(u32::MAX)),
        map,
        heads,
        matrix: context.links.with(MATRIX.at([]), &[("view", "evidence")]),
        rungs: (0..RUNGS.len()).collect(),
        entry_points: entry_points(context),
        facts_only: about.facts_only.then(|| day(&about.date)),
        sources: largest(context, &home.sources),
        all_sources: context.link(
            &format!("All {}", home.sources.sources.len()),
            SOURCES.at([]),
        ),
        changed: newest(context, &home.sources),
        all_changed: context.link("All", CHANGED.at([])),
        attention: attention(context, home),
    };
    render(&page)
}

fn examples(context: &PageContext<'_>) -> Vec<Link> {
    [
        "T1059.001",
        "Wizard Spider",
        "Kerberoasting",
        "NIST AC-6",
        "PsExec",
    ]
    .map(|words| {
        Link::to(
            words,
            context.links.with(SEARCH.at([]), &[("words", words)]),
        )
    })
    .into()
}

fn entry_points(context: &PageContext<'_>) -> Vec<(&'static str, &'static str, Link)> {
    vec![
        (
            "Threat intelligence",
            "Which techniques matter to us?",
            context.link("Model a threat", THREATS.at([])),
        ),
        (
            "Detection engineering",
            "Which rules exist, and which of them work?",
            context.link("Look up a technique", MATRIX.at([])),
        ),
        (
            "Purple and red team",
            "Which techniques have rules but no test?",
            Link::to(
                "Open the test gap",
                context.links.with(CONTROLS.at([]), &[("show", "untested")]),
            ),
        ),
        (
            "Governance",
            "Which controls stand behind a technique?",
            Link::to("Trace a control", context.links.to(FRAMEWORKS.at([]))),
        ),
        (
            "SOC lead",
            "Where are we blind, and what changed?",
            context.link("Align a stack", ALIGNMENT.at([])),
        ),
    ]
}

/// The cell of a technique on the small map: column, row, rung.
type MapCell = (usize, usize, usize);

/// Each technique, sorted by rung in its column, and the heads of the columns.
fn map(answer: &matrix::Answer) -> (Vec<MapCell>, Vec<(usize, SafeText)>) {
    let best = family_rungs(answer);
    let (mut cells, mut heads) = (Vec::new(), Vec::new());
    let step = 508 / answer.tactics.len().max(1);
    for (column, tactic) in answer.tactics.iter().enumerate() {
        let x = column * step;
        let short: String = tactic.name.chars().take(3).collect();
        heads.push((x, SafeText::of(&short)));
        let mut rungs: Vec<usize> = answer
            .list
            .items
            .iter()
            .filter(|row| !row.id.is_sub_technique() && row.tactics.contains(&tactic.shortname))
            .map(|row| best.get(&row.id).copied().unwrap_or(0))
            .collect();
        rungs.sort_unstable_by(|left, right| right.cmp(left));
        cells.extend(
            rungs
                .into_iter()
                .enumerate()
                .map(|(at, rung)| (x, at, rung)),
        );
    }
    (cells, heads)
}

/// The best rung of each technique and its sub-techniques.
fn family_rungs(answer: &matrix::Answer) -> BTreeMap<model::TechniqueId, usize> {
    let mut best: BTreeMap<model::TechniqueId, usize> = BTreeMap::new();
    for row in &answer.list.items {
        let rung = best.entry(row.id.parent().unwrap_or(row.id)).or_default();
        *rung = (*rung).max(usize::from(row.numbers.rung));
    }
    best
}

fn map_words(answer: &matrix::Answer) -> String {
    let mut counts = [0; RUNGS.len()];
    for rung in family_rungs(answer).into_values() {
        counts[rung.min(RUNGS.len() - 1)] += 1;
    }
    let said: Vec<String> = counts
        .iter()
        .zip(RUNGS)
        .filter(|(count, _)| **count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    format!("Techniques by best evidence: {}", said.join(", "))
}

fn largest(context: &PageContext<'_>, answer: &sources::Answer) -> Table {
    let mut rows: Vec<_> = answer
        .sources
        .iter()
        .zip(&answer.provenance)
        .filter(|(row, _)| row.kinds.iter().any(|kind| *kind != model::Kind::Knowledge))
        .collect();
    rows.sort_by_key(|(row, _)| std::cmp::Reverse(row.counts.resources));
    let most = rows.first().map_or(1, |(row, _)| row.counts.resources);
    let lines = rows.into_iter().take(10).map(|(row, provenance)| {
        let kind = row.kinds.first().copied().unwrap_or(model::Kind::Knowledge);
        TableRow::new(vec![
            Cell::Link(context.link(&row.title, SOURCE.at([&row.source]))),
            Bar::of(row.counts.resources, most, PillarStyle::of(kind).class),
            Cell::words(provenance.commit_date.as_deref().unwrap_or("–")),
        ])
    });
    Table::new(
        "Largest sources",
        vec![
            Column::new("Source", ""),
            Column::new("Items", "n"),
            Column::new("Changed", "mid"),
        ],
        lines.collect(),
    )
}

fn newest(context: &PageContext<'_>, answer: &sources::Answer) -> Vec<(Link, SafeText, String)> {
    let mut dated: Vec<_> = answer
        .sources
        .iter()
        .zip(&answer.provenance)
        .filter_map(|(row, provenance)| Some((provenance.commit_date.as_deref()?, row)))
        .collect();
    dated.sort_by(|left, right| {
        right
            .0
            .cmp(left.0)
            .then_with(|| left.1.title.cmp(&right.1.title))
    });
    dated
        .into_iter()
        .take(5)
        .map(|(date, row)| {
            let link = context.link(&row.title, SOURCE.at([&row.source]));
            (
                link,
                SafeText::of(&format!("{} items", number(row.counts.resources))),
                day(date),
            )
        })
        .collect()
}

fn attention(context: &PageContext<'_>, home: &Answers) -> Vec<(Link, String)> {
    let count = |filter: RowFilter| {
        let rows = home.all.list.items.iter();
        number(u32::try_from(rows.filter(|row| filter.matches(row)).count()).unwrap_or(u32::MAX))
    };
    let shown = |words: &str, show: &str| {
        Link::to(
            words,
            context.links.with(CONTROLS.at([]), &[("show", show)]),
        )
    };
    vec![
        (
            shown("Techniques with rules but no test", "untested"),
            count(RowFilter::WithoutTest),
        ),
        (
            shown("Techniques with no rule at all", "unruled"),
            count(RowFilter::WithoutRule),
        ),
        (
            context.link("Mappings to retag", DRIFT.at([])),
            number(home.drift.total),
        ),
        (
            context.link("Files not read, or not whole", PROBLEMS.at([])),
            number(home.problems.total),
        ),
    ]
}
