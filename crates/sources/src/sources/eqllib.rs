//! EQL analytics library: <https://github.com/endgameinc/eqllib>. Endgame's queries, no longer changed.

use model::{Declaration, Harvest, Kind, Mapping, Problem, Resource, TextPolicy};
use serde::Deserialize;

use crate::files::read_files;
use crate::formats::elastic_query;
use crate::formats::lenient::{Text, Texts};
use crate::formats::text::{self, Lines};
use crate::formats::toml::Spanned;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "eqllib",
    archive: "eqllib",
    title: "EQL analytics library",
    repository: "endgameinc/eqllib",
    branch: "master",
    licence: "MIT",
    copyright: "Copyright (c) 2018 Endgame, Inc.",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("eqllib", "Analytics", Kind::Detection)],
    declares: Declaration::default,
    paths: PATHS,
    read,
};

const PATHS: &[&str] = &["eqllib/analytics/**/*.toml"];

#[derive(Deserialize)]
struct AnalyticFile {
    analytic: Analytic,
}

#[derive(Deserialize)]
struct Analytic {
    metadata: Metadata,
    #[serde(default)]
    query: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    id: Text,
    name: Text,
    description: Text,
    contributors: Texts,
    created_date: Text,
    updated_date: Text,
    os: Texts,
    references: Texts,
    tactics: Texts,
    techniques: Vec<Spanned<String>>,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, analytic);
}

fn analytic(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let lines = Lines::new(text::small(file)?);
    let AnalyticFile {
        analytic: Analytic { metadata, query },
    } = crate::formats::toml::parse(file)?;
    let title = metadata
        .name
        .get()
        .ok_or_else(|| file.problem(None, "the analytic has no name"))?;
    let dates = [&metadata.updated_date, &metadata.created_date];
    let techniques = metadata.techniques.iter();
    harvest.resources.push(Resource {
        id: metadata.id.some(),
        platforms: metadata.os.0.clone(),
        log_sources: elastic_query::log_sources(&metadata.os.0, query.get().unwrap_or_default()),
        authors: metadata.contributors.0.clone(),
        references: metadata.references.0.clone(),
        changed: dates.into_iter().find_map(|date| date.get().and_then(day)),
        description: metadata.description.some(),
        query: query.some(),
        tactics: metadata.tactics.0.clone(),
        mappings: techniques
            .map(|id| Mapping::plain(id.get_ref()).at(lines.line_at(id.span().start)))
            .collect(),
        ..Resource::new("eqllib", Kind::Detection, title)
    });
    Ok(())
}

/// `7/26/2019`, month first, as `2019-07-26`.
fn day(date: &str) -> Option<String> {
    let mut parts = date.trim().splitn(3, '/').map(str::parse);
    let mut next = || parts.next()?.ok();
    let (month, day, year): (u16, u16, u16) = (next()?, next()?, next()?);
    text::day(&format!("{year:04}-{month:02}-{day:02}"))
}
