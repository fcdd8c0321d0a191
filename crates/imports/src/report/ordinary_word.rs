//! Names that are also ordinary words. The list is short and kept as data; each part of it says why.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Why a name alone says little.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OrdinaryWord {
    /// Its capitals within a sentence distinguish it from the word: `used Masquerading to hide`.
    Word,
    /// It is written with the same capitals in either sense (`Python`, `DNS`), or in small letters (`at`): only a cue helps.
    Always,
}

const LIST: &str = include_str!("ordinary.tsv");

static NAMES: LazyLock<HashMap<&str, OrdinaryWord>> = LazyLock::new(|| {
    let rows = LIST
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'));
    rows.flat_map(|(kind, names)| {
        let kind = if kind == "always" {
            OrdinaryWord::Always
        } else {
            OrdinaryWord::Word
        };
        names.split(',').map(move |name| (name.trim(), kind))
    })
    .collect()
});

/// Whether a name is ordinary: it is listed, or has three letters at most.
pub(super) fn ordinary(name: &str) -> Option<OrdinaryWord> {
    let short = name.chars().count() <= 3;
    NAMES
        .get(name.to_lowercase().as_str())
        .copied()
        .or(short.then_some(OrdinaryWord::Always))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_words_that_mean_other_things() {
        assert_eq!(ordinary("Masquerading"), Some(OrdinaryWord::Word));
        assert_eq!(ordinary("Web Services"), Some(OrdinaryWord::Word));
        assert_eq!(ordinary("Python"), Some(OrdinaryWord::Always));
        assert_eq!(ordinary("at"), Some(OrdinaryWord::Always));
        assert_eq!(ordinary("Mimikatz"), None);
        assert_eq!(ordinary("Process Injection"), None);
    }
}
