//! Why a question has no answer.

use model::TechniqueId;

use crate::near::NearMatch;

/// A technique that the chosen release of ATT&CK does not have.
#[derive(Debug, thiserror::Error)]
#[error("{id} ({name}) is of ATT&CK {attack} and unknown in this view, {view}: {why}")]
pub struct TechniqueOfOtherRelease {
    /// The technique.
    pub id: TechniqueId,
    /// Its name there.
    pub name: String,
    /// The release that has it.
    pub attack: String,
    /// The release that was chosen.
    pub view: String,
    /// Where it leads in the chosen release, or why nowhere.
    pub why: String,
    /// What it leads to.
    pub near: Vec<NearMatch>,
}

/// A question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The catalogue holds nothing of this name.
    #[error("there is no {what} `{name}` in this catalogue")]
    Unknown {
        /// `technique`, `resource`, `source`.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// The nearest three.
        near: Vec<NearMatch>,
    },
    /// The chosen release of ATT&CK does not have the technique; another one does.
    #[error(transparent)]
    Elsewhere(Box<TechniqueOfOtherRelease>),
    /// An argument makes no sense.
    #[error("{0}")]
    Argument(String),
    /// The pages of a list lead in a circle: a fault of the question.
    #[error("the pages of `{0}` do not end")]
    Endless(&'static str),
    /// The catalogue cannot be read.
    #[error(transparent)]
    Catalogue(#[from] catalogue::Error),
}
