//! Group administrations of DeTT&CT: the groups that its keepers face, YAML that is kept by hand.

use std::collections::BTreeMap;

use model::Threat;
use serde::Deserialize;
use serde_json::Value;

use super::uses::TechniqueUses;
use crate::input::Input;
use crate::lenient::{Flag, Number, OneOrMany, Text};
use crate::limits::MOST_ENTRIES;
use crate::notes::{Notes, clipped, counted};
use crate::{Error, ids, yaml};

/// What the file says it is.
pub(super) const KIND: &str = "group-administration";

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    name: Text,
    #[serde(default)]
    groups: OneOrMany<Value>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(rename = "group_name")]
    name: String,
    #[serde(default)]
    campaign: Text,
    #[serde(default)]
    technique_id: Techniques,
    #[serde(default)]
    software_id: OneOrMany<Text>,
    #[serde(default)]
    enabled: Flag,
}

/// Ids alone, or each with a weight.
#[derive(Deserialize)]
#[serde(untagged)]
enum Techniques {
    Weighted(BTreeMap<String, Number>),
    Plain(OneOrMany<Text>),
}

/// Reads the groups that are switched on.
pub(super) fn read(input: &Input<'_>, notes: &mut Notes) -> Result<Threat, Error> {
    let file: File = yaml::parse(input)?;
    let groups = enabled(file.groups.0, notes);
    let (mut uses, mut weights) = (TechniqueUses::default(), BTreeMap::new());
    for (place, group) in &groups {
        for (id, weight) in group.techniques(place, notes) {
            uses.by(&id, place, Some(&group.called()));
            weights.insert(id, weight);
        }
        if uses.len() > MOST_ENTRIES {
            return Err(super::too_many(input));
        }
    }
    let is_weighted = groups.len() == 1 && weights.values().any(Option::is_some);
    // Scores that are weights do not count who uses a technique.
    let adversaries = u32::try_from(groups.len()).ok().filter(|_| !is_weighted);
    let only = groups
        .first()
        .map(|(_, group)| group.called())
        .filter(|_| groups.len() == 1);
    // The weights of one group compare its techniques; those of several groups are on scales of their own.
    let techniques = match groups.len() {
        1 => uses
            .plain()
            .into_iter()
            .map(|mut technique| {
                technique.score = weights.get(&technique.id).copied().flatten();
                technique
            })
            .collect(),
        _ => uses.scored(),
    };
    let found = counted(groups.len(), "group");
    Ok(Threat {
        origins: vec![format!(
            "group administration of DeTT&CT with {found} ({})",
            input.shown()
        )],
        adversaries,
        techniques,
        ..Threat::named(file.name.trimmed().or(only).unwrap_or_else(|| input.stem()))
    })
}

/// The groups that are switched on, with their places.
fn enabled(values: Vec<Value>, notes: &mut Notes) -> Vec<(String, Group)> {
    let (mut groups, mut off) = (Vec::new(), 0);
    for (index, value) in values.into_iter().enumerate() {
        let place = format!("groups[{index}]");
        match serde_json::from_value::<Group>(value) {
            Ok(group) if group.enabled.0 == Some(false) => off += 1,
            Ok(group) => groups.push((place, group)),
            Err(error) => notes.at(place, clipped(&error.to_string())),
        }
    }
    notes.count(off, "group", "left out: switched off");
    groups
}

impl Default for Techniques {
    fn default() -> Self {
        Self::Plain(OneOrMany::default())
    }
}

impl Group {
    /// `Amber Fox (Spring)`.
    fn called(&self) -> String {
        let campaign = self
            .campaign
            .trimmed()
            .map_or(String::new(), |campaign| format!(" ({campaign})"));
        format!("{}{campaign}", self.name.trim())
    }

    /// Its techniques with their weights; software is the catalogue's to unfold.
    fn techniques(&self, place: &str, notes: &mut Notes) -> Vec<(String, Option<f64>)> {
        let software = self.software_id.texts();
        if !software.is_empty() {
            let named = software.join(", ");
            notes.at(
                place,
                format_args!("software left out: {}", clipped(&named)),
            );
        }
        let stated: Vec<(String, Option<f64>)> = match &self.technique_id {
            Techniques::Weighted(weights) => weights
                .iter()
                .map(|(id, weight)| (id.trim().to_owned(), weight.0))
                .collect(),
            Techniques::Plain(ids) => ids.texts().into_iter().map(|id| (id, None)).collect(),
        };
        let (known, unknown): (Vec<_>, Vec<_>) =
            stated.into_iter().partition(|(id, _)| ids::is_id(id));
        for (id, _) in unknown {
            notes.at(place, format_args!("`{}` is no technique", clipped(&id)));
        }
        known
    }
}
