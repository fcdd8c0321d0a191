//! What counting needs, read from the catalogue.

use catalogue::Catalogue;
use count::{Counting, DataSources, Evidence, StackInCatalogue, without_log_source};
use model::TechniqueId;

use crate::Error;

/// The resources of these techniques, counted against the stack; of all techniques where none is named.
pub(crate) fn counting(
    catalogue: &Catalogue,
    techniques: Option<&[TechniqueId]>,
    stack: &StackInCatalogue,
) -> Result<Counting, Error> {
    let data = catalogue.counting_data(techniques)?;
    // Unpacking the words of thousands of detections takes longer than all else: they are read only where they matter.
    let data_sources = if stack.log_sources().is_empty() {
        DataSources::new()
    } else {
        catalogue.data_sources(&without_log_source(&data))?
    };
    // No evidence is recorded yet.
    let evidence = Evidence::new();
    Ok(Counting::new(data, stack, &data_sources, &evidence))
}
