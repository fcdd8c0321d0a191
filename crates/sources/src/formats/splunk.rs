//! Detections of Splunk, as its security content writes them: one file per detection.

use model::{
    Harvest, Kind, Level, Mapping, Problem, Related, RelationKind, RelationMeaning, Resource,
    Status,
};
use serde::Deserialize;

use super::splunk_search;
use super::splunk_successors as successors;
use super::text::{day, some};
use super::yaml::{self, Spanned};
use crate::files::read_files;
use crate::{File, Tree};

/// What a detection is tested with, the vulnerabilities whose use it finds, and what stands for it since it was removed.
pub(crate) fn relations() -> Vec<RelationKind> {
    vec![
        RelationKind::new("atomic_guid", RelationMeaning::TestedBy, &["art"]),
        RelationKind::new("attack_data", RelationMeaning::Recording, &[]),
        RelationKind::new("cve", RelationMeaning::Related, &["mapex-kev"]),
        RelationKind::new(successors::REPLACED_BY, RelationMeaning::Related, &[]),
    ]
}

/// An `asset_type` that holds one of these words names a platform; others (`Endpoint`, `Web Server`) do not.
const PLATFORMS: &[&str] = &[
    "Amazon",
    "AWS",
    "Azure",
    "CircleCI",
    "EC2",
    "GCP",
    "GDrive",
    "GitHub",
    "Google",
    "GSuite",
    "Kubernetes",
    "Linux",
    "macOS",
    "O365",
    "Office 365",
    "Okta",
    "S3",
    "Windows",
];

#[derive(Deserialize)]
struct Rule {
    name: String,
    id: String,
    status: Option<String>,
    date: Option<String>,
    modification_date: Option<String>,
    author: Option<String>,
    description: Option<String>,
    // Two rules write it in the plural.
    #[serde(default, alias = "data_sources")]
    data_source: Vec<String>,
    search: Option<String>,
    #[serde(default)]
    references: Vec<String>,
    rba: Option<RiskObjects>,
    finding: Option<Finding>,
    intermediate_findings: Option<Entities>,
    tags: Option<Tags>,
    #[serde(default)]
    tests: Vec<RuleTest>,
}

/// What stands below `tags`, or, since 2026, at the top of the file.
#[derive(Deserialize)]
struct Tags {
    #[serde(default)]
    mitre_attack_id: Vec<Spanned<String>>,
    #[serde(default)]
    analytic_story: Vec<String>,
    asset_type: Option<String>,
    #[serde(default, alias = "CVE")]
    cve: Vec<String>,
    #[serde(default)]
    atomic_guid: Vec<String>,
    risk_score: Option<String>,
    #[serde(default)]
    dataset: Vec<Dataset>,
}

/// Recorded attacks as they were linked until 2022; two rules have an empty list in the list.
#[derive(Deserialize)]
#[serde(untagged)]
enum Dataset {
    Link(String),
    Empty(Vec<String>),
}

#[derive(Deserialize)]
struct RuleTest {
    #[serde(default)]
    attack_data: Vec<AttackData>,
}

#[derive(Deserialize)]
struct AttackData {
    data: String,
}

#[derive(Deserialize)]
struct RiskObjects {
    #[serde(default)]
    risk_objects: Vec<RiskEntity>,
}

#[derive(Deserialize)]
struct Finding {
    entity: Option<RiskEntity>,
}

#[derive(Deserialize)]
struct Entities {
    #[serde(default)]
    entities: Vec<RiskEntity>,
}

#[derive(Deserialize)]
struct RiskEntity {
    score: Option<String>,
}

/// Reads the detections among the files that match one of the `patterns` into `part`.
pub(crate) fn read(tree: &Tree, patterns: &[&str], part: &str, harvest: &mut Harvest) {
    read_files(tree, patterns, harvest, |file, harvest| {
        if successors::is_list(file) {
            successors::list(file, harvest)
        } else {
            detection(file, part, harvest)
        }
    });
    successors::link(tree, patterns, harvest);
}

/// Reads the detection of one file into `part`.
pub(crate) fn detection(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let mut rule: Rule = yaml::parse(file)?;
    let tags = match rule.tags.take() {
        Some(tags) => tags,
        None => yaml::parse(file)?,
    };
    let score = risk_score(&rule, &tags);
    harvest.resources.push(Resource {
        level: score.as_deref().and_then(level),
        level_written: score.map(|score| format!("risk_score {score}")),
        status: rule.status.as_deref().map_or(Status::Unstated, status),
        status_written: rule.status.take(),
        platforms: tags
            .asset_type
            .as_deref()
            .and_then(platform)
            .into_iter()
            .collect(),
        related: related(&rule, &tags),
        mappings: tags
            .mitre_attack_id
            .iter()
            .map(|id| Mapping::plain(&id.value).at(yaml::line(id)))
            .collect(),
        id: Some(rule.id),
        data_sources: if rule.data_source.is_empty() {
            splunk_search::sources(rule.search.as_deref().unwrap_or_default())
        } else {
            rule.data_source
        },
        authors: rule.author.as_deref().map(authors).unwrap_or_default(),
        references: rule.references,
        changed: rule
            .modification_date
            .or(rule.date)
            .as_deref()
            .and_then(day),
        description: some(rule.description),
        query: some(rule.search),
        ..Resource::new(part, Kind::Detection, rule.name)
    });
    Ok(())
}

/// Splunk's rule: the score of a detection is the highest among the objects that it puts at risk.
fn risk_score(rule: &Rule, tags: &Tags) -> Option<String> {
    let objects = rule.rba.iter().flat_map(|rba| &rba.risk_objects);
    let entities = rule
        .intermediate_findings
        .iter()
        .flat_map(|findings| &findings.entities);
    let finding = rule
        .finding
        .iter()
        .filter_map(|finding| finding.entity.as_ref());
    let highest = objects
        .chain(entities)
        .chain(finding)
        .filter_map(|scored| scored.score.as_ref())
        .max_by(|a, b| number(a).total_cmp(&number(b)));
    tags.risk_score.as_ref().or(highest).cloned()
}

fn number(score: &str) -> f64 {
    score.parse().unwrap_or(0.0)
}

/// Splunk's bands of the risk score, those of its own `contentctl`: up to 20 is informational, up to 40 low, up to
/// 60 medium, up to 80 high, up to 100 critical.
///
/// Zero is no score: correlations write it, for they add up what others scored.
fn level(score: &str) -> Option<Level> {
    match score.parse().ok()? {
        0.0 => None,
        0.0..=20.0 => Some(Level::Informational),
        20.0..=40.0 => Some(Level::Low),
        40.0..=60.0 => Some(Level::Medium),
        60.0..=80.0 => Some(Level::High),
        80.0..=100.0 => Some(Level::Critical),
        _ => None,
    }
}

fn status(written: &str) -> Status {
    match written {
        "production" => Status::Stable,
        "validation" => Status::Test,
        "experimental" => Status::Experimental,
        "deprecated" | "removed" => Status::Deprecated,
        _ => Status::Unstated,
    }
}

fn platform(asset: &str) -> Option<String> {
    PLATFORMS
        .iter()
        .any(|word| asset.contains(word))
        .then(|| asset.to_owned())
}

fn authors(written: &str) -> Vec<String> {
    written
        .split(',')
        .filter_map(|author| some(author.trim().to_owned()))
        .collect()
}

fn related(rule: &Rule, tags: &Tags) -> Vec<Related> {
    let stories = tags
        .analytic_story
        .iter()
        .map(|name| ("analytic_story", name));
    let cves = tags.cve.iter().map(|id| ("cve", id));
    let tests = tags.atomic_guid.iter().map(|guid| ("atomic_guid", guid));
    let recorded = rule.tests.iter().flat_map(|test| &test.attack_data);
    let linked = tags.dataset.iter().flat_map(|dataset| match dataset {
        Dataset::Link(link) => std::slice::from_ref(link),
        Dataset::Empty(links) => links,
    });
    let data = recorded
        .map(|recorded| &recorded.data)
        .chain(linked)
        .map(|link| ("attack_data", link));
    stories
        .chain(cves)
        .chain(tests)
        .chain(data)
        .map(|(relation, id)| Related::new(relation, id.trim()))
        .collect()
}
