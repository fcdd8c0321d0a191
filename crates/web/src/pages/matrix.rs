//! The matrix as a heat map, and what is chosen above it.

mod grid;
mod table;
mod tools;
pub(crate) mod values;
pub(crate) mod view;

use askama::Template;
use model::Domain;
use questions::matrix::Answer;
use questions::{Error, align, sources};

pub(super) use self::grid::{compact, used};
use self::tools::{Pick, acts, note, picks, tabs, toggle};
use self::view::View;
use super::MATRIX;
use super::parts::rest_of_query;
use crate::arguments::threat;
use crate::asking::{self, align_of, matrix_of};
use crate::context::Here;
use crate::html::block::{Act, Cell, Tab, Table};
use crate::html::face::{Shape, number};
use crate::html::grid::Grid;
use crate::html::render;
use crate::html::safe::{Address, Words};
use crate::html::shell::Shell;
use crate::route::{Outcome, Request};

/// The answers that the page is made of.
struct Answers {
    /// All techniques of one matrix.
    matrix: Answer,
    /// A threat against the same stack, where one is named.
    threat: Option<align::Answer>,
    /// Sources that can be chosen.
    sources: sources::Answer,
}

/// The matrix of a domain.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let (catalogue, query) = (request.catalogue, request.query);
    let domain = query.word("domain").unwrap_or(Domain::Enterprise);
    let matrix = matrix_of(catalogue, domain, query)?;
    let named = threat(query)?;
    let threat = if named.is_empty() {
        None
    } else {
        Some(align_of(catalogue, named, query)?)
    };
    let answers = Answers {
        matrix,
        threat,
        sources: asking::sources(catalogue)?,
    };
    Ok(Outcome::Page(document(request.here, &answers)))
}

/// The whole page.
#[derive(Template)]
#[template(path = "matrix.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    title: Words,
    count: String,
    tabs: Vec<Tab>,
    acts: Vec<Act>,
    picks: Vec<Pick>,
    hidden: Vec<(String, Words)>,
    action: Address,
    toggles: Vec<Tab>,
    /// The way to the other form: matrix or table.
    other: Tab,
    legend: Vec<(usize, String)>,
    unit: &'static str,
    note: Option<Words>,
    grid: Grid,
    /// The same as a table, where that is asked for.
    table: Option<Table>,
}

fn title(domain: Domain) -> &'static str {
    match domain {
        Domain::Enterprise => "Enterprise matrix",
        Domain::Mobile => "Mobile matrix",
        Domain::Ics => "ICS matrix",
    }
}

fn document(here: &Here<'_>, answers: &Answers) -> String {
    let answer = &answers.matrix;
    let view = View::of(here.one("view").unwrap_or_default());
    let mut grid = Grid::of(
        here,
        answer,
        answers.threat.as_ref().map(|threat| &threat.list.items[..]),
        view,
    );
    if here.one("subs").is_some() {
        grid.class += " subs";
    }
    if here.one("dense").is_some() {
        grid.class += " dense";
    }
    let parents = answer
        .list
        .items
        .iter()
        .filter(|row| !row.id.is_sub_technique())
        .count();
    let subs = answer.list.items.len() - parents;
    let title = title(answer.domain);
    let as_table = here.one("part") == Some("table");
    let page = Page {
        shell: here
            .shell(title, &answer.catalogue)
            .wide("matrix")
            .with_matrix(here.links),
        title: Words::of(title),
        count: format!(
            "{} techniques, {} sub-techniques {}",
            number(u32::try_from(parents).unwrap_or(u32::MAX)),
            number(u32::try_from(subs).unwrap_or(u32::MAX)),
            if here.one("subs").is_some() {
                "below them"
            } else {
                "folded into them"
            }
        ),
        tabs: tabs(here, view, answers.threat.is_some()),
        acts: acts(here, answer.domain),
        picks: picks(here, answers),
        hidden: rest_of_query(here, &["source", "platform", "tactic"]),
        action: here.links.to(MATRIX.at([])),
        toggles: if as_table {
            Vec::new()
        } else {
            vec![
                toggle(here, "Sub-techniques", "subs"),
                toggle(here, "Compact", "dense"),
            ]
        },
        other: Tab {
            words: Words::of(if as_table {
                "Show as matrix"
            } else {
                "Show as table"
            }),
            address: here.with("part", (!as_table).then_some("table")),
            here: false,
            face: None,
        },
        legend: view.legend(),
        unit: view.unit(),
        note: note(view, answers),
        grid,
        table: as_table.then(|| table::table(here, answer)),
    };
    render(&page)
}
