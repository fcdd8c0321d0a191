//! Where ids lead in the chosen release, as counting takes them.

use std::collections::BTreeSet;

use catalogue::Catalogue;
use count::Leads;
use model::TechniqueId;

use crate::Error;

/// All conclusions of these ids.
pub(crate) fn leads(catalogue: &Catalogue, ids: BTreeSet<TechniqueId>) -> Result<Leads, Error> {
    let leads = ids.into_iter().map(|id| Ok((id, catalogue.leads(id)?)));
    leads.collect()
}
