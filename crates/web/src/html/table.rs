//! Tables: columns, rows in groups, and what cells show.
//!
//! To add a kind of cell: a variant of [`Cell`], its markup in the macro `cell` of `templates/figures.html`.

use super::block::RUNGS;
use super::format::number;
use super::pillar_style::PillarStyle;
use super::safe::{Address, Link, SafeText};
use super::volume_chart::VolumeChart;

/// A table.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) label: SafeText,
    pub(crate) columns: Vec<Column>,
    pub(crate) groups: Vec<RowGroup>,
    pub(crate) pager: Option<Pager>,
}

/// A column with its heading.
#[derive(Default)]
pub(crate) struct Column {
    pub(crate) words: SafeText,
    pub(crate) pillar: Option<PillarStyle>,
    /// `n` for numbers, `opt` and `mid` for what narrow screens leave out.
    pub(crate) class: &'static str,
    pub(crate) sort: Option<SortLink>,
}

/// The link that sorts a table by a column.
pub(crate) struct SortLink {
    pub(crate) address: Address,
    /// `ascending` or `descending` where the table is sorted by it.
    pub(crate) by: Option<&'static str>,
    pub(crate) arrow: &'static str,
}

/// Rows below a head of their own.
#[derive(Default)]
pub(crate) struct RowGroup {
    pub(crate) id: String,
    pub(crate) head: Option<Link>,
    pub(crate) quiet: SafeText,
    pub(crate) rows: Vec<TableRow>,
}

/// One row.
#[derive(Default)]
pub(crate) struct TableRow {
    pub(crate) id: String,
    pub(crate) cells: Vec<Cell>,
    /// What is below an expanded row.
    pub(crate) details: Option<Details>,
}

/// The details below a row.
pub(crate) struct Details {
    /// How the gap follows from weight and rung. A server leaves it out.
    pub(crate) gap: SafeText,
    /// A heading for those who do not see the row. A server leaves it out.
    pub(crate) head: SafeText,
    pub(crate) columns: Vec<DetailColumn>,
}

/// A column of details below a row.
pub(crate) struct DetailColumn {
    pub(crate) pillar: PillarStyle,
    pub(crate) name: Link,
    pub(crate) items: Vec<(Link, SafeText)>,
    pub(crate) more: SafeText,
    /// How much each source counts. A server leaves it out.
    pub(crate) by_source: SafeText,
}

/// One cell.
pub(crate) enum Cell {
    Text(SafeText),
    Code(SafeText),
    Number(String),
    Link(Link),
    Links(Vec<Link>),
    Main {
        title: Link,
        place: Link,
        marks: Vec<SafeText>,
        class: &'static str,
    },
    Bar(Bar),
    Ladder(Ladder),
    VolumeChart(Box<VolumeChart>),
    Sparkline(Sparkline),
    Toggle {
        address: Address,
        sign: &'static str,
        expanded: &'static str,
        label: SafeText,
    },
}

/// The number of links that a cell shows; the others are folded.
const SHOWN: usize = 18;

/// The links that a cell shows at once, and those that it folds; a few more are not worth folding.
pub(crate) fn folded(links: &[Link]) -> (&[Link], &[Link]) {
    let at = if links.len() > SHOWN + SHOWN / 2 {
        SHOWN
    } else {
        links.len()
    };
    links.split_at(at)
}

/// The rung of the best evidence as five dashes.
pub(crate) struct Ladder {
    pub(crate) words: String,
    pub(crate) steps: [&'static str; 5],
}

impl Ladder {
    pub(crate) fn new(rung: u8) -> Self {
        let name = RUNGS.get(usize::from(rung)).copied().unwrap_or_default();
        let mut steps = ["off"; 5];
        for step in steps.iter_mut().take(usize::from(rung)) {
            *step = "on";
        }
        Self {
            words: format!("evidence {rung} of 5: {name}"),
            steps,
        }
    }
}

/// How much was changed month by month: where each bar begins, and how high it is.
pub(crate) struct Sparkline {
    pub(crate) words: String,
    pub(crate) bars: Vec<(usize, u32)>,
}

impl Sparkline {
    pub(crate) fn of(months: &[u32]) -> Self {
        let most = months.iter().copied().max().unwrap_or(0).max(1);
        let bars = months.iter().enumerate().filter(|(_, count)| **count > 0);
        let sum: u32 = months.iter().sum();
        Self {
            words: format!(
                "{} of its items were last changed in the {} months before it was read",
                number(sum),
                months.len()
            ),
            bars: bars
                .map(|(at, &count)| (at * 3, (16 * count / most).clamp(2, 16)))
                .collect(),
        }
    }
}

/// A number with its length.
pub(crate) struct Bar {
    pub(crate) number: String,
    pub(crate) address: Option<Address>,
    pub(crate) width: u32,
    pub(crate) class: &'static str,
}

/// The pages of a list.
pub(crate) struct Pager {
    pub(crate) words: String,
    pub(crate) first: Option<Address>,
    pub(crate) next: Option<Address>,
}

/// Zero as a dash.
pub(crate) fn count(count: u32) -> String {
    if count == 0 {
        "–".to_owned()
    } else {
        number(count)
    }
}

impl Bar {
    /// A count out of the largest of its column.
    pub(crate) fn of(value: u32, most: u32, class: &'static str) -> Cell {
        Cell::Bar(Self {
            number: count(value),
            address: None,
            width: if value == 0 {
                0
            } else {
                (72 * value / most.max(1)).clamp(1, 72)
            },
            class,
        })
    }
}

impl Column {
    pub(crate) fn new(words: &str, class: &'static str) -> Self {
        Self {
            words: SafeText::of(words),
            class,
            ..Self::default()
        }
    }

    pub(crate) fn pillar(style: PillarStyle) -> Self {
        Self {
            pillar: Some(style),
            ..Self::new(style.name, "n")
        }
    }

    pub(crate) fn with_sort(self, sort: SortLink) -> Self {
        Self {
            sort: Some(sort),
            ..self
        }
    }
}

impl Cell {
    pub(crate) fn words(text: &str) -> Self {
        Self::Text(SafeText::of(text))
    }

    pub(crate) fn code(text: &str) -> Self {
        Self::Code(SafeText::of(text))
    }

    pub(crate) fn number(value: u32) -> Self {
        Self::Number(count(value))
    }
}

impl TableRow {
    pub(crate) fn new(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            ..Self::default()
        }
    }
}

impl Table {
    /// One group without a head.
    pub(crate) fn new(label: &str, columns: Vec<Column>, rows: Vec<TableRow>) -> Self {
        // In pieces, so that a browser lays out only those that are seen.
        let mut rows = rows.into_iter().peekable();
        let mut groups = Vec::new();
        while rows.peek().is_some() {
            groups.push(RowGroup {
                rows: rows.by_ref().take(100).collect(),
                ..RowGroup::default()
            });
        }
        Self {
            label: SafeText::of(label),
            columns,
            groups,
            pager: None,
        }
    }
}
