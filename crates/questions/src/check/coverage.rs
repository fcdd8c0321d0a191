//! What is found in all rules together: techniques with a rule, before and after, and how much of a threat they are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalogue::Catalogue;
use model::{Resource, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::finding::{Check, Finding};
use super::policy::Policy;
use super::policy_files::PolicyFiles;
use super::{CheckInput, CoveredTechnique, number};
use crate::Error;
use crate::threat::{PlacedTechnique, PlacedThreat};

/// How many techniques a remedy names.
const NAMED: usize = 3;

/// How much of a threat is reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ThreatCoverage {
    /// Its name.
    pub name: String,
    /// How many techniques it has.
    pub techniques: u32,
    /// How many of them have a rule.
    pub covered: u32,
    /// The share of its weight that these are, from 0 to 1.
    pub share: f64,
    /// The same in the base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_before: Option<f64>,
    /// The least share that the policy asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
}

/// Techniques, threat and findings.
pub(super) struct CoverageFindings {
    pub(super) covered: Vec<CoveredTechnique>,
    pub(super) gained: Vec<CoveredTechnique>,
    pub(super) lost: Vec<CoveredTechnique>,
    pub(super) threat: Option<ThreatCoverage>,
    pub(super) findings: Vec<Finding>,
}

type RulesByTechnique<'a> = BTreeMap<TechniqueId, Vec<&'a Resource>>;

pub(super) fn coverage(
    catalogue: &Catalogue,
    policy: &Policy,
    input: &CheckInput<'_>,
    (head, base): (&PolicyFiles<'_>, Option<&PolicyFiles<'_>>),
) -> Result<CoverageFindings, Error> {
    let names: HashMap<TechniqueId, String> = catalogue
        .all_techniques()?
        .into_iter()
        .map(|technique| (technique.id, technique.name))
        .collect();
    let sides = Revisions {
        names,
        files: head
            .rules
            .iter()
            .map(|rule| rule.resource.place.path.as_str())
            .collect(),
        head: head.by_technique(),
        base: base.map(PolicyFiles::by_technique),
    };
    let lost = sides.lost();
    let threat = input
        .threat
        .map(|faced| threat_coverage(policy, faced, &sides));
    let mut findings = Vec::new();
    if let Some(faced) = input.threat {
        let of_threat = lost.iter().filter_map(|&id| find(faced, id));
        findings.extend(
            of_threat.filter_map(|technique| sides.lower(policy, input, (faced, technique))),
        );
        let few = threat
            .as_ref()
            .and_then(|reached| too_few(input, reached, &sides));
        findings.extend(few);
    }
    Ok(CoverageFindings {
        covered: sides.covered(sides.head.keys()),
        gained: sides.covered(&sides.gained()),
        lost: sides.covered(&lost),
        threat,
        findings,
    })
}

/// Techniques with their rules, after and before.
struct Revisions<'a> {
    names: HashMap<TechniqueId, String>,
    files: BTreeSet<&'a str>,
    head: RulesByTechnique<'a>,
    base: Option<RulesByTechnique<'a>>,
}

impl Revisions<'_> {
    fn gained(&self) -> Vec<TechniqueId> {
        let had = |id: &TechniqueId| self.base.as_ref().is_none_or(|base| base.contains_key(id));
        self.head.keys().copied().filter(|id| !had(id)).collect()
    }

    fn lost(&self) -> Vec<TechniqueId> {
        let had = self.base.iter().flat_map(BTreeMap::keys).copied();
        had.filter(|id| !self.head.contains_key(id)).collect()
    }

    fn covered<'b>(&self, ids: impl IntoIterator<Item = &'b TechniqueId>) -> Vec<CoveredTechnique> {
        let rules =
            |side: &RulesByTechnique<'_>, id| side.get(id).map_or(0, |rules| number(rules.len()));
        let covered = ids.into_iter().map(|id| CoveredTechnique {
            id: *id,
            name: self.names.get(id).cloned().unwrap_or_default(),
            rules: rules(&self.head, id),
            rules_before: self.base.as_ref().map(|base| rules(base, id)),
        });
        covered.collect()
    }

    /// A technique of the threat that has no rule any more.
    fn lower(
        &self,
        policy: &Policy,
        input: &CheckInput<'_>,
        (faced, technique): (&PlacedThreat, &PlacedTechnique),
    ) -> Option<Finding> {
        let severity = policy.demand(Check::NotLower).severity()?;
        let rules = self.base.as_ref()?.get(&technique.id)?;
        let (first, more) = rules.split_first()?;
        let and_more = match more.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        // A file that is gone cannot be shown: the policy stands for it.
        let there = self.files.contains(first.place.path.as_str());
        let path = if there {
            &first.place.path
        } else {
            input.policy_path
        };
        Some(Finding {
            check: Check::NotLower,
            severity,
            path: path.to_owned(),
            line: None,
            title: faced.name.clone(),
            message: format!(
                "{} ({}) had a rule in the base, `{}` in {}{and_more}, and has none",
                technique.id, technique.name, first.title, first.place.path
            ),
            remedy: "keep a rule for it, or take it out of the threat".to_owned(),
        })
    }
}

fn find(faced: &PlacedThreat, id: TechniqueId) -> Option<&PlacedTechnique> {
    faced.techniques.iter().find(|technique| technique.id == id)
}

fn threat_coverage(policy: &Policy, faced: &PlacedThreat, sides: &Revisions<'_>) -> ThreatCoverage {
    let share = |side: &RulesByTechnique<'_>| faced.share(|id| side.contains_key(&id));
    let (covered, share_now) = share(&sides.head);
    ThreatCoverage {
        name: faced.name.clone(),
        techniques: number(faced.techniques.len()),
        covered,
        share: share_now,
        share_before: sides.base.as_ref().map(|base| share(base).1),
        at_least: policy.coverage.as_ref().and_then(|asked| asked.at_least),
    }
}

/// Less of the threat is reached than the policy asks for.
fn too_few(
    input: &CheckInput<'_>,
    reached: &ThreatCoverage,
    sides: &Revisions<'_>,
) -> Option<Finding> {
    let asked = reached.at_least?;
    // Shares are sums of thirds and sevenths: what is asked for to the last digit is reached.
    if reached.share + 1e-9 >= asked {
        return None;
    }
    let mut missing: Vec<&PlacedTechnique> = input.threat?.techniques.iter().collect();
    missing.retain(|technique| !sides.head.contains_key(&technique.id));
    missing.sort_by(|left, right| {
        let by_weight = right.weight.total_cmp(&left.weight);
        by_weight.then_with(|| left.id.cmp(&right.id))
    });
    let heaviest: Vec<String> = missing
        .iter()
        .take(NAMED)
        .map(|technique| format!("{} ({})", technique.id, technique.name))
        .collect();
    Some(Finding {
        check: Check::AtLeast,
        severity: super::Severity::Error,
        path: input.policy_path.to_owned(),
        line: None,
        title: reached.name.clone(),
        message: format!(
            "{} of {} techniques have a rule, {:.1} % of the weight; the policy asks for {:.1} %",
            reached.covered,
            reached.techniques,
            reached.share * 100.0,
            asked * 100.0
        ),
        remedy: format!("write a rule first for {}", heaviest.join(", ")),
    })
}
