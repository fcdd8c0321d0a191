//! Writes what was concluded into tables of its own, beside the statements that it follows from.

use rusqlite::{Connection, params};

use crate::conclusions::cluster::Clusters;
use crate::conclusions::link::LinkResolver;
use crate::conclusions::parts::Parts;
use crate::conclusions::spellings::Spellings;
use crate::error::Error;

/// The tables `written` and `lead`: each way of writing a technique, and where it leads in each release.
pub(crate) fn leads(database: &Connection, spellings: &Spellings<'_>) -> Result<(), Error> {
    let mut written = database.prepare("INSERT INTO written VALUES (?1, ?2, ?3)")?;
    let mut lead = database.prepare("INSERT INTO lead VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (number, spelling, views) in spellings.in_order() {
        let technique = spelling.technique.map(|id| id.to_string());
        written.execute(params![number, spelling.text, technique])?;
        for (view, conclusions) in views.iter().enumerate() {
            for conclusion in conclusions {
                let technique = conclusion
                    .technique
                    .map(|id| id.to_string())
                    .unwrap_or_default();
                let (state, reason) = (conclusion.state.to_string(), &conclusion.reason);
                lead.execute(params![view, technique, number, state, reason])?;
            }
        }
    }
    Ok(())
}

/// The table `link`: which resource is meant by what another one points to.
pub(crate) fn links(database: &Connection, links: &LinkResolver) -> Result<(), Error> {
    let mut insert = database.prepare("INSERT OR IGNORE INTO link VALUES (?1, ?2, ?3, ?4)")?;
    for link in links.joined() {
        let found_by = link.found_by.to_string();
        insert.execute(params![link.resource, link.position, link.target, found_by])?;
    }
    Ok(())
}

/// The table `copy`: each resource of a cluster but the one that stands for all.
pub(crate) fn copies(database: &Connection, clusters: &Clusters) -> Result<(), Error> {
    let mut insert = database.prepare("INSERT INTO copy VALUES (?1, ?2, ?3)")?;
    for copy in clusters.copies() {
        insert.execute(params![
            copy.resource,
            copy.original,
            copy.reason.to_string()
        ])?;
    }
    Ok(())
}

/// The table `part`: what each part of a source gave, as written and in every release.
pub(crate) fn parts(database: &Connection, source: u32, parts: Parts<'_>) -> Result<(), Error> {
    let mut insert =
        database.prepare_cached("INSERT INTO part VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for counts in parts.counts() {
        insert.execute(params![
            counts.view,
            source,
            counts.part,
            counts.resources,
            counts.mapped,
            counts.pairs,
            counts.pairs_followed,
            counts.file_pairs,
        ])?;
    }
    Ok(())
}
