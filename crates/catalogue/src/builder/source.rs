//! Writes what a source states: where it comes from, its resources with their mappings, and what could not be read.

use std::collections::{BTreeSet, HashMap};

use model::{Mapping, Problem, Provenance, Resource, TechniqueId};
use rusqlite::params;
use vocabulary::tactic::has_its_own;

use crate::builder::conclusion_tables;
use crate::builder::index::IndexEntry;
use crate::builder::packed_harvest::PackedHarvest;
use crate::builder::source_harvest::SourceHarvest;
use crate::builder::writer::{StoredMapping, Writer};
use crate::conclusions::cluster::unique_id;
use crate::conclusions::countermeasures::{InferredCountermeasure, by_resource};
use crate::conclusions::follow::Spelling;
use crate::conclusions::parts::Parts;
use crate::conclusions::platform::platforms;
use crate::conclusions::rule_logs::ResourceLogs;
use crate::conclusions::tactics::is_settled;
use crate::error::Error;
use crate::format::column::json;
use crate::format::contents::Contents;
use crate::lookup::tactic::tactic_mentions;

/// The long texts of a resource, for the search index.
struct IndexTexts {
    description: Option<String>,
    query: Option<String>,
}

impl IndexTexts {
    fn take(resource: &mut Resource) -> Self {
        Self {
            description: resource.description.take(),
            query: resource.query.take(),
        }
    }
}

impl Writer<'_> {
    /// A source with all that it states.
    pub(super) fn source(&mut self, gathered: SourceHarvest) -> Result<(), Error> {
        let SourceHarvest {
            mut provenance,
            mut harvest,
            prepared,
        } = gathered;
        let source = self.sources;
        self.sources += 1;
        self.date = std::mem::take(&mut self.date).max(provenance.read.clone().unwrap_or_default());
        // What was prepared holds all texts; without them it is made anew.
        let prepared = match prepared.filter(|_| self.contents == Contents::All) {
            Some(prepared) => prepared,
            None => PackedHarvest::of(&harvest.resources, self.contents)?,
        };
        let account = json(&harvest.account())?;
        provenance.declaration.not_mappable = std::mem::take(&mut harvest.not_mappable);
        self.provenance(source, &provenance, &account, &prepared.dictionary)?;
        self.problems(source, &harvest.problems)?;
        let mut inferred = match &harvest.ontology {
            Some(ontology) => by_resource(ontology, &harvest.resources),
            None => HashMap::new(),
        };
        self.links.source(source, &provenance);
        // Taken out of the resources, which `parts` borrows until the end, so that the index need not copy them.
        let texts: Vec<IndexTexts> = harvest.resources.iter_mut().map(IndexTexts::take).collect();
        let mut parts = Parts::default();
        let packed = prepared.bodies.into_iter().zip(prepared.copy_keys);
        let resources = harvest.resources.iter().enumerate();
        for (((place, resource), (body, keys)), texts) in resources.zip(packed).zip(texts) {
            let row = self.totals.resources;
            self.links.add(row, source, resource);
            self.clusters.add(row, source, resource, keys);
            self.resource(source, &provenance.source, row, resource)?;
            self.related(row, resource)?;
            if !has_its_own(&provenance.source) {
                self.tactic_mentions(row, resource)?;
            }
            self.searchable_resource(row, resource, texts);
            self.inserts.body.execute(params![row, body])?;
            let inferred = inferred.remove(&place).unwrap_or_default();
            let (stated, numbers) = self.mappings(row, resource, &inferred)?;
            parts.add(resource, &stated, &numbers, &self.spellings);
            self.totals.resources += 1;
        }
        conclusion_tables::parts(self.database, source, parts)
    }

    fn provenance(
        &self,
        source: u32,
        provenance: &Provenance,
        account: &str,
        dictionary: &[u8],
    ) -> Result<(), Error> {
        let row = params![
            source,
            provenance.source,
            provenance.title,
            json(provenance)?,
            account,
            json(&provenance.declaration)?,
            dictionary,
        ];
        self.database
            .prepare_cached("INSERT INTO source VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
            .execute(row)?;
        Ok(())
    }

    fn problems(&mut self, source: u32, problems: &[Problem]) -> Result<(), Error> {
        let mut insert = self
            .database
            .prepare_cached("INSERT INTO problem VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for problem in problems {
            self.totals.problems += 1;
            insert.execute(params![
                self.totals.problems,
                source,
                problem.path,
                problem.line,
                problem.what
            ])?;
        }
        Ok(())
    }

    fn resource(
        &mut self,
        source: u32,
        source_id: &str,
        row: u32,
        resource: &Resource,
    ) -> Result<(), Error> {
        let ResourceLogs {
            logs,
            platforms: of_logs,
        } = self.rule_logs.add(source_id, resource);
        let (logs, new_logs) = logs.unzip();
        if let (Some(logs), Some(stored)) = (logs, new_logs.flatten()) {
            self.database
                .prepare_cached("INSERT INTO rule_logs VALUES (?1, ?2)")?
                .execute(params![logs, json(&stored)?])?;
        }
        let platforms = platforms(source_id, resource, &of_logs);
        for word in &platforms.unknown {
            self.unknown_platform(source, resource, word)?;
        }
        let level = resource.level.map(|level| level.to_string());
        self.inserts.resource.execute(params![
            row,
            source,
            resource.part,
            resource.id,
            resource.title,
            resource.kind.to_string(),
            resource.place.path,
            resource.place.line,
            resource.place.ordinal,
            resource.page,
            level,
            resource.level_written,
            resource.status.to_string(),
            resource.status_written,
            json(&platforms.names)?,
            json(&resource.domains)?,
            json(&resource.log_sources)?,
            json(&resource.tactics)?,
            resource.changed,
            logs,
        ])?;
        Ok(())
    }

    fn unknown_platform(
        &mut self,
        source: u32,
        resource: &Resource,
        word: &str,
    ) -> Result<(), Error> {
        let near = vocabulary::platform::nearest(word);
        let what = format!(
            "the platform `{word}` is not understood; perhaps {} is meant",
            near.join(" or ")
        );
        let problem = Problem {
            path: resource.place.path.clone(),
            line: resource.place.line,
            what,
        };
        self.problems(source, &[problem])
    }

    fn tactic_mentions(&mut self, row: u32, resource: &Resource) -> Result<(), Error> {
        let mentions = tactic_mentions(resource);
        let unsettled = mentions.iter().filter(|mention| !is_settled(mention));
        for (position, mention) in unsettled.enumerate() {
            self.inserts.tactic_mention.execute(params![
                row,
                position,
                mention.written,
                mention.line,
                json(&mention.techniques)?,
                mention.bare,
            ])?;
        }
        Ok(())
    }

    fn related(&mut self, row: u32, resource: &Resource) -> Result<(), Error> {
        let insert = &mut self.inserts.related;
        for (position, related) in resource.related.iter().enumerate() {
            insert.execute(params![row, position, related.relation, related.id])?;
        }
        Ok(())
    }

    fn searchable_resource(&mut self, row: u32, resource: &Resource, texts: IndexTexts) {
        self.vocabulary.add(&resource.title);
        // A globally unique id is five words that stand nowhere else: it is looked up as a whole.
        let own = resource.id.as_deref().filter(|id| unique_id(id).is_none());
        let mut ids: Vec<String> = own.map(str::to_owned).into_iter().collect();
        if self.contents == Contents::All {
            let techniques = resource
                .mappings
                .iter()
                .filter_map(|mapping| mapping.technique);
            ids.extend(techniques.map(|id| id.to_string()));
        }
        let title = std::iter::once(&resource.title)
            .chain(&resource.aliases)
            .cloned()
            .collect::<Vec<_>>()
            .join(" / ");
        let (description, query) = match self.contents {
            Contents::All => (texts.description, texts.query),
            Contents::FactsOnly => (None, None),
        };
        self.index.add(IndexEntry {
            row: row.into(),
            ids: ids.join(" "),
            title,
            description: description.unwrap_or_default(),
            query: query.unwrap_or_default(),
        });
    }

    /// Gives the ids as they are stated, and the numbers of the ways of writing them.
    fn mappings(
        &mut self,
        row: u32,
        resource: &Resource,
        inferred: &[(i64, InferredCountermeasure)],
    ) -> Result<(BTreeSet<TechniqueId>, Vec<u32>), Error> {
        let mut stated = BTreeSet::new();
        let mut numbers = Vec::new();
        for (position, mapping) in (0i64..).zip(&resource.mappings) {
            numbers.push(self.mapping(row, position, resource, mapping));
            stated.extend(mapping.technique);
            self.totals.mappings += 1;
        }
        for (position, inferred) in inferred {
            let mapping = Mapping::plain(&inferred.technique);
            numbers.push(self.mapping(row, *position, resource, &mapping));
            stated.extend(mapping.technique);
            let reason = inferred.reason.to_string();
            self.inserts
                .inferred
                .execute(params![row, position, reason])?;
        }
        Ok((stated, numbers))
    }

    fn mapping(&mut self, row: u32, position: i64, resource: &Resource, mapping: &Mapping) -> u32 {
        let number = self.spellings.number(Spelling {
            text: mapping.written.clone(),
            technique: mapping.technique,
            domains: resource.domains.clone(),
        });
        self.mappings.push(StoredMapping {
            written: number,
            resource: row,
            position,
            // Only who has the texts at hand looks up a line.
            line: mapping.line.filter(|_| self.contents == Contents::All),
        });
        number
    }
}
