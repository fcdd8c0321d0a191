//! What people search for, in the language of the index. Any text is safe: nothing of it gets there but quoted words.

use std::fmt::Write;

/// More words than any title has make a search no better.
pub(crate) const MOST_WORDS: usize = 32;

/// Whether the last word may be the beginning of a longer one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Last {
    Whole,
    Begun,
}

/// The words in the language of the index, each quoted; none where the text holds no letter or digit.
pub(crate) fn question(text: &str, last: Last) -> Option<String> {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .take(MOST_WORDS)
        .collect();
    let mut question = String::new();
    for word in &words {
        let _ = write!(
            question,
            "{}\"{}\"",
            if question.is_empty() { "" } else { " " },
            word.replace('"', "\"\"").replace('\0', " ")
        );
    }
    // Too much begins with one letter, also with the one of `/c`.
    let end = words
        .last()
        .and_then(|word| word.rsplit(|letter: char| !letter.is_alphanumeric()).next());
    let begun = last == Last::Begun && end.is_some_and(|end| end.len() > 1);
    if begun {
        question.push('*');
    }
    (!question.is_empty()).then_some(question)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_quoted_and_the_last_may_go_on() {
        assert_eq!(
            question("cmd.exe /c whoami", Last::Begun).unwrap(),
            r#""cmd.exe" "/c" "whoami"*"#
        );
        assert_eq!(
            question(r#"a"b OR * NEAR("#, Last::Begun).unwrap(),
            r#""a""b" "OR" "NEAR(""#
        );
        assert_eq!(
            question("T1003.001", Last::Whole).unwrap(),
            r#""T1003.001""#
        );
        assert_eq!(question(" * ' \" ", Last::Begun), None);
    }
}
