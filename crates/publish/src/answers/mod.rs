//! How the answer to each question is published, defined once: one file per question.
//!
//! To add a question: its file here, with an implementation of [`Publish`]. The list of questions declares it, so that no
//! other file names it; `rustfmt` does not follow such declarations, so `cargo xtask format` formats these files by name.

use questions::{Answer, Ask, question};
use serde::Serialize;

use crate::heat::{HeatMap, HeatMapSource, MatrixLayout, Score};
use crate::options::{Layout, Options};
use crate::statements::Statements;
use crate::subject::Subject;
use crate::table::Table;
use crate::terminal::{full_list, paging_note};

/// How the answer of a question is published. What is left out, the answer does not have.
pub(crate) trait Publish: Ask {
    /// Its list, for tables and spreadsheets.
    const LIST: Option<Listing<Self::Answer>> = None;
    /// Its page in Markdown, where it is more than its list.
    const MARKDOWN: Option<fn(&Self::Answer, Layout) -> String> = None;
    /// Its techniques with a score, for layers and pictures of the matrix.
    const HEAT: Option<HeatMapSource<Self::Answer>> = None;
    /// Its resources with the techniques that they count for, for threat intelligence platforms.
    const STATEMENTS: Option<fn(&Self::Answer) -> Statements<'_>> = None;

    /// The subject of the answer.
    fn subject(_answer: &Self::Answer) -> Subject<'_> {
        Subject::default()
    }

    /// One line of JSON for each item.
    fn lines(answer: &Self::Answer) -> serde_json::Result<String> {
        lines(std::slice::from_ref(answer))
    }

    /// For people at a terminal.
    fn terminal(answer: &Self::Answer, options: &Options) -> String {
        let table = Self::LIST.map_or_else(Table::default, |list| (list.table)(answer));
        let paging_note =
            Self::paging().map(|paging| paging_note(paging.list(answer), options.style));
        full_list(&table, options.style) + &paging_note.unwrap_or_default()
    }
}

/// A list.
pub(crate) struct Listing<A> {
    /// The title of its page.
    pub(crate) title: &'static str,
    /// Every field of its items, nothing shortened.
    pub(crate) table: fn(&A) -> Table,
}

fn lines(items: &[impl Serialize]) -> serde_json::Result<String> {
    let line = |item| Ok(serde_json::to_string(item)? + "\n");
    items.iter().map(line).collect()
}

/// What the answer of a question consists of, which decides the formats that it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one form, and an answer may have any of them"
)]
pub struct AnswerShape {
    /// Whether it is a list.
    pub(crate) list: bool,
    /// Whether it is a page in Markdown, in one of several layouts.
    pub(crate) page: bool,
    /// Whether it has techniques with a score.
    pub(crate) heat: bool,
    /// Whether they can be drawn.
    pub(crate) picture: bool,
    /// Whether it says what resources are mapped to.
    pub(crate) statements: bool,
    scores: &'static [Score],
}

impl AnswerShape {
    fn of<Q: Publish>() -> Self {
        let (heat, scores) = match Q::HEAT {
            Some(map) => (Some(map.picture), map.scores),
            None => (None, &[][..]),
        };
        Self {
            list: Q::LIST.is_some(),
            page: Q::MARKDOWN.is_some(),
            heat: heat.is_some(),
            picture: matches!(heat, Some(Some(_))),
            statements: Q::STATEMENTS.is_some(),
            scores,
        }
    }

    /// By what layers and pictures can be coloured, where there is a choice.
    pub fn scores(self) -> &'static [Score] {
        self.scores
    }

    /// Whether its page has several layouts.
    pub fn has_layouts(self) -> bool {
        self.page
    }
}

macro_rules! declare {
    ($($variant:ident $module:ident,)*) => {
        $(mod $module;)*

        /// What the answer of the question of this name consists of; none if there is no such question.
        pub fn answer_shape(name: &str) -> Option<AnswerShape> {
            $(if name == question::$variant::NAME {
                return Some(AnswerShape::of::<question::$variant>());
            })*
            None
        }

        /// The title of the page of its list.
        pub fn title(answer: &Answer) -> Option<&'static str> {
            match answer {
                $(Answer::$variant(_) => question::$variant::LIST.map(|list| list.title),)*
            }
        }

        /// Its list, every field of it and nothing shortened; none where the answer is no list.
        pub fn table(answer: &Answer) -> Option<Table> {
            match answer {
                $(Answer::$variant(answer) => question::$variant::LIST.map(|list| (list.table)(answer)),)*
            }
        }

        /// Its page in Markdown.
        pub(crate) fn markdown(answer: &Answer, layout: Layout) -> Option<String> {
            match answer {
                $(Answer::$variant(answer) => question::$variant::MARKDOWN.map(|markdown| markdown(answer, layout)),)*
            }
        }

        /// Its techniques with this score, and how they are drawn; why not, where it has no such score.
        pub(crate) fn heat(answer: &Answer, score: Option<Score>) -> Option<Result<(HeatMap<'_>, Option<MatrixLayout>), String>> {
            match answer {
                $(Answer::$variant(answer) => {
                    question::$variant::HEAT.map(|map| Ok(((map.read)(answer, score)?, map.picture)))
                })*
            }
        }

        /// What it says resources are mapped to.
        pub(crate) fn statements(answer: &Answer) -> Option<Statements<'_>> {
            match answer {
                $(Answer::$variant(answer) => question::$variant::STATEMENTS.map(|statements| statements(answer)),)*
            }
        }

        /// The subject of the answer.
        pub(crate) fn subject(answer: &Answer) -> Subject<'_> {
            match answer {
                $(Answer::$variant(answer) => question::$variant::subject(answer),)*
            }
        }

        /// One line of JSON for each of its items.
        pub(crate) fn ndjson(answer: &Answer) -> serde_json::Result<String> {
            match answer {
                $(Answer::$variant(answer) => question::$variant::lines(answer),)*
            }
        }

        /// The answer for people at a terminal.
        pub(crate) fn terminal(answer: &Answer, options: &Options) -> String {
            match answer {
                $(Answer::$variant(answer) => question::$variant::terminal(answer, options),)*
            }
        }
    };
}

questions::for_each_question!(declare);
