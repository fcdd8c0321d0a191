//! Writes the rows of a catalogue, in sorted order.

use std::collections::BTreeSet;

use foldhash::HashMap;
use model::{
    Domain, Mapping, Ontology, Provenance, Release, Resource, Tactic, Technique, TechniqueId,
};
use rusqlite::{Connection, Statement, params};

use crate::builder::conclusion_tables;
use crate::builder::gathered::Gathered;
use crate::builder::index::{Entry, Index, free};
use crate::builder::prepared::Prepared;
use crate::builder::vocabulary::Vocabulary;
use crate::conclusions::cluster::{Clusters, unique_id};
use crate::conclusions::countermeasures::{Inferred, countermeasures};
use crate::conclusions::crosswalk::Crosswalk;
use crate::conclusions::follow::{Chains, Written};
use crate::conclusions::followed::Followed;
use crate::conclusions::link::Links;
use crate::conclusions::parts::Parts;
use crate::conclusions::platform::platforms;
use crate::error::Error;
use crate::format::body;
use crate::format::column::json;
use crate::format::contents::Contents;
use crate::format::schema;
use crate::lookup::fact;

#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) resources: u32,
    pub(crate) mappings: u32,
    pub(crate) problems: u32,
}

/// What is run for every resource.
struct Statements<'a> {
    resource: Statement<'a>,
    body: Statement<'a>,
    related: Statement<'a>,
    inferred: Statement<'a>,
}

impl<'a> Statements<'a> {
    fn new(database: &'a Connection) -> Result<Self, Error> {
        Ok(Self {
            resource: database.prepare(RESOURCE)?,
            body: database.prepare("INSERT INTO body VALUES (?1, ?2)")?,
            related: database.prepare("INSERT INTO related VALUES (?1, ?2, ?3, ?4)")?,
            inferred: database.prepare("INSERT INTO inferred VALUES (?1, ?2, ?3)")?,
        })
    }
}

/// The long texts of a resource, for the search index.
struct Texts {
    description: Option<String>,
    query: Option<String>,
}

impl Texts {
    fn take(resource: &mut Resource) -> Self {
        Self {
            description: resource.description.take(),
            query: resource.query.take(),
        }
    }
}

/// A row of the table `mapping`, in the order of its key.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Mapped {
    written: u32,
    resource: u32,
    position: i64,
    line: Option<u32>,
}

pub(crate) struct Insert<'a> {
    database: &'a Connection,
    statements: Statements<'a>,
    followed: Followed<'a>,
    links: Links,
    clusters: Clusters,
    index: Index,
    contents: Contents,
    counts: Counts,
    sources: u32,
    releases: u32,
    /// The newest day on which a source was read.
    date: String,
    /// Contents of the techniques, with their keys.
    descriptions: Vec<(u32, String, Vec<u8>)>,
    vocabulary: Vocabulary,
    /// Written at the end, sorted: in the order of resources each would land between others.
    mapped: Vec<Mapped>,
}

impl<'a> Insert<'a> {
    pub(crate) fn new(
        database: &'a Connection,
        followed: Followed<'a>,
        contents: Contents,
    ) -> Result<Self, Error> {
        Ok(Self {
            database,
            statements: Statements::new(database)?,
            followed,
            links: Links::default(),
            clusters: Clusters::default(),
            index: Index::begin(),
            contents,
            counts: Counts::default(),
            sources: 0,
            releases: 0,
            date: String::new(),
            descriptions: Vec::new(),
            vocabulary: Vocabulary::default(),
            mapped: Vec::new(),
        })
    }

    pub(crate) fn release(&mut self, release: &Release) -> Result<(), Error> {
        let id = self.begin_release(&release.version, true)?;
        for (position, tactic) in release.tactics.iter().enumerate() {
            let Tactic {
                id: tactic,
                shortname,
                name,
                domain,
            } = tactic;
            let row = params![id, position, tactic, shortname, name, domain.to_string()];
            self.database.prepare_cached(TACTIC)?.execute(row)?;
        }
        let chains = Chains::new(release);
        for (place, technique) in release.techniques.iter().enumerate() {
            let successor = chains
                .successor(technique)
                .filter(|_| technique.revoked)
                .map(|technique| technique.id);
            self.technique(id, technique, successor)?;
            self.searchable_technique(id, place, technique);
        }
        Ok(())
    }

    /// The release that is known by names only.
    pub(crate) fn names(&mut self, crosswalk: &Crosswalk) -> Result<(), Error> {
        let id = self.begin_release(&crosswalk.version, false)?;
        for (position, tactic) in crosswalk.tactics.iter().enumerate() {
            let domain = Domain::Enterprise.to_string();
            let row = params![
                id,
                position,
                tactic.id,
                tactic.shortname,
                tactic.name,
                domain
            ];
            self.database.prepare_cached(TACTIC)?.execute(row)?;
        }
        for (place, named) in crosswalk.techniques.iter().enumerate() {
            let technique = Technique {
                id: named.id,
                stix: String::new(),
                name: named.name.clone(),
                domain: Domain::Enterprise,
                tactics: named.tactics.clone(),
                platforms: Vec::new(),
                description: String::new(),
                revoked: false,
                deprecated: false,
                changed: None,
            };
            self.technique(id, &technique, None)?;
            self.searchable_technique(id, place, &technique);
        }
        Ok(())
    }

    fn begin_release(&mut self, version: &str, whole: bool) -> Result<u32, Error> {
        let id = self.releases;
        self.releases += 1;
        self.database.execute(
            "INSERT INTO release VALUES (?1, ?2, ?3)",
            params![id, version, whole],
        )?;
        Ok(id)
    }

    fn technique(
        &mut self,
        release: u32,
        technique: &Technique,
        successor: Option<TechniqueId>,
    ) -> Result<(), Error> {
        let key = technique.id.to_string();
        self.database.prepare_cached(TECHNIQUE)?.execute(params![
            release,
            key,
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
        self.followed.number(Written {
            text: key.clone(),
            technique: Some(technique.id),
            domains: of_its_own(technique.domain),
        });
        if self.contents == Contents::All && !technique.description.is_empty() {
            let description = technique.description.clone().into_bytes();
            self.descriptions.push((release, key, description));
        }
        Ok(())
    }

    /// Techniques stand in the search index beside resources, under negative numbers.
    fn searchable_technique(&mut self, release: u32, place: usize, technique: &Technique) {
        let description = if self.contents == Contents::All {
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
        let row = schema::technique_row(release.into(), i64::try_from(place).unwrap_or(i64::MAX));
        self.index.add(Entry {
            row,
            ids: technique.id.to_string(),
            title: title.to_owned(),
            description: description.to_owned(),
            query: String::new(),
        });
        self.vocabulary.add(&technique.name);
    }

    pub(crate) fn source(&mut self, one: Gathered) -> Result<(), Error> {
        let Gathered {
            provenance,
            mut harvest,
            prepared,
        } = one;
        let id = self.sources;
        self.sources += 1;
        self.date = std::mem::take(&mut self.date).max(provenance.read.clone().unwrap_or_default());
        let prepared = match prepared.filter(|_| self.contents == Contents::All) {
            Some(prepared) => prepared,
            None => Prepared::of(&harvest.resources, self.contents)?,
        };
        let account = json(&harvest.account())?;
        self.provenance(id, &provenance, &account, &prepared.dictionary)?;
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
        let mut inferred = match &harvest.ontology {
            Some(ontology) => inferred(&harvest.resources, ontology),
            None => HashMap::default(),
        };
        self.links
            .source(id, &provenance.source, &provenance.repository);
        // Taken out, since the index keeps them for a while and a copy of each would take as much memory again.
        let texts: Vec<Texts> = harvest.resources.iter_mut().map(Texts::take).collect();
        let mut parts = Parts::default();
        let prepared = prepared.bodies.into_iter().zip(prepared.copy_keys);
        let prepared = prepared.zip(texts);
        let resources = harvest.resources.iter().enumerate();
        for ((place, resource), ((body, keys), texts)) in resources.zip(prepared) {
            let row = self.counts.resources;
            self.links.add(row, id, &provenance.source, resource);
            self.clusters.add(row, id, resource, keys);
            self.resource(id, row, resource, texts)?;
            self.statements.body.execute(params![row, body])?;
            let inferred = inferred.remove(&place).unwrap_or_default();
            let (stated, numbers) = self.mappings(row, resource, &inferred)?;
            parts.add(resource, &stated, &numbers, &self.followed);
        }
        conclusion_tables::parts(self.database, id, parts)
    }

    fn provenance(
        &self,
        id: u32,
        provenance: &Provenance,
        account: &str,
        dictionary: &[u8],
    ) -> Result<(), Error> {
        let row = params![
            id,
            provenance.source,
            provenance.title,
            json(provenance)?,
            account,
            dictionary,
        ];
        self.database
            .execute("INSERT INTO source VALUES (?1, ?2, ?3, ?4, ?5, ?6)", row)?;
        Ok(())
    }

    fn resource(
        &mut self,
        source: u32,
        row: u32,
        resource: &Resource,
        texts: Texts,
    ) -> Result<(), Error> {
        let level = resource.level.map(|level| level.to_string());
        self.statements.resource.execute(params![
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
        self.related(row, resource)?;
        self.words(row, resource, texts);
        Ok(())
    }

    /// Gives the ids as they are stated, and the numbers of the ways of writing them.
    fn mappings(
        &mut self,
        row: u32,
        resource: &Resource,
        inferred: &[(i64, Inferred)],
    ) -> Result<(BTreeSet<TechniqueId>, Vec<u32>), Error> {
        let mut stated = BTreeSet::new();
        let mut numbers = Vec::new();
        for (position, mapping) in (0i64..).zip(&resource.mappings) {
            let number = self.followed.number(Written {
                text: mapping.written.clone(),
                technique: mapping.technique,
                domains: resource.domains.clone(),
            });
            // Only who has the texts at hand looks up a line.
            let line = mapping.line.filter(|_| self.contents == Contents::All);
            self.mapped.push(Mapped {
                written: number,
                resource: row,
                position,
                line,
            });
            stated.extend(mapping.technique);
            numbers.push(number);
            self.counts.mappings += 1;
        }
        for (position, inferred) in inferred {
            let mapping = Mapping::plain(&inferred.technique);
            let number = self.followed.number(Written {
                text: mapping.written,
                technique: mapping.technique,
                domains: resource.domains.clone(),
            });
            self.mapped.push(Mapped {
                written: number,
                resource: row,
                position: *position,
                line: None,
            });
            let reason = inferred.reason.to_string();
            self.statements
                .inferred
                .execute(params![row, position, reason])?;
            stated.extend(mapping.technique);
            numbers.push(number);
        }
        Ok((stated, numbers))
    }

    fn related(&mut self, row: u32, resource: &Resource) -> Result<(), Error> {
        let statement = &mut self.statements.related;
        for (position, related) in resource.related.iter().enumerate() {
            statement.execute(params![row, position, related.relation, related.id])?;
        }
        Ok(())
    }

    fn words(&mut self, row: u32, resource: &Resource, texts: Texts) {
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
        let text = |text: Option<String>| {
            let text = text.filter(|_| self.contents == Contents::All);
            text.unwrap_or_default()
        };
        self.index.add(Entry {
            row: row.into(),
            ids: ids.join(" "),
            title,
            description: text(texts.description),
            query: text(texts.query),
        });
    }

    /// Packs the words and writes what is known only at the end.
    pub(crate) fn finish(mut self, view: &str) -> Result<Counts, Error> {
        // Merged in a thread of its own while all else is written.
        let index = self.index.close();
        conclusion_tables::leads(self.database, &self.followed)?;
        self.mapped.sort_unstable();
        let mut insert = self
            .database
            .prepare("INSERT INTO mapping VALUES (?1, ?2, ?3, ?4)")?;
        for mapped in self.mapped {
            let Mapped {
                written,
                resource,
                position,
                line,
            } = mapped;
            insert.execute(params![written, resource, position, line])?;
        }
        conclusion_tables::links(self.database, &self.links)?;
        if self.contents == Contents::FactsOnly {
            self.database.execute_batch(schema::ONLY_JOINED)?;
        }
        conclusion_tables::copies(self.database, &self.clusters)?;
        let (keys, descriptions): (Vec<_>, Vec<_>) = self
            .descriptions
            .into_iter()
            .map(|(id, key, text)| ((id, key), text))
            .unzip();
        let dictionary = body::dictionary(&descriptions);
        let packed = body::compress(&descriptions, &dictionary)?;
        let mut statement = self
            .database
            .prepare("UPDATE technique SET description = ?3 WHERE release = ?1 AND id = ?2")?;
        for ((release, key), description) in keys.iter().zip(&packed) {
            statement.execute(params![release, key, description])?;
        }
        self.vocabulary.write(self.database)?;
        let mut statement = self.database.prepare("INSERT INTO fact VALUES (?1, ?2)")?;
        statement.execute(params!["dictionary", dictionary])?;
        statement.execute(params!["date", self.date])?;
        statement.execute(params!["facts_only", self.contents == Contents::FactsOnly])?;
        statement.execute(params!["view", view])?;
        self.database.execute_batch(schema::INDICES)?;
        fact::write(self.database, self.contents)?;
        free((self.links, self.clusters));
        index.finish(self.database)?;
        Ok(self.counts)
    }
}

/// What the ontology lets us conclude, by the place of the resource; under negative positions, since no written mapping
/// stands behind it.
fn inferred(resources: &[Resource], ontology: &Ontology) -> HashMap<usize, Vec<(i64, Inferred)>> {
    // Its resources stand in one file, so that the ordinal alone tells them apart.
    let place = |(place, resource): (usize, &Resource)| (resource.place.ordinal as usize, place);
    let places: HashMap<usize, usize> = resources.iter().enumerate().map(place).collect();
    let mut found: HashMap<usize, Vec<(i64, Inferred)>> = HashMap::default();
    for (inferred, position) in countermeasures(ontology).into_iter().zip(1i64..) {
        let ordinal = ontology.countermeasures[inferred.countermeasure].resource;
        let of_resource = found.entry(places[&ordinal]).or_default();
        of_resource.push((-position, inferred));
    }
    found
}

/// The domains of a resource that speaks of this one; enterprise need not be said.
fn of_its_own(domain: Domain) -> Vec<Domain> {
    match domain {
        Domain::Enterprise => Vec::new(),
        domain => vec![domain],
    }
}

const TACTIC: &str = "INSERT INTO tactic VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const TECHNIQUE: &str = "INSERT INTO technique (release, id, name, domain, tactics, platforms, revoked, deprecated, changed, successor)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
const RESOURCE: &str = "INSERT INTO resource VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";
