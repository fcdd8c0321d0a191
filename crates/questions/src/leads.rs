//! Where ids lead in the chosen release, as counting takes them.

use catalogue::Catalogue;
use count::Leads;
use model::TechniqueId;

use crate::Error;

/// All conclusions of these ids.
pub(crate) fn leads(
    catalogue: &Catalogue,
    ids: impl IntoIterator<Item = TechniqueId>,
) -> Result<Leads, Error> {
    let mut leads = Leads::new();
    for id in ids {
        if !leads.contains_key(&id) {
            leads.insert(id, catalogue.leads(id)?);
        }
    }
    Ok(leads)
}
