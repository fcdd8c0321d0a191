//! The heat map: tactics beside each other, their techniques below.

use super::safe::{Address, Words};

/// The heat map.
pub(crate) struct Grid {
    pub(crate) class: String,
    pub(crate) view: &'static str,
    pub(crate) label: Words,
    pub(crate) columns: Vec<Column>,
}

/// A tactic.
pub(crate) struct Column {
    pub(crate) id: String,
    pub(crate) name: Words,
    pub(crate) count: String,
    /// Of 100.
    pub(crate) width: usize,
    pub(crate) cells: Vec<Square>,
}

/// A technique.
pub(crate) struct Square {
    pub(crate) id: String,
    pub(crate) address: Address,
    pub(crate) label: Words,
    pub(crate) step: usize,
    /// Its name, in pieces between which a line may break.
    pub(crate) name: Vec<Words>,
    pub(crate) more: String,
    pub(crate) rung: u32,
    pub(crate) number: String,
    /// What the script needs to colour it by another view.
    pub(crate) data: String,
    pub(crate) below: Vec<Square>,
}
