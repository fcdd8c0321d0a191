//! What a report speaks of: techniques, groups, software and campaigns, with the words that say so. Outside the registry:
//! its argument is a document.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Catalogue, CatalogueSummary};
use imports::report::{Confidence, Decision, Name, NameKind, Report, Review, Vocabulary, find};
use model::{Domain, Role, TechniqueId, Threat};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::threat::{Actors, PlacedTechnique, PlacedThreat, place};

/// One thing that a report names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// `technique`, `group`, `software`, `campaign` or `tactic`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its name, where the catalogue knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How sure it is: `high`, `medium` or `low`.
    pub confidence: String,
    /// Whether it is taken: `accept`, `reject` or `undecided`, and then its confidence decides.
    pub decision: String,
    /// How often it is named.
    pub times: u32,
    /// Where, the first time.
    pub place: String,
    /// The surest words, with what stands around them.
    pub quote: String,
}

/// What a report speaks of.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Answer {
    /// The report, or its title.
    pub report: String,
    /// What it names, each thing once, techniques first.
    pub named: Vec<Mention>,
    /// The threat that follows.
    pub threat: Threat,
    /// That threat in the chosen release: what leads nowhere.
    pub faced: PlacedThreat,
    /// And what leads somewhere.
    pub techniques: Vec<PlacedTechnique>,
    /// What could not be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
    /// Every finding with its words, to be decided and read back.
    #[serde(skip)]
    #[schemars(skip)]
    pub review: Review,
}

/// Reads it with the names of this catalogue; nothing is decided yet.
pub fn extract(
    catalogue: &Catalogue,
    report: &Report,
    at_least: Confidence,
) -> Result<Answer, Error> {
    let findings = find(report, &vocabulary(catalogue)?);
    let mut answer = decided(catalogue, Review::new(report, findings), at_least)?;
    answer.notes.clone_from(&report.notes);
    Ok(answer)
}

/// The same from a review in which a person has decided.
pub fn decided(
    catalogue: &Catalogue,
    review: Review,
    at_least: Confidence,
) -> Result<Answer, Error> {
    let threat = review.threat(at_least);
    let mut faced = place(catalogue, std::slice::from_ref(&threat))?;
    Ok(Answer {
        report: review
            .report
            .title
            .clone()
            .unwrap_or_else(|| review.report.name.clone()),
        named: mentions(&review),
        techniques: std::mem::take(&mut faced.techniques),
        faced,
        threat,
        notes: Vec::new(),
        catalogue: catalogue.about().clone(),
        review,
    })
}

fn mentions(review: &Review) -> Vec<Mention> {
    let mut of: BTreeMap<(NameKind, &str), Vec<&imports::report::ReviewedFinding>> =
        BTreeMap::new();
    for reviewed in &review.findings {
        of.entry((reviewed.finding.kind, &reviewed.finding.id))
            .or_default()
            .push(reviewed);
    }
    let mut all = Vec::new();
    for ((kind, id), found) in of {
        let surest = found
            .iter()
            .rev()
            .max_by_key(|reviewed| reviewed.finding.confidence);
        let (Some(surest), Some(first)) = (surest, found.first()) else {
            continue;
        };
        let occurrence = surest
            .finding
            .occurrences
            .iter()
            .rev()
            .max_by_key(|occurrence| occurrence.confidence);
        let times: usize = found
            .iter()
            .map(|reviewed| reviewed.finding.occurrences.len())
            .sum();
        let decisions: BTreeSet<Decision> =
            found.iter().map(|reviewed| reviewed.decision).collect();
        all.push(Mention {
            kind: word(&kind),
            id: id.to_owned(),
            // For a replaced id, the vocabulary has no name apart from its successor's.
            name: surest.finding.name.clone().filter(|name| name != id),
            confidence: word(&surest.finding.confidence),
            decision: word(decisions.iter().next().unwrap_or(&Decision::Undecided)),
            times: u32::try_from(times).unwrap_or(u32::MAX),
            place: first.finding.place.to_string(),
            quote: occurrence
                .map(|occurrence| occurrence.quote.clone())
                .unwrap_or_default(),
        });
    }
    all
}

/// The word that a value is written with.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// Techniques by id and name, also those that are not in use any more.
fn technique_names(catalogue: &Catalogue) -> Result<Vec<Name>, Error> {
    let techniques = catalogue.all_techniques()?;
    let names: BTreeMap<TechniqueId, &str> = techniques
        .iter()
        .map(|technique| (technique.id, technique.name.as_str()))
        .collect();
    let active: BTreeSet<&str> = techniques
        .iter()
        .filter(|technique| technique.active)
        .map(|technique| technique.name.as_str())
        .collect();
    let mut all = Vec::new();
    for technique in &techniques {
        // A name that went over to another technique is that one's; the old id is still known.
        let own = technique.active || !active.contains(technique.name.as_str());
        all.push(Name {
            id: technique.id.to_string(),
            kind: NameKind::Technique,
            name: if own {
                technique.name.clone()
            } else {
                technique.id.to_string()
            },
            aliases: Vec::new(),
            parent: technique
                .id
                .parent()
                .and_then(|parent| names.get(&parent))
                .map(|&name| name.to_owned()),
        });
    }
    Ok(all)
}

/// Ids, names and other names that the catalogue knows.
fn vocabulary(catalogue: &Catalogue) -> Result<Vocabulary, Error> {
    let mut all = technique_names(catalogue)?;
    for tactic in catalogue.tactics(Domain::Enterprise)? {
        all.push(Name {
            id: tactic.id,
            kind: NameKind::Tactic,
            name: tactic.name,
            aliases: Vec::new(),
            parent: None,
        });
    }
    let actors = Actors::read(catalogue)?;
    for (role, kind) in [
        (Role::Groups, NameKind::Group),
        (Role::Software, NameKind::Software),
        (Role::Campaigns, NameKind::Campaign),
    ] {
        for actor in actors.with_aliases(role)? {
            let Some(id) = actor.id else { continue };
            all.push(Name {
                id,
                kind,
                name: actor.name,
                aliases: actor.aliases,
                parent: None,
            });
        }
    }
    Ok(Vocabulary::new(all))
}
