//! What stands around some words, and what that says about them.

use std::ops::Range;

use super::quote::{quote, sentence};
use super::vocabulary::NameKind;

/// Some words of a passage.
pub(super) struct WordContext<'a> {
    text: &'a str,
    range: Range<usize>,
    sentence: Range<usize>,
}

/// What denies all that follows it in its sentence.
const DENIALS: [&str; 24] = [
    "not",
    "never",
    "without",
    "neither",
    "nor",
    "cannot",
    "unlike",
    "nothing",
    "no evidence",
    "no sign",
    "no signs",
    "no indication",
    "no indications",
    "no trace",
    "no traces",
    "no use",
    "no usage",
    "no proof",
    "rule out",
    "ruled out",
    "rules out",
    "rather than",
    "instead of",
    "absence of",
];

/// What looks like a denial and is none.
const ASSENTS: [&str; 3] = ["not only", "not just", "not until"];

/// What ends the reach of a denial.
const TURNS: [&str; 11] = [
    "but", "however", "although", "though", "instead", "yet", "while", "whereas", "because",
    "until", "then",
];

impl<'a> WordContext<'a> {
    pub(super) fn new(text: &'a str, range: &Range<usize>) -> Self {
        Self {
            text,
            range: range.clone(),
            sentence: sentence(text, range),
        }
    }

    fn before(&self) -> &'a str {
        &self.text[self.sentence.start..self.range.start]
    }

    fn after(&self) -> &'a str {
        &self.text[self.range.end..self.sentence.end.max(self.range.end)]
    }

    /// The sentence, or as much of it as is quoted, and where in it the words are.
    pub(super) fn quote(&self) -> (String, Range<usize>) {
        quote(self.text, &self.range, &self.sentence)
    }

    /// The sentence in small letters.
    pub(super) fn sentence(&self) -> String {
        self.text[self.sentence.start..self.sentence.end].to_lowercase()
    }

    /// `did not use`, `no evidence of`, `was not seen`.
    pub(super) fn denied(&self) -> bool {
        self.denied_before() || self.denied_after()
    }

    fn denied_before(&self) -> bool {
        // A denial reaches some fifteen words.
        let text = self.before();
        let before = text[text.ceil_char_boundary(text.len().saturating_sub(160))..].to_lowercase();
        let clause = before.rsplit([';', '|', ':']).next().unwrap_or_default();
        let words: Vec<&str> = clause.split_whitespace().map(bare).collect();
        // `no Process Injection`, `no known use of`: that near, the word alone denies.
        if words.iter().rev().take(2).any(|word| *word == "no") {
            return true;
        }
        let from = words.len().saturating_sub(16);
        let words = &words[from..];
        let last = (0..words.len()).rev().find(|at| denies(words, *at));
        last.is_some_and(|at| {
            !words[at + 1..].iter().enumerate().any(|(next, word)| {
                let joined = words[at + next] == "and" && word.ends_with("ed");
                joined || TURNS.contains(word)
            })
        })
    }

    fn denied_after(&self) -> bool {
        const VERBS: [&str; 9] = [
            "was", "were", "is", "are", "has", "have", "had", "did", "does",
        ];
        let after = self.after().to_lowercase();
        let words: Vec<&str> = after.split_whitespace().take(4).collect();
        let Some(verb) = words.first() else {
            return false;
        };
        verb.ends_with("n't")
            || VERBS.contains(verb)
                && words[1..]
                    .iter()
                    .map(|word| bare(word))
                    .any(|word| word == "not" || word == "never")
    }

    /// Whether nothing but marks stands before the words in their sentence or cell.
    pub(super) fn begin(&self) -> bool {
        let before = self.before().trim_end_matches(|character: char| {
            !character.is_alphanumeric() && !matches!(character, '.' | '!' | '?' | ':' | '|' | '•')
        });
        before
            .chars()
            .next_back()
            .is_none_or(|last| !last.is_alphanumeric())
            || before.chars().all(|character| character.is_ascii_digit())
    }

    /// Whether the word before or after begins with a capital too, as in `Empire State`.
    pub(super) fn among_capitals(&self) -> bool {
        let before = self.before();
        let previous = before
            .strip_suffix(' ')
            .and_then(|before| before.rsplit(' ').next());
        // The first word of a sentence has its capital anyway.
        let previous = previous.filter(|word| word.len() < before.trim().len());
        let next = self
            .after()
            .strip_prefix(' ')
            .and_then(|after| after.split(' ').next());
        let capital = |word: &&str| word.starts_with(char::is_uppercase);
        next.as_ref().is_some_and(capital)
            || previous
                .as_ref()
                .is_some_and(|word| capital(word) && word.ends_with(char::is_alphanumeric))
    }

    /// Whether the words are followed by what actors do: `has used`, `uses`, `can use`.
    pub(super) fn act(&self) -> bool {
        let after = self.after().to_lowercase();
        let mut next = after.split(' ').skip(1);
        after.starts_with(' ')
            && match next.next() {
                Some("uses" | "used" | "using" | "can") => true,
                Some("has" | "have") => next.next().is_some_and(|word| word.ends_with("ed")),
                _ => false,
            }
    }

    /// Whether `a`, `an` or `the` stands before.
    pub(super) fn after_article(&self) -> bool {
        let before = self.before().to_lowercase();
        before.ends_with(' ')
            && before.split_whitespace().next_back().is_some_and(|word| {
                ["a", "an", "the", "our", "your", "their", "its"].contains(&word)
            })
    }

    /// The word right before, in small letters and without marks.
    pub(super) fn previous(&self) -> String {
        self.before()
            .split_whitespace()
            .next_back()
            .map(bare)
            .unwrap_or_default()
            .to_lowercase()
    }

    /// Whether a word that tells the kind stands right before, or so many words behind at most: `the Empire framework`, `the group Snake`.
    pub(super) fn says(&self, kind: NameKind, reach: usize) -> bool {
        let after = self.after().to_lowercase();
        let next = after
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(reach);
        let previous = self.previous();
        next.chain([previous.as_str()]).any(|word| {
            words_for(kind)
                .split(' ')
                .any(|said| said == word.trim_end_matches('s'))
        })
    }

    /// `Phishing (Initial Access)`.
    pub(super) fn has_tactic(&self, tactics: &[String]) -> bool {
        let after = self.after().to_lowercase();
        let inside = after
            .trim_start()
            .strip_prefix('(')
            .and_then(|after| after.split(')').next());
        inside.is_some_and(|inside| {
            tactics
                .iter()
                .any(|tactic| inside.contains(tactic.as_str()))
        })
    }
}

/// Whether a denial ends at a word.
fn denies(words: &[&str], at: usize) -> bool {
    let pair = |at: usize| {
        words
            .get(at..at + 2)
            .map(|two| two.join(" "))
            .unwrap_or_default()
    };
    let two = at.checked_sub(1).map(pair).unwrap_or_default();
    (DENIALS.contains(&words[at])
        || words[at].ends_with("n't")
        || words[at].ends_with("n’t")
        || DENIALS.contains(&two.as_str()))
        && !ASSENTS.contains(&pair(at).as_str())
}

fn bare(word: &str) -> &str {
    word.trim_matches(|character: char| !character.is_alphanumeric())
}

/// The words that name a kind, without their plural.
fn words_for(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Technique => "technique subtechnique",
        NameKind::Tactic => "tactic",
        NameKind::Group => {
            "group actor gang crew operator team apt adversary adversarie collective"
        }
        NameKind::Software => {
            "tool utility malware backdoor framework implant loader trojan ransomware beacon software command worm wiper \
             stealer rootkit rat dropper downloader payload agent binary utilitie"
        }
        NameKind::Campaign => "campaign operation intrusion attack compromise",
    }
}

/// Whether a sentence in small letters speaks of ATT&CK.
pub(super) fn speaks_of_attack(lower: &str) -> bool {
    names_attack(lower) || lower.contains("technique")
}

/// Whether a sentence in small letters names ATT&CK itself.
pub(super) fn names_attack(lower: &str) -> bool {
    ["att&ck", "mitre"].iter().any(|cue| lower.contains(cue))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'a>(text: &'a str, words: &str) -> WordContext<'a> {
        let at = text.find(words).unwrap();
        WordContext::new(text, &(at..at + words.len()))
    }

    #[test]
    fn hears_denials() {
        for text in [
            "They did not use X.",
            "There is no evidence of A, B or X in the logs.",
            "We don't see X.",
            "No X was found.",
            "X was not seen.",
            "We rule out X",
            "Without X, it runs",
        ] {
            assert!(at(text, "X").denied(), "{text}");
        }
        for text in [
            "Not seen. They used X.",
            "Not only X was used",
            "They did not stop but used X",
            "They had no time and then X",
            "The actor did not encrypt and used X",
            "notable X",
            "X and it was fast",
        ] {
            assert!(!at(text, "X").denied(), "{text}");
        }
    }

    #[test]
    fn sees_what_capitals_mean() {
        assert!(at("One. - X is", "X").begin());
        assert!(at("| X | y", "X").begin());
        assert!(at("1. X", "X").begin());
        assert!(!at("a (X) b", "X").begin());
        assert!(at("in the X State", "X").among_capitals());
        assert!(!at("The X state", "X").among_capitals());
        assert!(at("the X framework", "X").says(NameKind::Software, 2));
        assert!(at("| X | backdoor", "X").says(NameKind::Software, 2));
        assert!(!at("the X river", "X").says(NameKind::Group, 2));
        assert!(at("X (Initial Access)", "X").has_tactic(&["initial access".to_owned()]));
    }
}
