//! What each source should retag for the chosen release: ids that were replaced, withdrawn, split, or never were.

use catalogue::{Catalogue, CatalogueSummary, DriftRow};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::list::{Page, PageRequest};
use crate::sources::known_id;
use crate::{Ask, Error, Paging, question};

/// Arguments of `drift`.
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

/// Answer of `drift`.
pub type Answer = Page<DriftRow>;

impl Ask for question::Drift {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "drift";
    const ABOUT: &'static str = "What each source should retag for the chosen release of ATT&CK: old id, new id, reason, file and line";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "limit": 5 })
    }

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.catalogue
    }

    fn paging() -> Option<Paging<Self>> {
        Some(Paging::<Self>::new(
            |arguments| &mut arguments.page,
            |answer| answer,
            |answer| answer,
        ))
    }
}

/// The answer of rows that were found elsewhere: those of files that are in no catalogue.
pub fn page(
    catalogue: &Catalogue,
    rows: Vec<DriftRow>,
    request: &PageRequest,
    whole: bool,
) -> Result<Answer, Error> {
    if !whole || request.limit.is_some() {
        return Page::cut(rows, request, catalogue);
    }
    Ok(Page {
        total: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        items: rows,
        next: None,
        catalogue: catalogue.about().clone(),
    })
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let source = known_id(catalogue, arguments.source.as_deref())?;
    let all = catalogue.drift(source.as_deref())?;
    Page::cut(all, &arguments.page, catalogue)
}
