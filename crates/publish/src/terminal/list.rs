//! Lists: a few columns of a table, one line per row, as people read them.

use model::{Kind, TechniqueId};
use questions::List;

use super::table::{Cell, ColumnFit, percent, table, two_places, wrap};
use crate::style::Style;
use crate::table::{Column, Table, Type, Value, Width};

/// A column as a list shows it: what its rows say, and how that looks.
pub(crate) struct ListColumn {
    cells: Vec<String>,
    heading: String,
    width: Width,
    to_the_right: bool,
    look: CellStyle,
}

/// How the cells of a column look.
#[derive(Clone, Copy)]
pub(crate) enum CellStyle {
    /// As the terminal's own words.
    Plain,
    /// What a row is named by.
    Bold,
    /// What a row says beside that.
    Dim,
    /// The id of a technique, which leads to its page at ATT&CK.
    Technique,
    /// How many there are of a kind, in its colour.
    OfKind(Kind),
    /// How far something is proven.
    Proof,
}

impl ListColumn {
    /// A column of a table.
    pub(crate) fn of(table: &Table, column: &Column) -> Self {
        Self {
            cells: table
                .values(column)
                .map(|value| human_value(column, value))
                .collect(),
            heading: column.short.to_owned(),
            width: column.width,
            to_the_right: column.holds.is_number(),
            look: CellStyle::Plain,
        }
    }

    /// A column that a list has beside those of its table.
    pub(crate) fn extra(
        heading: impl Into<String>,
        cells: impl IntoIterator<Item = String>,
    ) -> Self {
        Self {
            cells: cells.into_iter().collect(),
            heading: heading.into(),
            width: Width::Whole,
            to_the_right: false,
            look: CellStyle::Plain,
        }
    }

    pub(crate) fn look(self, look: CellStyle) -> Self {
        Self { look, ..self }
    }

    pub(crate) fn width(self, width: Width) -> Self {
        Self { width, ..self }
    }

    pub(crate) fn aligned_right(self) -> Self {
        Self {
            to_the_right: true,
            ..self
        }
    }

    fn fit(&self) -> ColumnFit {
        match (self.width, self.to_the_right) {
            (Width::Whole, false) => ColumnFit::Whole,
            (Width::Whole, true) => ColumnFit::Number,
            (Width::Spare, false) => ColumnFit::Spare,
            (Width::Spare, true) => ColumnFit::SpareNumber,
            (Width::Text, _) => ColumnFit::Text,
            (Width::Path, _) => ColumnFit::Path,
        }
    }
}

/// The columns side by side.
pub(crate) fn list(columns: &[ListColumn], indent: usize, style: Style) -> String {
    let count = columns.iter().map(|column| column.cells.len()).min();
    let rows = (0..count.unwrap_or(0)).map(|at| row(columns, at, style));
    lines(columns, &rows.collect::<Vec<_>>(), indent, style)
}

/// The columns side by side, with headings.
pub(crate) fn list_with_headings(columns: &[ListColumn], indent: usize, style: Style) -> String {
    let heading = |column: &ListColumn| CellStyle::Dim.cell(&column.heading, style);
    let mut rows = vec![columns.iter().map(heading).collect()];
    let count = columns.iter().map(|column| column.cells.len()).min();
    rows.extend((0..count.unwrap_or(0)).map(|at| row(columns, at, style)));
    lines(columns, &rows, indent, style)
}

/// All columns of a table, for lists that say nothing else of how they look.
pub(crate) fn full_list(table: &Table, style: Style) -> String {
    let show = |column: &Column| ListColumn {
        heading: column.heading(),
        ..ListColumn::of(table, column)
    };
    let columns: Vec<ListColumn> = table.columns().iter().map(show).collect();
    list_with_headings(&columns, 0, style)
}

/// How many items of a list are not shown, and how to get them.
pub(crate) fn paging_note(list: &dyn List, style: Style) -> String {
    let (shown, total) = (list.shown(), list.total());
    match list.next() {
        Some(next) => {
            let how = format!(
                "{shown} of {total} shown; the next with --cursor {next}, more at once with --limit"
            );
            format!("\n{}\n", style.dim(wrap(&how, 0, style).trim_end()))
        }
        None if shown > 20 => format!("\n{}\n", style.dim(format!("{total} in all"))),
        None => String::new(),
    }
}

fn row(columns: &[ListColumn], at: usize, style: Style) -> Vec<Cell> {
    let cells = columns.iter();
    cells
        .map(|column| column.look.cell(&column.cells[at], style))
        .collect()
}

fn lines(columns: &[ListColumn], rows: &[Vec<Cell>], indent: usize, style: Style) -> String {
    let widths: Vec<ColumnFit> = columns.iter().map(ListColumn::fit).collect();
    table(&widths, rows, indent, style)
}

impl CellStyle {
    fn cell(self, text: &str, style: Style) -> Cell {
        match self {
            Self::Plain => Cell::plain(text),
            Self::Bold => Cell::styled(text, move |text| style.bold(text)),
            Self::Dim => Cell::styled(text, move |text| style.dim(text)),
            Self::Technique => {
                let address = text.parse().ok().map(|id: TechniqueId| id.url());
                Cell::styled(text, move |id| {
                    style.bold(style.link(address.as_deref(), id))
                })
            }
            Self::OfKind(kind) => Cell::styled(text, move |text| style.kind(kind, text)),
            Self::Proof => Cell::styled(text, move |text| style.proof(text)),
        }
    }
}

/// A value as people read it: shares as per cent, weights and gaps with two places.
fn human_value(column: &Column, value: &Value) -> String {
    match (column.holds, value) {
        (Type::Share, Value::Number(share)) => percent(*share),
        (Type::Weight, Value::Number(weight)) => two_places(*weight),
        _ => column.write(value).into_owned(),
    }
}
