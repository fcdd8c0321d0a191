//! Techniques with their numbers as the rows of a table, the same on every page.

use model::Kind;
use questions::align::{Row, Sort};

use super::technique;
use crate::context::PageContext;
use crate::html::pillar_style::PillarStyle;
use crate::html::safe::{Address, SafeText};
use crate::html::table::{Bar, Cell, Column, Ladder};
use crate::html::volume_chart::VolumeChart;

/// The columns of a table of techniques.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowLayout {
    /// Weight and gap, a fold, heads that sort.
    Gap,
    /// The total of all pillars, a fold, heads that sort.
    Total,
    /// Neither: on pages about something else.
    Plain,
}

/// Which rows of a list are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowFilter {
    /// Those with rules but no test.
    WithoutTest,
    /// Those without a rule.
    WithoutRule,
}

impl RowFilter {
    pub(super) fn of(context: &PageContext<'_>) -> Option<Self> {
        match context.value("show")? {
            "untested" => Some(Self::WithoutTest),
            "unruled" => Some(Self::WithoutRule),
            _ => None,
        }
    }

    pub(super) fn matches(self, row: &Row) -> bool {
        let (rules, tests) = (&row.numbers.detections, &row.numbers.tests);
        match self {
            Self::WithoutTest => rules.resources > 0 && tests.resources == 0,
            Self::WithoutRule => rules.resources == 0,
        }
    }
}

/// The heads of a table of techniques.
pub(super) fn row_columns(context: &PageContext<'_>, layout: RowLayout) -> Vec<Column> {
    let by = context
        .value("sort")
        .unwrap_or(if layout == RowLayout::Total {
            "total"
        } else {
            "gap"
        });
    let head = |column: Column, name: Sort| match layout {
        RowLayout::Gap | RowLayout::Total => {
            column.with_sort(context.sort_link(&name.to_string(), by))
        }
        RowLayout::Plain => column,
    };
    let mut columns = Vec::new();
    if layout != RowLayout::Plain {
        columns.push(Column::new("", ""));
    }
    columns.push(head(Column::new("Id", "mid"), Sort::Id));
    columns.push(head(Column::new("Technique", ""), Sort::Name));
    if layout == RowLayout::Gap {
        columns.push(head(Column::new("Weight", "n mid"), Sort::Weight));
    }
    for (kind, name) in PILLARS {
        columns.push(head(Column::pillar(PillarStyle::of(kind)), name));
    }
    if layout == RowLayout::Total {
        columns.push(head(Column::new("Total", "n"), Sort::Total));
        columns.push(head(Column::new("Potential", "mid"), Sort::Potential));
    }
    if layout == RowLayout::Plain {
        columns.push(Column::new("Bearing", "opt"));
    }
    columns.push(head(Column::new("Evidence", ""), Sort::Rung));
    if layout != RowLayout::Total {
        columns.push(head(Column::new("Gap", "n"), Sort::Gap));
    }
    columns
}

/// The pillars, each with the order by its count.
pub(super) const PILLARS: [(Kind, Sort); 3] = [
    (Kind::Control, Sort::Controls),
    (Kind::Detection, Sort::Detections),
    (Kind::Test, Sort::Tests),
];

/// Counts of controls, detections and tests beyond which the bars of a column do not grow.
pub(crate) const FULL: [u32; 3] = [100, 200, 50];

fn full(kind: Kind) -> u32 {
    match kind {
        Kind::Control | Kind::Knowledge => FULL[0],
        Kind::Detection => FULL[1],
        Kind::Test => FULL[2],
    }
}

/// The cells of a technique, in the order of the heads.
pub(super) fn row_cells(context: &PageContext<'_>, row: &Row, layout: RowLayout) -> Vec<Cell> {
    let technique = &row.technique;
    let id = technique.id.to_string();
    let mut cells = Vec::new();
    let open = context.value("explain") == Some(id.as_str());
    let fold = context
        .with("explain", (!open).then_some(id.as_str()))
        .at(&id);
    if layout != RowLayout::Plain {
        cells.push(Cell::Toggle {
            address: fold.clone(),
            sign: if open { "▾" } else { "▸" },
            expanded: if open { "true" } else { "false" },
            label: SafeText::of(&format!("What stands behind {id}")),
        });
    }
    cells.push(Cell::code(&id));
    cells.push(Cell::Link(technique::link(
        context,
        &technique.name,
        technique.id,
    )));
    if layout == RowLayout::Gap {
        cells.push(Cell::Number(format!("{:.2}", technique.weight)));
    }
    for (kind, _) in PILLARS {
        let (count, _) = row.numbers.pillar(kind);
        let address = (layout != RowLayout::Plain && count > 0).then(|| fold.clone());
        cells.push(pillar_cell(kind, count, address));
    }
    if layout == RowLayout::Total {
        cells.push(Cell::number(row.numbers.total()));
        cells.push(Cell::words(&row.numbers.potential.to_string()));
    }
    if layout == RowLayout::Plain {
        cells.push(Cell::VolumeChart(Box::new(VolumeChart::of_numbers(
            &row.numbers,
        ))));
    }
    cells.push(Cell::Ladder(Ladder::new(row.numbers.rung)));
    if layout != RowLayout::Total {
        cells.push(gap_cell(row));
    }
    cells
}

/// A count of a pillar: its bar has at least one pixel where there is anything.
fn pillar_cell(kind: Kind, count: u32, address: Option<Address>) -> Cell {
    let mut cell = Bar::of(
        count.min(9_999_999),
        full(kind).max(count),
        PillarStyle::of(kind).class,
    );
    if let Cell::Bar(bar) = &mut cell {
        bar.address = address;
        bar.width = if count == 0 {
            0
        } else {
            (72 * count.min(full(kind)) / full(kind)).max(1)
        };
    }
    cell
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a gap lies between 0 and 1"
)]
fn gap_cell(row: &Row) -> Cell {
    Cell::Bar(Bar {
        number: if row.gap > 0.0 {
            format!("{:.2}", row.gap)
        } else {
            "–".to_owned()
        },
        address: None,
        width: (row.gap * 72.0).round() as u32,
        class: "gap",
    })
}
