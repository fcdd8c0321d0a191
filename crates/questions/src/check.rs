//! A gate for a repository of rules: its rules against a policy, the state before a change beside the one after.
//!
//! Not in the registry, for it asks of rules that stand in no catalogue.
//!
//! To add a check: its word in [`Check`], its key in [`Policy`], and the function that finds, in `rules` or `coverage`.

mod coverage;
mod finding;
mod log_sources;
mod policy;
mod policy_files;
mod rules;
mod tactics;

use catalogue::{Catalogue, CatalogueSummary};
use model::{Problem, RelationKind, Resource, TechniqueId};
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};
use strum::VariantArray;

pub use coverage::ThreatCoverage;
pub use finding::{Check, Finding, Severity};
pub use policy::{Coverage, Policy, PolicyLevel, Rules};

use crate::Error;
use crate::registry::written;
use crate::threat::{PlacedThreat, ThreatArguments, ThreatInput};
use policy_files::PolicyFiles;

/// One state of a repository, as it was read.
#[derive(Clone, Copy, Debug, Default)]
pub struct RepositoryState<'a> {
    /// Its rules.
    pub resources: &'a [Resource],
    /// What could not be read.
    pub problems: &'a [Problem],
}

/// The input of a check.
#[derive(Clone, Copy, Debug)]
pub struct CheckInput<'a> {
    /// How rules of the format of the files relate to others: what its words for tests mean.
    pub relations: &'a [RelationKind],
    /// The path of the policy, as findings show it that no file of a rule is to blame for.
    pub policy_path: &'a str,
    /// The state to judge.
    pub head: RepositoryState<'a>,
    /// The state to compare it with, and its revision.
    pub base: Option<(&'a str, RepositoryState<'a>)>,
    /// The threat that the rules are checked against.
    pub threat: Option<&'a PlacedThreat>,
}

/// How a repository stands to a policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// Whether nothing was found that the policy calls an error.
    pub passed: bool,
    /// How many rules, errors and warnings there are.
    pub summary: Summary,
    /// The checks that the policy asks for, in order, with what each found.
    pub checks: Vec<CheckSummary>,
    /// What is not as the policy asks, by file, line and check.
    pub findings: Vec<Finding>,
    /// The revision that was compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Techniques with a rule, by id.
    pub covered: Vec<CoveredTechnique>,
    /// Those of them that had none in the base.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gained: Vec<CoveredTechnique>,
    /// Techniques that had a rule in the base and have none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<CoveredTechnique>,
    /// How much of the threat is reached, where the policy names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threat: Option<ThreatCoverage>,
    /// What the policy asks for and could not be judged, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What ids, log sources and adversaries were taken from.
    pub catalogue: CatalogueSummary,
}

/// How many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Rules that were judged.
    pub rules: u32,
    /// Rules of the base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules_before: Option<u32>,
    /// Findings that the policy calls an error.
    pub errors: u32,
    /// Other findings.
    pub warnings: u32,
}

/// A check that the policy asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckSummary {
    /// Which.
    pub check: Check,
    /// The severity of its findings.
    pub severity: Severity,
    /// How much it found.
    pub findings: u32,
}

/// A technique with a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CoveredTechnique {
    /// Its id.
    pub id: TechniqueId,
    /// Its name.
    pub name: String,
    /// How many rules it has.
    pub rules: u32,
    /// How many it had in the base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules_before: Option<u32>,
}

/// Policy and answer, as JSON Schema.
pub fn schemas() -> (Schema, Schema) {
    (schema_for!(Policy), written::<Answer>())
}

/// Whom a policy names, in the chosen release.
pub fn place_threat(catalogue: &Catalogue, threat: ThreatInput) -> Result<PlacedThreat, Error> {
    let arguments = ThreatArguments {
        threat: vec![threat],
        ..ThreatArguments::default()
    };
    let faced = arguments.in_release(catalogue)?;
    if faced.techniques.is_empty() {
        return Err(Error::Argument(format!(
            "`{}` names no technique that is in use in ATT&CK {}",
            faced.name,
            catalogue.about().attack
        )));
    }
    Ok(faced)
}

/// Judges the rules by the policy.
pub fn judge(
    catalogue: &Catalogue,
    policy: &Policy,
    input: &CheckInput<'_>,
) -> Result<Answer, Error> {
    if catalogue.about().attack.is_empty() {
        return Err(Error::Argument(
            "this catalogue has no release of ATT&CK to judge ids by".to_owned(),
        ));
    }
    let head = PolicyFiles::of(catalogue, &policy.rules, input.head)?;
    let base = match input.base {
        Some((_, state)) => Some(PolicyFiles::of(catalogue, &policy.rules, state)?),
        None => None,
    };
    let mut findings = rules::findings(catalogue, policy, input.relations, &head)?;
    let coverage = coverage::coverage(catalogue, policy, input, (&head, base.as_ref()))?;
    findings.extend(coverage.findings);
    findings.sort_by(|left, right| key(left).cmp(&key(right)));
    let count = |severity| number(of(&findings, |finding| finding.severity == severity));
    let summary = Summary {
        rules: number(head.rules.len()),
        rules_before: base.as_ref().map(|base| number(base.rules.len())),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
    };
    Ok(Answer {
        passed: summary.errors == 0,
        summary,
        checks: checks(policy, input, &findings),
        findings,
        base: input.base.map(|(revision, _)| revision.to_owned()),
        covered: coverage.covered,
        gained: coverage.gained,
        lost: coverage.lost,
        threat: coverage.threat,
        notes: notes(policy, input),
        catalogue: catalogue.about().clone(),
    })
}

fn key(finding: &Finding) -> (&str, Option<u32>, Check, &str, &str) {
    let Finding {
        path,
        line,
        check,
        title,
        message,
        ..
    } = finding;
    (path, *line, *check, title, message)
}

/// Without a base there is nothing to be lower than.
fn is_judged(check: Check, input: &CheckInput<'_>) -> bool {
    check != Check::NotLower || input.base.is_some()
}

fn checks(policy: &Policy, input: &CheckInput<'_>, findings: &[Finding]) -> Vec<CheckSummary> {
    let asked = Check::VARIANTS
        .iter()
        .filter(|&&check| is_judged(check, input));
    let checked = asked.filter_map(|&check| {
        Some(CheckSummary {
            check,
            severity: policy.demand(check).severity()?,
            findings: number(of(findings, |finding| finding.check == check)),
        })
    });
    checked.collect()
}

fn notes(policy: &Policy, input: &CheckInput<'_>) -> Vec<String> {
    let asked = policy.demand(Check::NotLower) != PolicyLevel::Off;
    let not = asked && !is_judged(Check::NotLower, input);
    let note = "not_lower was not judged: no state to compare with is named (--base REVISION)";
    not.then(|| note.to_owned()).into_iter().collect()
}

fn of(findings: &[Finding], is: impl Fn(&&Finding) -> bool) -> usize {
    findings.iter().filter(is).count()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
