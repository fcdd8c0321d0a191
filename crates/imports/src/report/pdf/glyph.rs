//! What a glyph is in a font without a map: by its name or by its place in an encoding.

/// A text of the file's own (its title): UTF-16 with a mark, UTF-8 with a mark, or close to Latin 1.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest
                .chunks_exact(2)
                .map(|two| u16::from_be_bytes([two[0], two[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The encodings that fonts begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Windows,
    Macintosh,
    Standard,
}

/// Characters of Windows where Latin 1 has control characters, from 0x80.
const WINDOWS: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// Characters of the Macintosh from 0x80.
const MACINTOSH: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»… ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// The few of Adobe's own that stand elsewhere.
const STANDARD: [(u8, char); 16] = [
    (0x27, '’'),
    (0x60, '‘'),
    (0xa9, '\''),
    (0xaa, '“'),
    (0xac, '‹'),
    (0xad, '›'),
    (0xae, 'ﬁ'),
    (0xaf, 'ﬂ'),
    (0xb1, '–'),
    (0xb7, '•'),
    (0xb8, '‚'),
    (0xb9, '„'),
    (0xba, '”'),
    (0xbc, '…'),
    (0xc1, '`'),
    (0xd0, '—'),
];

impl Encoding {
    /// The character at a place.
    pub(super) fn character(self, code: u8) -> Option<char> {
        let high = |table: &str| {
            table
                .chars()
                .nth(usize::from(code) - 0x80)
                .filter(|character| *character != ' ')
        };
        match (self, code) {
            (_, 0x00..0x20) => None,
            (Self::Standard, _) if STANDARD.iter().any(|(at, _)| *at == code) => STANDARD
                .iter()
                .find(|(at, _)| *at == code)
                .map(|(_, character)| *character),
            (Self::Windows, 0x80..0xa0) => high(WINDOWS),
            (Self::Macintosh, 0x80..) => high(MACINTOSH),
            _ => Some(char::from(code)),
        }
    }
}

/// Names of glyphs that are not the character itself.
const NAMES: &str = "space  |exclam !|quotedbl \"|numbersign #|dollar $|percent %|ampersand &|quotesingle '|parenleft (|\
    parenright )|asterisk *|plus +|comma ,|hyphen -|minus -|period .|slash /|zero 0|one 1|two 2|three 3|four 4|five 5|six 6|\
    seven 7|eight 8|nine 9|colon :|semicolon ;|less <|equal =|greater >|question ?|at @|bracketleft [|backslash \\|\
    bracketright ]|asciicircum ^|underscore _|grave `|braceleft {|bar ||braceright }|asciitilde ~|quoteleft ‘|quoteright ’|\
    quotedblleft “|quotedblright ”|quotesinglbase ‚|quotedblbase „|endash –|emdash —|bullet •|ellipsis …|fi ﬁ|fl ﬂ|ff ﬀ|ffi ﬃ|ffl ﬄ|\
    germandbls ß|ae æ|AE Æ|oe œ|OE Œ|oslash ø|Oslash Ø|dotlessi ı|trademark ™|copyright ©|registered ®|degree °|nbspace  |sfthyphen -";

/// How names of letters with accents end.
const ACCENTS: [&str; 8] = [
    "acute",
    "grave",
    "circumflex",
    "dieresis",
    "tilde",
    "cedilla",
    "caron",
    "ring",
];

/// The text of a glyph by its name: `fi`, `uni0041`, `eacute`. Accents are lost, as no name of ATT&CK has one.
pub(super) fn named(name: &str) -> Option<String> {
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    let hexadecimal = |digits: &str| {
        u32::from_str_radix(digits, 16)
            .ok()
            .and_then(char::from_u32)
    };
    if name.len() == 1 {
        return Some(name.to_owned());
    }
    if let Some(text) = NAMES
        .split('|')
        .find_map(|row| row.strip_prefix(name)?.strip_prefix(' '))
    {
        // The bar is what the rows are split at.
        return Some(if name == "bar" { "|" } else { text }.to_owned());
    }
    if let Some(character) = name
        .strip_prefix("uni")
        .or_else(|| name.strip_prefix('u'))
        .and_then(hexadecimal)
    {
        return Some(character.to_string());
    }
    let letter = ACCENTS
        .iter()
        .find_map(|accent| name.strip_suffix(accent))
        .filter(|letter| letter.len() == 1);
    letter.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_glyphs() {
        let names = [
            "A", "seven", "fi", "space", "bar", "uni2013", "eacute", "hyphen", "g.alt", "xyz", "",
        ];
        let texts = names.map(|name| named(name).unwrap_or_else(|| "none".to_owned()));
        assert_eq!(
            texts,
            ["A", "7", "ﬁ", " ", "|", "–", "e", "-", "g", "none", "none"]
        );
        assert_eq!(Encoding::Windows.character(0x93), Some('“'));
        assert_eq!(Encoding::Macintosh.character(0xde), Some('ﬁ'));
        assert_eq!(Encoding::Standard.character(0xae), Some('ﬁ'));
        assert_eq!(Encoding::Windows.character(b'T'), Some('T'));
        assert_eq!(text_string(b"\xfe\xff\x00T"), "T");
    }
}
