//! Rule text with three hues: keys, quoted text, comments. Good for every language that rules are written in, exact in
//! none.

use publish::is_invisible;

use super::block::{Token, TokenKind};

/// The longest text that is shown; the whole file is a click away.
const MOST: usize = 60_000;

/// The text as tokens, without control and invisible characters.
pub(crate) fn highlight(text: &str) -> Vec<Token> {
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
            .filter(|&letter| !is_invisible(letter))
            .collect();
        tokenize(&clean, &mut tokens);
        push(&mut tokens, TokenKind::Plain, "\n");
    }
    if end < text.len() {
        push(&mut tokens, TokenKind::Comment, "… the rest is in the file");
    }
    tokens
}

fn tokenize(line: &str, tokens: &mut Vec<Token>) {
    let indent = line.len() - line.trim_start().len();
    let (space, rest) = line.split_at(indent);
    push(tokens, TokenKind::Plain, space);
    if rest.starts_with('#') || rest.starts_with("//") {
        push(tokens, TokenKind::Comment, rest);
        return;
    }
    let rest = match key(rest) {
        Some(at) => {
            push(tokens, TokenKind::Key, &rest[..at]);
            &rest[at..]
        }
        None => rest,
    };
    push_quoted(rest, tokens);
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

fn push_quoted(text: &str, tokens: &mut Vec<Token>) {
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
        push(tokens, TokenKind::Plain, &rest[..start]);
        push(tokens, TokenKind::Text, &rest[start..start + length + 2]);
        rest = &rest[start + length + 2..];
    }
    push(tokens, TokenKind::Plain, rest);
}

fn push(tokens: &mut Vec<Token>, kind: TokenKind, text: &str) {
    if text.is_empty() {
        return;
    }
    match tokens.last_mut().filter(|last| last.kind == kind) {
        Some(last) => last.text += text,
        None => tokens.push(Token {
            kind,
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
        let tokens = highlight(text);
        let joined: String = tokens.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(joined, text);
        assert!(
            tokens
                .iter()
                .any(|token| token.kind == TokenKind::Key && token.text == "title")
        );
        assert!(
            tokens
                .iter()
                .any(|token| token.kind == TokenKind::Text && token.text == "\"\\x.exe\"")
        );
        assert!(
            tokens
                .iter()
                .any(|token| token.kind == TokenKind::Comment && token.text == "# note")
        );
    }
}
