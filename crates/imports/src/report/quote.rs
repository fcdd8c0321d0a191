//! The words around a finding: its sentence, or some 160 characters where that is longer.

use std::ops::Range;

/// The longest quote in bytes, give or take a word.
const LONGEST: usize = 160;

/// How far away the ends of a sentence are looked for, so that a text without full stops is not read again for each word.
const FAR: usize = 600;

/// The sentence that a range of a text stands in.
pub(super) fn sentence(text: &str, range: &Range<usize>) -> Range<usize> {
    let from = text.floor_char_boundary(range.start.saturating_sub(FAR));
    let to = text
        .floor_char_boundary(range.end.saturating_add(FAR))
        .max(range.end);
    let mark =
        |at: &usize| matches!(text.as_bytes()[*at], b'.' | b'!' | b'?') && is_end(text, at + 1);
    let start = (from..range.start).rev().find(mark);
    let end = (range.end..to).find(mark);
    start.map_or(from, |at| at + 1)..end.map_or(to, |at| at + 1)
}

fn is_end(text: &str, end: usize) -> bool {
    let mut after = text[end..]
        .chars()
        .skip_while(|character| matches!(character, ')' | '"' | '”' | '*'));
    after.next().is_none_or(|character| character == ' ')
        && !after.next().is_some_and(char::is_lowercase)
        && !abbreviation(&text[..end])
}

fn abbreviation(before: &str) -> bool {
    const SHORT: [&str; 12] = [
        "e.g.", "i.e.", "vs.", "no.", "inc.", "ltd.", "cf.", "fig.", "approx.", "ext.", "mr.",
        "dr.",
    ];
    let word = before.rsplit([' ', '(']).next().unwrap_or_default();
    SHORT.iter().any(|short| word.eq_ignore_ascii_case(short))
}

/// The quote, and where in it the words are.
pub(super) fn quote(
    text: &str,
    range: &Range<usize>,
    sentence: &Range<usize>,
) -> (String, Range<usize>) {
    let start = sentence.start
        + (text[sentence.start..range.start].len()
            - text[sentence.start..range.start].trim_start().len());
    let end = range.end.max(text[..sentence.end].trim_end().len());
    let room = LONGEST.saturating_sub(range.len()) / 2;
    let start = if range.start - start > room {
        word_start(text, range.start - room, range.start)
    } else {
        start
    };
    let end = if end - range.end > room {
        word_end(text, range.end, range.end + room)
    } else {
        end
    };
    (
        text[start..end].to_owned(),
        range.start - start..range.end - start,
    )
}

/// The start of the first whole word in a part of a text, or its end where it has none.
fn word_start(text: &str, from: usize, to: usize) -> usize {
    let from = text.ceil_char_boundary(from);
    text[from..to]
        .find(' ')
        .map_or(to, |space| from + space + 1)
}

/// The end of the last whole word in a part of a text, or its start where it has none.
fn word_end(text: &str, from: usize, to: usize) -> usize {
    let to = text.floor_char_boundary(to);
    text[from..to].rfind(' ').map_or(from, |space| from + space)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &str) -> String {
        let at = text.find(words).unwrap();
        let range = at..at + words.len();
        let (quote, range) = quote(text, &range, &sentence(text, &range));
        assert_eq!(&quote[range], words);
        quote
    }

    #[test]
    fn quotes_the_sentence() {
        assert_eq!(
            check("One. Two T1 a.b three! Four", "T1"),
            "Two T1 a.b three!"
        );
        assert_eq!(
            check("Seen e.g. T1059. Then (T2).", "T1059"),
            "Seen e.g. T1059."
        );
        let long = format!("{} T1059 {}", "é ".repeat(300), "word ".repeat(300));
        let quote = check(&long, "T1059");
        assert!((100..200).contains(&quote.len()), "{}", quote.len());
        assert!(quote.starts_with("é") && quote.ends_with("word"));
    }
}
