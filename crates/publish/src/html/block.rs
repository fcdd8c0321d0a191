//! The pieces that most pages of the web app are put together from: numbers, tables, lists of names, texts.
//!
//! To add a piece: a variant here, its form in `templates/blocks.html`.

use askama::Template;

use super::bearing::Bearing;
use super::face::{Face, Shape, number};
use super::prose::Prose;
use super::safe::{Address, Link, Words};
use super::shell::Shell;
use super::web::matrix::Grid;

/// A page of parts below each other.
#[derive(Template)]
#[template(path = "doc.html", whitespace = "minimize")]
pub(super) struct Doc {
    pub(super) shell: Shell,
    pub(super) crumbs: Vec<Link>,
    pub(super) title: Words,
    /// An id beside the title.
    pub(super) code: Option<Words>,
    pub(super) lead: Vec<Words>,
    /// Buttons; the first may be the primary one.
    pub(super) acts: Vec<Act>,
    pub(super) chips: Vec<Link>,
    pub(super) parts: Vec<Part>,
    /// What stands left of it all, or behind a button where there is no room.
    pub(super) side: Option<Side>,
}

/// A button, or a menu where it holds several.
pub(super) struct Act {
    pub(super) words: &'static str,
    pub(super) primary: bool,
    pub(super) links: Vec<Link>,
}

/// A part of a page, with a heading or none.
#[derive(Default)]
pub(super) struct Part {
    pub(super) id: String,
    pub(super) head: Words,
    pub(super) quiet: Words,
    pub(super) face: Option<Face>,
    pub(super) more: Option<Link>,
    pub(super) blocks: Vec<Block>,
}

/// One piece.
pub(super) enum Block {
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
pub(super) struct Stat {
    pub(super) face: Option<Face>,
    pub(super) name: Words,
    pub(super) number: Words,
    pub(super) words: Words,
    /// What it counts.
    pub(super) address: Option<Address>,
    pub(super) strip: Option<Strip>,
}

/// Techniques by rung as one bar of 1,000.
pub(super) struct Strip {
    pub(super) words: String,
    pub(super) steps: Vec<Step>,
}

/// One rung of it.
pub(super) struct Step {
    pub(super) rung: usize,
    pub(super) x: u32,
    pub(super) width: u32,
    pub(super) count: String,
    pub(super) name: &'static str,
}

/// One of several views.
pub(super) struct Tab {
    pub(super) words: Words,
    pub(super) address: Address,
    pub(super) here: bool,
    pub(super) face: Option<Face>,
}

/// The four corners of the diamond model.
pub(super) struct Diamond {
    pub(super) adversary: Words,
    pub(super) capability: Words,
    pub(super) infrastructure: Words,
    pub(super) victim: Words,
}

/// A piece of highlighted text.
pub(super) struct Token {
    pub(super) form: Form,
    pub(super) text: String,
}

/// How it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Plain,
    Key,
    Text,
    Comment,
}

/// A table.
#[derive(Default)]
pub(super) struct Table {
    pub(super) label: Words,
    pub(super) columns: Vec<Column>,
    pub(super) groups: Vec<Group>,
    pub(super) pager: Option<Pager>,
}

/// Its head, and the cells below it.
#[derive(Default)]
pub(super) struct Column {
    pub(super) words: Words,
    pub(super) face: Option<Face>,
    /// `n` for numbers, `opt` and `mid` for what narrow screens leave out.
    pub(super) class: &'static str,
    pub(super) sort: Option<Sorted>,
}

/// How it can be sorted.
pub(super) struct Sorted {
    pub(super) address: Address,
    /// `ascending` or `descending` where the table is sorted by it.
    pub(super) by: Option<&'static str>,
    pub(super) arrow: &'static str,
}

/// Rows below a head of their own.
#[derive(Default)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) head: Option<Link>,
    pub(super) quiet: Words,
    pub(super) rows: Vec<Line>,
}

/// One row.
#[derive(Default)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) cells: Vec<Cell>,
    /// What stands below it, in columns, where it is open.
    pub(super) opened: Option<Vec<Opened>>,
}

/// A column of what stands behind a row.
pub(super) struct Opened {
    pub(super) face: Face,
    pub(super) items: Vec<(Link, Words)>,
    pub(super) more: Words,
}

/// One cell.
pub(super) enum Cell {
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
pub(super) fn folded(links: &[Link]) -> (&[Link], &[Link]) {
    let at = if links.len() > SHOWN + SHOWN / 2 {
        SHOWN
    } else {
        links.len()
    };
    links.split_at(at)
}

/// The rung of the best evidence as five dashes.
pub(super) struct Ladder {
    pub(super) words: String,
    pub(super) steps: [&'static str; 5],
}

impl Ladder {
    pub(super) fn new(rung: u8) -> Self {
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
pub(super) struct Spark {
    pub(super) words: String,
    pub(super) bars: Vec<(usize, u32)>,
}

impl Spark {
    pub(super) fn of(months: &[u32]) -> Self {
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
pub(super) struct Bar {
    pub(super) number: String,
    pub(super) address: Option<Address>,
    pub(super) width: u32,
    pub(super) class: &'static str,
}

/// The pages of a list.
pub(super) struct Pager {
    pub(super) words: String,
    pub(super) first: Option<Address>,
    pub(super) next: Option<Address>,
}

/// A form left of a page.
pub(super) struct Side {
    /// What the button says that leads to it on a phone.
    pub(super) words: &'static str,
    pub(super) action: Address,
    pub(super) button: &'static str,
    pub(super) sets: Vec<Set>,
    pub(super) hidden: Vec<(String, Words)>,
}

/// Fields that belong together.
#[derive(Default)]
pub(super) struct Set {
    pub(super) legend: Words,
    pub(super) face: Option<Face>,
    pub(super) more: Option<Link>,
    pub(super) words: Vec<Words>,
    pub(super) boxes: Vec<Choice>,
    pub(super) fields: Vec<Field>,
    pub(super) folded: bool,
    /// All boxes ticked say the same as none; buttons tick them together.
    pub(super) all: bool,
}

/// A check box or a radio button.
pub(super) struct Choice {
    pub(super) radio: bool,
    pub(super) name: &'static str,
    pub(super) value: Words,
    pub(super) words: Words,
    pub(super) count: String,
    pub(super) checked: bool,
}

/// A field for text.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) words: &'static str,
    pub(super) value: Words,
    pub(super) hint: &'static str,
    pub(super) long: bool,
}

impl Act {
    /// Whether anything of it leads anywhere.
    pub(super) fn leads(&self) -> bool {
        self.links.iter().any(|link| link.address.is_some())
    }
}

impl Part {
    pub(super) fn new(id: &str, head: &str, blocks: Vec<Block>) -> Self {
        Self {
            id: id.to_owned(),
            head: Words::of(head),
            blocks,
            ..Self::default()
        }
    }

    /// Without a heading.
    pub(super) fn plain(blocks: Vec<Block>) -> Self {
        Self {
            blocks,
            ..Self::default()
        }
    }

    pub(super) fn quiet(self, words: &str) -> Self {
        Self {
            quiet: Words::of(words),
            ..self
        }
    }

    pub(super) fn more(self, link: Link) -> Self {
        Self {
            more: Some(link),
            ..self
        }
    }
}

impl Doc {
    pub(super) fn new(shell: Shell, title: &str) -> Self {
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
    pub(super) fn new(name: &str, number: &str, words: &str) -> Self {
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
    pub(super) fn leading(self, address: Address) -> Self {
        Self {
            address: Some(address),
            ..self
        }
    }

    /// Techniques by their best evidence.
    pub(super) fn rungs(rungs: &[u32; 6]) -> Self {
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
pub(super) const RUNGS: [&str; 6] = [
    "nothing",
    "mapped",
    "log source there",
    "test linked",
    "fired on a recorded sample",
    "fired in my lab",
];

/// Zero as a dash.
pub(super) fn count(count: u32) -> String {
    if count == 0 {
        "–".to_owned()
    } else {
        number(count)
    }
}

impl Bar {
    /// A count out of the largest of its column.
    pub(super) fn of(value: u32, most: u32, class: &'static str) -> Cell {
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
    pub(super) fn new(words: &str, class: &'static str) -> Self {
        Self {
            words: Words::of(words),
            class,
            ..Self::default()
        }
    }

    pub(super) fn face(face: Face) -> Self {
        Self {
            face: Some(face),
            ..Self::new(face.name, "n")
        }
    }

    pub(super) fn sorted(self, sort: Sorted) -> Self {
        Self {
            sort: Some(sort),
            ..self
        }
    }
}

impl Cell {
    pub(super) fn words(text: &str) -> Self {
        Self::Words(Words::of(text))
    }

    pub(super) fn code(text: &str) -> Self {
        Self::Code(Words::of(text))
    }

    pub(super) fn number(value: u32) -> Self {
        Self::Number(count(value))
    }
}

impl Line {
    pub(super) fn of(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            ..Self::default()
        }
    }
}

impl Table {
    /// One group without a head.
    pub(super) fn new(label: &str, columns: Vec<Column>, rows: Vec<Line>) -> Self {
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
