//! The matrix as a heat map, and what is chosen above it.

mod grid;
mod table;
mod toolbar;
pub(crate) mod values;
pub(crate) mod view;

use askama::Template;
use model::Domain;
use questions::matrix::Answer;
use questions::{Error, align, sources};

pub(super) use self::grid::{compact, compact_used};
use self::toolbar::{FilterMenu, filters, menus, note, tab, tabs, toggle};
use self::view::View;
use super::MATRIX;
use super::elements::rest_of_query;
use super::templates::{filled_link, grid as grid_template, of_every_page};
use crate::arguments::threat;
use crate::context::PageContext;
use crate::html::block::{Block, Tab};
use crate::html::document::Menu;
use crate::html::format::number;
use crate::html::grid::Grid;
use crate::html::pillar_style::Shape;
use crate::html::render;
use crate::html::safe::{Address, SafeText};
use crate::html::shell::Shell;
use crate::html::table::{Cell, Table};
use crate::html::templates::{Content, NamedTemplate};
use crate::route::{Outcome, Request};
use crate::shared_questions::{self, ask_align, ask_matrix};

/// The answers that the page shows.
struct Answers {
    /// All techniques of one matrix.
    matrix: Answer,
    /// A threat against the same stack, where one is named.
    threat: Option<align::Answer>,
    /// Sources that can be chosen.
    sources: sources::Answer,
}

/// What the browser fills for filters and threats on a static site.
pub(super) fn templates(context: &PageContext<'_>) -> Vec<NamedTemplate> {
    let tabs = [View::Gap, View::Weight].map(|view| tab(context, view, false));
    let without_threat = Menu {
        words: "Without the threat",
        primary: false,
        links: vec![filled_link()],
    };
    let mut all = of_every_page();
    all.extend([
        grid_template(),
        ("tabs", Content::Block(Block::Tabs(tabs.into()))),
        ("menus", Content::Menus(vec![without_threat])),
    ]);
    all
}

/// The matrix of a domain.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let (catalogue, query) = (request.catalogue, request.query);
    let domain = query.parsed("domain").unwrap_or(Domain::Enterprise);
    let matrix = ask_matrix(catalogue, domain, query)?;
    let named = threat(query)?;
    let threat = if named.is_empty() {
        None
    } else {
        Some(ask_align(catalogue, named, query)?)
    };
    let answers = Answers {
        matrix,
        threat,
        sources: shared_questions::ask_sources(catalogue)?,
    };
    Ok(Outcome::Page(document(request.context, &answers)))
}

/// The whole page.
#[derive(Template)]
#[template(path = "matrix.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    title: SafeText,
    count: String,
    tabs: Vec<Tab>,
    menus: Vec<Menu>,
    filters: Vec<FilterMenu>,
    hidden: Vec<(String, SafeText)>,
    action: Address,
    toggles: Vec<Tab>,
    /// The way to the other form: matrix or table.
    other: Tab,
    legend: Vec<(usize, String)>,
    unit: &'static str,
    note: Option<SafeText>,
    grid: Grid,
    /// The matrix as a table, if it was requested.
    table: Option<Table>,
}

fn title(domain: Domain) -> &'static str {
    match domain {
        Domain::Enterprise => "Enterprise matrix",
        Domain::Mobile => "Mobile matrix",
        Domain::Ics => "ICS matrix",
    }
}

fn document(context: &PageContext<'_>, answers: &Answers) -> String {
    let answer = &answers.matrix;
    let view = View::of(context.value("view").unwrap_or_default());
    let title = title(answer.domain);
    let as_table = context.value("part") == Some("table");
    let page = Page {
        shell: context
            .shell(title, &answer.catalogue)
            .wide("matrix")
            .with_matrix(context.links),
        title: SafeText::of(title),
        count: technique_count(answer, context.value("subs").is_some()),
        tabs: tabs(context, view, answers.threat.is_some()),
        menus: menus(context, answer.domain),
        filters: filters(context, answers),
        hidden: rest_of_query(context, &["source", "platform", "tactic"]),
        action: context.links.to(MATRIX.at([])),
        toggles: if as_table {
            Vec::new()
        } else {
            vec![
                toggle(context, "Sub-techniques", "subs"),
                toggle(context, "Compact", "dense"),
            ]
        },
        other: other_form(context, as_table),
        legend: view.legend(),
        unit: view.unit(),
        note: note(view, answers),
        grid: grid(context, answers, view),
        table: as_table.then(|| table::table(context, answer)),
    };
    render(&page)
}

fn grid(context: &PageContext<'_>, answers: &Answers, view: View) -> Grid {
    let threat = answers.threat.as_ref().map(|threat| &threat.list.items[..]);
    let mut grid = Grid::of(context, &answers.matrix, threat, view);
    for class in ["subs", "dense"] {
        if context.value(class).is_some() {
            grid.class += " ";
            grid.class += class;
        }
    }
    grid
}

fn technique_count(answer: &Answer, unfolded: bool) -> String {
    let rows = answer.list.items.iter();
    let parents = rows.filter(|row| !row.id.is_sub_technique()).count();
    let subs = answer.list.items.len() - parents;
    format!(
        "{} techniques, {} sub-techniques {}",
        number(u32::try_from(parents).unwrap_or(u32::MAX)),
        number(u32::try_from(subs).unwrap_or(u32::MAX)),
        if unfolded {
            "below them"
        } else {
            "folded into them"
        }
    )
}

/// The link from the matrix to the table, and back.
fn other_form(context: &PageContext<'_>, as_table: bool) -> Tab {
    Tab {
        words: SafeText::of(if as_table {
            "Show as matrix"
        } else {
            "Show as table"
        }),
        address: context.with("part", (!as_table).then_some("table")),
        current: false,
        pillar: None,
    }
}
