//! Where ids lead in the chosen release of ATT&CK.

use std::collections::HashMap;

use model::{Conclusion, TechniqueId};

/// All that is concluded of each id. An id that is not among them leads nowhere.
pub type Leads = HashMap<TechniqueId, Vec<Conclusion>>;

/// The one technique that an id leads to, and why; none where that is not clear.
pub(crate) fn lead(conclusions: &[Conclusion]) -> Option<(TechniqueId, &Conclusion)> {
    let lead = conclusions.iter().find(|lead| lead.state.counts())?;
    Some((lead.technique?, lead))
}
