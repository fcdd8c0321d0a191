//! What the browser fills and repeats on a static site: the blocks of a computed page, without content, as `<template>` elements.

use askama::Template;

use super::rows::{PILLARS, RowLayout, row_columns};
use crate::context::PageContext;
use crate::html::block::{Bar, Block, Cell, Ladder, Statistic, Table, TableRow, TokenKind};
use crate::html::grid::{Grid, TacticColumn, TechniqueCell};
use crate::html::pillar_style::{PillarStyle, Shape};
use crate::html::safe::{Address, Link, SafeText};

/// Each block with the name by which a script asks for it.
#[derive(Template)]
#[template(path = "parts.html", whitespace = "minimize")]
struct Parts {
    parts: Vec<(&'static str, Block)>,
}

/// The parts of the page that this script computes.
pub(crate) fn parts(context: &PageContext<'_>, script: &str) -> String {
    let layout = match script {
        "alignment" => Some(RowLayout::Gap),
        "controls" => Some(RowLayout::Total),
        "search" => return String::new(),
        _ => None,
    };
    let table = layout.map(|layout| ("table", Block::Table(table(context, layout))));
    let mut parts = vec![
        ("grid", Block::Grid(Box::new(grid()))),
        ("statistics", statistics()),
    ];
    parts.extend(table);
    Parts { parts }
        .render()
        .expect("writing to a string cannot fail")
}

/// One tactic with one technique, which has one sub-technique.
fn grid() -> Grid {
    let column = TacticColumn {
        id: String::new(),
        name: SafeText::default(),
        count: String::new(),
        width: 0,
        cells: vec![cell(vec![cell(Vec::new())])],
    };
    Grid {
        class: "grid".to_owned(),
        view: "",
        label: SafeText::default(),
        columns: vec![column],
    }
}

fn cell(below: Vec<TechniqueCell>) -> TechniqueCell {
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
fn statistics() -> Block {
    Block::Statistics(vec![
        Statistic::rungs(&[1, 0, 0, 0, 0, 0]),
        Statistic::new("", "", ""),
    ])
}

/// One technique, in the order of the heads.
fn table(context: &PageContext<'_>, layout: RowLayout) -> Table {
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
    let columns = row_columns(context, layout);
    Table::new("Techniques", columns, vec![TableRow::new(cells)])
}

fn bar(class: &'static str, address: Option<Address>) -> Cell {
    Cell::Bar(Bar {
        number: String::new(),
        address,
        width: 0,
        class,
    })
}

/// An address in which the script puts its own.
fn nowhere() -> Address {
    Address::internal("#".to_owned())
}
