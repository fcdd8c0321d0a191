//! Searching words: ids and titles first, then descriptions and queries; the last word may be cut short.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::conclusions::cluster::unique_id;
use crate::error::Error;
use crate::format::schema::technique_row;
use crate::lookup::expression::{LastWord, expression};
use crate::lookup::open::Catalogue;
use crate::lookup::resource_summary::{COLUMNS, ResourceSummary, resource_summary};
use crate::lookup::technique::TechniqueSummary;

/// Where the words were found.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// In its id, its title, another name or the ids of its techniques.
    Title,
    /// In its description or query.
    Text,
}

/// One search result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Hit {
    /// A technique of the chosen release.
    Technique(TechniqueSummary),
    /// A resource of a source.
    Resource(Box<ResourceSummary>),
}

impl Catalogue {
    /// The best `most` hits for the text after the first `skip`, where each was found, and how many there are.
    pub fn search(
        &self,
        text: &str,
        skip: u32,
        most: u32,
    ) -> Result<(Vec<(Hit, Match)>, u32), Error> {
        let Some(expression) = expression(text, LastWord::Prefix) else {
            return Ok((Vec::new(), 0));
        };
        let by_id = self.with_unique_id(text)?;
        let total: u32 = self
            .database
            .prepare_cached("SELECT count(*) FROM search WHERE search MATCH ?1 AND (rowid >= 0 OR rowid BETWEEN ?2 AND ?3)")?
            .query_row((&expression, self.first_technique(), self.last_technique()), |row| row.get(0))?;
        let wanted = skip.saturating_add(most);
        let named = match text.trim().parse() {
            Ok(id) => self
                .technique_place(id)?
                .map(|place| technique_row(self.release, place)),
            Err(_) => None,
        };
        let total = total + u32::try_from(by_id.len()).unwrap_or(0);
        let mut in_titles = by_id;
        in_titles.extend(self.rows(&format!("{{ids title}} : ({expression})"), named, wanted)?);
        let mut found: Vec<(i64, Match)> =
            in_titles.iter().map(|&row| (row, Match::Title)).collect();
        if found.len() < wanted as usize {
            let seen: HashSet<i64> = in_titles.into_iter().collect();
            // Those found in titles come up again here, so as many more are asked for.
            let rows = self.rows(
                &expression,
                named,
                wanted.saturating_add(u32::try_from(seen.len()).unwrap_or(u32::MAX)),
            )?;
            found.extend(
                rows.into_iter()
                    .filter(|row| !seen.contains(row))
                    .map(|row| (row, Match::Text)),
            );
        }
        let page = found.into_iter().skip(skip as usize).take(most as usize);
        let hits: Result<Vec<_>, Error> = page
            .map(|(row, place)| Ok((self.hit(row)?, place)))
            .collect();
        Ok((hits?, total))
    }

    fn rows(&self, expression: &str, named: Option<i64>, most: u32) -> Result<Vec<i64>, Error> {
        // The technique of this very id first: its sub-techniques match, too. Of two equal hits the technique is what
        // people look for.
        let sql = "SELECT rowid FROM search WHERE search MATCH ?1 AND (rowid >= 0 OR rowid BETWEEN ?4 AND ?5)
                   ORDER BY rowid IS NOT ?2, bm25(search, 12.0, 8.0, 2.0, 1.0) * iif(rowid < 0, 2, 1), rowid LIMIT ?3";
        let mut statement = self.database.prepare_cached(sql)?;
        let (first, last) = (self.first_technique(), self.last_technique());
        let rows = statement.query_map((expression, named, most, first, last), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The resources of this globally unique id, which the index does not hold.
    fn with_unique_id(&self, text: &str) -> Result<Vec<i64>, Error> {
        let Some(id) = unique_id(text) else {
            return Ok(Vec::new());
        };
        let resources = self.by_key_or_id(&id)?;
        Ok(resources.into_iter().map(|resource| resource.row).collect())
    }

    /// The rows of the techniques of the chosen release.
    fn first_technique(&self) -> i64 {
        technique_row(self.release, 0)
    }

    fn last_technique(&self) -> i64 {
        technique_row(self.release + 1, -1)
    }

    fn hit(&self, row: i64) -> Result<Hit, Error> {
        if row < 0 {
            return Ok(Hit::Technique(
                self.nth_technique(row - self.first_technique())?,
            ));
        }
        let sql = format!(
            "SELECT {COLUMNS} FROM resource JOIN source ON source.id = resource.source WHERE resource.id = ?1"
        );
        let mut statement = self.database.prepare_cached(&sql)?;
        statement
            .query_row([row], |row| Ok(resource_summary(row)))?
            .map(|listed| Hit::Resource(Box::new(listed)))
    }

    /// The words of a resource around the first of the searched words; none in a catalogue of facts only.
    pub fn excerpt(&self, resource: &ResourceSummary, text: &str) -> Result<Option<String>, Error> {
        let body = self.body(resource.row)?;
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let texts = [body.description, body.query];
        Ok(texts
            .iter()
            .flatten()
            .find_map(|text| excerpt(text, &words)))
    }
}

/// Some sixty letters on both sides of the first searched word.
fn excerpt(text: &str, words: &[String]) -> Option<String> {
    let letters: Vec<char> = text.chars().take(20_000).collect();
    // One letter in lower case may be several; the first is enough to find the place.
    let lower: String = letters
        .iter()
        .map(|letter| letter.to_lowercase().next().unwrap_or(*letter))
        .collect();
    let byte = words.iter().find_map(|word| lower.find(word.as_str()))?;
    let place = lower[..byte].chars().count();
    let (from, to) = (place.saturating_sub(60), (place + 80).min(letters.len()));
    let middle: String = letters[from..to]
        .iter()
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let (before, after) = (
        if from > 0 { "…" } else { "" },
        if to < letters.len() { "…" } else { "" },
    );
    Some(format!("{before}{middle}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_cut_between_letters() {
        let text = "é".repeat(100) + " Whoami " + &"ü".repeat(100);
        let cut = excerpt(&text, &["whoami".to_owned()]).unwrap();
        assert!(
            cut.starts_with('…') && cut.ends_with('…') && cut.contains("Whoami"),
            "{cut}"
        );
        assert_eq!(
            excerpt("İ whoami", &["whoami".to_owned()]).unwrap(),
            "İ whoami"
        );
    }
}
