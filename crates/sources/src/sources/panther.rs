//! Panther analysis: <https://github.com/panther-labs/panther-analysis>. A rule or policy is a YAML file with its
//! facts and its tests, and a Python file with its body beside it.

use model::{Harvest, Kind, Mapping, Problem, Related, Resource, Status, Text as Words};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::each::{each, holds_none};
use crate::formats::lenient::{self, Line, Text, Texts};
use crate::formats::text::{self, Lines, distinct};
use crate::formats::yaml::{self, Spanned};
use crate::{File, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "panther",
    archive: "panther",
    title: "Panther analysis",
    repository: "panther-labs/panther-analysis",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "Copyright 2023 Panther Labs, Inc.",
    attribution: None,
    licence_text: None,
    text: Words::Free,
    parts: &[("panther", "Rules and policies", Kind::Detection)],
    paths: &[FACTS, BODIES],
    read,
};

const FACTS: &str = "{rules,policies,queries,correlation_rules}/**/*.{yml,yaml}";
const BODIES: &str = "{rules,policies,queries,correlation_rules}/**/*.py";

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Analysis {
    #[serde(rename = "AnalysisType")]
    kind: Text,
    #[serde(rename = "RuleID", alias = "PolicyID")]
    id: Text,
    display_name: Text,
    filename: Text,
    severity: Text,
    status: Text,
    description: Text,
    reference: Texts,
    log_types: Texts,
    resource_types: Texts,
    scheduled_queries: Texts,
    reports: Option<Reports>,
    detection: Option<Spanned<IgnoredAny>>,
    tests: Option<Vec<Test>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reports {
    #[serde(rename = "MITRE ATT&CK")]
    attack: lenient::Lines,
    #[serde(rename = "Stratus Red Team")]
    stratus: Texts,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Test {
    name: Text,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    each(tree, &[FACTS], harvest, |file, harvest| {
        analysis(file, tree, harvest)
    });
    each(tree, &[BODIES], harvest, |file, harvest| {
        holds_none(file, "code of the rules and policies beside it", harvest);
        Ok(())
    });
}

fn analysis(file: &File<'_>, tree: &Tree, harvest: &mut Harvest) -> Result<(), Problem> {
    let content = text::small(file)?;
    let analysis: Analysis = yaml::one(file)?;
    if let Some("saved_query" | "scheduled_query") = analysis.kind.get() {
        holds_none(file, "a query that rules run or people ask", harvest);
        return Ok(());
    }
    let title = analysis.display_name.get().or(analysis.id.get());
    let title = title.ok_or_else(|| file.problem(None, "the rule has neither name nor id"))?;
    let written = analysis.reports.iter().flat_map(|all| &all.attack.0);
    let mappings: Vec<(Option<&str>, Mapping)> = written.map(mapping).collect();
    harvest.resources.push(Resource {
        id: analysis.id.some(),
        level: analysis.severity.get().and_then(text::level),
        level_written: analysis.severity.some(),
        status: analysis.status.get().map_or(Status::Unstated, status),
        status_written: analysis.status.some(),
        data_sources: distinct(
            analysis
                .log_types
                .0
                .iter()
                .chain(&analysis.resource_types.0),
        ),
        references: analysis.reference.0.clone(),
        related: related(&analysis),
        description: analysis.description.some(),
        query: body(&analysis, file, tree).or_else(|| detection(&analysis, content)),
        tactics: distinct(mappings.iter().filter_map(|&(tactic, _)| tactic)),
        mappings: mappings.into_iter().map(|(_, mapping)| mapping).collect(),
        ..Resource::new("panther", Kind::Detection, title)
    });
    Ok(())
}

/// `TA0005:T1562.008`, also where the tactic is misspelt.
fn mapping(line: &Line) -> (Option<&str>, Mapping) {
    match line.text.split_once(':') {
        Some((tactic, id)) => {
            let prefix = &line.text[..line.text.len() - id.len()];
            let mapping = Mapping::prefixed(&line.text, prefix);
            (Some(tactic), mapping.at(line.line))
        }
        None => (None, Mapping::plain(&line.text).at(line.line)),
    }
}

fn status(written: &str) -> Status {
    match written.trim().to_ascii_lowercase().as_str() {
        "stable" => Status::Stable,
        "beta" => Status::Test,
        "experimental" => Status::Experimental,
        "deprecated" => Status::Deprecated,
        _ => Status::Unstated,
    }
}

/// The tests that the rule brings along, the attacks that should trigger it, the queries that it runs on.
fn related(analysis: &Analysis) -> Vec<Related> {
    let tests = analysis.tests.iter().flatten();
    let tests = tests.filter_map(|test| Some(Related::new("test", test.name.get()?)));
    let attacks = analysis.reports.iter().flat_map(|all| &all.stratus.0);
    let attacks = attacks.map(|id| Related::new("stratus_red_team", id));
    let queries = analysis.scheduled_queries.0.iter();
    let queries = queries.map(|name| Related::new("scheduled_query", name));
    tests.chain(attacks).chain(queries).collect()
}

/// The Python file beside the YAML file.
fn body(analysis: &Analysis, file: &File<'_>, tree: &Tree) -> Option<String> {
    let (folder, _) = file.path.rsplit_once('/')?;
    let body = tree.file(&format!("{folder}/{}", analysis.filename.get()?))?;
    text::small(&body).ok().map(str::to_owned)
}

/// Correlations have no body but name the rules that they correlate.
fn detection(analysis: &Analysis, content: &str) -> Option<String> {
    let line = yaml::line(analysis.detection.as_ref()?)?;
    yaml::section(&Lines::new(content), "Detection", line).map(str::to_owned)
}
