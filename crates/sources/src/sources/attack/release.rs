//! What ATT&CK says of tactics and techniques.

use std::collections::BTreeSet;

use model::{Domain, Problem, Release, Tactic, Technique};

use super::files::numbers;
use super::union::{Union, UnionObject};
use crate::formats::text::day;

/// The release; none where no file holds a technique. Live techniques without an id become problems.
pub(super) fn release(union: &Union<'_>, problems: &mut Vec<Problem>) -> Option<Release> {
    let mut techniques = Vec::new();
    for known in union.of_kind("attack-pattern") {
        match technique(known) {
            Some(technique) => techniques.push(technique),
            None if known.object.is_live() => problems.push(Problem {
                path: known.path.to_owned(),
                line: None,
                what: format!(
                    "`{}` has no id of a technique",
                    known.object.id.escape_debug()
                ),
            }),
            None => {}
        }
    }
    techniques.sort_by(|first, second| {
        let key = |technique: &Technique| (technique.id, technique.revoked, technique.deprecated);
        key(first)
            .cmp(&key(second))
            .then_with(|| first.stix.cmp(&second.stix))
    });
    let newest = union.versions.iter().max_by_key(|version| numbers(version));
    (!techniques.is_empty()).then(|| Release {
        version: newest
            .map(|&version| version.to_owned())
            .unwrap_or_default(),
        tactics: tactics(union),
        techniques,
        revoked_by: revoked_by(union),
    })
}

fn technique(known: &UnionObject<'_>) -> Option<Technique> {
    let object = known.object;
    let domain = *known.domains.first()?;
    let phases = object.kill_chain_phases.iter();
    Some(Technique {
        id: known.id()?.parse().ok()?,
        stix: object.id.to_string(),
        name: object.name.as_deref().unwrap_or_default().to_owned(),
        domain,
        tactics: phases
            .filter(|phase| is_of(&phase.kill_chain_name, domain))
            .map(|phase| phase.phase_name.to_string())
            .collect(),
        platforms: object
            .platforms
            .iter()
            .map(|platform| platform.to_string())
            .collect(),
        description: object.description.as_deref().unwrap_or_default().to_owned(),
        revoked: object.is_revoked(),
        deprecated: object.is_deprecated(),
        changed: object.modified.as_deref().and_then(day),
    })
}

fn is_of(kill_chain: &str, domain: Domain) -> bool {
    match domain {
        Domain::Enterprise => kill_chain == "mitre-attack",
        Domain::Mobile => kill_chain == "mitre-mobile-attack",
        Domain::Ics => kill_chain == "mitre-ics-attack",
    }
}

/// The columns of the live matrices, from left to right; mobile keeps a withdrawn matrix beside its own.
fn tactics(union: &Union<'_>) -> Vec<Tactic> {
    let mut tactics = Vec::new();
    let mut seen = BTreeSet::new();
    for domain in [Domain::Enterprise, Domain::Mobile, Domain::Ics] {
        let here =
            |known: &&UnionObject<'_>| known.object.is_live() && known.domains.contains(&domain);
        let columns = union
            .of_kind("x-mitre-matrix")
            .filter(here)
            .flat_map(|matrix| &matrix.object.tactic_refs)
            .filter_map(|column| union.objects.get(&**column));
        let without_matrix = union.of_kind("x-mitre-tactic");
        for known in columns.chain(without_matrix).filter(here) {
            if seen.insert((domain, &*known.object.id)) {
                tactics.extend(tactic(known, domain));
            }
        }
    }
    tactics
}

fn tactic(known: &UnionObject<'_>, domain: Domain) -> Option<Tactic> {
    Some(Tactic {
        id: known.id()?.to_owned(),
        shortname: known.object.shortname.as_deref()?.to_owned(),
        name: known.object.name.as_deref()?.to_owned(),
        domain,
    })
}

fn revoked_by(union: &Union<'_>) -> Vec<(String, String)> {
    let is_technique = |id: &str| {
        let known = union.objects.get(id);
        known.is_some_and(|known| &*known.object.kind == "attack-pattern")
    };
    let relationships = union
        .relationships
        .values()
        .map(|(_, relationship)| relationship);
    let edges: BTreeSet<(String, String)> = relationships
        .filter(|relationship| {
            &*relationship.relation == "revoked-by" && is_technique(&relationship.source)
        })
        .map(|relationship| {
            (
                relationship.source.to_string(),
                relationship.target.to_string(),
            )
        })
        .collect();
    edges.into_iter().collect()
}
