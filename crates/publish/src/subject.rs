//! What an answer is about: a thing with a name, or a threat against a stack.

use questions::stack::StackSummary;
use questions::threat::PlacedThreat;

use crate::style::clean;

/// The subject of an answer.
#[derive(Default)]
pub(crate) struct Subject<'a> {
    /// The name of the subject, if it is not a threat.
    pub(crate) of: Option<String>,
    pub(crate) threat: Option<&'a PlacedThreat>,
    pub(crate) stack: Option<&'a StackSummary>,
    pub(crate) assumed: &'a [String],
}

impl<'a> Subject<'a> {
    /// Of something that has a name.
    pub(crate) fn of(name: &str) -> Self {
        Self {
            of: Some(clean(name)),
            ..Self::default()
        }
    }

    /// Of a threat against a stack.
    pub(crate) fn of_threat(
        threat: &'a PlacedThreat,
        stack: &'a StackSummary,
        assumed: &'a [String],
    ) -> Self {
        Self {
            of: None,
            threat: Some(threat),
            stack: Some(stack),
            assumed,
        }
    }
}
