//! The words of titles, which a misspelt word is compared with.

use foldhash::HashMap;
use rusqlite::{Connection, params};

use crate::error::Error;

/// In how many titles each word stands.
#[derive(Default)]
pub(crate) struct TitleWords(HashMap<String, u32>);

/// Shorter words have too many neighbours.
const SHORTEST: usize = 4;

impl TitleWords {
    pub(crate) fn add(&mut self, title: &str) {
        let lower = title.to_lowercase();
        let words = lower.split(|letter: char| !letter.is_alphanumeric());
        for word in words.filter(|word| word.len() >= SHORTEST) {
            match self.0.get_mut(word) {
                Some(titles) => *titles += 1,
                None => {
                    self.0.insert(word.to_owned(), 1);
                }
            }
        }
    }

    /// Writes the table `word`.
    pub(crate) fn write(self, database: &Connection) -> Result<(), Error> {
        let mut insert = database.prepare("INSERT INTO word VALUES (?1, ?2)")?;
        let mut words: Vec<(String, u32)> = self.0.into_iter().collect();
        words.sort_unstable();
        for (word, titles) in words {
            insert.execute(params![word, titles])?;
        }
        Ok(())
    }
}
