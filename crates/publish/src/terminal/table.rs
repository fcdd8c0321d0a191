//! Tables without lines: columns as wide as what is in them, and as narrow as the terminal makes them.

use unicode_width::UnicodeWidthStr;

use crate::style::{Style, clean};

/// How a column behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// Never shortened: ids, words of a scale.
    Whole,
    /// Never shortened, to the right: numbers.
    Number,
    /// Shortened in the middle where there is no room: titles, paths.
    Text,
}

/// A cell: what it says, and how that looks (colours and links do not count for its width).
pub(crate) struct Cell {
    text: String,
    look: Box<dyn Fn(&str) -> String>,
}

impl Cell {
    pub(crate) fn plain(text: impl AsRef<str>) -> Self {
        Self::painted(text, str::to_owned)
    }

    pub(crate) fn painted(text: impl AsRef<str>, look: impl Fn(&str) -> String + 'static) -> Self {
        Self {
            text: clean(text.as_ref()),
            look: Box::new(look),
        }
    }
}

const GAP: usize = 2;
const NARROWEST: usize = 12;

/// The rows, each indented by `indent`, without a line that is longer than the terminal is wide.
pub(crate) fn table(columns: &[Column], rows: &[Vec<Cell>], indent: usize, style: Style) -> String {
    let mut widths: Vec<usize> = (0..columns.len())
        .map(|at| {
            rows.iter()
                .map(|row| row[at].text.width())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let used = widths.iter().filter(|&&width| width > 0).count();
    let room = style
        .width
        .saturating_sub(indent + GAP * used.saturating_sub(1));
    narrow(columns, &mut widths, room);
    let mut text = String::new();
    for row in rows {
        let mut line = " ".repeat(indent);
        let mut pending = 0;
        for ((cell, &width), column) in row
            .iter()
            .zip(&widths)
            .zip(columns)
            .filter(|((_, width), _)| **width > 0)
        {
            let fitted = if *column == Column::Text {
                style.fit(&cell.text, width)
            } else {
                cell.text.clone()
            };
            let blank = width.saturating_sub(fitted.width());
            let (before, after) = if *column == Column::Number {
                (blank, 0)
            } else {
                (0, blank)
            };
            line += &" ".repeat(pending + before);
            line += &(cell.look)(&fitted);
            pending = after + GAP;
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// Takes from the widest text column until the row fits.
fn narrow(columns: &[Column], widths: &mut [usize], room: usize) {
    while widths.iter().sum::<usize>() > room {
        let texts =
            (0..columns.len()).filter(|&at| columns[at] == Column::Text && widths[at] > NARROWEST);
        let Some(widest) = texts.max_by_key(|&at| widths[at]) else {
            return;
        };
        widths[widest] -= 1;
    }
}

/// `left` and `right` on one line, as far apart as the terminal allows; on two where there is no room.
pub(crate) fn apart(left: (&str, usize), right: (&str, usize), style: Style) -> String {
    let blank = style.width.saturating_sub(left.1 + right.1);
    if blank < GAP {
        format!("{}\n{}\n", left.0, right.0)
    } else {
        format!("{}{}{}\n", left.0, " ".repeat(blank), right.0)
    }
}

/// Words joined by commas, broken into lines that fit, the later ones indented.
pub(crate) fn wrapped(text: &str, indent: usize, style: Style) -> String {
    let blank = " ".repeat(indent);
    let options = textwrap::Options::new(style.width.max(20))
        .initial_indent(&blank)
        .subsequent_indent(&blank)
        .break_words(false);
    textwrap::fill(text, options) + "\n"
}
