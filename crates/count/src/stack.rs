//! A stack seen against a catalogue: which of its sources, platforms, logs and rules are meant, and what is left out.

mod rule_name;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use model::{Claim, Exclusion, LogSource, Stack, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::lead::{Leads, lead};
use crate::log_source::StackLogSource;
use crate::number;
pub use rule_name::RuleName;
use rule_name::recognised;

/// What was taken from the stack, in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StackSummary {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Sources in use; all where none is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Platforms in use; all where none is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<String>,
    /// Log sources that arrive; not considered where none is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log_sources: Vec<String>,
    /// How many rules of the catalogue run; every rule of the sources in use is taken to run where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployed: Option<u32>,
    /// Deployed rules that this catalogue does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown_rules: Vec<String>,
    /// What is left out on purpose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<Exclusion>,
}

/// A stack against a catalogue.
#[derive(Debug, Default)]
pub struct StackInCatalogue {
    /// What was taken from it, in words.
    pub summary: StackSummary,
    /// Names of sources in use; none where all are.
    sources: BTreeSet<String>,
    platforms: BTreeSet<String>,
    log_sources: Vec<StackLogSource>,
    /// Rules that run; none where all of the sources in use do.
    deployed: Option<HashSet<i64>>,
    excluded_rules: HashSet<i64>,
    excluded_techniques: BTreeMap<TechniqueId, Exclusion>,
    claims: BTreeMap<TechniqueId, Vec<Claim>>,
}

/// Whether the stack names any rule, so that the names of rules are needed to see it against a catalogue.
pub fn names_rules(stack: &Stack) -> bool {
    !stack.deployed.is_empty()
        || stack
            .exclusions
            .iter()
            .any(|exclusion| TechniqueId::from_people(&exclusion.what).is_err())
}

/// The techniques that the stack names, of whatever release.
pub fn named_techniques(stack: &Stack) -> BTreeSet<TechniqueId> {
    let excluded = stack.exclusions.iter().map(|exclusion| &exclusion.what);
    let claimed = stack.claims.iter().map(|claim| &claim.technique);
    excluded
        .chain(claimed)
        .filter_map(|text| TechniqueId::from_people(text).ok())
        .collect()
}

impl StackInCatalogue {
    /// Of a stack whose products are already spelt out as sources and log sources; `rules` are the names of all
    /// detections where [`names_rules`], `leads` those of [`named_techniques`].
    pub fn new(stack: Stack, rules: &[RuleName<'_>], leads: &Leads) -> Self {
        let exclusions = stack.exclusions.iter();
        let excluded: Vec<&str> = exclusions.map(|exclusion| &*exclusion.what).collect();
        let deployed: Vec<&str> = stack.deployed.iter().map(String::as_str).collect();
        let (deployed, unknown_rules) = recognised(rules, &deployed);
        let (excluded_rules, _) = recognised(rules, &excluded);
        let deployed = (!stack.deployed.is_empty()).then_some(deployed);
        let (excluded_techniques, claims) =
            (excluded_techniques(&stack, leads), claims(&stack, leads));
        let sources = lower_case(&stack.sources);
        Self {
            platforms: lower_case(&stack.platforms),
            log_sources: stack
                .log_sources
                .iter()
                .map(|log| StackLogSource::new(log))
                .collect(),
            summary: StackSummary {
                name: stack.name,
                sources: sources.iter().cloned().collect(),
                platforms: stack.platforms,
                log_sources: stack.log_sources,
                deployed: deployed.as_ref().map(|rules| number(rules.len())),
                unknown_rules,
                exclusions: stack.exclusions,
            },
            sources,
            deployed,
            excluded_rules,
            excluded_techniques,
            claims,
        }
    }

    /// Whether the defender uses what this source brings.
    pub fn uses(&self, source: &str, part: &str) -> bool {
        self.sources.is_empty() || self.sources.contains(source) || self.sources.contains(part)
    }

    /// Whether it is for one of the platforms in use; what names none is for all.
    pub fn runs_on(&self, platforms: &[String]) -> bool {
        self.platforms.is_empty()
            || platforms.is_empty()
            || platforms
                .iter()
                .any(|platform| self.platforms.contains(&platform.to_lowercase()))
    }

    /// Whether a rule runs at the defender's; `in_use` says whether its source is in use.
    pub fn runs(&self, rule: i64, in_use: bool) -> bool {
        let deployed = self
            .deployed
            .as_ref()
            .map_or(in_use, |deployed| deployed.contains(&rule));
        deployed && !self.excludes(rule)
    }

    /// Whether the defender left the rule out on purpose.
    pub fn excludes(&self, rule: i64) -> bool {
        self.excluded_rules.contains(&rule)
    }

    /// Who left the technique out, and why.
    pub fn exclusion(&self, technique: TechniqueId) -> Option<&Exclusion> {
        self.excluded_techniques.get(&technique)
    }

    /// What an imported file says of the technique.
    pub fn claims(&self, technique: TechniqueId) -> &[Claim] {
        self.claims.get(&technique).map_or(&[], Vec::as_slice)
    }

    /// Whether it is said which rules run.
    pub fn says_what_runs(&self) -> bool {
        self.deployed.is_some()
    }

    /// The log sources that arrive; none where they are not considered.
    pub fn log_sources(&self) -> &[StackLogSource] {
        &self.log_sources
    }

    /// Whether this log arrives.
    pub fn feeds(&self, log: &LogSource) -> bool {
        self.log_sources.iter().any(|named| named.feeds(log))
    }

    /// Whether one of the logs that a rule reads arrives; unknown where it names none, or the stack names none.
    pub fn has_log(&self, log_sources: &[LogSource], data_sources: &[String]) -> Option<bool> {
        if self.log_sources.is_empty() {
            return None;
        }
        if !log_sources.is_empty() {
            return Some(log_sources.iter().any(|log| self.feeds(log)));
        }
        // What a source says in its own words must be named in the same words.
        let is_named = |data_source: &String| {
            self.log_sources
                .iter()
                .any(|named| named.written().eq_ignore_ascii_case(data_source))
        };
        (!data_sources.is_empty()).then(|| data_sources.iter().any(is_named))
    }
}

fn excluded_techniques(stack: &Stack, leads: &Leads) -> BTreeMap<TechniqueId, Exclusion> {
    let excluded = stack.exclusions.iter().filter_map(|exclusion| {
        let id = TechniqueId::from_people(&exclusion.what).ok()?;
        Some((followed(leads, id), exclusion.clone()))
    });
    excluded.collect()
}

fn claims(stack: &Stack, leads: &Leads) -> BTreeMap<TechniqueId, Vec<Claim>> {
    let mut claims: BTreeMap<TechniqueId, Vec<Claim>> = BTreeMap::new();
    for claim in &stack.claims {
        if let Ok(id) = TechniqueId::from_people(&claim.technique) {
            claims
                .entry(followed(leads, id))
                .or_default()
                .push(claim.clone());
        }
    }
    claims
}

/// Where the id leads; itself where that is not clear.
fn followed(leads: &Leads, id: TechniqueId) -> TechniqueId {
    let conclusions = leads.get(&id).map_or(&[][..], Vec::as_slice);
    lead(conclusions).map_or(id, |(technique, _)| technique)
}

fn lower_case(texts: &[String]) -> BTreeSet<String> {
    texts
        .iter()
        .map(|text| text.trim().to_lowercase())
        .collect()
}
