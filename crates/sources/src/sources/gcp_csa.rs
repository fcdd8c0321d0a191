//! Google Cloud Community Security Analytics: <https://github.com/GoogleCloudPlatform/security-analytics>. An analytic
//! is a YAML file of facts; its queries for several products stand elsewhere under its number and name.

use model::{Declaration, Harvest, Kind, Mapping, Problem, Resource, TextPolicy};
use serde::Deserialize;

use crate::files::{holds_none, read_files};
use crate::formats::lenient::{Text, Texts};
use crate::formats::text;
use crate::formats::yaml::{self, Spanned};
use crate::products;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "gcp-csa",
    archive: "gcp-csa",
    title: "Google Cloud Community Security Analytics",
    repository: "GoogleCloudPlatform/security-analytics",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "Copyright Google LLC",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("gcp_csa", "Analytics", Kind::Detection)],
    declares,
    paths: &[FACTS, QUERIES],
    read,
};

fn declares() -> Declaration {
    Declaration {
        product: Some(products::gcp()),
        ..Declaration::default()
    }
}

const FACTS: &str = "src/**/*.{yaml,yml}";
const QUERIES: &str = "backends/**/*.{sql,yaral}";

#[derive(Default, Deserialize)]
#[serde(default)]
struct Analytic {
    id: Text,
    name: Text,
    display_name: Text,
    severity: Text,
    attack_mapping: Option<Vec<Attack>>,
    description: Text,
    sources: Texts,
    references: Texts,
}

#[derive(Deserialize)]
struct Attack {
    technique: Spanned<String>,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, &[FACTS], harvest, |file, harvest| {
        analytic(file, tree, harvest)
    });
    read_files(tree, &[QUERIES], harvest, |file, harvest| {
        holds_none(file, "the query of an analytic in src", harvest);
        Ok(())
    });
}

fn analytic(file: &File<'_>, tree: &Tree, harvest: &mut Harvest) -> Result<(), Problem> {
    let analytic: Analytic = yaml::parse(file)?;
    let title = analytic
        .display_name
        .get()
        .or(analytic.name.get())
        .ok_or_else(|| file.problem(None, "the analytic has no name"))?;
    let mappings = analytic
        .attack_mapping
        .iter()
        .flatten()
        .map(|row| &row.technique);
    harvest.resources.push(Resource {
        id: analytic.id.some(),
        level: analytic.severity.get().and_then(text::level),
        level_written: analytic.severity.some(),
        platforms: vec!["Google Cloud".to_owned()],
        data_sources: analytic.sources.0.clone(),
        references: analytic.references.0.clone(),
        description: analytic.description.some(),
        query: queries(&analytic, tree),
        mappings: mappings
            .map(|id| Mapping::plain(&id.value).at(yaml::line(id)))
            .collect(),
        ..Resource::new("gcp_csa", Kind::Detection, title)
    });
    Ok(())
}

/// `backends/bigquery/sql/2_02_lamps_lit.sql` is one of the queries of analytic 2.02, `lamps_lit`.
fn queries(analytic: &Analytic, tree: &Tree) -> Option<String> {
    let number = analytic.id.get()?.replace('.', "_");
    let stem = format!("{number}_{}.", analytic.name.get()?);
    let queries = tree
        .files(&[QUERIES])
        .filter(|file| file.name().starts_with(&stem));
    let texts: Vec<&str> = queries.filter_map(|file| text::small(&file).ok()).collect();
    text::some(texts.join("\n\n"))
}
