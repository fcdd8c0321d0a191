//! The pieces that most pages of the web app are put together from: numbers, tables, lists of names, texts.
//!
//! To add a piece: a variant here, its form in `templates/blocks.html`.

use askama::Template;

use super::bearing::Bearing;
use super::face::{Face, Shape, number};
use super::grid::Grid;
use super::prose::Prose;
use super::safe::{Address, Link, Words};
use super::shell::Shell;

/// A page of parts below each other.
#[derive(Template)]
#[template(path = "doc.html", whitespace = "minimize")]
pub(crate) struct Doc {
    pub(crate) shell: Shell,
    pub(crate) crumbs: Vec<Link>,
    pub(crate) title: Words,
    /// An id beside the title.
    pub(crate) code: Option<Words>,
    pub(crate) lead: Vec<Words>,
    /// Buttons; the first may be the primary one.
    pub(crate) acts: Vec<Act>,
    pub(crate) chips: Vec<Link>,
    pub(crate) parts: Vec<Part>,
    /// What stands left of it all, or behind a button where there is no room.
    pub(crate) side: Option<Side>,
}

/// A button, or a menu where it holds several.
pub(crate) struct Act {
    pub(crate) words: &'static str,
    pub(crate) primary: bool,
    pub(crate) links: Vec<Link>,
}

/// A part of a page, with a heading or none.
#[derive(Default)]
pub(crate) struct Part {
    pub(crate) id: String,
    pub(crate) head: Words,
    pub(crate) quiet: Words,
    pub(crate) face: Option<Face>,
    pub(crate) more: Option<Link>,
    pub(crate) blocks: Vec<Block>,
}

/// One piece.
pub(crate) enum Block {
    Stats(Vec<Stat>),
    Table(Table),
    Prose(Prose),
    Text(Words),
    Note(Vec<Link>),
    Empty(Words),
    Names(Vec<Link>),
    Facts(Vec<(&'static str, Vec<Link>)>),
    Code(Vec<Token>),
    Tabs(Vec<Tab>),
    Diamond(Diamond),
    Grid(Box<Grid>),
}

/// A number of a panel, or a picture.
pub(crate) struct Stat {
    pub(crate) face: Option<Face>,
    pub(crate) name: Words,
    pub(crate) number: Words,
    pub(crate) words: Words,
    /// What it counts.
    pub(crate) address: Option<Address>,
    pub(crate) strip: Option<Strip>,
}

/// Techniques by rung as one bar of 1,000.
pub(crate) struct Strip {
    pub(crate) words: String,
    pub(crate) steps: Vec<Step>,
}

/// One rung of it.
pub(crate) struct Step {
    pub(crate) rung: usize,
    pub(crate) x: u32,
    pub(crate) width: u32,
    pub(crate) count: String,
    pub(crate) name: &'static str,
}

/// One of several views.
pub(crate) struct Tab {
    pub(crate) words: Words,
    pub(crate) address: Address,
    pub(crate) here: bool,
    pub(crate) face: Option<Face>,
}

/// The four corners of the diamond model.
pub(crate) struct Diamond {
    pub(crate) adversary: Words,
    pub(crate) capability: Words,
    pub(crate) infrastructure: Words,
    pub(crate) victim: Words,
}

/// A piece of highlighted text.
pub(crate) struct Token {
    pub(crate) form: Form,
    pub(crate) text: String,
}

/// How it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    Key,
    Text,
    Comment,
}

/// A table.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) label: Words,
    pub(crate) columns: Vec<Column>,
    pub(crate) groups: Vec<Group>,
    pub(crate) pager: Option<Pager>,
}

/// Its head, and the cells below it.
#[derive(Default)]
pub(crate) struct Column {
    pub(crate) words: Words,
    pub(crate) face: Option<Face>,
    /// `n` for numbers, `opt` and `mid` for what narrow screens leave out.
    pub(crate) class: &'static str,
    pub(crate) sort: Option<Sorted>,
}

/// How it can be sorted.
pub(crate) struct Sorted {
    pub(crate) address: Address,
    /// `ascending` or `descending` where the table is sorted by it.
    pub(crate) by: Option<&'static str>,
    pub(crate) arrow: &'static str,
}

/// Rows below a head of their own.
#[derive(Default)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) head: Option<Link>,
    pub(crate) quiet: Words,
    pub(crate) rows: Vec<Line>,
}

/// One row.
#[derive(Default)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) cells: Vec<Cell>,
    /// What stands below it, in columns, where it is open.
    pub(crate) opened: Option<Vec<Opened>>,
}

/// A column of what stands behind a row.
pub(crate) struct Opened {
    pub(crate) face: Face,
    pub(crate) items: Vec<(Link, Words)>,
    pub(crate) more: Words,
}

/// One cell.
pub(crate) enum Cell {
    Words(Words),
    Code(Words),
    Number(String),
    Link(Link),
    Links(Vec<Link>),
    Main {
        title: Link,
        place: Link,
        marks: Vec<Words>,
        of: &'static str,
    },
    Bar(Bar),
    Ladder(Ladder),
    Bearing(Box<Bearing>),
    Spark(Spark),
    Open {
        address: Address,
        sign: &'static str,
        expanded: &'static str,
        of: Words,
    },
}

/// So many links stand in a cell before the others are folded.
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
pub(crate) struct Spark {
    pub(crate) words: String,
    pub(crate) bars: Vec<(usize, u32)>,
}

impl Spark {
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
pub(crate) struct Side {
    /// What the button says that leads to it on a phone.
    pub(crate) words: &'static str,
    pub(crate) action: Address,
    pub(crate) button: &'static str,
    pub(crate) sets: Vec<Set>,
    pub(crate) hidden: Vec<(String, Words)>,
}

/// Fields that belong together.
#[derive(Default)]
pub(crate) struct Set {
    pub(crate) legend: Words,
    pub(crate) face: Option<Face>,
    pub(crate) more: Option<Link>,
    pub(crate) words: Vec<Words>,
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
    pub(crate) value: Words,
    pub(crate) words: Words,
    pub(crate) count: String,
    pub(crate) checked: bool,
}

/// A field for text.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) words: &'static str,
    pub(crate) value: Words,
    pub(crate) hint: &'static str,
    pub(crate) long: bool,
}

impl Act {
    /// Whether anything of it leads anywhere.
    pub(crate) fn leads(&self) -> bool {
        self.links.iter().any(|link| link.address.is_some())
    }
}

impl Part {
    pub(crate) fn new(id: &str, head: &str, blocks: Vec<Block>) -> Self {
        Self {
            id: id.to_owned(),
            head: Words::of(head),
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
            quiet: Words::of(words),
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

impl Doc {
    pub(crate) fn new(shell: Shell, title: &str) -> Self {
        Self {
            shell,
            crumbs: Vec::new(),
            title: Words::of(title),
            code: None,
            lead: Vec::new(),
            acts: Vec::new(),
            chips: Vec::new(),
            parts: Vec::new(),
            side: None,
        }
    }
}

impl Stat {
    pub(crate) fn new(name: &str, number: &str, words: &str) -> Self {
        Self {
            face: None,
            name: Words::of(name),
            number: Words::of(number),
            words: Words::of(words),
            address: None,
            strip: None,
        }
    }

    /// The same, leading to what it counts.
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
        let mut steps = Vec::new();
        for (rung, (&count, name)) in rungs.iter().zip(RUNGS).enumerate() {
            let width = 1000 * count / total.max(1);
            if count > 0 {
                steps.push(Step {
                    rung,
                    x,
                    width: width.saturating_sub(1).max(1),
                    count: count.to_string(),
                    name,
                });
            }
            x += width;
        }
        let said: Vec<String> = steps
            .iter()
            .map(|step| format!("{} {}", step.count, step.name))
            .collect();
        Self {
            strip: Some(Strip {
                words: format!("Techniques by best evidence: {}", said.join(", ")),
                steps,
            }),
            ..Self::new("Techniques by best evidence", "", "")
        }
    }
}

/// What each rung says.
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
            words: Words::of(words),
            class,
            ..Self::default()
        }
    }

    pub(crate) fn face(face: Face) -> Self {
        Self {
            face: Some(face),
            ..Self::new(face.name, "n")
        }
    }

    pub(crate) fn sorted(self, sort: Sorted) -> Self {
        Self {
            sort: Some(sort),
            ..self
        }
    }
}

impl Cell {
    pub(crate) fn words(text: &str) -> Self {
        Self::Words(Words::of(text))
    }

    pub(crate) fn code(text: &str) -> Self {
        Self::Code(Words::of(text))
    }

    pub(crate) fn number(value: u32) -> Self {
        Self::Number(count(value))
    }
}

impl Line {
    pub(crate) fn of(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            ..Self::default()
        }
    }
}

impl Table {
    /// One group without a head.
    pub(crate) fn new(label: &str, columns: Vec<Column>, rows: Vec<Line>) -> Self {
        // In pieces, so that a browser lays out only those that are seen.
        let mut rows = rows.into_iter().peekable();
        let mut groups = Vec::new();
        while rows.peek().is_some() {
            groups.push(Group {
                rows: rows.by_ref().take(100).collect(),
                ..Group::default()
            });
        }
        Self {
            label: Words::of(label),
            columns,
            groups,
            pager: None,
        }
    }
}
