//! The heat map: tactics beside each other, their techniques below.

use super::safe::{Address, SafeText};

/// The heat map.
pub(crate) struct Grid {
    pub(crate) class: String,
    pub(crate) view: &'static str,
    pub(crate) label: SafeText,
    pub(crate) columns: Vec<TacticColumn>,
}

/// A tactic.
pub(crate) struct TacticColumn {
    pub(crate) id: String,
    pub(crate) name: SafeText,
    pub(crate) count: String,
    /// Of 100.
    pub(crate) width: usize,
    pub(crate) cells: Vec<TechniqueCell>,
}

/// A technique.
pub(crate) struct TechniqueCell {
    pub(crate) id: String,
    pub(crate) address: Address,
    pub(crate) label: SafeText,
    pub(crate) step: usize,
    /// Its name, in pieces between which a line may break.
    pub(crate) name: Vec<SafeText>,
    pub(crate) more: String,
    pub(crate) rung: u32,
    pub(crate) number: String,
    /// What the script needs to colour it by another view.
    pub(crate) data: String,
    pub(crate) below: Vec<TechniqueCell>,
}
