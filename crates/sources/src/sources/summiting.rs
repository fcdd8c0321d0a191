//! CTID Summiting the Pyramid: <https://github.com/center-for-threat-informed-defense/summiting-the-pyramid>. How hard it is
//! to evade analytics, scored by hand: a statement of quality about a rule of another source, no mapping.

use model::{
    Declaration, Harvest, Kind, Problem, Related, RelationKind, RelationMeaning, Resource,
    TextPolicy,
};
use serde::Deserialize;

use crate::files::{holds_none, read_files};
use crate::formats::csv;
use crate::formats::text::some;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "summiting",
    archive: "summiting",
    title: "CTID Summiting the Pyramid",
    repository: "center-for-threat-informed-defense/summiting-the-pyramid",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "© 2023, 2024, 2025 MITRE",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("summiting", "Scored analytics", Kind::Knowledge)],
    declares,
    paths: &[SCORES],
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: vec![RelationKind::new(
            "scores",
            RelationMeaning::Related,
            &["sigma"],
        )],
        ..Declaration::default()
    }
}

const SCORES: &str = "docs/analytics/ScoredAnalytics_*.csv";

#[derive(Default, Deserialize)]
#[serde(default)]
struct Row {
    #[serde(rename = "Name")]
    name: String,
    #[serde(rename = "Analytic Robustness Score")]
    analytic: String,
    #[serde(rename = "Event Robustness Score")]
    event: String,
    #[serde(rename = "Filter Score")]
    filter: String,
    #[serde(rename = "Final Score")]
    all: String,
    #[serde(rename = "Notes")]
    notes: String,
    #[serde(rename = "Permalink")]
    permalink: String,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    let newest = tree
        .files(&[SCORES])
        .map(|file| published(file.name()))
        .max();
    read_files(tree, &[SCORES], harvest, |file, harvest| {
        if Some(published(file.name())) < newest {
            holds_none(file, "an older edition of the same scores", harvest);
            return Ok(());
        }
        analytics(file, harvest)
    });
}

/// `20250506` of `ScoredAnalytics_05062025.csv`.
fn published(name: &str) -> Option<String> {
    let date = name
        .strip_prefix("ScoredAnalytics_")?
        .strip_suffix(".csv")?;
    Some(format!("{}{}", date.get(4..)?, date.get(..4)?))
}

fn analytics(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    for (line, row) in csv::rows::<Row>(file, harvest)? {
        let is_empty = [&row.name, &row.analytic, &row.notes, &row.permalink];
        // Rows of commas alone are what a spreadsheet leaves behind.
        if is_empty.iter().all(|text| text.is_empty()) {
            continue;
        }
        if row.name.is_empty() {
            harvest
                .problems
                .push(file.problem(line, "the analytic has no name"));
            continue;
        }
        let mut resource = Resource {
            references: link(&row.permalink).into_iter().collect(),
            related: rule(&row.permalink).into_iter().collect(),
            description: description(&row),
            ..Resource::new("summiting", Kind::Knowledge, &row.name)
        };
        resource.place.line = Some(line);
        harvest.resources.push(resource);
    }
    Ok(())
}

fn link(permalink: &str) -> Option<String> {
    permalink
        .starts_with("https://")
        .then(|| permalink.to_owned())
}

/// The rule, by repository and path: `SigmaHQ/sigma/rules/a.yml` of its address at some commit.
fn rule(permalink: &str) -> Option<Related> {
    let (repository, at) = permalink
        .strip_prefix("https://github.com/")?
        .split_once("/blob/")?;
    let (_, path) = at.split_once('/')?;
    let path = path.split(['#', '?']).next()?;
    Some(Related::new("scores", format!("{repository}/{path}")))
}

fn description(row: &Row) -> Option<String> {
    let scores = [
        ("analytic robustness", &row.analytic),
        ("event robustness", &row.event),
        ("filter", &row.filter),
        ("final score", &row.all),
    ];
    let words =
        |(name, score): (&str, &String)| (!score.is_empty()).then(|| format!("{name} {score}"));
    let scores: Vec<String> = scores.into_iter().filter_map(words).collect();
    let texts: Vec<String> = [some(scores.join("; ")), some(row.notes.clone())]
        .into_iter()
        .flatten()
        .collect();
    some(texts.join("\n\n"))
}
