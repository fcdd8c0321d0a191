//! What could not be read or understood.

use catalogue::{Catalogue, SourceProblem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::list::{Page, PageRequest};
use crate::sources::chosen;

/// Arguments of `problems`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Arguments {
    /// Only this source
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(
        missing_docs,
        reason = "a comment here would replace the help of the flattened arguments"
    )]
    pub page: PageRequest,
}

/// Answer of `problems`.
pub type Answer = Page<SourceProblem>;

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let source = chosen(catalogue, arguments.source.as_deref())?;
    let all = catalogue.problems(source.as_deref())?;
    Page::cut(all, &arguments.page, catalogue)
}
