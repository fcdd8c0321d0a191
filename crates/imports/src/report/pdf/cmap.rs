//! The map from a font's codes to characters (`ToUnicode`).

use std::collections::HashMap;

/// How many codes a map may have: all of Unicode's first plane.
const MOST: usize = 65_536;

/// What the codes of a font mean, and how long they are.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Map {
    texts: HashMap<u32, String>,
    /// Length in bytes, first code, last code.
    spaces: Vec<(usize, u32, u32)>,
}

impl Map {
    pub(super) fn read(data: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<Token> = Vec::new();
        for token in (Tokens { data, at: 0 }) {
            let Token::Word(word) = &token else {
                if operands.len() < 4 * MOST {
                    operands.push(token);
                }
                continue;
            };
            match word.as_slice() {
                b"endcodespacerange" => map.spaces(&operands),
                b"endbfchar" => map.characters(&operands),
                b"endbfrange" => map.ranges(&operands),
                _ => {}
            }
            operands.clear();
        }
        map
    }

    /// What a code means.
    pub(super) fn text(&self, code: u32) -> Option<&str> {
        self.texts.get(&code).map(String::as_str)
    }

    /// How many bytes the next code has, where the map says so.
    pub(super) fn length(&self, bytes: &[u8]) -> Option<usize> {
        let fits = |&&(length, first, last): &&(usize, u32, u32)| {
            bytes
                .get(..length)
                .is_some_and(|code| (first..=last).contains(&number(code)))
        };
        self.spaces
            .iter()
            .filter(fits)
            .map(|(length, ..)| *length)
            .min()
    }

    fn add(&mut self, code: u32, text: String) {
        if self.texts.len() < MOST {
            self.texts.insert(code, text);
        }
    }

    fn spaces(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Hex(first), Token::Hex(last)] = pair
                && (1..=4).contains(&first.len())
                && self.spaces.len() < 256
            {
                self.spaces.push((first.len(), number(first), number(last)));
            }
        }
    }

    fn characters(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Hex(code), Token::Hex(text)] = pair {
                self.add(number(code), utf16(text));
            }
        }
    }

    fn ranges(&mut self, mut operands: &[Token]) {
        while let [Token::Hex(first), Token::Hex(last), rest @ ..] = operands {
            let codes = (number(first)..=number(last)).take(MOST);
            operands = match rest {
                [Token::Hex(text), rest @ ..] => {
                    for (step, code) in (0..).zip(codes) {
                        self.add(code, utf16(&later(text, step)));
                    }
                    rest
                }
                [Token::Open, rest @ ..] => {
                    let end = rest
                        .iter()
                        .position(|token| *token == Token::Close)
                        .unwrap_or(rest.len());
                    for (code, text) in codes.zip(&rest[..end]) {
                        if let Token::Hex(text) = text {
                            self.add(code, utf16(text));
                        }
                    }
                    rest.get(end + 1..).unwrap_or_default()
                }
                _ => return,
            };
        }
    }
}

/// The text so many steps after another: its last unit counts up.
fn later(text: &[u8], step: u16) -> Vec<u8> {
    let mut text = text.to_vec();
    if let [.., high, low] = text.as_mut_slice() {
        [*high, *low] = u16::from_be_bytes([*high, *low])
            .wrapping_add(step)
            .to_be_bytes();
    } else if let [low] = text.as_mut_slice() {
        *low = low.wrapping_add(step.to_be_bytes()[1]);
    }
    text
}

pub(super) fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    if let [byte] = bytes {
        return char::from(*byte).to_string();
    }
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|two| u16::from_be_bytes([two[0], two[1]]))
        .collect();
    String::from_utf16_lossy(&units)
}

#[derive(Debug, PartialEq)]
enum Token {
    Hex(Vec<u8>),
    Word(Vec<u8>),
    Open,
    Close,
}

struct Tokens<'a> {
    data: &'a [u8],
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let rest = self.data.get(self.at..)?;
            let length =
                |end: fn(&u8) -> bool| rest[1..].iter().position(end).unwrap_or(rest.len() - 1) + 1;
            let first = *rest.first()?;
            let (token, step) = match first {
                b'%' => (None, length(|byte| matches!(byte, b'\n' | b'\r'))),
                b'<' if !rest.starts_with(b"<<") => {
                    let end = length(|byte| *byte == b'>');
                    (Some(Token::Hex(hex(&rest[1..end]))), end + 1)
                }
                b'[' => (Some(Token::Open), 1),
                b']' => (Some(Token::Close), 1),
                _ if first.is_ascii_alphabetic() => {
                    let end = length(|byte| !byte.is_ascii_alphanumeric());
                    (Some(Token::Word(rest[..end].to_vec())), end)
                }
                _ => (None, 1),
            };
            self.at += step;
            if token.is_some() {
                return token;
            }
        }
    }
}

fn hex(written: &[u8]) -> Vec<u8> {
    let value = |byte: &u8| char::from(*byte).to_digit(16);
    let halves: Vec<u8> = written
        .iter()
        .filter_map(value)
        .filter_map(|half| u8::try_from(half).ok())
        .collect();
    halves
        .chunks(2)
        .map(|two| two[0] << 4 | two.get(1).copied().unwrap_or(0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_characters_and_ranges() {
        let map = Map::read(
            b"% c\n1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0003> <0020>\n<0004> <00660069> endbfchar \
              2 beginbfrange <0010><0012><0041> <0020> <0021> [<0061> <D83DDE00>] endbfrange",
        );
        assert_eq!(map.length(&[0, 3, 0]), Some(2));
        assert_eq!(map.length(&[0]), None);
        let texts = [0x3, 0x4, 0x10, 0x12, 0x20, 0x21, 0x22].map(|code| map.text(code));
        assert_eq!(
            texts,
            [
                Some(" "),
                Some("fi"),
                Some("A"),
                Some("C"),
                Some("a"),
                Some("😀"),
                None
            ]
        );
    }
}
