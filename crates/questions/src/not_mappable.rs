//! Techniques that a framework was looked at for and that cannot be mapped to it: that differs from not being treated.

use std::collections::{BTreeMap, HashMap};

use catalogue::Catalogue;
use model::TechniqueId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::sources::display_title;

/// That the authors of a source looked at a technique and could map nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotMappable {
    /// The technique.
    pub technique: TechniqueId,
    /// The source.
    pub source: String,
    /// Its title.
    pub title: String,
    /// The id, as written.
    pub written: String,
    /// The release of ATT&CK that they looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// Why, in their words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl NotMappable {
    /// `CTID Mappings Explorer: NIST 800-53, as T1562 of ATT&CK 16.1: nothing helps`.
    pub fn words(&self) -> String {
        let release = self.release.as_ref();
        let release = release.map(|release| format!(", as {} of ATT&CK {release}", self.written));
        let reason = self.reason.as_ref().map(|reason| format!(": {reason}"));
        let (release, reason) = (release.unwrap_or_default(), reason.unwrap_or_default());
        format!("{}{release}{reason}", self.title)
    }
}

/// All that is said of these techniques, by sources in use.
pub(crate) fn of(
    catalogue: &Catalogue,
    techniques: &[TechniqueId],
    is_in_use: impl Fn(&str) -> bool,
) -> Result<Vec<NotMappable>, Error> {
    let mut rows = catalogue.not_mappable()?;
    rows.retain(|row| techniques.contains(&row.technique) && is_in_use(&row.source));
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let sources = catalogue.sources()?;
    let titles: HashMap<&str, String> = sources
        .iter()
        .map(|source| &source.provenance)
        .map(|provenance| (provenance.source.as_str(), display_title(provenance)))
        .collect();
    let rows = rows.into_iter().map(|row| NotMappable {
        technique: row.technique,
        title: titles
            .get(row.source.as_str())
            .unwrap_or(&row.source)
            .clone(),
        source: row.source,
        written: row.statement.written,
        release: row.statement.release,
        reason: row.statement.reason,
    });
    Ok(rows.collect())
}

/// `T1496, T1608: looked at for CTID Mappings Explorer: NIST 800-53, and cannot be mapped`, one for each source.
pub(crate) fn sentences(rows: &[NotMappable]) -> Vec<String> {
    let mut by_source: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for row in rows {
        let ids = by_source.entry(&row.title).or_default();
        ids.push(row.technique.to_string());
    }
    let sentences = by_source.into_iter().map(|(title, ids)| {
        format!(
            "{}: looked at for {title}, and cannot be mapped",
            ids.join(", ")
        )
    });
    sentences.collect()
}
