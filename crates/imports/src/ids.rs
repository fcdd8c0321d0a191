//! Ids among other words.

use model::TechniqueId;

/// What people put around an id: quotes, brackets, bullets, full stops.
const AROUND: &[char] = &[
    '"', '\'', '`', '(', ')', '[', ']', '{', '}', '<', '>', ':', '.', '-', '–', '—', '*', '•', '=',
];

/// The ids of a line as they were written, and the words beside them.
#[derive(Debug, Default)]
pub(crate) struct IdLine<'a> {
    pub(crate) ids: Vec<&'a str>,
    words: Vec<&'a str>,
}

impl<'a> IdLine<'a> {
    /// Takes the text apart at white space, commas, semicolons and bars.
    pub(crate) fn of(text: &'a str) -> Self {
        let mut line = Self::default();
        let parts = text.split(|letter: char| letter.is_whitespace() || ",;|".contains(letter));
        for part in parts {
            let word = part.trim_matches(AROUND);
            if is_id(word) {
                line.ids.push(word);
            } else if !word.is_empty() {
                line.words.push(part);
            }
        }
        line
    }

    /// The words beside the ids, if there are any.
    pub(crate) fn beside(&self) -> Option<String> {
        (!self.words.is_empty()).then(|| self.words.join(" "))
    }
}

/// Whether it is the id of a technique in one of the forms in which people write it.
pub(crate) fn is_id(text: &str) -> bool {
    TechniqueId::from_people(text).is_ok()
}
