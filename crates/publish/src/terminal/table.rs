//! Tables without lines: columns as wide as what is in them, and as narrow as the terminal makes them.

use unicode_width::UnicodeWidthStr;

use crate::style::{Style, clean};

/// How a column behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnFit {
    /// Never shortened: ids, words of a scale.
    Whole,
    /// Never shortened, to the right: numbers.
    Number,
    /// Shortened in the middle where there is no room: titles.
    Text,
    /// Shortened before texts: a path, of which folders are left out first, and then the whole.
    Path,
    /// Left out whole where there is no room.
    Spare,
    /// Left out where there is no room, aligned right.
    SpareNumber,
}

/// A cell: what it says, and how that looks (colours and links do not count for its width).
pub(crate) struct Cell {
    text: String,
    look: Box<dyn Fn(&str) -> String>,
}

impl Cell {
    pub(crate) fn plain(text: impl AsRef<str>) -> Self {
        Self::styled(text, str::to_owned)
    }

    pub(crate) fn styled(text: impl AsRef<str>, look: impl Fn(&str) -> String + 'static) -> Self {
        Self {
            text: clean(text.as_ref()),
            look: Box::new(look),
        }
    }
}

const GAP: usize = 2;
const NARROWEST: usize = 12;
const NARROWEST_PATH: usize = 20;

/// The rows, each indented by `indent`, without a line that is longer than the terminal is wide.
pub(crate) fn table(
    columns: &[ColumnFit],
    rows: &[Vec<Cell>],
    indent: usize,
    style: Style,
) -> String {
    let natural = (0..columns.len()).map(|at| {
        rows.iter()
            .map(|row| row[at].text.width())
            .max()
            .unwrap_or(0)
    });
    let widths = fit_widths(
        columns,
        natural.collect(),
        style.width.saturating_sub(indent),
    );
    rows.iter()
        .map(|row| line(columns, row, &widths, indent, style))
        .collect()
}

fn line(
    columns: &[ColumnFit],
    row: &[Cell],
    widths: &[usize],
    indent: usize,
    style: Style,
) -> String {
    let mut line = " ".repeat(indent);
    let mut pending = 0;
    for ((cell, &width), column) in row
        .iter()
        .zip(widths)
        .zip(columns)
        .filter(|((_, width), _)| **width > 0)
    {
        let text = match column {
            ColumnFit::Text => style.fit(&cell.text, width),
            ColumnFit::Path => style.fit_path(&cell.text, width),
            ColumnFit::Whole | ColumnFit::Number | ColumnFit::Spare | ColumnFit::SpareNumber => {
                cell.text.clone()
            }
        };
        let blank = width.saturating_sub(text.width());
        let (before, after) = if matches!(column, ColumnFit::Number | ColumnFit::SpareNumber) {
            (blank, 0)
        } else {
            (0, blank)
        };
        line += &" ".repeat(pending + before);
        line += &(cell.look)(&text);
        pending = after + GAP;
    }
    line.trim_end().to_owned() + "\n"
}

/// Leaves out spare columns from the right and paths, then takes from paths, then from other texts, until the row fits.
fn fit_widths(columns: &[ColumnFit], mut widths: Vec<usize>, width: usize) -> Vec<usize> {
    let least = |at: usize, width: usize| match columns[at] {
        ColumnFit::Text => width.min(NARROWEST * 2),
        ColumnFit::Path => width.min(NARROWEST_PATH),
        ColumnFit::Whole | ColumnFit::Number | ColumnFit::Spare | ColumnFit::SpareNumber => width,
    };
    let total = |widths: &[usize]| {
        widths.iter().sum::<usize>()
            + GAP
                * widths
                    .iter()
                    .filter(|&&width| width > 0)
                    .count()
                    .saturating_sub(1)
    };
    let of_kind = |kind| (0..columns.len()).filter(move |&at| columns[at] == kind);
    let is_spare = |at: &usize| matches!(columns[*at], ColumnFit::Spare | ColumnFit::SpareNumber);
    let spare = (0..columns.len()).rev().filter(is_spare);
    for at in spare.chain(of_kind(ColumnFit::Path)) {
        let narrowest: Vec<usize> = widths
            .iter()
            .enumerate()
            .map(|(at, &width)| least(at, width))
            .collect();
        if total(&narrowest) > width {
            widths[at] = 0;
        }
    }
    for (kind, narrowest) in [
        (ColumnFit::Path, NARROWEST_PATH),
        (ColumnFit::Text, NARROWEST),
    ] {
        while total(&widths) > width {
            let wide = of_kind(kind).filter(|&at| widths[at] > narrowest);
            let Some(widest) = wide.max_by_key(|&at| widths[at]) else {
                break;
            };
            widths[widest] -= 1;
        }
    }
    widths
}

/// `left` and `right` on one line, as far apart as the terminal allows; on two where there is no room.
pub(crate) fn left_and_right(left: (&str, usize), right: (&str, usize), style: Style) -> String {
    let blank = style.width.saturating_sub(left.1 + right.1);
    if blank < GAP {
        format!("{}\n{}\n", left.0, right.0)
    } else {
        format!("{}{}{}\n", left.0, " ".repeat(blank), right.0)
    }
}

/// Words joined by commas, broken into lines that fit, the later ones indented.
pub(crate) fn wrap(text: &str, indent: usize, style: Style) -> String {
    let blank = " ".repeat(indent);
    let options = textwrap::Options::new(style.width.max(20))
        .initial_indent(&blank)
        .subsequent_indent(&blank)
        .break_words(false);
    textwrap::fill(text, options) + "\n"
}

/// A heading and lines below it, where there are any.
pub(crate) fn block(title: &str, lines: &[String], style: Style) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: String = lines
        .iter()
        .map(|line| wrap(&clean(line), 2, style))
        .collect();
    format!("\n{}\n{lines}", style.bold(title))
}

/// A share of one as per cent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A weight or a gap: two places are enough to compare them.
pub(crate) fn two_places(value: f64) -> String {
    format!("{value:.2}")
}
