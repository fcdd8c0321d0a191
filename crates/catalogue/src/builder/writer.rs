//! Writes the rows of a catalogue in sorted order: releases first (see [`super::release`]), then sources (see
//! [`super::source`]), at the end what is known only then.

use rusqlite::{Connection, Statement, params};

use crate::builder::conclusion_tables;
use crate::builder::counting;
use crate::builder::index::{Index, free};
use crate::builder::title_words::TitleWords;
use crate::conclusions::cluster::Clusters;
use crate::conclusions::link::LinkResolver;
use crate::conclusions::rule_logs::AllRuleLogs;
use crate::conclusions::spellings::Spellings;
use crate::error::Error;
use crate::format::contents::Contents;
use crate::format::packing;
use crate::format::schema;

/// A catalogue while it is written.
pub(super) struct Writer<'a> {
    pub(super) database: &'a Connection,
    pub(super) inserts: Inserts<'a>,
    pub(super) spellings: Spellings<'a>,
    pub(super) links: LinkResolver,
    pub(super) clusters: Clusters,
    pub(super) rule_logs: AllRuleLogs,
    pub(super) index: Index,
    pub(super) vocabulary: TitleWords,
    pub(super) contents: Contents,
    pub(super) totals: Totals,
    pub(super) releases: u32,
    pub(super) sources: u32,
    /// The newest day on which a source was read.
    pub(super) date: String,
    /// Release, id and description of techniques, to be packed with one dictionary for all.
    pub(super) descriptions: Vec<(u32, String, Vec<u8>)>,
    /// Spelling at the end, sorted: in the order of resources each would land between others.
    pub(super) mappings: Vec<StoredMapping>,
}

/// How much a catalogue holds.
#[derive(Clone, Copy, Default)]
pub(super) struct Totals {
    pub(super) resources: u32,
    pub(super) mappings: u32,
    pub(super) problems: u32,
}

/// What is run for every resource, prepared once.
pub(super) struct Inserts<'a> {
    pub(super) resource: Statement<'a>,
    pub(super) body: Statement<'a>,
    pub(super) related: Statement<'a>,
    pub(super) tactic_mention: Statement<'a>,
    pub(super) inferred: Statement<'a>,
}

/// A row of the table `mapping`; sorts by the key of the table.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StoredMapping {
    pub(super) written: u32,
    pub(super) resource: u32,
    pub(super) position: i64,
    pub(super) line: Option<u32>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        database: &'a Connection,
        spellings: Spellings<'a>,
        contents: Contents,
    ) -> Result<Self, Error> {
        Ok(Self {
            database,
            inserts: Inserts::new(database)?,
            spellings,
            links: LinkResolver::default(),
            clusters: Clusters::default(),
            rule_logs: AllRuleLogs::default(),
            index: Index::begin(),
            vocabulary: TitleWords::default(),
            contents,
            totals: Totals::default(),
            releases: 0,
            sources: 0,
            date: String::new(),
            descriptions: Vec::new(),
            mappings: Vec::new(),
        })
    }

    /// Writes what is known only at the end. `attack` is the release that mappings are followed to where none is chosen,
    /// `techniques_of` the source that states it.
    pub(super) fn finish(mut self, attack: &str, techniques_of: &str) -> Result<Totals, Error> {
        // Merged in a thread of its own while all else is written.
        let index = self.index.close();
        conclusion_tables::leads(self.database, &self.spellings)?;
        self.mappings.sort_unstable();
        mappings(self.database, self.mappings)?;
        conclusion_tables::links(self.database, &self.links)?;
        conclusion_tables::copies(self.database, &self.clusters)?;
        let dictionary = descriptions(self.database, self.descriptions)?;
        self.vocabulary.write(self.database)?;
        let mut fact = self.database.prepare("INSERT INTO fact VALUES (?1, ?2)")?;
        fact.execute(params!["dictionary", dictionary])?;
        fact.execute(params!["date", self.date])?;
        fact.execute(params!["facts_only", self.contents == Contents::FactsOnly])?;
        fact.execute(params!["view", attack])?;
        fact.execute(params!["techniques_of", techniques_of])?;
        self.database.execute_batch(schema::INDICES)?;
        // Reads the tables above by their indices.
        counting::write(self.database, self.contents)?;
        // Only now: what leads to no resource, such as a recording, is evidence of a rule, too.
        if self.contents == Contents::FactsOnly {
            self.database.execute_batch(schema::ONLY_JOINED)?;
        }
        free((self.links, self.clusters));
        index.finish(self.database)?;
        Ok(self.totals)
    }
}

impl<'a> Inserts<'a> {
    fn new(database: &'a Connection) -> Result<Self, Error> {
        Ok(Self {
            resource: database.prepare(RESOURCE)?,
            body: database.prepare("INSERT INTO body VALUES (?1, ?2)")?,
            related: database.prepare("INSERT INTO related VALUES (?1, ?2, ?3, ?4)")?,
            tactic_mention: database
                .prepare("INSERT INTO tactic_mention VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?,
            inferred: database.prepare("INSERT INTO inferred VALUES (?1, ?2, ?3)")?,
        })
    }
}

const RESOURCE: &str = "INSERT INTO resource VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)";

fn mappings(database: &Connection, sorted: Vec<StoredMapping>) -> Result<(), Error> {
    let mut insert = database.prepare("INSERT INTO mapping VALUES (?1, ?2, ?3, ?4)")?;
    for mapping in sorted {
        let StoredMapping {
            written,
            resource,
            position,
            line,
        } = mapping;
        insert.execute(params![written, resource, position, line])?;
    }
    Ok(())
}

/// Packs the descriptions of techniques, and gives the dictionary that they are packed with.
fn descriptions(
    database: &Connection,
    descriptions: Vec<(u32, String, Vec<u8>)>,
) -> Result<Vec<u8>, Error> {
    let (keys, texts): (Vec<_>, Vec<_>) = descriptions
        .into_iter()
        .map(|(release, id, text)| ((release, id), text))
        .unzip();
    let dictionary = packing::dictionary(&texts);
    let packed = packing::compress(&texts, &dictionary)?;
    let mut update =
        database.prepare("UPDATE technique SET description = ?3 WHERE release = ?1 AND id = ?2")?;
    for ((release, id), description) in keys.iter().zip(&packed) {
        update.execute(params![release, id, description])?;
    }
    Ok(dictionary)
}
