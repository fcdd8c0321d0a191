//! Mappings whose words are no technique in use of the chosen release, and tactics that it does not have.

use model::{Domain, Mapping, MappingState, Resource, TacticMention, TechniqueId};
use rusqlite::Row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, IntoStaticStr};

use crate::error::Error;
use crate::format::column::{list, word};
use crate::lookup::open::Catalogue;
use crate::lookup::resource_summary::key;
use crate::lookup::tactic::{TacticContext, TacticFollower, TacticWords, tactic_mentions};
use crate::lookup::technique::TechniqueSummary;

/// What words are about that should be written anew.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Display, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DriftSubject {
    /// A technique.
    Technique,
    /// A tactic.
    Tactic,
}

/// One mapping or tactic that its source should write anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DriftRow {
    /// The source.
    pub source: String,
    /// The part of the source.
    pub part: String,
    /// The key of the resource.
    pub key: String,
    /// Its title.
    pub title: String,
    /// The path of its file.
    pub path: String,
    /// The line of the words, from 1, where the format tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What the words are about.
    pub subject: DriftSubject,
    /// The words of the source.
    pub written: String,
    /// The id in these words, where they are a plain one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technique_written: Option<TechniqueId>,
    /// How it stands in the chosen release.
    pub state: MappingState,
    /// The techniques that should stand there: several where that is ambiguous, none where nothing does.
    pub to: Vec<TechniqueSummary>,
    /// The tactics that should stand there: all of them, or, where that is ambiguous, one of them or none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to_tactics: Vec<TacticWords>,
    /// Why.
    pub reason: String,
}

impl Catalogue {
    /// All of them, of one source or of all, in the order of sources and folders: of a resource first the techniques.
    pub fn drift(&self, source: Option<&str>) -> Result<Vec<DriftRow>, Error> {
        let mut rows = self.technique_drift(source)?;
        rows.extend(self.tactic_drift(source)?);
        rows.sort_by_key(|&(resource, _)| resource);
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    fn technique_drift(&self, source: Option<&str>) -> Result<Vec<(i64, DriftRow)>, Error> {
        // A technique of another matrix is at home there; only its old id drifts.
        let sql = "SELECT source.name, part, path, ordinal, resource.title, mapping.line, written.text, written.technique, state, reason,
                     lead.technique, found.name, NOT found.revoked AND NOT found.deprecated, mapping.resource, mapping.position
                   FROM lead JOIN written ON written.id = lead.written JOIN mapping ON mapping.written = lead.written
                   JOIN resource ON resource.id = mapping.resource JOIN source ON source.id = resource.source
                   LEFT JOIN technique AS found ON found.release = lead.release AND found.id = lead.technique
                   WHERE lead.release = ?1 AND mapping.position >= 0 AND (?2 IS NULL OR source.name = ?2)
                     AND (state IN ('followed', 'ambiguous', 'deprecated', 'unknown') OR state = 'other_domain' AND lead.technique IS NOT written.technique)
                   ORDER BY mapping.resource, mapping.position, lead.technique";
        let mut statement = self.database.prepare_cached(sql)?;
        let mut rows = statement.query((self.release, source))?;
        let mut drifted: Vec<(i64, DriftRow)> = Vec::new();
        let mut last: Option<(i64, i64)> = None;
        while let Some(row) = rows.next()? {
            // A mapping that may lead to several techniques has a row for each, one after the other.
            let mapping = (row.get(13)?, row.get(14)?);
            if let Some((_, before)) = drifted.last_mut().filter(|_| last == Some(mapping)) {
                before.to.extend(technique(row)?);
                continue;
            }
            last = Some(mapping);
            drifted.push((mapping.0, drift_row(row)?));
        }
        Ok(drifted)
    }

    fn tactic_drift(&self, source: Option<&str>) -> Result<Vec<(i64, DriftRow)>, Error> {
        let sql = "SELECT source.name, part, path, ordinal, resource.title, mention.line, mention.written, mention.techniques, mention.bare,
                     domains, resource.id
                   FROM tactic_mention AS mention JOIN resource ON resource.id = mention.resource JOIN source ON source.id = resource.source
                   WHERE ?1 IS NULL OR source.name = ?1 ORDER BY resource.id, mention.position";
        let mut statement = self.database.prepare_cached(sql)?;
        let mut rows = statement.query([source])?;
        let follower = self.tactic_follower()?;
        let mut drifted = Vec::new();
        while let Some(row) = rows.next()? {
            let resource: i64 = row.get(10)?;
            let mention = TacticMention {
                written: row.get(6)?,
                line: row.get(5)?,
                techniques: list(row, 7)?,
                bare: row.get(8)?,
            };
            let domains: Vec<Domain> = serde_json::from_str(&row.get::<_, String>(9)?)?;
            let context = TacticContext {
                mappings: &self.written_by(resource)?,
                domains: &domains,
            };
            let (source, path): (String, String) = (row.get(0)?, row.get(2)?);
            let place = RowPlace {
                key: key(&source, &path, row.get(3)?),
                source,
                part: row.get(1)?,
                title: row.get(4)?,
                path,
            };
            let found = tactic_row(&follower, &mention, context, place)?;
            drifted.extend(found.map(|found| (resource, found)));
        }
        Ok(drifted)
    }

    /// The plain ids that a resource names.
    fn written_by(&self, resource: i64) -> Result<Vec<Mapping>, Error> {
        let sql = "SELECT written.text, written.technique FROM mapping JOIN written ON written.id = mapping.written
                   WHERE mapping.resource = ?1 AND mapping.position >= 0 AND written.technique IS NOT NULL ORDER BY mapping.position";
        let mut statement = self.database.prepare_cached(sql)?;
        let rows = statement.query_map([resource], |row| {
            let technique: String = row.get(1)?;
            Ok(Mapping {
                written: row.get(0)?,
                technique: technique.parse().ok(),
                detail: None,
                line: None,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The same of resources that stand in no catalogue, as if they stood in this one under this name.
    pub fn drift_of(&self, source: &str, resources: &[Resource]) -> Result<Vec<DriftRow>, Error> {
        let follower = self.tactic_follower()?;
        let mut drifted = Vec::new();
        for resource in resources {
            for mapping in &resource.mappings {
                drifted.extend(self.drift_of_mapping(source, resource, mapping)?);
            }
            let context = TacticContext {
                mappings: &resource.mappings,
                domains: &resource.domains,
            };
            for mention in tactic_mentions(resource).iter() {
                let place = RowPlace::of(source, resource);
                drifted.extend(tactic_row(&follower, mention, context, place)?);
            }
        }
        Ok(drifted)
    }

    fn drift_of_mapping(
        &self,
        source: &str,
        resource: &Resource,
        mapping: &Mapping,
    ) -> Result<Option<DriftRow>, Error> {
        let leads = self.follow(mapping)?;
        let state = leads
            .first()
            .map_or(MappingState::Unknown, |lead| lead.state);
        let same = leads.iter().any(|lead| lead.technique == mapping.technique);
        match state {
            MappingState::AsWritten | MappingState::Inferred => return Ok(None),
            MappingState::OtherDomain if same => return Ok(None),
            _ => {}
        }
        let mut to = Vec::new();
        for id in leads.iter().filter_map(|lead| lead.technique) {
            let technique = self.technique(id)?;
            to.extend(technique.filter(|_| state != MappingState::Deprecated));
        }
        let reasons: Vec<&str> = leads
            .iter()
            .filter_map(|lead| lead.reason.as_deref())
            .collect();
        let reason = reasons.join("; ");
        let summary = |technique: &crate::lookup::technique::TechniqueRow| TechniqueSummary {
            successor: None,
            ..technique.listed()
        };
        Ok(Some(DriftRow {
            line: mapping.line,
            subject: DriftSubject::Technique,
            written: mapping.written.clone(),
            technique_written: mapping.technique,
            state,
            to: to.iter().map(summary).collect(),
            reason,
            ..RowPlace::of(source, resource).row()
        }))
    }
}

/// Where a row stands.
struct RowPlace {
    source: String,
    part: String,
    key: String,
    title: String,
    path: String,
}

impl RowPlace {
    fn of(source: &str, resource: &Resource) -> Self {
        let path = &resource.place.path;
        Self {
            source: source.to_owned(),
            part: resource.part.clone(),
            key: key(source, path, resource.place.ordinal),
            title: resource.title.clone(),
            path: path.clone(),
        }
    }

    /// A row that says nothing else yet.
    fn row(self) -> DriftRow {
        DriftRow {
            source: self.source,
            part: self.part,
            key: self.key,
            title: self.title,
            path: self.path,
            line: None,
            subject: DriftSubject::Tactic,
            written: String::new(),
            technique_written: None,
            state: MappingState::Unknown,
            to: Vec::new(),
            to_tactics: Vec::new(),
            reason: String::new(),
        }
    }
}

/// The row of a tactic; none where it is in use.
fn tactic_row(
    follower: &TacticFollower<'_>,
    mention: &TacticMention,
    context: TacticContext<'_>,
    place: RowPlace,
) -> Result<Option<DriftRow>, Error> {
    let lead = follower.follow(mention, context)?;
    if lead.state == MappingState::AsWritten {
        return Ok(None);
    }
    Ok(Some(DriftRow {
        line: mention.line,
        written: mention.written.clone(),
        state: lead.state,
        to_tactics: lead.to,
        reason: lead.reason,
        ..place.row()
    }))
}

fn drift_row(row: &Row<'_>) -> Result<DriftRow, Error> {
    let (source, path): (String, String) = (row.get(0)?, row.get(2)?);
    let technique_written: Option<String> = row.get(7)?;
    let state = word(row, 8)?;
    Ok(DriftRow {
        key: key(&source, &path, row.get(3)?),
        source,
        part: row.get(1)?,
        title: row.get(4)?,
        path,
        line: row.get(5)?,
        subject: DriftSubject::Technique,
        written: row.get(6)?,
        technique_written: technique_written.and_then(|id| id.parse().ok()),
        state,
        // What is withdrawn leads to itself: nothing should stand there.
        to: match state {
            MappingState::Deprecated => Vec::new(),
            _ => technique(row)?.into_iter().collect(),
        },
        to_tactics: Vec::new(),
        reason: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
    })
}

/// The technique that the mapping leads to, if there is one.
fn technique(row: &Row<'_>) -> Result<Option<TechniqueSummary>, Error> {
    let name: Option<String> = row.get(11)?;
    name.map(|name| {
        Ok(TechniqueSummary {
            id: word(row, 10)?,
            name,
            active: row.get(12)?,
            successor: None,
        })
    })
    .transpose()
}
