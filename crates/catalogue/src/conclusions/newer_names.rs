//! Techniques of a release that is newer than every one that can be read, by name only.
//!
//! `data/attack-20-names.json` holds the techniques that came after ATT&CK 19: ids, names, matrices and tactics, and who
//! published them. Which of ICS came with 19 and which with 20 that list does not say.

use model::{Domain, TechniqueId};
use serde::Deserialize;

const DATA: &str = include_str!("../../data/attack-20-names.json");

/// The list.
#[derive(Debug, Deserialize)]
pub(crate) struct NewerNames {
    /// `20.0`.
    pub(crate) version: String,
    /// Who published it.
    told_by: String,
    techniques: Vec<NewerName>,
}

/// A technique of it.
#[derive(Debug, Deserialize)]
pub(crate) struct NewerName {
    id: TechniqueId,
    /// `Direct Prompt Injection`.
    pub(crate) name: String,
    domain: Domain,
    /// Techniques that are gone and bore the same name.
    #[serde(default)]
    perhaps_from: Vec<TechniqueId>,
}

impl NewerNames {
    /// The one of 20.0.
    pub(crate) fn new() -> Self {
        serde_json::from_str(DATA).expect("a test reads the data file")
    }

    /// The technique with this id.
    pub(crate) fn find(&self, id: TechniqueId) -> Option<&NewerName> {
        self.techniques.iter().find(|technique| technique.id == id)
    }

    /// What is known of the id: `ATT&CK 20.0 has it as Direct Prompt Injection (enterprise), known by name from ...`.
    pub(crate) fn sentence(&self, id: TechniqueId) -> Option<String> {
        let technique = self.find(id)?;
        let from = match &technique.perhaps_from[..] {
            [] => String::new(),
            from => {
                let ids: Vec<String> = from.iter().map(ToString::to_string).collect();
                format!("; by its name it comes from {}", ids.join(" and "))
            }
        };
        Some(format!(
            "in ATT&CK {} it is `{}` ({}), known by name only, from {}{from}",
            self.version, technique.name, technique.domain, self.told_by
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(id: &str) -> Option<String> {
        NewerNames::new().sentence(id.parse().unwrap())
    }

    #[test]
    fn a_technique_of_20_is_named_with_where_that_is_known_from() {
        assert_eq!(
            sentence("T1699").as_deref(),
            Some(
                "in ATT&CK 20.0 it is `Direct Prompt Injection` (enterprise), known by name only, from OpenTide 0.17.2"
            )
        );
        assert!(
            sentence("T1701")
                .unwrap()
                .ends_with("; by its name it comes from T0807 and T0853")
        );
        assert_eq!(sentence("T1059"), None);
    }

    #[test]
    fn none_of_them_is_of_19() {
        let crosswalk = crate::conclusions::crosswalk::Crosswalk::new();
        for technique in NewerNames::new().techniques {
            assert_eq!(crosswalk.domain(technique.id), None, "{}", technique.id);
        }
    }
}
