//! Atomic Threat Coverage: <https://github.com/atc-project/atomic-threat-coverage>. A page for each Sigma rule of
//! January 2022, with what it needs and which tests trigger it, no longer changed.

use model::{Declaration, Harvest, Kind, Mapping, Problem, Related, Resource, TextPolicy};

use crate::files::read_files;
use crate::formats::markdown::{Markdown, Row};
use crate::formats::{sigma, text};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "atc",
    archive: "atc",
    title: "Atomic Threat Coverage",
    repository: "atc-project/atomic-threat-coverage",
    branch: "master",
    licence: "Apache-2.0",
    copyright: "Copyright the Atomic Threat Coverage project",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("atc", "Detection rules", Kind::Detection)],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: sigma::relations(),
        ..Declaration::default()
    }
}

const PATHS: &[&str] = &["Atomic_Threat_Coverage/Detection_Rules/*.md"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, rule);
}

fn rule(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let page = Markdown::new(text::small(file)?);
    let rows: Vec<Row<'_>> = page.rows().collect();
    let field = |name: &str| rows.iter().find(|row| names(row, name));
    let items = |name: &str| field(name).map_or_else(Vec::new, listed);
    let title = field("Title")
        .and_then(|row| row.cells.get(1).copied())
        .ok_or_else(|| file.problem(None, "the page has no row `Title`"))?;
    let line = field("ATT&amp;CK Technique").map(|row| row.line);
    let sigma = page.section("Sigma rule").unwrap_or(page).code();
    let mut resource = Resource {
        data_sources: owned(items("Data Needed")),
        related: items("Trigger").iter().map(|test| trigger(test)).collect(),
        query: sigma.first().map(|&rule| rule.trim().to_owned()),
        tactics: items("ATT&amp;CK Tactic")
            .iter()
            .map(|tactic| id(tactic).to_owned())
            .collect(),
        mappings: items("ATT&amp;CK Technique")
            .iter()
            .map(|technique| Mapping::plain(id(technique)).at(line))
            .collect(),
        ..of_sigma(file.path, sigma.first().copied())
            .unwrap_or_else(|| Resource::new("atc", Kind::Detection, title))
    };
    title.clone_into(&mut resource.title);
    resource.place.line = None;
    harvest.resources.push(resource);
    Ok(())
}

/// The page repeats the rule in full, with its level, status, log source, authors and references.
fn of_sigma(path: &str, rule: Option<&str>) -> Option<Resource> {
    let file = File {
        path,
        bytes: rule?.as_bytes(),
    };
    let mut rules = Harvest::default();
    sigma::rules(&file, "atc", &mut rules).ok()?;
    rules.resources.into_iter().next()
}

fn names(row: &Row<'_>, name: &str) -> bool {
    row.cells
        .first()
        .is_some_and(|cell| cell.trim_matches('*') == name)
}

/// The links of a cell: `<ul><li>[T1203: Exploitation](https://...)</li></ul>`.
fn listed<'text>(row: &Row<'text>) -> Vec<&'text str> {
    let cells = row.cells.get(1).copied().unwrap_or_default();
    let items = cells.split("<li>[").skip(1);
    items.filter_map(|item| item.split(']').next()).collect()
}

/// `T1203` of `T1203: Exploitation for Client Execution`.
fn id(words: &str) -> &str {
    words.split(':').next().unwrap_or(words).trim()
}

fn trigger(test: &str) -> Related {
    Related::new("trigger", id(test))
}

fn owned(texts: Vec<&str>) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}
