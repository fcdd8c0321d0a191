//! What people search for, in the language of the index. Any text is safe: nothing of it gets there but quoted words.

use std::fmt::Write;

/// More words than any title has make a search no better.
pub(crate) const MOST_WORDS: usize = 32;

/// Whether the last word may be the beginning of a longer one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LastWord {
    Complete,
    Prefix,
}

/// The words in the language of the index, each quoted; none where the text holds no letter or digit.
pub(crate) fn expression(text: &str, last: LastWord) -> Option<String> {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .take(MOST_WORDS)
        .collect();
    let mut expression = String::new();
    for word in &words {
        let _ = write!(
            expression,
            "{}\"{}\"",
            if expression.is_empty() { "" } else { " " },
            word.replace('"', "\"\"").replace('\0', " ")
        );
    }
    // Too much begins with one letter, also with the one of `/c`.
    let end = words
        .last()
        .and_then(|word| word.rsplit(|letter: char| !letter.is_alphanumeric()).next());
    if last == LastWord::Prefix && end.is_some_and(|end| end.len() > 1) {
        expression.push('*');
    }
    (!expression.is_empty()).then_some(expression)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_quoted_and_the_last_may_go_on() {
        assert_eq!(
            expression("cmd.exe /c whoami", LastWord::Prefix).unwrap(),
            r#""cmd.exe" "/c" "whoami"*"#
        );
        assert_eq!(
            expression(r#"a"b OR * NEAR("#, LastWord::Prefix).unwrap(),
            r#""a""b" "OR" "NEAR(""#
        );
        assert_eq!(
            expression("T1003.001", LastWord::Complete).unwrap(),
            r#""T1003.001""#
        );
        assert_eq!(expression(" * ' \" ", LastWord::Prefix), None);
    }
}
