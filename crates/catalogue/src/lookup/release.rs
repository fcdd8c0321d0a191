//! The releases of ATT&CK that a catalogue can be looked at by, and the one that is chosen.

use std::collections::BTreeMap;

use model::{Conclusion, Mapping, MappingState, TechniqueId};
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::conclusions::newer_names::NewerNames;
use crate::conclusions::recognise::{absent, extended, what_it_is};
use crate::error::Error;
use crate::format::column::word;
use crate::lookup::open::Catalogue;

/// A release of ATT&CK that mappings can be followed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Release {
    /// `18.1`.
    pub version: String,
    /// Whether only its ids, names and tactics are known.
    pub names_only: bool,
    /// How many techniques it has in use.
    pub techniques: u32,
}

/// A technique that another release has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TechniqueInOtherRelease {
    /// Its id there.
    pub id: TechniqueId,
    /// Its name there.
    pub name: String,
    /// That release.
    pub attack: String,
    /// Where it leads in the chosen release; more than one where that is ambiguous.
    pub here: Vec<Conclusion>,
}

impl Catalogue {
    /// The releases that can be chosen, from old to new.
    pub fn releases(&self) -> Result<Vec<Release>, Error> {
        let sql = "SELECT version, NOT whole, (SELECT count(*) FROM technique WHERE release = release.id AND NOT revoked AND NOT deprecated)
                   FROM release ORDER BY id";
        let mut statement = self.database.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(Release {
                version: row.get(0)?,
                names_only: row.get(1)?,
                techniques: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Chooses the release that all further questions are asked for: `18.1`, or `18` for the newest one of these.
    pub fn choose(&mut self, version: &str) -> Result<(), Error> {
        let releases = self.versions()?;
        let wanted = version.trim().trim_start_matches(['v', 'V']);
        let begins = |(version, _): &(String, bool)| {
            let rest = version.strip_prefix(wanted);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let exact = releases.iter().position(|(version, _)| version == wanted);
        let Some(place) = exact.or_else(|| releases.iter().rposition(begins)) else {
            return Err(Error::NoRelease {
                wanted: wanted.to_owned(),
                known: releases.into_iter().map(|(version, _)| version).collect(),
            });
        };
        let chosen = i64::try_from(place).unwrap_or(-1);
        if self.release != chosen {
            self.counting_data = std::cell::OnceCell::new();
        }
        self.release = chosen;
        self.about.attack.clone_from(&releases[place].0);
        self.about.names_only = releases[place].1;
        Ok(())
    }

    /// The releases from old to new, and whether only names are known of each.
    fn versions(&self) -> Result<Vec<(String, bool)>, Error> {
        let sql = "SELECT version, NOT whole FROM release ORDER BY id";
        let mut statement = self.database.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The technique of this id in the newest of the other releases that have it, and where it leads in the chosen one. An
    /// id that is newer than all of them is known by name only.
    pub fn in_other_release(
        &self,
        id: TechniqueId,
    ) -> Result<Option<TechniqueInOtherRelease>, Error> {
        let sql =
            "SELECT name, version FROM technique JOIN release ON release.id = technique.release
                   WHERE technique.id = ?1 AND release <> ?2 ORDER BY release DESC LIMIT 1";
        let mut statement = self.database.prepare_cached(sql)?;
        let found = statement
            .query_row((id.to_string(), self.release), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let Some((name, attack)) = found else {
            return Ok(self.in_newer_release(id));
        };
        let here = self.leads(id)?;
        Ok(Some(TechniqueInOtherRelease {
            id,
            name,
            attack,
            here,
        }))
    }

    fn in_newer_release(&self, id: TechniqueId) -> Option<TechniqueInOtherRelease> {
        let names = NewerNames::new();
        let name = names.find(id)?.name.clone();
        let here = Conclusion {
            technique: None,
            state: MappingState::Unknown,
            reason: Some(absent(id, &self.about.attack)),
        };
        Some(TechniqueInOtherRelease {
            id,
            name,
            attack: names.version,
            here: vec![here],
        })
    }

    /// Where a mapping that stands in no catalogue yet leads in the chosen release, as if it stood in this one. Never
    /// empty: what leads nowhere says why.
    pub fn follow(&self, mapping: &Mapping) -> Result<Vec<Conclusion>, Error> {
        let unknown = |reason: String| {
            vec![Conclusion {
                technique: None,
                state: MappingState::Unknown,
                reason: Some(reason),
            }]
        };
        let Some(id) = mapping.technique.or_else(|| extended(&mapping.written)) else {
            return Ok(unknown(what_it_is(&mapping.written)));
        };
        let mut leads = self.leads(id)?;
        if leads.is_empty() {
            return Ok(unknown(absent(id, &self.about.attack)));
        }
        if mapping.technique.is_none() {
            for lead in leads.iter_mut().filter(|lead| lead.state.counts()) {
                lead.state = MappingState::Followed;
                lead.reason = Some(format!("`{}` extends {id}", mapping.written));
            }
        }
        Ok(leads)
    }

    /// Where an id, as people write it, leads in the chosen release.
    pub fn leads(&self, id: TechniqueId) -> Result<Vec<Conclusion>, Error> {
        self.leads_in(self.release, id)
    }

    /// The same in the release of this row.
    pub(crate) fn leads_in(&self, release: i64, id: TechniqueId) -> Result<Vec<Conclusion>, Error> {
        let sql = "SELECT lead.technique, state, reason FROM lead WHERE release = ?1 AND written =
                   (SELECT id FROM written WHERE text = ?2 AND technique = ?2 ORDER BY id LIMIT 1) ORDER BY lead.technique";
        let mut statement = self.database.prepare_cached(sql)?;
        let mut rows = statement.query((release, id.to_string()))?;
        let mut leads = Vec::new();
        while let Some(row) = rows.next()? {
            leads.push(Conclusion {
                technique: row.get::<_, String>(0)?.parse().ok(),
                state: word(row, 1)?,
                reason: row.get(2)?,
            });
        }
        Ok(leads)
    }

    /// The same for every id that is written anywhere, by the id.
    pub fn all_leads(&self) -> Result<BTreeMap<String, Vec<Conclusion>>, Error> {
        let sql = "SELECT text, lead.technique, state, reason FROM written JOIN lead ON lead.written = written.id
                   WHERE release = ?1 AND text = written.technique
                   AND written.id IN (SELECT min(id) FROM written WHERE text = technique GROUP BY text)
                   ORDER BY text, lead.technique";
        let mut statement = self.database.prepare_cached(sql)?;
        let mut rows = statement.query([self.release])?;
        let mut leads: BTreeMap<String, Vec<Conclusion>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            leads.entry(row.get(0)?).or_default().push(Conclusion {
                technique: row.get::<_, String>(1)?.parse().ok(),
                state: word(row, 2)?,
                reason: row.get(3)?,
            });
        }
        Ok(leads)
    }
}
