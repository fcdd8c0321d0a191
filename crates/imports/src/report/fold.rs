//! Text as it is compared: in lower case and without what people write differently: spaces, hyphens and slashes.

use std::ops::Range;

/// A text in the form in which names are looked for, and the way back.
pub(super) struct FoldedText {
    pub(super) text: String,
    /// For each byte of the folded text the first byte of the character that it comes from.
    origins: Vec<usize>,
}

/// Folds a text: `Pass-the Hash` and `pass the hash` become `passthehash`.
pub(super) fn fold(text: &str) -> FoldedText {
    let mut folded = FoldedText {
        text: String::with_capacity(text.len()),
        origins: Vec::with_capacity(text.len()),
    };
    for (offset, character) in text.char_indices() {
        if is_separator(character) {
            continue;
        }
        if character.is_ascii() {
            folded.text.push(character.to_ascii_lowercase());
            folded.origins.push(offset);
            continue;
        }
        for lower in character.to_lowercase() {
            folded.text.push(lower);
            folded.origins.resize(folded.text.len(), offset);
        }
    }
    folded
}

/// The folded form alone.
pub(super) fn folded(text: &str) -> String {
    let kept = text.chars().filter(|character| !is_separator(*character));
    kept.flat_map(char::to_lowercase).collect()
}

/// What may stand between the words of a name, or be left out.
pub(super) fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '-' | '‐' | '‑' | '‒' | '–' | '/' | '_')
}

impl FoldedText {
    /// The bytes of `text` from which a range of the folded text comes.
    pub(super) fn back(&self, range: Range<usize>, text: &str) -> Option<Range<usize>> {
        let start = *self.origins.get(range.start)?;
        let last = *self.origins.get(range.end.checked_sub(1)?)?;
        let end = last + text[last..].chars().next()?.len_utf8();
        Some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_and_finds_the_way_back() {
        let text = "Über Pass-the Hash!";
        let folded = fold(text);
        assert_eq!(folded.text, "überpassthehash!");
        let at = folded.text.find("passthehash").unwrap();
        let range = folded.back(at..at + 11, text).unwrap();
        assert_eq!(&text[range], "Pass-the Hash");
        assert_eq!(super::folded(text), folded.text);
    }
}
