//! What D3FEND states about artifacts. Which countermeasure meets which technique is concluded from this elsewhere.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// `class` relates to `artifact` by `property`.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct Relation {
    /// Local name of the offensive or defensive class.
    pub class: String,
    /// Local name of the property: `analyzes`, `may-access`.
    pub property: String,
    /// Local name of the artifact class.
    pub artifact: String,
}

/// A defensive technique, by the resource that it is.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct Countermeasure {
    /// Local name of its class, which is also the upstream id of its page.
    pub class: String,
    /// D3FEND's tactic that it or an ancestor enables (`Harden`, `Detect` ...), with its order of display.
    pub tactic: Option<(i32, String)>,
    /// Its place among the resources of the harvest.
    pub resource: usize,
}

/// The statements of one ontology.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize,
)]
pub struct Ontology {
    /// (class, direct superclass) by local name.
    pub subclass_of: Vec<(String, String)>,
    /// How classes relate to artifacts.
    pub relations: Vec<Relation>,
    /// (class, ATT&CK id as written).
    pub techniques: Vec<(String, String)>,
    /// Defensive techniques.
    pub countermeasures: Vec<Countermeasure>,
    /// The artifact that everything is: it never matches.
    pub root_artifact: String,
    /// The class above all ATT&CK techniques: inheritance stops below it.
    pub root_technique: String,
}
