//! Elastic's rules and hunts in TOML. Techniques stand in blocks of `threat`, below `[rule]` in detection-rules
//! and at the top in protections-artifacts.
//!
//! A source of such files calls [`rule`] or [`hunt`] for each of them.

use std::collections::BTreeSet;

use super::toml::Spanned;
use model::{Harvest, Kind, LogSource, Mapping, Problem, Related, Resource, Status, TacticMention};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::elastic_query;
use super::lenient::{Text, Texts};
use super::text::{self, Lines, day, distinct};
use crate::File;
use crate::files::holds_none;

#[derive(Deserialize)]
struct RuleFile {
    #[serde(default)]
    metadata: Metadata,
    rule: Option<Rule>,
    #[serde(default)]
    threat: Vec<Threat>,
    hunt: Option<IgnoredAny>,
    exceptions: Option<IgnoredAny>,
    #[serde(alias = "action_connectors")]
    actions: Option<IgnoredAny>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    maturity: Text,
    integration: Texts,
    creation_date: Text,
    updated_date: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Rule {
    #[serde(rename = "rule_id", alias = "id")]
    id: Text,
    name: Text,
    description: Text,
    severity: Text,
    tags: Texts,
    os_list: Texts,
    index: Texts,
    author: Texts,
    #[serde(alias = "reference")]
    references: Texts,
    query: Text,
    machine_learning_job_id: Texts,
    threat: Vec<Threat>,
}

#[derive(Deserialize)]
struct Threat {
    tactic: Option<Tactic>,
    #[serde(default)]
    technique: Vec<Technique>,
}

#[derive(Deserialize)]
struct Tactic {
    id: Spanned<String>,
    name: Option<Spanned<String>>,
}

#[derive(Deserialize)]
struct Technique {
    id: Spanned<String>,
    #[serde(default)]
    subtechnique: Vec<SubTechnique>,
}

#[derive(Deserialize)]
struct SubTechnique {
    id: Spanned<String>,
}

#[derive(Deserialize)]
struct HuntFile {
    hunt: Hunt,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Hunt {
    uuid: Text,
    name: Text,
    description: Text,
    author: Texts,
    integration: Texts,
    mitre: Vec<Spanned<String>>,
    references: Texts,
    query: Texts,
}

/// Reads the rule of one file into `part`.
pub(crate) fn rule(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let content = text::small(file)?;
    let parsed: RuleFile = super::toml::parse(file)?;
    let Some(rule) = parsed.rule else {
        return no_rule(&parsed, file, part, harvest);
    };
    let (metadata, threat) = (parsed.metadata, parsed.threat);
    let title = rule
        .name
        .get()
        .ok_or_else(|| file.problem(None, "the rule has no name"))?;
    let threats = || rule.threat.iter().chain(&threat);
    let ids = threats()
        .flat_map(|block| &block.technique)
        .flat_map(leaves);
    let mut mappings = mappings(ids, content);
    mappings.extend(rule.tags.0.iter().filter_map(|tag| atlas(tag, content)));
    harvest.resources.push(Resource {
        id: rule.id.some(),
        level: rule.severity.get().and_then(text::level),
        level_written: rule.severity.some(),
        status: metadata.maturity.get().map_or(Status::Unstated, status),
        status_written: metadata.maturity.some(),
        platforms: platforms(&rule),
        log_sources: elastic_query::log_sources(
            &rule.index.0,
            rule.query.get().unwrap_or_default(),
        ),
        data_sources: data_sources(&rule, &metadata),
        authors: rule.author.0.clone(),
        references: rule.references.0.clone(),
        related: jobs(&rule),
        changed: [&metadata.updated_date, &metadata.creation_date]
            .into_iter()
            .find_map(|date| date.get().and_then(day)),
        description: rule.description.some(),
        query: rule.query.some(),
        tactics: distinct(
            threats()
                .filter_map(|block| block.tactic.as_ref())
                .map(|tactic| tactic.id.get_ref()),
        ),
        tactic_mentions: tactic_mentions(&rule, threats(), content),
        mappings,
        ..Resource::new(part, Kind::Detection, title)
    });
    Ok(())
}

/// Beside rules lie what they are used with: that is no rule, and no error.
fn no_rule(
    file_content: &RuleFile,
    file: &File<'_>,
    part: &str,
    harvest: &mut Harvest,
) -> Result<(), Problem> {
    let why = if file_content.hunt.is_some() {
        return hunt(file, part, harvest);
    } else if file_content.exceptions.is_some() {
        "a list of exceptions to rules"
    } else if file_content.actions.is_some() {
        "what is done where rules fire"
    } else {
        return Err(file.problem(None, "the file has no rule"));
    };
    holds_none(file, why, harvest);
    Ok(())
}

/// The tactic of each block, for the techniques below it, and the tags that name tactics for the whole rule.
fn tactic_mentions<'rule>(
    rule: &Rule,
    threats: impl Iterator<Item = &'rule Threat>,
    content: &str,
) -> Vec<TacticMention> {
    let lines = Lines::new(content);
    let mention = |words: &Spanned<String>| {
        TacticMention::new(words.get_ref(), lines.line_at(words.span().start))
    };
    let of_block = |block: &Threat| {
        let tactic = block.tactic.as_ref()?;
        let techniques = block.technique.iter().flat_map(leaves);
        Some(TacticMention {
            techniques: techniques.map(|id| id.get_ref().clone()).collect(),
            ..mention(tactic.name.as_ref().unwrap_or(&tactic.id))
        })
    };
    let is_tactic = |tag: &&String| tag.starts_with("Tactic: ");
    let tags = rule.tags.0.iter().filter(is_tactic);
    let tags = tags.map(|tag| TacticMention::new(tag, None));
    threats.filter_map(of_block).chain(tags).collect()
}

/// Reads the hunt of one file into `part`.
pub(crate) fn hunt(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let content = text::small(file)?;
    let HuntFile { hunt } = super::toml::parse(file)?;
    let title = hunt
        .name
        .get()
        .ok_or_else(|| file.problem(None, "the hunt has no name"))?;
    harvest.resources.push(Resource {
        id: hunt.uuid.some(),
        log_sources: log_sources_of_hunt(&hunt),
        data_sources: hunt.integration.0.clone(),
        authors: hunt.author.0.clone(),
        references: hunt.references.0.clone(),
        description: hunt.description.some(),
        query: text::some(hunt.query.0.join("\n\n")),
        mappings: mappings(&hunt.mitre, content),
        ..Resource::new(part, Kind::Detection, title)
    });
    Ok(())
}

/// A hunt has a query for each system or step, most of them in ES|QL. Those in other languages name no index, so they read
/// what the integrations bring.
fn log_sources_of_hunt(hunt: &Hunt) -> Vec<LogSource> {
    let of_query = |query: &String| {
        let logs = elastic_query::log_sources(&[], query);
        if logs.iter().any(|log| log.product.is_some()) {
            return logs;
        }
        elastic_query::log_sources(&hunt.integration.0, query)
    };
    text::log_sources(hunt.query.0.iter().flat_map(of_query))
}

/// A technique that has sub-techniques below it is only their container: the leaves are the statements.
fn leaves(technique: &Technique) -> Vec<&Spanned<String>> {
    if technique.subtechnique.is_empty() {
        return vec![&technique.id];
    }
    technique.subtechnique.iter().map(|sub| &sub.id).collect()
}

/// Elastic repeats a technique under each tactic; it is kept once.
fn mappings<'rule>(
    ids: impl IntoIterator<Item = &'rule Spanned<String>>,
    content: &str,
) -> Vec<Mapping> {
    let lines = Lines::new(content);
    let mut seen = BTreeSet::new();
    ids.into_iter()
        .filter(|id| seen.insert(id.get_ref().as_str()))
        .map(|id| Mapping::plain(id.get_ref()).at(lines.line_at(id.span().start)))
        .collect()
}

/// `Mitre Atlas: T0051` looks like a technique of ATT&CK without its first words, so they stay.
fn atlas(tag: &str, content: &str) -> Option<Mapping> {
    let at = content.find(&format!("\"{tag}\""));
    tag.starts_with("Mitre Atlas:")
        .then(|| Mapping::plain(tag).at(at.and_then(|at| Lines::new(content).line_at(at))))
}

fn status(maturity: &str) -> Status {
    match maturity.trim().to_ascii_lowercase().as_str() {
        "production" => Status::Stable,
        "beta" => Status::Test,
        "development" | "experimental" => Status::Experimental,
        "deprecated" => Status::Deprecated,
        _ => Status::Unstated,
    }
}

/// `OS: Windows`; old rules say `Windows`.
fn platforms(rule: &Rule) -> Vec<String> {
    let of_tag = |tag: &'_ String| match tag.strip_prefix("OS: ") {
        Some(platform) => Some(platform.to_owned()),
        None => matches!(tag.as_str(), "Windows" | "Linux" | "macOS").then(|| tag.clone()),
    };
    let tags = rule.tags.0.iter().filter_map(of_tag);
    distinct(tags.chain(rule.os_list.0.iter().cloned()))
}

fn data_sources(rule: &Rule, metadata: &Metadata) -> Vec<String> {
    let tags = rule
        .tags
        .0
        .iter()
        .filter_map(|tag| tag.strip_prefix("Data Source: "));
    // An index of a shipper is no log source beside others, and still what the rule states.
    let shippers = rule.index.0.iter();
    let shippers = shippers.filter(|index| elastic_query::is_of_shipper(index));
    let written = metadata.integration.0.iter().chain(shippers);
    distinct(written.map(String::as_str).chain(tags))
}

/// Rules of machine learning have no query but the jobs whose findings they report.
fn jobs(rule: &Rule) -> Vec<Related> {
    let jobs = rule.machine_learning_job_id.0.iter();
    jobs.map(|job| Related::new("machine_learning_job", job))
        .collect()
}
