//! Writes what ATT&CK states of a release: tactics, techniques, and what each was replaced by.

use model::{Domain, Release, Tactic, Technique, TechniqueId};
use rusqlite::params;

use crate::builder::index::IndexEntry;
use crate::builder::writer::Writer;
use crate::conclusions::chains::Chains;
use crate::conclusions::crosswalk::Crosswalk;
use crate::conclusions::follow::Spelling;
use crate::error::Error;
use crate::format::column::json;
use crate::format::contents::Contents;
use crate::format::schema;

impl Writer<'_> {
    /// A release that was read.
    pub(super) fn release(&mut self, release: &Release) -> Result<(), Error> {
        let row = self.begin_release(&release.version, true)?;
        for (position, tactic) in release.tactics.iter().enumerate() {
            self.tactic(row, position, tactic)?;
        }
        let chains = Chains::new(release);
        for (place, technique) in release.techniques.iter().enumerate() {
            let successor = chains
                .successor(technique)
                .filter(|_| technique.revoked)
                .map(|technique| technique.id);
            self.technique(row, technique, successor)?;
            self.searchable_technique(row, place, technique);
        }
        Ok(())
    }

    /// The release that is known by names only.
    pub(super) fn names(&mut self, crosswalk: &Crosswalk) -> Result<(), Error> {
        let row = self.begin_release(&crosswalk.version, false)?;
        for (position, tactic) in crosswalk.tactics.iter().enumerate() {
            let tactic = Tactic {
                id: tactic.id.clone(),
                shortname: tactic.shortname.clone(),
                name: tactic.name.clone(),
                domain: tactic.domain,
            };
            self.tactic(row, position, &tactic)?;
        }
        for (place, named) in crosswalk.techniques.iter().enumerate() {
            let technique = Technique {
                id: named.id,
                stix: String::new(),
                name: named.name.clone(),
                domain: named.domain,
                tactics: named.tactics.clone(),
                platforms: Vec::new(),
                description: String::new(),
                revoked: false,
                deprecated: false,
                changed: None,
            };
            self.technique(row, &technique, None)?;
            self.searchable_technique(row, place, &technique);
        }
        Ok(())
    }

    fn begin_release(&mut self, version: &str, whole: bool) -> Result<u32, Error> {
        let row = self.releases;
        self.releases += 1;
        self.database.execute(
            "INSERT INTO release VALUES (?1, ?2, ?3)",
            params![row, version, whole],
        )?;
        Ok(row)
    }

    fn tactic(&self, release: u32, position: usize, tactic: &Tactic) -> Result<(), Error> {
        self.database
            .prepare_cached("INSERT INTO tactic VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![
                release,
                position,
                tactic.id,
                tactic.shortname,
                tactic.name,
                tactic.domain.to_string(),
            ])?;
        Ok(())
    }

    fn technique(
        &mut self,
        release: u32,
        technique: &Technique,
        successor: Option<TechniqueId>,
    ) -> Result<(), Error> {
        let id = technique.id.to_string();
        self.database.prepare_cached(TECHNIQUE)?.execute(params![
            release,
            id,
            technique.name,
            technique.domain.to_string(),
            json(&technique.tactics)?,
            json(&technique.platforms)?,
            technique.revoked,
            technique.deprecated,
            technique.changed,
            successor.map(|id| id.to_string()),
        ])?;
        // What people type is followed as what sources write.
        self.spellings.number(Spelling {
            text: id.clone(),
            technique: Some(technique.id),
            domains: stated_domains(technique.domain),
        });
        if self.contents == Contents::All && !technique.description.is_empty() {
            let description = technique.description.clone().into_bytes();
            self.descriptions.push((release, id, description));
        }
        Ok(())
    }

    /// Techniques stand in the search index beside resources, under negative numbers.
    fn searchable_technique(&mut self, release: u32, place: usize, technique: &Technique) {
        let description = match self.contents {
            Contents::All => technique.description.as_str(),
            Contents::FactsOnly => "",
        };
        // The name of a technique that is no longer in use is found after all titles.
        let (title, description) = if technique.revoked || technique.deprecated {
            ("", technique.name.as_str())
        } else {
            (technique.name.as_str(), description)
        };
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        self.index.add(IndexEntry {
            row: schema::technique_row(release.into(), place),
            ids: technique.id.to_string(),
            title: title.to_owned(),
            description: description.to_owned(),
            query: String::new(),
        });
        self.vocabulary.add(&technique.name);
    }
}

/// The domains that a resource states which speaks of this one; enterprise need not be said.
fn stated_domains(domain: Domain) -> Vec<Domain> {
    match domain {
        Domain::Enterprise => Vec::new(),
        Domain::Mobile | Domain::Ics => vec![domain],
    }
}

const TECHNIQUE: &str = "INSERT INTO technique (release, id, name, domain, tactics, platforms, revoked, deprecated, changed, successor)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
