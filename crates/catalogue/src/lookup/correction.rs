//! Puts misspelt words right: the nearest word of any title.

use std::cmp::Reverse;

use crate::error::Error;
use crate::lookup::expression::MOST_WORDS;
use crate::lookup::open::Catalogue;

impl Catalogue {
    /// The text with each word that stands in no title replaced by the nearest one that does; none where all do or
    /// nothing is near.
    pub fn corrected(&self, text: &str) -> Result<Option<String>, Error> {
        let mut changed = false;
        let mut words = Vec::new();
        for word in text.split_whitespace().take(MOST_WORDS) {
            let nearest = self.nearest_word(&word.to_lowercase())?;
            changed |= nearest.is_some();
            words.push(nearest.unwrap_or_else(|| word.to_owned()));
        }
        Ok(changed.then(|| words.join(" ")))
    }

    /// None where the word itself is known.
    fn nearest_word(&self, word: &str) -> Result<Option<String>, Error> {
        let most = match word.chars().count() {
            0..=3 => return Ok(None),
            4..=6 => 1,
            _ => 2,
        };
        let mut statement = self.database.prepare_cached(
            "SELECT word, resources FROM word WHERE length(word) BETWEEN ?1 AND ?2",
        )?;
        let length = word.chars().count();
        let rows = statement.query_map((length - most, length + most), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?))
        })?;
        let mut best: Option<(usize, Reverse<u32>, String)> = None;
        for row in rows {
            let (known, resources) = row?;
            if known == word {
                return Ok(None);
            }
            let distance = strsim::osa_distance(&known, word);
            let candidate = (distance, Reverse(resources), known);
            if distance <= most && best.as_ref().is_none_or(|best| candidate < *best) {
                best = Some(candidate);
            }
        }
        Ok(best.map(|(.., word)| word))
    }
}
