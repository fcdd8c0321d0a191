//! How words are compared, and tables of words.

use std::collections::{BTreeMap, HashMap};

/// A word as it is compared: trimmed, in lower case, every run of white space one space. Other punctuation is kept.
///
/// ```
/// assert_eq!(vocabulary::fold("  Network\t Devices "), "network devices");
/// ```
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for part in word.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(part.chars().flat_map(char::to_lowercase));
    }
    folded
}

/// The words of `CredentialAccess`, `attack-pattern` and `initial_access` apart: folded, with spaces.
///
/// ```
/// assert_eq!(vocabulary::apart("CredentialAccess"), "credential access");
/// assert_eq!(vocabulary::apart("azure-ad"), "azure ad");
/// ```
pub fn apart(word: &str) -> String {
    let mut spaced = String::with_capacity(word.len() + 4);
    let mut before = ' ';
    for letter in word.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(if matches!(letter, '_' | '-') {
            ' '
        } else {
            letter
        });
        before = letter;
    }
    fold(&spaced)
}

/// Words and what each stands for.
pub(crate) struct Words<T> {
    whole: HashMap<String, T>,
    /// Beginnings of words, the longest first.
    beginnings: Vec<(String, T)>,
    clashes: Vec<String>,
}

impl<T: Copy + PartialEq> Words<T> {
    pub(crate) fn new() -> Self {
        Self {
            whole: HashMap::new(),
            beginnings: Vec::new(),
            clashes: Vec::new(),
        }
    }

    /// Adds a word; one that ends in `*` stands for all that begin with it. The first meaning of a word stays.
    pub(crate) fn add(&mut self, word: &str, meaning: T) {
        let word = fold(word);
        match word.strip_suffix('*').filter(|word| !word.is_empty()) {
            Some(beginning) => {
                self.beginnings.push((beginning.to_owned(), meaning));
                self.beginnings
                    .sort_by_key(|(beginning, _)| std::cmp::Reverse(beginning.len()));
            }
            None => match self.whole.get(&word) {
                Some(known) if *known != meaning => self.clashes.push(word),
                Some(_) => {}
                None => {
                    self.whole.insert(word, meaning);
                }
            },
        }
    }

    /// What this very word stands for.
    pub(crate) fn whole(&self, folded: &str) -> Option<T> {
        self.whole.get(folded).copied()
    }

    /// What the longest known beginning of the word stands for.
    pub(crate) fn beginning(&self, folded: &str) -> Option<T> {
        let mut known = self.beginnings.iter();
        known
            .find(|(beginning, _)| folded.starts_with(beginning.as_str()))
            .map(|(_, meaning)| *meaning)
    }

    /// Words that the data gives two meanings.
    #[cfg(test)]
    pub(crate) fn clashes(&self) -> &[String] {
        &self.clashes
    }
}

/// How much two folded words have in common: 1 for the same, 0 for nothing.
pub(crate) fn likeness(left: &str, right: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(left, right)
}

/// The names, at most three, of which a word is most like this one, the most like first.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<&'a str> {
    let word = apart(word);
    let mut best: BTreeMap<&str, f64> = BTreeMap::new();
    for (candidate, name) in candidates {
        let likeness = likeness(&word, &apart(candidate));
        let known = best.entry(name).or_insert(likeness);
        *known = known.max(likeness);
    }
    let mut ranked: Vec<(&str, f64)> = best.into_iter().collect();
    ranked.sort_by(|left, right| right.1.total_cmp(&left.1));
    ranked.into_iter().take(3).map(|(name, _)| name).collect()
}
