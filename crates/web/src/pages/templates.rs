//! Templates of several pages that the browser computes: blocks as the server makes them, without content.
//!
//! A page names its templates in its row of the table of pages; those of one page alone stand beside it.

use super::rows::{PILLARS, RowLayout, row_columns};
use crate::context::PageContext;
use crate::html::block::{Block, Statistic};
use crate::html::document::Menu;
use crate::html::grid::{Grid, TacticColumn, TechniqueCell};
use crate::html::pillar_style::PillarStyle;
use crate::html::safe::{Address, Link, SafeText};
use crate::html::table::{Bar, Cell, DetailColumn, Details, Ladder, Table, TableRow};
use crate::html::templates::{Content, NamedTemplate};

/// What scripts say on every page: sentences, why there is no answer, how to begin anew.
pub(super) fn of_every_page() -> Vec<NamedTemplate> {
    let restart = Link::to("Begin anew", Address::internal("#all=".to_owned()));
    vec![
        ("text", Content::Block(Block::Text(filled()))),
        (
            "note",
            Content::Block(Block::Note(vec![Link::words(FILLED)])),
        ),
        ("restart", Content::Block(Block::Names(vec![restart]))),
    ]
}

/// What scripts put in the place of this text; blocks leave out what is empty.
pub(super) const FILLED: &str = "…";

pub(super) fn filled() -> SafeText {
    SafeText::of(FILLED)
}

/// An address in which the script puts its own.
pub(super) fn nowhere() -> Address {
    Address::internal("#".to_owned())
}

pub(super) fn filled_link() -> Link {
    Link::to(FILLED, nowhere())
}

/// One tactic with one technique, which has one sub-technique.
pub(super) fn grid() -> NamedTemplate {
    let column = TacticColumn {
        id: String::new(),
        name: SafeText::default(),
        count: String::new(),
        width: 0,
        cells: vec![technique_cell(vec![technique_cell(Vec::new())])],
    };
    let grid = Grid {
        class: "grid".to_owned(),
        view: "",
        label: SafeText::default(),
        columns: vec![column],
    };
    ("grid", Content::Block(Block::Grid(Box::new(grid))))
}

fn technique_cell(below: Vec<TechniqueCell>) -> TechniqueCell {
    TechniqueCell {
        id: String::new(),
        address: nowhere(),
        label: SafeText::default(),
        step: 0,
        name: Vec::new(),
        more: "+".to_owned(),
        rung: 0,
        number: String::new(),
        data: String::new(),
        below,
    }
}

/// The bar of rungs with one segment, and one number.
pub(super) fn statistics() -> NamedTemplate {
    let statistics = vec![
        Statistic::rungs(&[1, 0, 0, 0, 0, 0]),
        Statistic::new("", "", ""),
    ];
    ("statistics", Content::Block(Block::Statistics(statistics)))
}

/// The files that the browser can make of an alignment.
pub(super) fn exports() -> Menu {
    let files = ["CSV", "Navigator layer", "JSON"];
    Menu {
        words: "Export",
        primary: false,
        links: files.map(|words| Link::to(words, nowhere())).into(),
    }
}

/// One technique with its details, in the order of the heads.
pub(super) fn techniques(context: &PageContext<'_>, layout: RowLayout) -> NamedTemplate {
    let mut cells = vec![
        Cell::Toggle {
            address: nowhere(),
            sign: "▸",
            expanded: "false",
            label: SafeText::default(),
        },
        Cell::code(""),
        Cell::Link(Link::to("", nowhere())),
    ];
    let number = || Cell::Number(String::new());
    if layout == RowLayout::Gap {
        cells.push(number());
    }
    cells.extend(PILLARS.map(|(kind, _)| bar(PillarStyle::of(kind).class, Some(nowhere()))));
    if layout == RowLayout::Total {
        cells.extend([number(), Cell::words("")]);
    }
    cells.push(Cell::Ladder(Ladder::new(0)));
    if layout == RowLayout::Gap {
        cells.push(bar("gap", None));
    }
    let row = TableRow {
        details: Some(details(layout)),
        ..TableRow::new(cells)
    };
    let table = Table::new("Techniques", row_columns(context, layout), vec![row]);
    ("techniques", Content::Block(Block::Table(table)))
}

fn bar(class: &'static str, address: Option<Address>) -> Cell {
    Cell::Bar(Bar {
        number: String::new(),
        address,
        width: 0,
        class,
    })
}

/// One resource of each pillar.
fn details(layout: RowLayout) -> Details {
    let column = |pillar: PillarStyle| DetailColumn {
        name: Link::to(pillar.name, nowhere()),
        pillar,
        items: vec![(filled_link(), filled())],
        more: filled(),
        by_source: filled(),
    };
    Details {
        gap: if layout == RowLayout::Gap {
            filled()
        } else {
            SafeText::default()
        },
        head: filled(),
        columns: PILLARS
            .iter()
            .map(|(kind, _)| column(PillarStyle::of(*kind)))
            .collect(),
    }
}
