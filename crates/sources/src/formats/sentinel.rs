//! Analytic rules and hunting queries of Microsoft Sentinel.

use model::{
    Harvest, Kind, LogSource, Mapping, Problem, Related, RelationKind, RelationMeaning, Resource,
    Status, TacticMention,
};
use serde::Deserialize;

use super::kusto;
use super::lenient::{Lines, OrDefault, Text, Texts};
use super::text::{self, day};
use super::yaml;
use crate::File;

/// A rule that moved says where it is now.
pub(crate) fn relations() -> Vec<RelationKind> {
    vec![RelationKind::new("moved_to", RelationMeaning::Related, &[])]
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Rule {
    id: Text,
    name: Text,
    description: Text,
    kind: Text,
    severity: Text,
    status: Text,
    required_data_connectors: OrDefault<Vec<Connector>>,
    tactics: Lines,
    relevant_techniques: Lines,
    query: Text,
    metadata: OrDefault<Metadata>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connector {
    connector_id: String,
    #[serde(default, alias = "datatypes")]
    data_types: Texts,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Metadata {
    author: OrDefault<Author>,
    last_updated: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Author {
    name: Text,
}

/// Reads the rule of one file into `part`.
pub(crate) fn rule(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let rule: Rule = yaml::parse(file)?;
    let title = rule
        .name
        .get()
        .ok_or_else(|| file.problem(None, "the rule has no name"))?;
    let description = rule.description.get().map(unquoted).unwrap_or_default();
    let moved = rule.kind.get().is_none() && rule.query.get().is_none();
    harvest.resources.push(Resource {
        id: rule.id.some(),
        level: rule.severity.get().and_then(text::level),
        level_written: rule.severity.some(),
        status: if moved {
            Status::Moved
        } else {
            rule.status.get().map_or(Status::Unstated, status)
        },
        status_written: rule.status.some(),
        log_sources: log_sources(&rule),
        authors: rule.metadata.0.author.0.name.some().into_iter().collect(),
        related: successor(description)
            .filter(|_| moved)
            .into_iter()
            .collect(),
        changed: rule.metadata.0.last_updated.get().and_then(day),
        query: rule.query.some(),
        tactics: rule
            .tactics
            .0
            .iter()
            .map(|line| line.text.clone())
            .collect(),
        tactic_mentions: rule
            .tactics
            .0
            .iter()
            .map(|line| TacticMention::new(&line.text, line.line))
            .collect(),
        mappings: rule
            .relevant_techniques
            .0
            .iter()
            .map(|id| Mapping::plain(&id.text).at(id.line))
            .collect(),
        description: text::some(description.to_owned()),
        ..Resource::new(part, Kind::Detection, title)
    });
    Ok(())
}

fn status(written: &str) -> Status {
    match written.trim().to_ascii_lowercase().as_str() {
        "available" => Status::Stable,
        "preview" | "experimental" | "development" => Status::Experimental,
        "test" => Status::Test,
        "deprecated" => Status::Deprecated,
        _ => Status::Unstated,
    }
}

/// One for each type of data of each connector that a rule needs, and for each table that its query reads beside them:
/// many rules name no connector.
fn log_sources(rule: &Rule) -> Vec<LogSource> {
    let connectors = rule.required_data_connectors.0.iter();
    let mut logs: Vec<LogSource> = connectors.flat_map(needs).collect();
    let tables = kusto::log_sources(rule.query.get(), &logs);
    logs.extend(tables);
    logs
}

/// `AzureActiveDirectory` with `SigninLogs`.
fn needs(connector: &Connector) -> Vec<LogSource> {
    let of_type = |service: Option<&String>| LogSource {
        product: Some(connector.connector_id.clone()),
        service: service.cloned(),
        ..LogSource::default()
    };
    let types = &connector.data_types.0;
    if types.is_empty() {
        return vec![of_type(None)];
    }
    types
        .iter()
        .map(|data_type| of_type(Some(data_type)))
        .collect()
}

/// Descriptions are quoted although they are YAML block scalars already.
fn unquoted(description: &str) -> &str {
    let description = description.trim();
    let inner = |quote: char| {
        description
            .strip_prefix(quote)
            .and_then(|text| text.strip_suffix(quote))
    };
    inner('\'')
        .or_else(|| inner('"'))
        .map_or(description, str::trim)
}

/// Where a rule lives now: `You can find here: https://github.com/...`.
fn successor(description: &str) -> Option<Related> {
    let address = description
        .find("https://")
        .map(|at| &description[at..])?
        .split_whitespace()
        .next()?;
    Some(Related::new("moved_to", address.trim_end_matches('.')))
}
