//! Characters as a reader sees them: ligatures taken apart, what is invisible left out, every space a space.

/// Appends a text without what only a typesetter needs.
pub(super) fn clean(text: &str, out: &mut String) {
    // Most lines need nothing.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        out.push_str(text);
        return;
    }
    for character in text.chars() {
        match character {
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            // Hyphens that look like one and are compared as one.
            '\u{2010}' | '\u{2011}' => out.push('-'),
            _ if invisible(character) => {}
            _ if character.is_whitespace() || character.is_control() => out.push(' '),
            _ => out.push(character),
        }
    }
}

/// Soft hyphens, joiners and marks of direction: they split words for a machine and for nobody else.
fn invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_people_do() {
        let mut out = String::new();
        clean(
            "e\u{fb03}cient\u{a0}Power\u{ad}Shell\u{2011}ish\u{202e}",
            &mut out,
        );
        assert_eq!(out, "efficient PowerShell-ish");
    }
}
