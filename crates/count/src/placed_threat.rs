//! A threat in the chosen release: every id followed, weights between 0 and 1, nothing dropped.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::{Conclusion, MappingState, MatrixTechnique, TechniqueId, Threat, ThreatTechnique};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::lead::{Leads, lead};

/// How an id stands in the threat, where that is not simply the technique's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OriginalId {
    /// The id as written.
    pub id: String,
    /// How it was followed.
    pub state: MappingState,
    /// By which rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// One technique of a placed threat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlacedTechnique {
    /// The technique in the chosen release.
    pub id: TechniqueId,
    /// Its name.
    pub name: String,
    /// Short names of its tactics.
    pub tactics: Vec<String>,
    /// Its platforms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<String>,
    /// From 0 to 1: its score over the largest, or the share of the adversaries that use it; the mean of these where
    /// several threats are merged.
    pub weight: f64,
    /// The score as given, where one threat is faced that has scores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Who uses it, or which words say so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// Old ids that lead here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<OriginalId>,
    /// What was written beside it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<String>,
}

/// An id of the threat that leads to no one technique of the chosen release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnplacedId {
    /// The id as written.
    pub id: String,
    /// What became of it.
    pub state: MappingState,
    /// Why.
    pub reason: String,
    /// Techniques that may be meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub perhaps: Vec<TechniqueId>,
}

/// A threat in the chosen release.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlacedThreat {
    /// Its name.
    pub name: String,
    /// What it was taken from.
    pub origins: Vec<String>,
    /// Of how many adversaries the weights are shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adversaries: Option<u32>,
    /// Its techniques, by id.
    #[serde(skip)]
    pub techniques: Vec<PlacedTechnique>,
    /// Ids that lead to no one technique: shown, and counted nowhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unplaced: Vec<UnplacedId>,
    /// What else was found and is no technique.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A release of ATT&CK that threats are placed in.
#[derive(Clone, Copy, Debug)]
pub struct ReleaseView<'a> {
    /// `18.1`.
    pub version: &'a str,
    /// Its techniques in use.
    pub techniques: &'a [MatrixTechnique],
    /// Where ids lead in it: those of [`threat_techniques`] at least.
    pub leads: &'a Leads,
}

/// The techniques that the threats name, of whatever release.
pub fn threat_techniques(threats: &[Threat]) -> BTreeSet<TechniqueId> {
    let techniques = threats.iter().flat_map(|threat| &threat.techniques);
    techniques
        .filter_map(|technique| TechniqueId::from_people(&technique.id).ok())
        .collect()
}

/// Places the threats together.
pub fn place(threats: &[Threat], release: ReleaseView<'_>) -> PlacedThreat {
    let techniques = release.techniques.iter();
    let mut placing = Placement {
        release,
        techniques: techniques
            .map(|technique| (technique.id, technique))
            .collect(),
        placed: BTreeMap::new(),
        unplaced: BTreeMap::new(),
    };
    for threat in threats {
        placing.add(threat, threats.len());
    }
    let names: Vec<&str> = threats.iter().map(|threat| threat.name.as_str()).collect();
    let adversaries = threats.iter().filter_map(|threat| threat.adversaries);
    PlacedThreat {
        name: names.join(" + "),
        origins: threats
            .iter()
            .flat_map(|threat| threat.origins.clone())
            .collect(),
        adversaries: Some(adversaries.sum::<u32>()).filter(|&count| count > 0),
        techniques: placing.placed.into_values().collect(),
        unplaced: placing.unplaced.into_values().collect(),
        notes: threats
            .iter()
            .flat_map(|threat| threat.notes.clone())
            .collect(),
    }
}

impl PlacedThreat {
    /// How many of its techniques are such, and the share of its weight that these are, from 0 to 1.
    pub fn share(&self, is: impl Fn(TechniqueId) -> bool) -> (u32, f64) {
        let techniques = self.techniques.iter();
        let (count, weight) = techniques
            .filter(|technique| is(technique.id))
            .fold((0, 0.0), |(count, weight), technique| {
                (count + 1, weight + technique.weight)
            });
        let weights = self.techniques.iter().map(|technique| technique.weight);
        let all: f64 = weights.sum();
        (count, if all > 0.0 { weight / all } else { 0.0 })
    }
}

impl PlacedTechnique {
    /// The technique itself, of which nothing is said but how much it weighs.
    pub fn new(technique: MatrixTechnique, weight: f64) -> Self {
        Self {
            id: technique.id,
            name: technique.name,
            tactics: technique.tactics,
            platforms: technique.platforms,
            weight,
            score: None,
            from: Vec::new(),
            written: Vec::new(),
            comments: Vec::new(),
        }
    }

    /// Adds what the threat says of it beside its weight.
    fn add(&mut self, technique: &ThreatTechnique) {
        for from in technique.from.iter().filter(|from| !from.is_empty()) {
            if !self.from.contains(from) {
                self.from.push(from.clone());
            }
        }
        if let Some(comment) = &technique.comment
            && !self.comments.contains(comment)
        {
            self.comments.push(comment.clone());
        }
    }
}

struct Placement<'a> {
    release: ReleaseView<'a>,
    techniques: HashMap<TechniqueId, &'a MatrixTechnique>,
    placed: BTreeMap<TechniqueId, PlacedTechnique>,
    unplaced: BTreeMap<String, UnplacedId>,
}

impl Placement<'_> {
    /// Adds one of so many threats.
    fn add(&mut self, threat: &Threat, threats: usize) {
        let most = most(threat);
        // A technique that is listed once for each of its tactics, or under two ids, weighs as its highest score.
        let mut weights: BTreeMap<TechniqueId, f64> = BTreeMap::new();
        for technique in &threat.techniques {
            let weight = weight(technique.score, most);
            if let Some(id) = self.technique(technique, threats) {
                let known = weights.entry(id).or_insert(weight);
                *known = known.max(weight);
            }
        }
        for (id, weight) in weights {
            if let Some(placed) = self.placed.get_mut(&id) {
                #[expect(clippy::cast_precision_loss, reason = "nobody merges so many threats")]
                let threats = threats as f64;
                placed.weight += weight / threats;
            }
        }
    }

    /// Where the id leads, if it leads to one technique.
    fn technique(&mut self, technique: &ThreatTechnique, threats: usize) -> Option<TechniqueId> {
        let Ok(written) = TechniqueId::from_people(&technique.id) else {
            self.leave(
                &technique.id,
                MappingState::Unknown,
                "is no technique id",
                &[],
            );
            return None;
        };
        let conclusions = self
            .release
            .leads
            .get(&written)
            .map_or(&[][..], Vec::as_slice);
        let found =
            lead(conclusions).and_then(|(id, lead)| Some((*self.techniques.get(&id)?, lead)));
        let Some((found, lead)) = found else {
            self.nowhere(&technique.id, conclusions);
            return None;
        };
        let placed = self
            .placed
            .entry(found.id)
            .or_insert_with(|| PlacedTechnique::new(found.clone(), 0.0));
        // Scores of different threats are on different scales.
        if threats == 1 {
            placed.score = larger(technique.score, placed.score);
        }
        placed.add(technique);
        let is_known = |known: &OriginalId| known.id == technique.id;
        if written != found.id && !placed.written.iter().any(is_known) {
            placed.written.push(OriginalId {
                id: technique.id.clone(),
                state: lead.state,
                reason: lead.reason.clone(),
            });
        }
        Some(found.id)
    }

    fn nowhere(&mut self, id: &str, conclusions: &[Conclusion]) {
        let perhaps: Vec<TechniqueId> = conclusions
            .iter()
            .filter_map(|lead| lead.technique)
            .collect();
        let state = conclusions
            .first()
            .map_or(MappingState::Unknown, |lead| lead.state);
        let reasons: Vec<&str> = conclusions
            .iter()
            .filter_map(|lead| lead.reason.as_deref())
            .collect();
        let reason = match state {
            _ if !reasons.is_empty() => reasons.join("; "),
            MappingState::Deprecated => "was withdrawn without successor".to_owned(),
            _ => format!("is unknown in ATT&CK {}", self.release.version),
        };
        self.leave(id, state, &reason, &perhaps);
    }

    fn leave(&mut self, id: &str, state: MappingState, reason: &str, perhaps: &[TechniqueId]) {
        self.unplaced
            .entry(id.to_owned())
            .or_insert_with(|| UnplacedId {
                id: id.to_owned(),
                state,
                reason: reason.to_owned(),
                perhaps: perhaps.to_vec(),
            });
    }
}

/// What a weight of 1 stands for: all adversaries, or the largest score; nothing where no technique has a score.
fn most(threat: &Threat) -> Option<f64> {
    threat.adversaries.map(f64::from).or_else(|| {
        let scores = threat.techniques.iter().filter_map(|known| known.score);
        Some(scores.fold(0.0, f64::max)).filter(|&most| most > 0.0)
    })
}

fn weight(score: Option<f64>, most: Option<f64>) -> f64 {
    match (score, most) {
        (Some(score), Some(most)) => (score / most).clamp(0.0, 1.0),
        // Beside techniques with a score, one without was not weighed at all.
        (None, Some(_)) => 0.0,
        (_, None) => 1.0,
    }
}

/// The larger of two numbers that may be absent.
fn larger(first: Option<f64>, second: Option<f64>) -> Option<f64> {
    match (first, second) {
        (Some(first), Some(second)) => Some(first.max(second)),
        (first, second) => first.or(second),
    }
}
