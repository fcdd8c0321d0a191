//! Plain text and Markdown: paragraphs, headings, items of lists and rows of tables.

use super::format::Format;
use super::passage::{Draft, Passage, Position};

/// The title and the passages of a text.
pub(super) fn read(text: &str, format: Format) -> (Option<String>, Vec<Passage>) {
    passages((1..).map(Position::Line).zip(text.lines()), format)
}

/// The title and the passages of lines, wherever they come from.
pub(super) fn passages<'a>(
    lines: impl Iterator<Item = (Position, &'a str)>,
    format: Format,
) -> (Option<String>, Vec<Passage>) {
    let mut passages = Vec::new();
    let mut draft = Draft::default();
    let mut title = None;
    for (place, line) in lines {
        match kind(line, format) {
            LineKind::Blank => passages.extend(draft.finish(false)),
            // `Title` + `=====`: what was read was a heading.
            LineKind::Underline => passages.extend(draft.finish(true)),
            LineKind::Heading(words) => {
                passages.extend(draft.finish(false));
                draft.line(place, words);
                let heading = draft.finish(true);
                title = title.or_else(|| heading.as_ref().map(|heading| heading.text.clone()));
                passages.extend(heading);
            }
            LineKind::Row => {
                passages.extend(draft.finish(false));
                draft.line(place, &cells(line));
                passages.extend(draft.finish(false));
            }
            LineKind::Item => {
                passages.extend(draft.finish(false));
                draft.line(place, line);
            }
            LineKind::Prose => draft.line(place, line),
        }
    }
    passages.extend(draft.finish(false));
    (title, passages)
}

enum LineKind<'a> {
    Blank,
    Underline,
    Heading(&'a str),
    Row,
    Item,
    Prose,
}

fn kind(line: &str, format: Format) -> LineKind<'_> {
    let words = line.trim();
    if words.is_empty() || words.starts_with("```") {
        return LineKind::Blank;
    }
    if words.len() > 2
        && (words.bytes().all(|byte| byte == b'=') || words.bytes().all(|byte| byte == b'-'))
    {
        return LineKind::Underline;
    }
    let heading = words.trim_start_matches('#');
    if format == Format::Markdown && heading.len() < words.len() && heading.starts_with(' ') {
        return LineKind::Heading(heading.trim_end_matches('#'));
    }
    if words.starts_with('|') || has_columns(words) {
        return LineKind::Row;
    }
    if is_item(words) {
        LineKind::Item
    } else {
        LineKind::Prose
    }
}

/// Columns are held apart by tabs or by three spaces and more.
fn has_columns(words: &str) -> bool {
    words.contains('\t') || words.contains("   ")
}

fn is_item(words: &str) -> bool {
    if ["- ", "* ", "+ ", "• ", "– ", "> "]
        .iter()
        .any(|mark| words.starts_with(mark))
    {
        return true;
    }
    let digits = words.trim_start_matches(|character: char| character.is_ascii_digit());
    digits.len() < words.len() && (digits.starts_with(". ") || digits.starts_with(") "))
}

/// A row with one mark between its cells, however they were held apart.
fn cells(line: &str) -> String {
    if line.trim_start().starts_with('|') {
        return line.to_owned();
    }
    let spread = line.trim().replace('\t', "   ");
    let cells = spread
        .split("   ")
        .map(str::trim)
        .filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_text_where_its_thoughts_end() {
        let text = "# One\ntwo\nthree\n\n- four\n  five\n- six\nT1 \t seven\n| a | b |\nEight\n=====\n1. nine\n```\n# ten\n";
        let (title, passages) = read(text, Format::Markdown);
        let seen: Vec<_> = passages
            .iter()
            .map(|passage| (passage.text.as_str(), passage.place, passage.heading))
            .collect();
        let line = Position::Line;
        assert_eq!(title.as_deref(), Some("One"));
        assert_eq!(
            seen,
            [
                ("One", line(1), true),
                ("two three", line(2), false),
                ("- four five", line(5), false),
                ("- six", line(7), false),
                ("T1 | seven", line(8), false),
                ("| a | b |", line(9), false),
                ("Eight", line(10), true),
                ("1. nine", line(12), false),
                ("ten", line(14), true),
            ]
        );
    }
}
