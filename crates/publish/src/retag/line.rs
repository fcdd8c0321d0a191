//! A value in a line of YAML or TOML: where it stands, and what stands around it.

use std::ops::Range;

/// A whole value in a line: not a part of a longer word, and not in a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    /// The words.
    pub(super) words: Range<usize>,
    /// The same with their quotes, if they have any of their own.
    pub(super) quoted: Range<usize>,
}

const QUOTES: [char; 2] = ['"', '\''];

/// The first place in the line where these words are a value.
pub(super) fn find(line: &str, words: &str) -> Option<Value> {
    let code = without_comment(line);
    let starts = code.match_indices(words).map(|(start, _)| start);
    starts
        .map(|start| start..start + words.len())
        .find_map(|words| value(code, words))
}

fn value(code: &str, words: Range<usize>) -> Option<Value> {
    let (before, after) = (&code[..words.start], &code[words.end..]);
    let own_quotes = before
        .chars()
        .next_back()
        .is_some_and(|quote| QUOTES.contains(&quote) && after.starts_with(quote));
    let quoted = if own_quotes {
        words.start - 1..words.end + 1
    } else {
        words.clone()
    };
    let begins = begins_value(&code[..quoted.start], own_quotes);
    (begins && ends_value(&code[quoted.end..])).then_some(Value { words, quoted })
}

/// Whether a value can begin behind this text.
fn begins_value(before: &str, has_quotes: bool) -> bool {
    let text = before.trim_end();
    // `TA0005:T1562` is one word; a key has a space behind its colon, or its value has quotes.
    let apart = has_quotes || text.len() < before.len();
    match text.chars().next_back() {
        None | Some(',' | '[' | '{' | '=' | '"' | '\'') => true,
        Some(':') => apart,
        Some('-') => apart && text.trim_start() == "-",
        Some(_) => false,
    }
}

/// Whether a value can end before this text.
fn ends_value(after: &str) -> bool {
    let text = after.trim_start();
    text.is_empty() || text.starts_with([',', ']', '}', '"', '\''])
}

/// The line up to its comment.
pub(super) fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut last = ' ';
    for (at, letter) in line.char_indices() {
        match quote {
            Some(open) if letter == open => quote = None,
            None if letter == '#' && last.is_whitespace() => return &line[..at],
            // An apostrophe inside a word opens nothing.
            None if QUOTES.contains(&letter) && !last.is_alphanumeric() => quote = Some(letter),
            Some(_) | None => {}
        }
        last = letter;
    }
    line
}

/// The text with spaces for all that stands between quotes: its brackets and colons are those of the syntax.
pub(super) fn without_quoted(code: &str) -> String {
    let mut quote = None;
    let mut last = ' ';
    let mut text = String::with_capacity(code.len());
    for letter in code.chars() {
        let opens = QUOTES.contains(&letter) && !last.is_alphanumeric();
        match quote {
            None if opens => quote = Some(letter),
            Some(open) if open == letter => quote = None,
            _ => {}
        }
        if quote.is_some() {
            text.extend(std::iter::repeat_n(' ', letter.len_utf8()));
        } else {
            text.push(letter);
        }
        last = letter;
    }
    text
}

/// The text without spaces and quotes around it.
pub(super) fn bare(text: &str) -> &str {
    text.trim().trim_matches(QUOTES)
}

/// What ends the line: nothing at the end of a file.
pub(super) fn ending(line: &str) -> &str {
    &line[line.trim_end_matches(['\n', '\r']).len()..]
}

/// How far the line is indented.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(line: &'a str, words: &str) -> Option<&'a str> {
        find(line, words).map(|value| &line[value.quoted])
    }

    #[test]
    fn a_value_is_found_whole() {
        for line in [
            "- T1003",
            "  - T1003 # why\n",
            "id: T1003\r\n",
            "id = \"T1003\"",
            "ids: [T1003, T1004]",
            "ids: [T1004,T1003]",
            "ids: T1004, T1003",
            "ids: 'T1003, T1004'",
            "{\"id\":\"T1003\"}",
            "    T1003,",
        ] {
            let found = found(line, "T1003").map(bare);
            assert_eq!(found, Some("T1003"), "{line}");
        }
        for line in [
            "- T1003.001",
            "- T10031",
            "- TA0006:T1003",
            "id: a-T1003",
            "# - T1003",
            "- T1004 # T1003",
            "text: about T1003",
            "text: 'T1003 is'",
        ] {
            assert_eq!(found(line, "T1003"), None, "{line}");
        }
    }

    #[test]
    fn quotes_of_its_own_belong_to_a_value() {
        assert_eq!(found("- 'T1003'", "T1003"), Some("'T1003'"));
        assert_eq!(found("a: \"T1003, T1004\"", "T1003"), Some("T1003"));
    }

    #[test]
    fn a_comment_begins_outside_of_quotes() {
        assert_eq!(without_comment("a: 'b # c' # d"), "a: 'b # c' ");
        assert_eq!(without_comment("a: it's # d"), "a: it's ");
        assert_eq!(without_comment("a: b#c"), "a: b#c");
        assert_eq!(without_comment("# a"), "");
        assert_eq!(without_quoted("a: [\"b: é]\", c]"), "a: [       \", c]");
    }
}
