//! By what can adversaries be chosen?

use catalogue::Catalogue;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::list::{Page, PageRequest};
use crate::threat::{Actors, Spoken, spoken};

/// Arguments of `categories`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "a comment here would replace the help of the flattened arguments"
)]
pub struct Arguments {
    #[command(flatten)]
    #[serde(flatten)]
    pub page: PageRequest,
}

/// Answer of `categories`.
pub type Answer = Page<Spoken>;

/// Asks it. A catalogue that holds nothing of the kind gives an empty list.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let actors = Actors::read(catalogue)?;
    Page::cut(spoken(catalogue, &actors)?, &arguments.page, catalogue)
}
