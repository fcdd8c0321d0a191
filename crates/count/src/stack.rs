//! A stack seen against a catalogue: which of its sources, platforms, logs and rules are meant, and what is left out.

mod rule_name;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use model::{Claim, CountingData, Exclusion, Stack, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::lead::{Leads, lead};
use crate::log_source::StackLogs;
use crate::number;
pub use rule_name::RuleName;
use rule_name::recognised;
use vocabulary::logs::{Unit, logs_of_product};
use vocabulary::platform::{Platform, matches, platform};

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
    /// None where all are in use.
    platforms: Vec<&'static Platform>,
    logs: StackLogs,
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
            platforms: platforms(&stack.platforms),
            logs: StackLogs::new(&stack.log_sources),
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
        if self.platforms.is_empty() || platforms.is_empty() {
            return true;
        }
        let mut names_none = true;
        for stated in platforms.iter().filter_map(|word| platform(word)) {
            names_none = false;
            if self.platforms.iter().any(|in_use| matches(in_use, stated)) {
                return true;
            }
        }
        // `None` of ICS techniques and its like restrict nothing.
        names_none
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

    /// The logs that arrive; none where they are not considered.
    pub fn logs(&self) -> &StackLogs {
        &self.logs
    }

    /// Of each list of logs in the data, whether one of them arrives, where that is known.
    pub fn arriving(&self, data: &CountingData) -> Vec<Option<bool>> {
        if self.logs.is_empty() {
            return vec![None; data.logs.len()];
        }
        let units = data.log_units.iter();
        let has: Vec<bool> = units.map(|unit| self.logs.has_unit(unit)).collect();
        let lists = data.logs.iter();
        lists
            .map(|logs| self.logs.arrive(logs, |unit| has[unit as usize]))
            .collect()
    }

    /// Whether this log could be switched on: it is one of a platform in use, and belongs to no product that is not there.
    pub fn can_have(&self, unit: &Unit) -> bool {
        let has_product = |product| self.logs.has_any(&logs_of_product(product));
        self.runs_on(&unit.platforms) && unit.product.as_deref().is_none_or(has_product)
    }
}

/// The platforms that these words name. What no table knows was refused before.
fn platforms(words: &[String]) -> Vec<&'static Platform> {
    words.iter().filter_map(|word| platform(word)).collect()
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
