//! Writes the rows of a catalogue, in sorted order.

use std::collections::{BTreeMap, HashMap};

use model::{Conclusion, Mapping, Ontology, Provenance, Release, Resource, State};
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::body::{self, Body};
use crate::build::{Gathered, Words};
use crate::countermeasures::countermeasures;
use crate::error::Error;
use crate::follow::View;
use crate::platform::platforms;

#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) resources: u32,
    pub(crate) mappings: u32,
    pub(crate) problems: u32,
}

pub(crate) struct Insert<'a> {
    database: &'a Connection,
    view: &'a View<'a>,
    words: Words,
    counts: Counts,
    sources: u32,
    releases: u32,
    /// The newest day on which a source was read.
    date: String,
    /// Words of the resources, in the order of their rows.
    bodies: Vec<Vec<u8>>,
    /// Words of the techniques, with their keys.
    descriptions: Vec<(u32, String, Vec<u8>)>,
    /// In how many titles each word stands: what a misspelt word is compared with.
    vocabulary: BTreeMap<String, u32>,
}

impl<'a> Insert<'a> {
    pub(crate) fn new(database: &'a Connection, view: &'a View<'a>, words: Words) -> Self {
        Self {
            database,
            view,
            words,
            counts: Counts::default(),
            sources: 0,
            releases: 0,
            date: String::new(),
            bodies: Vec::new(),
            descriptions: Vec::new(),
            vocabulary: BTreeMap::new(),
        }
    }

    pub(crate) fn release(&mut self, release: &Release) -> Result<(), Error> {
        let id = self.releases;
        self.releases += 1;
        self.database.execute(
            "INSERT INTO release VALUES (?1, ?2)",
            params![id, release.version],
        )?;
        for (position, tactic) in release.tactics.iter().enumerate() {
            let row = params![
                id,
                position,
                tactic.id,
                tactic.shortname,
                tactic.name,
                tactic.domain.to_string()
            ];
            self.database
                .execute("INSERT INTO tactic VALUES (?1, ?2, ?3, ?4, ?5, ?6)", row)?;
        }
        let view = View::new(release);
        let mut statement = self.database.prepare(
            "INSERT INTO technique (release, id, name, domain, tactics, platforms, revoked, deprecated, changed, successor)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for technique in &release.techniques {
            let key = technique.id.to_string();
            let successor = view
                .successor(technique)
                .filter(|_| technique.revoked)
                .map(|technique| technique.id.to_string());
            let (tactics, platforms, domain) = (
                json(&technique.tactics)?,
                json(&technique.platforms)?,
                technique.domain.to_string(),
            );
            let (name, revoked, deprecated, changed) = (
                &technique.name,
                technique.revoked,
                technique.deprecated,
                &technique.changed,
            );
            statement.execute(params![
                id, key, name, domain, tactics, platforms, revoked, deprecated, changed, successor
            ])?;
            if self.words == Words::All {
                self.descriptions
                    .push((id, key, technique.description.clone().into_bytes()));
            }
        }
        Ok(())
    }

    /// Techniques stand in the search index beside resources, under negative numbers.
    pub(crate) fn searchable_techniques(&mut self, release: &Release) -> Result<(), Error> {
        let mut statement = self.database.prepare(SEARCHABLE)?;
        for (row, technique) in (1i64..).zip(&release.techniques) {
            let description = if self.words == Words::All {
                technique.description.as_str()
            } else {
                ""
            };
            // The name of a technique that is no longer in use is found after all titles.
            let (title, description) = if technique.revoked || technique.deprecated {
                ("", technique.name.as_str())
            } else {
                (technique.name.as_str(), description)
            };
            let id = technique.id.to_string();
            statement.execute(params![-row, id, title, description, ""])?;
            count_words(&mut self.vocabulary, &technique.name);
        }
        Ok(())
    }

    pub(crate) fn source(&mut self, one: Gathered) -> Result<(), Error> {
        let Gathered {
            provenance,
            harvest,
        } = one;
        let id = self.sources;
        self.sources += 1;
        self.date = std::mem::take(&mut self.date).max(provenance.read.clone().unwrap_or_default());
        self.provenance(id, &provenance, &json(&harvest.account())?)?;
        for problem in &harvest.problems {
            self.counts.problems += 1;
            let row = params![
                self.counts.problems,
                id,
                problem.path,
                problem.line,
                problem.what
            ];
            self.database
                .execute("INSERT INTO problem VALUES (?1, ?2, ?3, ?4, ?5)", row)?;
        }
        let first = self.counts.resources;
        for (row, resource) in (first..).zip(&harvest.resources) {
            self.resource(id, row, resource)?;
        }
        match &harvest.ontology {
            Some(ontology) => self.inferred(first, &harvest.resources, ontology),
            None => Ok(()),
        }
    }

    /// What the ontology lets us conclude, under negative positions: no written mapping stands behind it.
    fn inferred(
        &self,
        first: u32,
        resources: &[Resource],
        ontology: &Ontology,
    ) -> Result<(), Error> {
        // Its resources stand in one file, so that the ordinal alone tells them apart.
        let row = |(row, resource): (u32, &Resource)| (resource.place.ordinal as usize, row);
        let rows: HashMap<usize, u32> = (first..).zip(resources).map(row).collect();
        for (inferred, position) in countermeasures(ontology).iter().zip(1i64..) {
            let row = rows[&ontology.countermeasures[inferred.countermeasure].resource];
            let followed = self
                .view
                .conclude(&Mapping::plain(&inferred.technique), &[]);
            let (state, why) = match followed.state {
                State::AsWritten => (State::Inferred, String::new()),
                state => (state, format!("; {}", followed.reason.unwrap_or_default())),
            };
            let reason = Some(format!("{}{why}", inferred.reason));
            let conclusion = Conclusion {
                technique: followed.technique,
                state,
                reason,
            };
            self.conclusion(row, -position, &conclusion, Some(&inferred.technique))?;
        }
        Ok(())
    }

    fn provenance(&self, id: u32, provenance: &Provenance, account: &str) -> Result<(), Error> {
        let row = params![
            id,
            provenance.source,
            provenance.title,
            json(provenance)?,
            account
        ];
        self.database
            .execute("INSERT INTO source VALUES (?1, ?2, ?3, ?4, ?5)", row)?;
        Ok(())
    }

    fn resource(&mut self, source: u32, row: u32, resource: &Resource) -> Result<(), Error> {
        let level = resource.level.map(|level| level.to_string());
        self.database.prepare_cached(RESOURCE)?.execute(params![
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
            json(&platforms(resource))?,
            json(&resource.domains)?,
            json(&resource.log_sources)?,
            json(&resource.tactics)?,
            resource.changed,
        ])?;
        self.counts.resources += 1;
        self.mappings(row, resource)?;
        self.words(row, resource)
    }

    fn mappings(&mut self, row: u32, resource: &Resource) -> Result<(), Error> {
        for (position, mapping) in (0i64..).zip(&resource.mappings) {
            let technique = mapping.technique.map(|id| id.to_string());
            let mut statement = self
                .database
                .prepare_cached("INSERT INTO mapping VALUES (?1, ?2, ?3, ?4, ?5)")?;
            statement.execute(params![
                row,
                position,
                mapping.written,
                technique,
                mapping.line
            ])?;
            self.conclusion(
                row,
                position,
                &self.view.conclude(mapping, &resource.domains),
                None,
            )?;
            self.counts.mappings += 1;
        }
        let mut statement = self
            .database
            .prepare_cached("INSERT INTO related VALUES (?1, ?2, ?3, ?4)")?;
        for (position, related) in resource.related.iter().enumerate() {
            statement.execute(params![row, position, related.relation, related.id])?;
        }
        Ok(())
    }

    fn conclusion(
        &self,
        row: u32,
        position: i64,
        conclusion: &Conclusion,
        stated: Option<&str>,
    ) -> Result<(), Error> {
        let technique = conclusion
            .technique
            .map(|id| id.to_string())
            .unwrap_or_default();
        let sql = "INSERT INTO conclusion VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let state = conclusion.state.to_string();
        let row = params![technique, row, position, state, conclusion.reason, stated];
        self.database.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }

    fn words(&mut self, row: u32, resource: &Resource) -> Result<(), Error> {
        count_words(&mut self.vocabulary, &resource.title);
        let mut ids: Vec<String> = resource.id.iter().cloned().collect();
        ids.extend(
            resource
                .mappings
                .iter()
                .filter_map(|mapping| mapping.technique)
                .map(|id| id.to_string()),
        );
        let title = std::iter::once(&resource.title)
            .chain(&resource.aliases)
            .cloned()
            .collect::<Vec<_>>()
            .join(" / ");
        let body = match self.words {
            Words::All => Body::whole(resource),
            Words::FactsOnly => Body::facts(resource),
        };
        let (description, query) = (
            body.description.as_deref().unwrap_or(""),
            body.query.as_deref().unwrap_or(""),
        );
        self.database.prepare_cached(SEARCHABLE)?.execute(params![
            row,
            ids.join(" "),
            title,
            description,
            query
        ])?;
        self.bodies.push(serde_json::to_vec(&body)?);
        Ok(())
    }

    /// Packs the words and writes what is known only at the end.
    pub(crate) fn finish(self, view: &str) -> Result<Counts, Error> {
        let mut texts = self.bodies;
        let resources = texts.len();
        let (keys, descriptions): (Vec<_>, Vec<_>) = self
            .descriptions
            .into_iter()
            .map(|(id, key, text)| ((id, key), text))
            .unzip();
        texts.extend(descriptions);
        let (dictionary, packed) = body::compress(&texts)?;
        drop(texts);
        let mut statement = self.database.prepare("INSERT INTO body VALUES (?1, ?2)")?;
        for (row, body) in packed[..resources].iter().enumerate() {
            statement.execute(params![row, body])?;
        }
        let mut statement = self
            .database
            .prepare("UPDATE technique SET description = ?3 WHERE release = ?1 AND id = ?2")?;
        for ((release, key), description) in keys.iter().zip(&packed[resources..]) {
            statement.execute(params![release, key, description])?;
        }
        let mut statement = self.database.prepare("INSERT INTO word VALUES (?1, ?2)")?;
        for (word, resources) in &self.vocabulary {
            statement.execute(params![word, resources])?;
        }
        let mut statement = self.database.prepare("INSERT INTO fact VALUES (?1, ?2)")?;
        statement.execute(params!["dictionary", dictionary])?;
        statement.execute(params!["date", self.date])?;
        statement.execute(params!["facts_only", self.words == Words::FactsOnly])?;
        statement.execute(params!["view", view])?;
        Ok(self.counts)
    }
}

const SEARCHABLE: &str =
    "INSERT INTO search (rowid, ids, title, description, query) VALUES (?1, ?2, ?3, ?4, ?5)";
const RESOURCE: &str = "INSERT INTO resource VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";

fn count_words(vocabulary: &mut BTreeMap<String, u32>, title: &str) {
    for word in title
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.len() > 3)
    {
        *vocabulary.entry(word.to_lowercase()).or_default() += 1;
    }
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    Ok(serde_json::to_string(value)?)
}
