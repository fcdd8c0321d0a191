//! What counting needs, read from the catalogue.

use catalogue::Catalogue;
use count::{Counting, Evidence, StackInCatalogue};
use model::TechniqueId;

use crate::Error;

/// The resources of these techniques, counted against the stack; of all techniques where none is named.
pub(crate) fn counting(
    catalogue: &Catalogue,
    techniques: Option<&[TechniqueId]>,
    stack: &StackInCatalogue,
) -> Result<Counting, Error> {
    let data = catalogue.counting_data(techniques)?;
    // No evidence is recorded yet.
    let evidence = Evidence::new();
    Ok(Counting::new(data, stack, &evidence))
}
