//! The page of a technique inside the web app: the one that stands alone, with the numbers of its sub-techniques.

use questions::{align, page};

use super::super::page::Page;
use super::super::way::Target;
use super::alignment::{Kept, row_cells, row_columns};
use super::{Here, line, render};
use crate::html::block::Table;

/// The page, with the numbers of the technique and its sub-techniques.
pub fn technique(here: &Here<'_>, answer: &page::Answer, family: Option<&align::Answer>) -> String {
    let id = answer.summary.technique.id;
    let family = family.map_or(&[][..], |family| &family.list.items);
    let below: Vec<&align::Row> = family.iter().filter(|row| row.technique.id != id).collect();
    let own = family.iter().find(|row| row.technique.id == id);
    let rows = below
        .iter()
        .map(|row| line(row_cells(here, row, Kept::Plain)));
    let table = (!below.is_empty()).then(|| {
        let mut columns = row_columns(here, &[], Kept::Plain);
        columns.pop();
        let rows = rows.map(|mut line| {
            line.cells.pop();
            line
        });
        Table::new("Sub-techniques", columns, rows.collect())
    });
    let mut rungs = [0; 5];
    if let Some(own) = own {
        rungs = own.numbers.rungs;
    }
    let title = format!("{} {id}", answer.summary.technique.name);
    let shell = here.shell(&title, &answer.summary.catalogue);
    let align = here.way.with(
        Target::Alignment,
        &[("threat", "all"), ("explain", &id.to_string())],
    );
    render(&Page::within(answer, here.way, shell, table, rungs, align))
}
