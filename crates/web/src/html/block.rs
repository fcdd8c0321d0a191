//! The blocks of which most pages of the web app consist: numbers, tables, lists of names, texts.
//!
//! To add a block: a variant here, its markup in `templates/block.html`.

use askama::Template;

use super::format::number;
use super::grid::Grid;
use super::pillar_style::{PillarStyle, Shape};
use super::prose::Prose;
use super::safe::{Address, Link, SafeText};
use super::shell::Shell;
use super::volume_chart::VolumeChart;

/// A page of sections below each other.
#[derive(Template)]
#[template(path = "document.html", whitespace = "minimize")]
pub(crate) struct Document {
    pub(crate) shell: Shell,
    pub(crate) crumbs: Vec<Link>,
    pub(crate) title: SafeText,
    /// An id beside the title.
    pub(crate) code: Option<SafeText>,
    pub(crate) lead: Vec<SafeText>,
    /// Buttons; the first may be the primary one.
    pub(crate) menus: Vec<Menu>,
    pub(crate) chips: Vec<Link>,
    pub(crate) sections: Vec<PageSection>,
    /// The form left of the sections; on narrow screens it is behind a button.
    pub(crate) side_form: Option<SideForm>,
}

/// A button, or a menu where it holds several.
pub(crate) struct Menu {
    pub(crate) words: &'static str,
    pub(crate) primary: bool,
    pub(crate) links: Vec<Link>,
}

/// A section of a page, with or without a heading.
#[derive(Default)]
pub(crate) struct PageSection {
    pub(crate) id: String,
    pub(crate) head: SafeText,
    pub(crate) quiet: SafeText,
    pub(crate) pillar: Option<PillarStyle>,
    pub(crate) more: Option<Link>,
    pub(crate) blocks: Vec<Block>,
}

/// A block of a section.
pub(crate) enum Block {
    Statistics(Vec<Statistic>),
    Table(Table),
    Prose(Prose),
    Text(SafeText),
    Note(Vec<Link>),
    Empty(SafeText),
    Names(Vec<Link>),
    Facts(Vec<(&'static str, Vec<Link>)>),
    Code(Vec<Token>),
    Tabs(Vec<Tab>),
    Diamond(Diamond),
    Grid(Box<Grid>),
}

/// A number of a panel, or a picture.
pub(crate) struct Statistic {
    pub(crate) pillar: Option<PillarStyle>,
    pub(crate) name: SafeText,
    pub(crate) number: SafeText,
    pub(crate) words: SafeText,
    /// What it counts.
    pub(crate) address: Option<Address>,
    pub(crate) rung_bar: Option<RungBar>,
}

/// Techniques by rung as one bar of 1,000.
pub(crate) struct RungBar {
    pub(crate) words: String,
    pub(crate) segments: Vec<RungSegment>,
}

/// The segment of one rung.
pub(crate) struct RungSegment {
    pub(crate) rung: usize,
    pub(crate) x: u32,
    pub(crate) width: u32,
    pub(crate) count: String,
    pub(crate) name: &'static str,
}

/// A link to one of several views.
pub(crate) struct Tab {
    pub(crate) words: SafeText,
    pub(crate) address: Address,
    pub(crate) current: bool,
    pub(crate) pillar: Option<PillarStyle>,
}

/// The four corners of the diamond model.
pub(crate) struct Diamond {
    pub(crate) adversary: SafeText,
    pub(crate) capability: SafeText,
    pub(crate) infrastructure: SafeText,
    pub(crate) victim: SafeText,
}

/// A piece of highlighted text.
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) text: String,
}

/// The kind of a token, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Plain,
    Key,
    Text,
    Comment,
}

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
    /// The columns below an expanded row.
    pub(crate) details: Option<Vec<DetailColumn>>,
}

/// A column of details below a row.
pub(crate) struct DetailColumn {
    pub(crate) pillar: PillarStyle,
    pub(crate) items: Vec<(Link, SafeText)>,
    pub(crate) more: SafeText,
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

/// A form left of a page.
pub(crate) struct SideForm {
    /// The label of the button that leads to it on narrow screens.
    pub(crate) words: &'static str,
    pub(crate) action: Address,
    pub(crate) button: &'static str,
    pub(crate) field_sets: Vec<FieldSet>,
    pub(crate) hidden: Vec<(String, SafeText)>,
}

/// Fields with a common legend.
#[derive(Default)]
pub(crate) struct FieldSet {
    pub(crate) legend: SafeText,
    pub(crate) pillar: Option<PillarStyle>,
    pub(crate) more: Option<Link>,
    pub(crate) words: Vec<SafeText>,
    pub(crate) boxes: Vec<Choice>,
    pub(crate) fields: Vec<Field>,
    pub(crate) folded: bool,
    /// All boxes ticked say the same as none; buttons tick them together.
    pub(crate) all: bool,
}

/// A check box or a radio button.
pub(crate) struct Choice {
    pub(crate) radio: bool,
    pub(crate) name: &'static str,
    pub(crate) value: SafeText,
    pub(crate) words: SafeText,
    pub(crate) count: String,
    pub(crate) checked: bool,
}

/// A field for text.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) words: &'static str,
    pub(crate) value: SafeText,
    pub(crate) hint: &'static str,
    pub(crate) long: bool,
}

impl Menu {
    /// Whether any of its links has an address.
    pub(crate) fn has_link(&self) -> bool {
        self.links.iter().any(|link| link.address.is_some())
    }
}

impl PageSection {
    pub(crate) fn new(id: &str, head: &str, blocks: Vec<Block>) -> Self {
        Self {
            id: id.to_owned(),
            head: SafeText::of(head),
            blocks,
            ..Self::default()
        }
    }

    /// Without a heading.
    pub(crate) fn plain(blocks: Vec<Block>) -> Self {
        Self {
            blocks,
            ..Self::default()
        }
    }

    pub(crate) fn quiet(self, words: &str) -> Self {
        Self {
            quiet: SafeText::of(words),
            ..self
        }
    }

    pub(crate) fn more(self, link: Link) -> Self {
        Self {
            more: Some(link),
            ..self
        }
    }
}

impl Document {
    pub(crate) fn new(shell: Shell, title: &str) -> Self {
        Self {
            shell,
            crumbs: Vec::new(),
            title: SafeText::of(title),
            code: None,
            lead: Vec::new(),
            menus: Vec::new(),
            chips: Vec::new(),
            sections: Vec::new(),
            side_form: None,
        }
    }
}

impl Statistic {
    pub(crate) fn new(name: &str, number: &str, words: &str) -> Self {
        Self {
            pillar: None,
            name: SafeText::of(name),
            number: SafeText::of(number),
            words: SafeText::of(words),
            address: None,
            rung_bar: None,
        }
    }

    /// Links the number to what it counts.
    pub(crate) fn leading(self, address: Address) -> Self {
        Self {
            address: Some(address),
            ..self
        }
    }

    /// Techniques by their best evidence.
    pub(crate) fn rungs(rungs: &[u32; 6]) -> Self {
        let total: u32 = rungs.iter().sum();
        let mut x = 0;
        let mut segments = Vec::new();
        for (rung, (&count, name)) in rungs.iter().zip(RUNGS).enumerate() {
            let width = 1000 * count / total.max(1);
            if count > 0 {
                segments.push(RungSegment {
                    rung,
                    x,
                    width: width.saturating_sub(1).max(1),
                    count: count.to_string(),
                    name,
                });
            }
            x += width;
        }
        let counts: Vec<String> = segments
            .iter()
            .map(|segment| format!("{} {}", segment.count, segment.name))
            .collect();
        Self {
            rung_bar: Some(RungBar {
                words: format!("Techniques by best evidence: {}", counts.join(", ")),
                segments,
            }),
            ..Self::new("Techniques by best evidence", "", "")
        }
    }
}

/// The names of the rungs.
pub(crate) const RUNGS: [&str; 6] = [
    "nothing",
    "mapped",
    "log source there",
    "test linked",
    "fired on a recorded sample",
    "fired in my lab",
];

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
