//! Hunting Queries and Detection Rules by Bert-Jan Pals:
//! <https://github.com/Bert-JanP/Hunting-Queries-Detection-Rules>. A page for each query in KQL.

use model::{Declaration, Harvest, Kind, Mapping, Problem, Resource, TextPolicy};

use crate::files::{holds_none, read_files};
use crate::formats::markdown::Markdown;
use crate::formats::{kusto, text};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "bertjan-kql",
    archive: "bertjan-kql",
    title: "Hunting Queries and Detection Rules",
    repository: "Bert-JanP/Hunting-Queries-Detection-Rules",
    branch: "main",
    licence: "BSD-3-Clause",
    copyright: "Copyright (c) 2026, Bert-Jan",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("bertjan_kql", "Queries in KQL", Kind::Detection)],
    declares: Declaration::default,
    paths: PATHS,
    read,
};

const PATHS: &[&str] = &["**/*.md"];

/// Pages about the repository, which may show a query, too.
const ABOUT: &[&str] = &["README.md", "DetectionTemplate.md"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, page);
}

fn page(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let page = Markdown::new(text::small(file)?);
    let queries = page.code();
    let query = queries.join("\n\n");
    if ABOUT.contains(&file.name()) || query.is_empty() {
        holds_none(file, "a page without a query of its own", harvest);
        return Ok(());
    }
    let words = |name: &str| page.section(name).and_then(|section| section.words());
    let author = page.section("Author");
    let title = page.title().unwrap_or(file.name().trim_end_matches(".md"));
    harvest.resources.push(Resource {
        authors: author
            .and_then(|author| author.bold("Name"))
            .map(str::to_owned)
            .into_iter()
            .collect(),
        references: page
            .section("References")
            .map_or_else(Vec::new, |section| owned(section.links())),
        description: words("Description").map(str::to_owned),
        log_sources: kusto::log_sources(queries, &[]),
        query: text::some(query),
        mappings: mappings(page),
        ..Resource::new("bertjan_kql", Kind::Detection, title)
    });
    Ok(())
}

/// `| T1219 | Remote Access Software | link |`: in one table, in two, with a heading or without.
fn mappings(page: Markdown<'_>) -> Vec<Mapping> {
    let ids = page.rows().filter_map(|row| {
        let id = *row.cells.first()?;
        let number = id.strip_prefix('T')?;
        let is_number = number.starts_with(|letter: char| letter.is_ascii_digit());
        is_number.then(|| Mapping::plain(id).at(row.line))
    });
    ids.collect()
}

fn owned(texts: Vec<&str>) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}
