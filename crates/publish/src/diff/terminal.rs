//! Changes for people at a terminal.

use questions::diff::{Answer, SourceChanges, TechniqueChanges};

use super::{ChangeKind, about, change_list, entries, numbers, state, techniques};
use crate::options::Options;
use crate::style::Style;
use crate::terminal::{Cell, ColumnFit, left_and_right, table, wrap};

pub(super) fn diff(answer: &Answer, options: &Options) -> String {
    let style = options.style;
    let heading = format!(
        "Changes from {} to {}",
        about(&answer.old),
        about(&answer.new)
    );
    let mut text = wrap(&heading, 0, style);
    if answer.sources.is_empty() {
        return text + "\nNothing changed.\n";
    }
    for changes in &answer.sources {
        text += "\n";
        text += &source(changes, options);
    }
    if !answer.techniques.is_empty() {
        text += "\n";
        text += &all_techniques(&answer.techniques, options);
    }
    text
}

fn source(changes: &SourceChanges, options: &Options) -> String {
    let style = options.style;
    let numbers = numbers(changes);
    let title = style.cut(
        &changes.title,
        style.width.saturating_sub(numbers.len() + 2),
    );
    let width = unicode_width::UnicodeWidthStr::width(title.as_str());
    let bold = style.bold(&title);
    let mut text = left_and_right((&bold, width), (&numbers, numbers.len()), style);
    let states = format!(
        "{} to {}",
        state(changes.old.as_ref()),
        state(changes.new.as_ref())
    );
    text += &format!(
        "  {}\n",
        style.dim(style.cut(&states, style.width.saturating_sub(2)))
    );
    let all = entries(changes);
    let shown = at_most(all.len(), options.rows);
    for (kind, resource, what) in &all[..shown] {
        let rows = [vec![
            Cell::plain(mark(*kind)),
            Cell::plain(&resource.title),
            Cell::plain(techniques(&resource.techniques)),
        ]];
        let columns = [ColumnFit::Whole, ColumnFit::Text, ColumnFit::Spare];
        text += &table(&columns, &rows, 2, style);
        if !what.is_empty() {
            let what = style.cut(&change_list(what), style.width.saturating_sub(5));
            text += &format!("     {}\n", style.dim(what));
        }
    }
    text + &more(all.len() - shown, style)
}

fn all_techniques(changes: &[TechniqueChanges], options: &Options) -> String {
    let style = options.style;
    let shown = at_most(changes.len(), options.rows.saturating_mul(2));
    let row = |technique: &TechniqueChanges| {
        let number = |sign: char, number: usize| match number {
            0 => String::new(),
            number => format!("{sign}{number}"),
        };
        vec![
            Cell::plain(technique.id.to_string()),
            Cell::plain(&technique.name),
            Cell::plain(number('+', technique.gained.len())),
            Cell::plain(number('-', technique.lost.len())),
        ]
    };
    let rows: Vec<Vec<Cell>> = changes[..shown].iter().map(row).collect();
    let columns = [
        ColumnFit::Whole,
        ColumnFit::Text,
        ColumnFit::Number,
        ColumnFit::Number,
    ];
    let title = format!("{}: resources gained and lost\n", style.bold("Techniques"));
    title + &table(&columns, &rows, 2, style) + &more(changes.len() - shown, style)
}

fn mark(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "+",
        ChangeKind::Changed => "~",
        ChangeKind::Moved => ">",
        ChangeKind::Gone => "-",
    }
}

/// No number means all.
fn at_most(all: usize, rows: usize) -> usize {
    if rows == 0 { all } else { all.min(rows) }
}

fn more(left: usize, style: Style) -> String {
    match left {
        0 => String::new(),
        left => format!("  {}  {left} more   --rows 0\n", style.ellipsis()),
    }
}
