//! One source in one pillar: its resources for the technique, folder by folder.

use std::collections::HashMap;

use model::{MappingState, Provenance, Status};
use publish::related::{copies_note, tests, unit_tests};
use questions::page;

use super::destination::Destination;
use crate::html::format::{day, number};
use crate::html::pillar_style::PillarStyle;
use crate::html::safe::{Address, Link, SafeText, anchor};

/// More rows than this are folded away.
const OPEN: usize = 15;

/// One source in one pillar.
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) title: Link,
    /// How many of its resources count.
    pub(crate) number: String,
    pub(crate) own: String,
    pub(crate) not_counted: Option<String>,
    /// How much it holds in all, its commit, its licence.
    pub(crate) facts: Vec<Link>,
    /// What opens the table, where it is long.
    pub(crate) fold: Option<String>,
    /// How many of its resources are copies, shown elsewhere on the page.
    pub(crate) copied: Option<String>,
    /// The head of the first column.
    pub(crate) noun: &'static str,
    /// The other columns that are not empty.
    pub(crate) columns: Vec<ColumnCell>,
    pub(crate) folders: Vec<Folder>,
}

/// A cell, and the class of its column.
#[derive(Clone)]
pub(crate) struct ColumnCell {
    pub(crate) class: &'static str,
    pub(crate) words: SafeText,
}

/// The resources of one folder.
pub(crate) struct Folder {
    path: String,
    /// Its names from the root, each with a link; empty where files mean nothing.
    pub(crate) crumbs: Vec<Link>,
    pub(crate) rows: Vec<Row>,
}

/// One resource.
pub(crate) struct Row {
    pub(crate) title: Link,
    /// Withdrawn, or not usable as it stands.
    pub(crate) struck: bool,
    pub(crate) marks: Vec<String>,
    /// Its file, or its id where it has no file of its own.
    pub(crate) file: Link,
    pub(crate) pinned: Option<Address>,
    /// How the mapping came to this technique, where that is not plain.
    pub(crate) reason: Option<SafeText>,
    /// What tests it, what it tests, its copies.
    pub(crate) related: Vec<RelatedLinks>,
    pub(crate) cells: Vec<ColumnCell>,
}

/// Links to resources that are related to a resource.
pub(crate) struct RelatedLinks {
    pub(crate) word: &'static str,
    pub(crate) links: Vec<Link>,
}

impl Section {
    pub(crate) fn of(
        section: &page::Section,
        copies: &Copies<'_>,
        destination: Destination,
    ) -> Self {
        let style = PillarStyle::of(section.kind);
        let provenance = &section.provenance;
        let mut columns = columns();
        let mut folders = folders(section, copies, destination);
        drop_empty_columns(&mut columns, &mut folders);
        let all = section.resources.len();
        let shown = folders.iter().map(|folder| folder.rows.len()).sum();
        let not_counted = all.saturating_sub(section.own as usize);
        Self {
            id: format!("{}-{}", style.id, anchor(&provenance.source)),
            title: Link::new(&section.title, root(provenance).as_deref()),
            number: number(section.own),
            own: style.count(section.own),
            not_counted: (not_counted > 0).then(|| not_counted.to_string()),
            facts: facts(section),
            copied: copies_note(section),
            fold: (shown > OPEN).then(|| fold(style, shown, &folders)),
            noun: match section.kind {
                model::Kind::Control => "Control",
                model::Kind::Detection => "Rule",
                model::Kind::Test => "Test",
                model::Kind::Knowledge => "Entry",
            },
            columns,
            folders,
        }
    }
}

/// The page of the repository, where it is on GitHub.
fn root(provenance: &Provenance) -> Option<String> {
    provenance.folder_url("")
}

fn facts(section: &page::Section) -> Vec<Link> {
    let provenance = &section.provenance;
    let pairs: u32 = section.parts.iter().map(|part| part.pairs).sum();
    let mut facts = vec![Link::words(&format!("{} mappings in all", number(pairs)))];
    if let Some(release) = &provenance.release {
        facts.push(Link::words(&format!("release {release}")));
    }
    facts.extend(commit(provenance));
    if let Some(read) = &provenance.read {
        facts.push(Link::words(&format!("read {}", day(read))));
    }
    facts.push(Link::words(&provenance.licence));
    facts
}

/// The commit that was read, with the repository as it was then.
fn commit(provenance: &Provenance) -> Option<Link> {
    let commit = provenance.commit.as_ref()?;
    let short: String = commit.chars().take(7).collect();
    let words = match &provenance.commit_date {
        Some(date) => format!("commit {short} of {}", day(date)),
        None => format!("commit {short}"),
    };
    let pinned = Provenance {
        branch: commit.clone(),
        ..provenance.clone()
    };
    Some(Link::new(&words, root(&pinned).as_deref()))
}

fn fold(style: PillarStyle, shown: usize, folders: &[Folder]) -> String {
    let all = style.count(u32::try_from(shown).unwrap_or(u32::MAX));
    match folders.len() {
        1 => format!("Show all {all}"),
        several => format!("Show all {all} in {several} folders"),
    }
}

/// The copies on a page, by the key of their original.
pub(crate) type Copies<'a> = HashMap<&'a str, Vec<(&'a page::Section, &'a page::Row)>>;

fn folders(section: &page::Section, copies: &Copies<'_>, destination: Destination) -> Vec<Folder> {
    let mut folders: Vec<Folder> = Vec::new();
    for row in section.resources.iter().filter(|row| row.copy_of.is_none()) {
        let path = folder(row);
        if folders.last().is_none_or(|folder| folder.path != path) {
            folders.push(Folder {
                crumbs: crumbs(&section.provenance, path),
                path: path.to_owned(),
                rows: Vec::new(),
            });
        }
        if let Some(folder) = folders.last_mut() {
            folder.rows.push(Row::of(row, copies, destination));
        }
    }
    folders
}

/// The folder of its file; none where the source is one big file.
fn folder(row: &page::Row) -> &str {
    let path = &row.mapped.resource.place.path;
    match path.rsplit_once('/') {
        Some((folder, _)) if !is_entry(row) => folder,
        _ => "",
    }
}

/// Knowledge bases have a page per resource and no file of its own.
fn is_entry(row: &page::Row) -> bool {
    row.links.file.is_none() && row.links.page.is_some()
}

fn crumbs(provenance: &Provenance, path: &str) -> Vec<Link> {
    let mut folder = String::new();
    let names = path.split('/').filter(|name| !name.is_empty());
    names
        .map(|name| {
            folder = format!("{folder}{name}/");
            Link::new(name, provenance.folder_url(&folder).as_deref())
        })
        .collect()
}

impl Row {
    fn of(row: &page::Row, copies: &Copies<'_>, destination: Destination) -> Self {
        let resource = &row.mapped.resource;
        let links = &row.links;
        Self {
            title: destination.resource(&resource.title, &resource.key, links.page.as_deref()),
            struck: !resource.status.counts(),
            marks: marks(row),
            file: match &resource.id {
                Some(id) if is_entry(row) => Link::words(id),
                _ => Link::new(
                    &file_name(row),
                    links.file.as_deref().filter(|_| links.file != links.page),
                ),
            },
            pinned: links.pinned.as_deref().and_then(Address::of),
            reason: row.mapped.reason.as_deref().map(SafeText::of),
            related: related(row, copies),
            cells: cells(row),
        }
    }
}

fn related(row: &page::Row, copies: &Copies<'_>) -> Vec<RelatedLinks> {
    let tests = tests(row).into_iter().map(|(word, tests)| RelatedLinks {
        word,
        links: tests
            .iter()
            .map(|test| Link::new(&test.words, test.url))
            .collect(),
    });
    let own = RelatedLinks {
        word: "has",
        links: unit_tests(row)
            .iter()
            .map(|words| Link::words(words))
            .collect(),
    };
    let copies = RelatedLinks {
        word: "also in",
        links: copies
            .get(row.mapped.resource.key.as_str())
            .into_iter()
            .flatten()
            .map(|(section, copy)| Link::new(&section.title, copy.links.page.as_deref()))
            .collect(),
    };
    let mut related: Vec<RelatedLinks> = tests.chain([own, copies]).collect();
    related.retain(|related| !related.links.is_empty());
    related
}

/// `rule.yml`, or `tests.yaml:20` where it starts further down.
fn file_name(row: &page::Row) -> String {
    let place = &row.mapped.resource.place;
    let name = place.path.rsplit('/').next().unwrap_or(&place.path);
    match place.line.filter(|&line| line > 1) {
        Some(line) => format!("{name}:{line}"),
        None => name.to_owned(),
    }
}

fn marks(row: &page::Row) -> Vec<String> {
    let mut marks = Vec::new();
    match row.mapped.state {
        MappingState::AsWritten => {}
        state => marks.push(state.to_string().replace('_', " ")),
    }
    if !row.counts {
        marks.push("not counted".to_owned());
    }
    marks
}

fn columns() -> Vec<ColumnCell> {
    let heads = [
        ("level", "Level"),
        ("status", "Status"),
        ("platforms", "Platforms"),
        ("changed", "Changed"),
    ];
    heads
        .iter()
        .map(|&(class, words)| ColumnCell {
            class,
            words: SafeText::of(words),
        })
        .collect()
}

/// In the order of the columns.
fn cells(row: &page::Row) -> Vec<ColumnCell> {
    let resource = &row.mapped.resource;
    let status = match resource.status {
        Status::Unstated => String::new(),
        status => status.to_string(),
    };
    let words = [
        resource
            .level
            .map(|level| level.to_string())
            .unwrap_or_default(),
        status,
        resource.platforms.join(", "),
        resource.changed.clone().unwrap_or_default(),
    ];
    let cell = |(column, words): (ColumnCell, &String)| ColumnCell {
        words: SafeText::of(words),
        ..column
    };
    columns().into_iter().zip(&words).map(cell).collect()
}

/// Drops the columns in which no resource of the source has anything.
fn drop_empty_columns(columns: &mut Vec<ColumnCell>, folders: &mut [Folder]) {
    let rows = || folders.iter().flat_map(|folder| &folder.rows);
    let filled: Vec<bool> = (0..columns.len())
        .map(|at| rows().any(|row| !row.cells[at].words.is_empty()))
        .collect();
    let keep = |cells: &mut Vec<ColumnCell>| {
        let mut at = filled.iter();
        cells.retain(|_| at.next().copied().unwrap_or(true));
    };
    keep(columns);
    for row in folders.iter_mut().flat_map(|folder| &mut folder.rows) {
        keep(&mut row.cells);
    }
}
