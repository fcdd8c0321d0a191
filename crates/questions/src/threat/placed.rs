//! A threat in the chosen release: every id followed, weights between 0 and 1, nothing dropped.

use std::collections::{BTreeMap, HashMap};

use catalogue::Catalogue;
use model::{Conclusion, MatrixTechnique, State, TechniqueId, Threat, ThreatTechnique};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;

/// How an id stands in the threat, where that is not simply the technique's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Written {
    /// The id as written.
    pub id: String,
    /// How it was followed.
    pub state: State,
    /// By which rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// One technique that is faced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FacedTechnique {
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
    pub written: Vec<Written>,
    /// What was written beside it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<String>,
}

/// An id of the threat that leads to no one technique of the chosen release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unplaced {
    /// The id as written.
    pub id: String,
    /// What became of it.
    pub state: State,
    /// Why.
    pub reason: String,
    /// Techniques that may be meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub perhaps: Vec<TechniqueId>,
}

/// A threat in the chosen release.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Faced {
    /// What it is called.
    pub name: String,
    /// What it was taken from.
    pub origins: Vec<String>,
    /// Of how many adversaries the weights are shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adversaries: Option<u32>,
    /// Its techniques, by id.
    #[serde(skip)]
    pub techniques: Vec<FacedTechnique>,
    /// Ids that lead to no one technique: shown, and counted nowhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unplaced: Vec<Unplaced>,
    /// What else was found and is no technique.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Places the threats together.
pub(crate) fn place(catalogue: &Catalogue, threats: &[Threat]) -> Result<Faced, Error> {
    let release: HashMap<TechniqueId, MatrixTechnique> = catalogue
        .matrix_techniques()?
        .into_iter()
        .map(|technique| (technique.id, technique))
        .collect();
    let mut placing = Placing {
        catalogue,
        release: &release,
        leads: HashMap::new(),
        placed: BTreeMap::new(),
        unplaced: BTreeMap::new(),
    };
    for threat in threats {
        placing.add(threat, threats.len())?;
    }
    let names: Vec<&str> = threats.iter().map(|threat| threat.name.as_str()).collect();
    let adversaries = threats
        .iter()
        .filter_map(|threat| threat.adversaries)
        .sum::<u32>();
    Ok(Faced {
        name: names.join(" + "),
        origins: threats
            .iter()
            .flat_map(|threat| threat.origins.clone())
            .collect(),
        adversaries: Some(adversaries).filter(|&count| count > 0),
        techniques: placing.placed.into_values().collect(),
        unplaced: placing.unplaced.into_values().collect(),
        notes: threats
            .iter()
            .flat_map(|threat| threat.notes.clone())
            .collect(),
    })
}

struct Placing<'a> {
    catalogue: &'a Catalogue,
    release: &'a HashMap<TechniqueId, MatrixTechnique>,
    leads: HashMap<TechniqueId, Vec<Conclusion>>,
    placed: BTreeMap<TechniqueId, FacedTechnique>,
    unplaced: BTreeMap<String, Unplaced>,
}

impl Placing<'_> {
    fn add(&mut self, threat: &Threat, of: usize) -> Result<(), Error> {
        let most = threat.adversaries.map(f64::from).or_else(|| {
            let scores = threat
                .techniques
                .iter()
                .filter_map(|technique| technique.score);
            Some(scores.fold(0.0, f64::max)).filter(|&most| most > 0.0)
        });
        // A technique that is listed once for each of its tactics, or under two ids, weighs as its highest score.
        let mut weights: BTreeMap<TechniqueId, f64> = BTreeMap::new();
        for technique in &threat.techniques {
            let weight = match (technique.score, most) {
                (Some(score), Some(most)) => (score / most).clamp(0.0, 1.0),
                // Beside techniques with a score, one without was not weighed at all.
                (None, Some(_)) => 0.0,
                (_, None) => 1.0,
            };
            if let Some(id) = self.technique(technique, of)? {
                let known = weights.entry(id).or_insert(weight);
                *known = known.max(weight);
            }
        }
        for (id, weight) in weights {
            if let Some(placed) = self.placed.get_mut(&id) {
                #[expect(clippy::cast_precision_loss, reason = "nobody merges so many threats")]
                let of = of as f64;
                placed.weight += weight / of;
            }
        }
        Ok(())
    }

    /// Where the id leads, if it leads to one technique.
    fn technique(
        &mut self,
        technique: &ThreatTechnique,
        threats: usize,
    ) -> Result<Option<TechniqueId>, Error> {
        let Ok(written) = TechniqueId::from_people(&technique.id) else {
            self.leave(&technique.id, State::Unknown, "is no technique id", &[]);
            return Ok(None);
        };
        if !self.leads.contains_key(&written) {
            self.leads.insert(written, self.catalogue.leads(written)?);
        }
        let leads = self.leads[&written].clone();
        let one = leads
            .iter()
            .find(|lead| lead.state.counts())
            .and_then(|lead| Some((lead.technique?, lead)));
        let found = one.and_then(|(id, lead)| Some((self.release.get(&id)?, lead)));
        let Some((found, lead)) = found else {
            self.nowhere(&technique.id, &leads);
            return Ok(None);
        };
        let placed = self
            .placed
            .entry(found.id)
            .or_insert_with(|| FacedTechnique {
                id: found.id,
                name: found.name.clone(),
                tactics: found.tactics.clone(),
                platforms: found.platforms.clone(),
                weight: 0.0,
                score: None,
                from: Vec::new(),
                written: Vec::new(),
                comments: Vec::new(),
            });
        if threats == 1 {
            placed.score = technique.score.max_of(placed.score);
        }
        for from in technique.from.iter().filter(|from| !from.is_empty()) {
            if !placed.from.contains(from) {
                placed.from.push(from.clone());
            }
        }
        if let Some(comment) = technique
            .comment
            .as_ref()
            .filter(|comment| !placed.comments.contains(comment))
        {
            placed.comments.push(comment.clone());
        }
        if written != found.id && placed.written.iter().all(|one| one.id != technique.id) {
            placed.written.push(Written {
                id: technique.id.clone(),
                state: lead.state,
                reason: lead.reason.clone(),
            });
        }
        Ok(Some(found.id))
    }

    fn nowhere(&mut self, id: &str, leads: &[Conclusion]) {
        let perhaps: Vec<TechniqueId> = leads.iter().filter_map(|lead| lead.technique).collect();
        let state = leads.first().map_or(State::Unknown, |lead| lead.state);
        let reasons: Vec<&str> = leads
            .iter()
            .filter_map(|lead| lead.reason.as_deref())
            .collect();
        let reason = match state {
            _ if !reasons.is_empty() => reasons.join("; "),
            State::Deprecated => "was withdrawn without successor".to_owned(),
            _ => format!("is unknown in ATT&CK {}", self.catalogue.about().attack),
        };
        self.leave(id, state, &reason, &perhaps);
    }

    fn leave(&mut self, id: &str, state: State, reason: &str, perhaps: &[TechniqueId]) {
        self.unplaced
            .entry(id.to_owned())
            .or_insert_with(|| Unplaced {
                id: id.to_owned(),
                state,
                reason: reason.to_owned(),
                perhaps: perhaps.to_vec(),
            });
    }
}

/// The larger of two numbers that may be absent.
trait MaxOf {
    fn max_of(self, other: Self) -> Self;
}

impl MaxOf for Option<f64> {
    fn max_of(self, other: Self) -> Self {
        match (self, other) {
            (Some(one), Some(other)) => Some(one.max(other)),
            (one, other) => one.or(other),
        }
    }
}
