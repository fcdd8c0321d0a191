//! What is made once for many pages.

use std::cell::OnceCell;

use catalogue::Catalogue;
use model::Domain;
use questions::{Error, matrix};

use crate::asking::matrix_of;
use crate::query::Query;

/// What many pages of one catalogue show, made once for all of them.
#[derive(Debug, Default)]
pub struct Common(OnceCell<matrix::Answer>);

impl Common {
    /// The matrix that pages without a query show.
    pub(crate) fn matrix(&self, catalogue: &Catalogue) -> Result<&matrix::Answer, Error> {
        if let Some(known) = self.0.get() {
            return Ok(known);
        }
        let made = matrix_of(catalogue, Domain::Enterprise, &Query::default())?;
        Ok(self.0.get_or_init(|| made))
    }
}
