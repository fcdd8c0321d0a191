//! Follows the ids that sources wrote to the chosen release of ATT&CK. Always by STIX id, never by name.

use std::collections::HashMap;

use model::{Conclusion, Domain, Mapping, Release, State, Technique, TechniqueId};

/// One release, ready to follow ids through it.
pub(crate) struct View<'release> {
    version: &'release str,
    by_id: HashMap<TechniqueId, &'release Technique>,
    by_stix: HashMap<&'release str, &'release Technique>,
    successors: HashMap<&'release str, &'release str>,
}

impl<'release> View<'release> {
    pub(crate) fn new(release: &'release Release) -> Self {
        Self {
            version: &release.version,
            by_id: release
                .techniques
                .iter()
                .map(|technique| (technique.id, technique))
                .collect(),
            by_stix: release
                .techniques
                .iter()
                .map(|technique| (technique.stix.as_str(), technique))
                .collect(),
            successors: release
                .revoked_by
                .iter()
                .map(|(old, new)| (old.as_str(), new.as_str()))
                .collect(),
        }
    }

    /// The technique at the end of the chain of replacements; none where the chain leads nowhere.
    pub(crate) fn successor(&self, technique: &'release Technique) -> Option<&'release Technique> {
        let mut at = technique;
        // A chain longer than the number of edges runs in a circle.
        for _ in 0..=self.successors.len() {
            if !at.revoked {
                return Some(at);
            }
            at = self.by_stix.get(self.successors.get(at.stix.as_str())?)?;
        }
        None
    }

    /// What follows from a mapping of a resource that speaks of these domains (none: enterprise).
    pub(crate) fn conclude(&self, mapping: &Mapping, domains: &[Domain]) -> Conclusion {
        match (mapping.technique, extended(&mapping.written)) {
            (Some(id), _) => self.place(id, None, domains),
            (None, Some(parent)) => {
                let reason = format!(
                    "`{}` extends {parent} in a catalogue of its own; the parent is taken",
                    mapping.written
                );
                self.place(parent, Some(reason), domains)
            }
            (None, None) => unknown(format!(
                "`{}` is not an ATT&CK technique identifier",
                mapping.written
            )),
        }
    }

    fn place(&self, id: TechniqueId, reason: Option<String>, domains: &[Domain]) -> Conclusion {
        let version = self.version;
        let Some(written) = self.by_id.get(&id) else {
            return unknown(format!("ATT&CK {version} has no {id}"));
        };
        let Some(technique) = self.successor(written) else {
            return Conclusion {
                technique: Some(id),
                state: State::Deprecated,
                reason: Some(format!("{id} was revoked without successor")),
            };
        };
        let replaced =
            (technique.id != id).then(|| format!("{id} was replaced by {}", technique.id));
        let reason = [reason, replaced]
            .into_iter()
            .flatten()
            .reduce(|first, second| format!("{first}; {second}"));
        let of_domain = if domains.is_empty() {
            technique.domain == Domain::Enterprise
        } else {
            domains.contains(&technique.domain)
        };
        let (state, reason) = if technique.deprecated {
            (
                State::Deprecated,
                Some(reason.unwrap_or_else(|| format!("{id} is deprecated in ATT&CK {version}"))),
            )
        } else if !of_domain {
            (
                State::OtherDomain,
                Some(reason.unwrap_or_else(|| {
                    format!("{id} is a technique of the {} matrix", technique.domain)
                })),
            )
        } else if reason.is_some() {
            (State::Followed, reason)
        } else {
            (State::AsWritten, None)
        };
        Conclusion {
            technique: Some(technique.id),
            state,
            reason,
        }
    }
}

/// The technique that an id of another catalogue extends: `T1485.A002` extends T1485.
fn extended(written: &str) -> Option<TechniqueId> {
    let (parent, suffix) = written.split_once('.')?;
    (!suffix.is_empty() && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .then(|| parent.parse().ok())?
}

fn unknown(reason: String) -> Conclusion {
    Conclusion {
        technique: None,
        state: State::Unknown,
        reason: Some(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn technique(id: &str, domain: Domain, revoked: bool, deprecated: bool) -> Technique {
        Technique {
            id: id.parse().unwrap(),
            stix: format!("attack-pattern--{id}"),
            name: id.to_owned(),
            domain,
            tactics: vec![],
            platforms: vec![],
            description: String::new(),
            revoked,
            deprecated,
            changed: None,
        }
    }

    fn release() -> Release {
        let edge = |old: &str, new: &str| {
            (
                format!("attack-pattern--{old}"),
                format!("attack-pattern--{new}"),
            )
        };
        Release {
            version: "1.0".to_owned(),
            tactics: vec![],
            techniques: vec![
                technique("T1001", Domain::Enterprise, true, false),
                technique("T1002", Domain::Enterprise, true, false),
                technique("T1003", Domain::Enterprise, false, false),
                technique("T1004", Domain::Enterprise, false, true),
                technique("T1005", Domain::Mobile, true, false),
                technique("T1006", Domain::Enterprise, true, false),
                technique("T1007", Domain::Enterprise, true, false),
                technique("T0800", Domain::Ics, false, false),
            ],
            revoked_by: vec![
                edge("T1001", "T1002"),
                edge("T1002", "T1003"),
                edge("T1006", "T1007"),
                edge("T1007", "T1006"),
            ],
        }
    }

    #[test]
    fn each_state_has_its_reason() {
        let release = release();
        let view = View::new(&release);
        let said: Vec<String> = [
            "T1003",
            "T1001",
            "T1004",
            "T1005",
            "T1006",
            "T0800",
            "T9999",
            "T1003.A002",
            "T1001.X",
            "AML.T0051",
        ]
        .into_iter()
        .map(|written| {
            let conclusion = view.conclude(&Mapping::plain(written), &[]);
            let technique = conclusion
                .technique
                .map_or_else(|| "-".to_owned(), |id| id.to_string());
            format!(
                "{written} {} {technique}: {}",
                conclusion.state,
                conclusion.reason.unwrap_or_default()
            )
        })
        .collect();
        assert_eq!(
            said,
            [
                "T1003 as_written T1003: ",
                "T1001 followed T1003: T1001 was replaced by T1003",
                "T1004 deprecated T1004: T1004 is deprecated in ATT&CK 1.0",
                "T1005 deprecated T1005: T1005 was revoked without successor",
                "T1006 deprecated T1006: T1006 was revoked without successor",
                "T0800 other_domain T0800: T0800 is a technique of the ics matrix",
                "T9999 unknown -: ATT&CK 1.0 has no T9999",
                "T1003.A002 followed T1003: `T1003.A002` extends T1003 in a catalogue of its own; the parent is taken",
                "T1001.X followed T1003: `T1001.X` extends T1001 in a catalogue of its own; the parent is taken; T1001 was replaced by T1003",
                "AML.T0051 unknown -: `AML.T0051` is not an ATT&CK technique identifier",
            ]
        );
    }

    #[test]
    fn a_resource_of_a_domain_is_at_home_there() {
        let release = release();
        let conclusion = View::new(&release).conclude(&Mapping::plain("T0800"), &[Domain::Ics]);
        assert_eq!(conclusion.state, State::AsWritten);
    }
}
