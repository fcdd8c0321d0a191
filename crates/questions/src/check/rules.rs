//! What is found in single rules.

use std::collections::HashMap;

use catalogue::Catalogue;
use model::{Conclusion, Kind, Mapping, MappingState, RelationKind, Resource};

use super::finding::{Check, Finding, Severity};
use super::log_sources::LogSources;
use super::policy::Policy;
use super::policy_files::{PolicyFiles, Rule};
use super::tactics::TacticFaults;
use crate::Error;

/// What is wrong, and what to do.
pub(super) type Fault = (String, String);

/// All that is found in single rules and files.
pub(super) fn findings(
    catalogue: &Catalogue,
    policy: &Policy,
    relations: &[RelationKind],
    read: &PolicyFiles<'_>,
) -> Result<Vec<Finding>, Error> {
    let mut found = Findings {
        policy,
        findings: Vec::new(),
    };
    found.unreadable(read);
    found.ids(read);
    let in_use = || read.rules.iter().filter(|rule| rule.is_in_use());
    in_use().for_each(|rule| found.unmapped(rule));
    if let Some(severity) = policy.demand(Check::ValidIds).severity() {
        let tactics = TacticFaults::of(catalogue)?;
        for rule in in_use() {
            found.findings.extend(invalid(catalogue, rule, severity)?);
            found
                .findings
                .extend(tactics.findings(rule.resource, severity)?);
        }
    }
    if policy.demand(Check::LogSourceKnown).severity().is_some() {
        let known = LogSources::of(catalogue, &policy.rules.log_sources)?;
        for rule in in_use().filter(|rule| rule.resource.kind == Kind::Detection) {
            for fault in known.faults(rule.resource) {
                found.add(Check::LogSourceKnown, rule.resource, fault);
            }
        }
    }
    for rule in in_use().filter(|rule| rule.resource.kind == Kind::Detection) {
        found.untested(rule, relations);
    }
    Ok(found.findings)
}

struct Findings<'a> {
    policy: &'a Policy,
    findings: Vec<Finding>,
}

impl Findings<'_> {
    /// Something is wrong with the rule, if the policy asks for it.
    fn add(&mut self, check: Check, rule: &Resource, (message, remedy): Fault) {
        if let Some(severity) = self.policy.demand(check).severity() {
            self.findings.push(Finding {
                check,
                severity,
                path: rule.place.path.clone(),
                line: rule.place.line,
                title: rule.title.clone(),
                message,
                remedy,
            });
        }
    }

    fn unreadable(&mut self, read: &PolicyFiles<'_>) {
        let Some(severity) = self.policy.demand(Check::Readable).severity() else {
            return;
        };
        let finding = |problem: &&model::Problem| Finding {
            check: Check::Readable,
            severity,
            path: problem.path.clone(),
            line: problem.line,
            title: match problem.path.rsplit('/').next() {
                Some(name) if !name.is_empty() => name.to_owned(),
                _ => "the repository".to_owned(),
            },
            message: problem.what.clone(),
            remedy: "correct the file, or leave it out with `exclude`".to_owned(),
        };
        self.findings.extend(read.problems.iter().map(finding));
    }

    fn ids(&mut self, read: &PolicyFiles<'_>) {
        let mut first: HashMap<String, &Resource> = HashMap::new();
        for rule in &read.rules {
            let Some(id) = &rule.resource.id else {
                continue;
            };
            let Some(other) = first.get(&id.to_lowercase()) else {
                first.insert(id.to_lowercase(), rule.resource);
                continue;
            };
            let fault = (
                format!(
                    "has the id `{id}`, as has `{}` in {}",
                    other.title,
                    at(other)
                ),
                "give it an id of its own".to_owned(),
            );
            self.add(Check::IdUnique, rule.resource, fault);
        }
    }

    fn unmapped(&mut self, rule: &Rule<'_>) {
        // Words that are no technique are reported once: as ids that are not valid, where these are asked for.
        let told = self.policy.demand(Check::ValidIds).severity().is_some();
        let leads = |(_, leads): &(&Mapping, Vec<Conclusion>)| {
            told || leads.iter().any(|lead| lead.technique.is_some())
        };
        if rule.mappings.iter().any(leads) {
            return;
        }
        let message = match instead_of_techniques(rule.resource) {
            None => "names no technique of ATT&CK".to_owned(),
            Some(instead) => format!("names {instead}, no technique of ATT&CK"),
        };
        let remedy = "name the technique that it detects: `rhumb search WORDS` finds its id";
        self.add(Check::Mapped, rule.resource, (message, remedy.to_owned()));
    }

    fn untested(&mut self, rule: &Rule<'_>, relations: &[RelationKind]) {
        let related = &rule.resource.related;
        let is_test = |related: &model::Related| {
            RelationKind::meaning_in(relations, &related.relation).makes_it_fire()
        };
        if related.iter().any(is_test) {
            return;
        }
        let fault = (
            "states neither a test nor a recording that makes it fire".to_owned(),
            remedy_for_tests(rule),
        );
        self.add(Check::TestLinked, rule.resource, fault);
    }
}

/// What a rule names that names no technique: `adversaries (G0016) and tactics (attack.execution)`.
fn instead_of_techniques(rule: &Resource) -> Option<String> {
    let is_adversary = |related: &&model::Related| {
        matches!(related.relation.as_str(), "group" | "software" | "campaign")
    };
    let adversaries = rule.related.iter().filter(is_adversary);
    let adversaries: Vec<&str> = adversaries.map(|related| related.id.as_str()).collect();
    let tactics: Vec<&str> = rule.tactics.iter().map(String::as_str).collect();
    let named = [("adversaries", adversaries), ("tactics", tactics)]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| format!("{what} ({})", names.join(", ")));
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| named.join(" and "))
}

/// `rules/a.yml, line 12`.
fn at(resource: &Resource) -> String {
    match resource.place.line {
        Some(line) => format!("{}, line {line}", resource.place.path),
        None => resource.place.path.clone(),
    }
}

fn remedy_for_tests(rule: &Rule<'_>) -> String {
    let leads = rule.mappings.iter().flat_map(|(_, leads)| leads);
    let mut techniques = leads.filter_map(|lead| lead.technique);
    match techniques.next() {
        Some(id) => {
            format!("link a test: `rhumb resources --technique {id} --kind test` lists them")
        }
        None => "link a test or a recording of your own".to_owned(),
    }
}

/// The ids of a rule that are not in use as they are written.
fn invalid(
    catalogue: &Catalogue,
    rule: &Rule<'_>,
    severity: Severity,
) -> Result<Vec<Finding>, Error> {
    let mut found = Vec::new();
    for (mapping, leads) in &rule.mappings {
        if let Some((message, remedy)) = fault_of(catalogue, mapping, leads)? {
            found.push(Finding {
                check: Check::ValidIds,
                severity,
                path: rule.resource.place.path.clone(),
                line: mapping.line.or(rule.resource.place.line),
                title: rule.resource.title.clone(),
                message,
                remedy,
            });
        }
    }
    Ok(found)
}

/// The techniques that an id leads to, with their names: `T1059.001 (PowerShell) or T1003 (...)`.
fn destinations(catalogue: &Catalogue, leads: &[Conclusion]) -> Result<String, Error> {
    let mut techniques = Vec::new();
    for id in leads.iter().filter_map(|lead| lead.technique) {
        let name = catalogue.technique(id)?.map(|technique| technique.name);
        techniques.push(format!("{id} ({})", name.unwrap_or_default()));
    }
    Ok(techniques.join(" or "))
}

/// What is wrong with an id, and what should stand there.
fn fault_of(
    catalogue: &Catalogue,
    mapping: &Mapping,
    leads: &[Conclusion],
) -> Result<Option<Fault>, Error> {
    let (written, attack) = (&mapping.written, &catalogue.about().attack);
    let to = destinations(catalogue, leads)?;
    let reasons: Vec<&str> = leads
        .iter()
        .filter_map(|lead| lead.reason.as_deref())
        .collect();
    let reason = reasons.join("; ");
    let why = if reason.is_empty() {
        String::new()
    } else {
        format!(": {reason}")
    };
    let state = leads
        .first()
        .map_or(MappingState::Unknown, |lead| lead.state);
    let same = leads.iter().any(|lead| lead.technique == mapping.technique);
    Ok(match state {
        MappingState::AsWritten | MappingState::Inferred | MappingState::Indirect => None,
        // A technique of another matrix is at home there.
        MappingState::OtherDomain if same => None,
        MappingState::Followed | MappingState::OtherDomain => Some((
            format!("names `{written}`, which is {to} in ATT&CK {attack}{why}"),
            format!("write {to} instead of `{written}`"),
        )),
        MappingState::Ambiguous => Some((
            format!("names `{written}`, which may be {to} in ATT&CK {attack}{why}"),
            format!("choose: {to}"),
        )),
        MappingState::Deprecated => Some((
            format!("names `{written}`, which ATT&CK {attack} withdrew without successor{why}"),
            "take the id out, or name another technique".to_owned(),
        )),
        MappingState::Unknown => Some((
            if reason.is_empty() {
                format!("names `{written}`, which is no technique of ATT&CK {attack}")
            } else {
                reason
            },
            "correct the id: `rhumb search WORDS` finds it".to_owned(),
        )),
    })
}
