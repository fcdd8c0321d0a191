//! The matrix that many pages show, asked for once.

use std::cell::OnceCell;

use catalogue::Catalogue;
use model::Domain;
use questions::{Error, matrix};

use crate::query::Query;
use crate::shared_questions::ask_matrix;

/// The matrix without filters of one catalogue; asked for by the first page that shows it.
#[derive(Debug, Default)]
pub struct SharedMatrix(OnceCell<matrix::Answer>);

impl SharedMatrix {
    /// The matrix that pages without a query show.
    pub(crate) fn matrix(&self, catalogue: &Catalogue) -> Result<&matrix::Answer, Error> {
        if let Some(known) = self.0.get() {
            return Ok(known);
        }
        let made = ask_matrix(catalogue, Domain::Enterprise, &Query::default())?;
        Ok(self.0.get_or_init(|| made))
    }
}
