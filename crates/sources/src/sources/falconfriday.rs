//! `FalconFriday`: <https://github.com/FalconForceTeam/FalconFriday>. A page for each query; older ones, in `hunts`, are
//! laid out otherwise.

use model::{
    Declaration, Harvest, Kind, LogSource, Mapping, Problem, Related, RelationKind,
    RelationMeaning, Resource, Status, TextPolicy,
};

use crate::files::read_files;
use crate::formats::kusto;
use crate::formats::markdown::{Markdown, Row};
use crate::formats::text::{self, day, distinct};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "falconfriday",
    archive: "falconfriday",
    title: "FalconFriday",
    repository: "FalconForceTeam/FalconFriday",
    branch: "main",
    licence: "BSD-3-Clause",
    copyright: "Copyright (c) 2020, FalconForce",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("falconfriday", "Queries in KQL", Kind::Detection)],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: vec![RelationKind::new("moved_to", RelationMeaning::Related, &[])],
        ..Declaration::default()
    }
}

/// One page lacks its `.md`.
const PATHS: &[&str] = &["0xFF-*", "hunts/*.md"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, page);
}

fn page(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let page = Markdown::new(text::small(file)?);
    let Some(title) = page.title() else {
        let moved =
            moved(file, page).ok_or_else(|| file.problem(None, "the page has no heading"))?;
        harvest.resources.push(moved);
        return Ok(());
    };
    let section = |names: [&str; 2]| names.iter().find_map(|name| page.section(name));
    let tags = section(["ATT&CK Tags", "MITRE ATT&CK"]);
    let rows: Vec<Row<'_>> = tags.map_or_else(Vec::new, |tags| tags.rows().skip(1).collect());
    let systems = page
        .bold("OS")
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|system| !system.is_empty());
    let description = section(["Detection description", "Technical description"]);
    harvest.resources.push(Resource {
        id: page.bold("ID").map(str::to_owned),
        platforms: systems.map(str::to_owned).collect(),
        log_sources: log_sources(page, section(["Utilized Data Source", "Data Source"])),
        references: page
            .section("References")
            .map_or_else(Vec::new, |section| distinct(section.links())),
        changed: page.section("Version History").and_then(last_change),
        description: description
            .and_then(|section| section.words())
            .map(|words| words.trim_end_matches("---").trim().to_owned()),
        query: text::some(page.code().join("\n\n")),
        tactics: distinct(rows.iter().filter_map(tactic)),
        mappings: if rows.is_empty() {
            of_hunt(page).into_iter().collect()
        } else {
            rows.iter().filter_map(mapping).collect()
        },
        ..Resource::new("falconfriday", Kind::Detection, title)
    });
    Ok(())
}

/// A page that was replaced holds one sentence with a link to the other.
fn moved(file: &File<'_>, page: Markdown<'_>) -> Option<Resource> {
    let (_, link) = page.words()?.split_once("replaced by [")?;
    let (_, link) = link.split_once("](")?;
    let (successor, _) = link.split_once(')')?;
    Some(Resource {
        status: Status::Moved,
        related: vec![Related::new("moved_to", successor)],
        ..Resource::new("falconfriday", Kind::Detection, file.name())
    })
}

/// `| TA0005 - Defense Evasion | T1036 | 003 | Masquerading |` speaks of T1036.003.
fn mapping(row: &Row<'_>) -> Option<Mapping> {
    let technique = row.cells.get(1).filter(|cell| !cell.is_empty())?;
    let written = match row.cells.get(2) {
        Some(sub) if !sub.is_empty() => format!("{technique}.{sub}"),
        _ => (*technique).to_owned(),
    };
    Some(Mapping::plain(written).at(row.line))
}

fn tactic<'row>(row: &'row Row<'_>) -> Option<&'row str> {
    let cell = row.cells.first()?;
    let (id, _) = cell.split_once(" - ").unwrap_or((cell, ""));
    Some(id.trim()).filter(|id| !id.is_empty())
}

/// Older pages say `**Technique:** Browser Extensions (T1176)`, or only `**ID:** T1176-WIN-001`.
fn of_hunt(page: Markdown<'_>) -> Option<Mapping> {
    let technique = page.bold("Technique")?;
    let in_brackets = technique
        .rsplit_once('(')
        .and_then(|(_, id)| id.split(')').next());
    let of_id = || page.bold("ID")?.split('-').next();
    let mapping = Mapping::plain(in_brackets.or_else(of_id)?.trim());
    mapping.technique.is_some().then_some(mapping)
}

/// What the table of logs states; where there is none, what the queries read. Beside these, queries read the alerts that
/// they raised before, in order to raise none twice.
fn log_sources(page: Markdown<'_>, stated: Option<Markdown<'_>>) -> Vec<LogSource> {
    let logs = stated.map_or_else(Vec::new, table_of_logs);
    if logs.is_empty() {
        return kusto::log_sources(page.code(), &[]);
    }
    logs
}

/// `MDE` with `DeviceProcessEvents`, from columns that stand in any order.
fn table_of_logs(section: Markdown<'_>) -> Vec<LogSource> {
    let mut rows = section.rows();
    let names = rows.next().map_or_else(Vec::new, |row| row.cells);
    let column = |name: &str| names.iter().position(|cell| *cell == name);
    let provider = column("Log Provider");
    let table = column("Table Name").or(column("Event Name"));
    let logs = rows.map(|row| {
        let cell = |at: Option<usize>| row.cells.get(at?).copied().filter(|cell| !cell.is_empty());
        LogSource {
            product: cell(provider).map(str::to_owned),
            service: cell(table).map(str::to_owned),
            ..LogSource::default()
        }
    });
    text::log_sources(logs)
}

fn last_change(history: Markdown<'_>) -> Option<String> {
    let rows = history.rows();
    rows.filter_map(|row| day(row.cells.get(1)?)).max()
}
