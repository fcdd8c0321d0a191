//! Rule text with three hues: keys, quoted text, comments. Good for every language that rules are written in, exact in
//! none.

use publish::is_unseen;

use super::block::{Form, Token};

/// More is cut: nobody reads it here, and the file is a click away.
const MOST: usize = 60_000;

/// The text in pieces, without letters that command or deceive.
pub(crate) fn highlighted(text: &str) -> Vec<Token> {
    let end = text
        .char_indices()
        .nth(MOST)
        .map_or(text.len(), |(at, _)| at);
    let mut tokens = Vec::new();
    for line in text[..end].lines() {
        let clean: String = line
            .chars()
            .map(|letter| {
                if letter.is_control() && letter != '\t' {
                    ' '
                } else {
                    letter
                }
            })
            .filter(|&letter| !is_unseen(letter))
            .collect();
        tokenize(&clean, &mut tokens);
        push(&mut tokens, Form::Plain, "\n");
    }
    if end < text.len() {
        push(&mut tokens, Form::Comment, "… the rest is in the file");
    }
    tokens
}

fn tokenize(line: &str, tokens: &mut Vec<Token>) {
    let indent = line.len() - line.trim_start().len();
    let (space, rest) = line.split_at(indent);
    push(tokens, Form::Plain, space);
    if rest.starts_with('#') || rest.starts_with("//") {
        push(tokens, Form::Comment, rest);
        return;
    }
    let rest = match key(rest) {
        Some(at) => {
            push(tokens, Form::Key, &rest[..at]);
            &rest[at..]
        }
        None => rest,
    };
    quoted(rest, tokens);
}

/// Where the key of `key: value`, `- key: value` or `key = value` ends.
fn key(text: &str) -> Option<usize> {
    let at = text.find([':', '='])?;
    let name = text[..at].trim_start_matches("- ").trim_end();
    let plain = |letter: char| letter.is_alphanumeric() || "_-.|".contains(letter);
    let ends = text[at + 1..]
        .chars()
        .next()
        .is_none_or(char::is_whitespace);
    (!name.is_empty() && ends && name.chars().all(plain)).then_some(at)
}

fn quoted(text: &str, tokens: &mut Vec<Token>) {
    let mut rest = text;
    while let Some(start) = rest.find(['"', '\'']) {
        let quote = if rest[start..].starts_with('"') {
            '"'
        } else {
            '\''
        };
        let Some(length) = rest[start + 1..].find(quote) else {
            break;
        };
        push(tokens, Form::Plain, &rest[..start]);
        push(tokens, Form::Text, &rest[start..start + length + 2]);
        rest = &rest[start + length + 2..];
    }
    push(tokens, Form::Plain, rest);
}

fn push(tokens: &mut Vec<Token>, form: Form, text: &str) {
    if text.is_empty() {
        return;
    }
    match tokens.last_mut().filter(|last| last.form == form) {
        Some(last) => last.text += text,
        None => tokens.push(Token {
            form,
            text: text.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_are_the_text() {
        let text = "title: 'a' # b\n  - Image|endswith: \"\\x.exe\"\n# note\nx = 1 and \"open\n";
        let tokens = highlighted(text);
        let joined: String = tokens.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(joined, text);
        assert!(
            tokens
                .iter()
                .any(|token| token.form == Form::Key && token.text == "title")
        );
        assert!(
            tokens
                .iter()
                .any(|token| token.form == Form::Text && token.text == "\"\\x.exe\"")
        );
        assert!(
            tokens
                .iter()
                .any(|token| token.form == Form::Comment && token.text == "# note")
        );
    }
}
