//! Which countermeasure of D3FEND meets which technique of ATT&CK. D3FEND states only what both do to artifacts.
//!
//! A countermeasure meets a technique where one of its own relations is to an artifact to which, or to a kind of which,
//! the technique relates. A technique also relates to what the classes above and below it relate to; countermeasures
//! inherit nothing, and the artifact that everything is never matches. Above and below are `rdfs:subClassOf`, not the
//! dots of the ids.
//!
//! What follows from a class directly below the root is true of a whole tactic, and what follows from the classes below alone
//! is true of sub-techniques: both are concluded as indirect, which counts for nothing. Pages as they were in 2022 show it.

mod classes;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use model::{Ontology, Relation, Resource};

use crate::format::schema::INDIRECT;
use classes::Classes;

/// A countermeasure that meets a technique, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InferredCountermeasure {
    /// Its place among the countermeasures of the ontology.
    pub countermeasure: usize,
    /// The ATT&CK id, as the ontology writes it.
    pub technique: String,
    /// The plainest reason: what the technique itself does goes before what classes above and below it do, and the
    /// same artifact before a kind of it.
    pub reason: InferenceReason,
    /// Whether the technique itself, or a class above it that is narrower than a tactic, does something to the artifact.
    pub direct: bool,
}

/// What both do: the countermeasure `analyzes` a `Process`, `T1003.001` `accesses` an `AuthenticationService`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InferenceReason {
    /// What the countermeasure does to its artifact.
    pub defensive_property: String,
    /// The class of that artifact.
    pub artifact: String,
    /// The class whose relation it is: the technique's own, or one above or below it.
    pub offensive_class: String,
    /// What that class does to its artifact.
    pub offensive_property: String,
    /// The class of that artifact: the same, or one below it.
    pub offensive_artifact: String,
    /// How many more reasons there are.
    pub more: usize,
}

impl fmt::Display for InferenceReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "it {} {}, and {} {} {}",
            self.defensive_property,
            self.artifact,
            self.offensive_class,
            self.offensive_property,
            self.offensive_artifact
        )?;
        if self.artifact != self.offensive_artifact {
            write!(out, ", a kind of {}", self.artifact)?;
        }
        match self.more {
            0 => Ok(()),
            1 => write!(out, " (and 1 more reason)"),
            more => write!(out, " (and {more} more reasons)"),
        }
    }
}

/// All countermeasures that meet a technique, by countermeasure and id of the technique.
pub fn countermeasures(ontology: &Ontology) -> Vec<InferredCountermeasure> {
    let classes = Classes::of(ontology);
    let relations = by_class(ontology);
    let touches = touches(ontology, &classes, &relations);
    let mut inferred = Vec::new();
    for (countermeasure, stated) in ontology.countermeasures.iter().enumerate() {
        let own = relations.get(&*stated.class).into_iter().flatten();
        let mut reasons: BTreeMap<&str, BTreeSet<SharedArtifact<'_>>> = BTreeMap::new();
        for (defensive, touch) in
            own.flat_map(|relation| meetings(relation, ontology, &classes, &touches))
        {
            let kind = defensive.artifact != touch.relation.artifact;
            let meeting = (touch.basis, kind, defensive, touch.relation);
            reasons.entry(touch.technique).or_default().insert(meeting);
        }
        for (technique, meetings) in reasons {
            inferred.extend(with_plainest_reason(countermeasure, technique, &meetings));
        }
    }
    inferred
}

/// The same by the place of the countermeasure's resource, each under a negative position, since no written mapping
/// stands behind it; what is indirect beyond [`INDIRECT`].
pub(crate) fn by_resource(
    ontology: &Ontology,
    resources: &[Resource],
) -> HashMap<usize, Vec<(i64, InferredCountermeasure)>> {
    // Its resources stand in one file, so that the ordinal alone tells them apart.
    let place = |(place, resource): (usize, &Resource)| (resource.place.ordinal as usize, place);
    let places: HashMap<usize, usize> = resources.iter().enumerate().map(place).collect();
    let mut inferred: HashMap<usize, Vec<(i64, InferredCountermeasure)>> = HashMap::new();
    for (mapping, place) in countermeasures(ontology).into_iter().zip(1i64..) {
        let position = if mapping.direct {
            place
        } else {
            place + INDIRECT
        };
        let ordinal = ontology.countermeasures[mapping.countermeasure].resource;
        let of_resource = inferred.entry(places[&ordinal]).or_default();
        of_resource.push((-position, mapping));
    }
    inferred
}

/// Whose relation it is, whether its artifact is only a kind of the other, what the countermeasure does and what the technique
/// does: the first is the plainest reason.
type SharedArtifact<'a> = (Basis, bool, &'a Relation, &'a Relation);

/// Whose relation to an artifact it is, the plainest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Basis {
    /// The technique's own.
    Own,
    /// That of a class above it.
    Broader,
    /// That of a class below it.
    Narrower,
    /// That of a class which stands for a whole tactic.
    Tactic,
}

/// A technique relates to an artifact, by its own statement or by that of a class above or below it.
struct ArtifactRelation<'a> {
    technique: &'a str,
    basis: Basis,
    relation: &'a Relation,
}

fn by_class(ontology: &Ontology) -> HashMap<&str, Vec<&Relation>> {
    let mut relations: HashMap<&str, Vec<&Relation>> = HashMap::new();
    for relation in &ontology.relations {
        relations.entry(&relation.class).or_default().push(relation);
    }
    relations
}

/// What techniques do, by artifact.
fn touches<'a>(
    ontology: &'a Ontology,
    classes: &Classes<'a>,
    relations: &HashMap<&str, Vec<&'a Relation>>,
) -> HashMap<&'a str, Vec<ArtifactRelation<'a>>> {
    let techniques = classes.below(&ontology.root_technique);
    let own = ontology.techniques.iter();
    let own: BTreeSet<&str> = own.map(|(class, _)| class.as_str()).collect();
    let mut touches: HashMap<&str, Vec<ArtifactRelation<'_>>> = HashMap::new();
    for (class, technique) in &ontology.techniques {
        let mut family: BTreeMap<&str, Basis> = BTreeMap::new();
        let below = classes.below(class).into_iter();
        family.extend(below.map(|below| (below, Basis::Narrower)));
        let above = classes.above(class).into_iter();
        family.extend(
            above
                .filter(|above| techniques.contains(above))
                .map(|above| {
                    let is_tactic = !own.contains(above)
                        && classes.is_directly_below(above, &ontology.root_technique);
                    (
                        above,
                        if is_tactic {
                            Basis::Tactic
                        } else {
                            Basis::Broader
                        },
                    )
                }),
        );
        family.insert(class, Basis::Own);
        for (class, basis) in family {
            for relation in relations.get(class).into_iter().flatten() {
                let of_artifact = touches.entry(&relation.artifact).or_default();
                of_artifact.push(ArtifactRelation {
                    technique,
                    basis,
                    relation,
                });
            }
        }
    }
    touches
}

/// Where techniques relate to the artifact of this relation or to a kind of it.
fn meetings<'a, 't>(
    defensive: &'a Relation,
    ontology: &Ontology,
    classes: &Classes<'a>,
    touches: &'t HashMap<&str, Vec<ArtifactRelation<'a>>>,
) -> Vec<(&'a Relation, &'t ArtifactRelation<'a>)> {
    if defensive.artifact == ontology.root_artifact {
        return Vec::new();
    }
    let mut kinds = classes.below(&defensive.artifact);
    kinds.insert(&defensive.artifact);
    kinds.remove(&*ontology.root_artifact);
    let met = kinds.iter().filter_map(|kind| touches.get(kind)).flatten();
    met.map(|touch| (defensive, touch)).collect()
}

fn with_plainest_reason(
    countermeasure: usize,
    technique: &str,
    meetings: &BTreeSet<SharedArtifact<'_>>,
) -> Option<InferredCountermeasure> {
    let (basis, _, defensive, offensive) = meetings.first()?;
    Some(InferredCountermeasure {
        countermeasure,
        technique: technique.to_owned(),
        reason: InferenceReason {
            defensive_property: defensive.property.clone(),
            artifact: defensive.artifact.clone(),
            offensive_class: offensive.class.clone(),
            offensive_property: offensive.property.clone(),
            offensive_artifact: offensive.artifact.clone(),
            more: meetings.len() - 1,
        },
        direct: match basis {
            Basis::Own | Basis::Broader => true,
            Basis::Narrower | Basis::Tactic => false,
        },
    })
}

#[cfg(test)]
mod tests;
