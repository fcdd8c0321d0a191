//! By what can adversaries be chosen?

use catalogue::{Catalogue, CatalogueSummary};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::list::{Page, PageRequest};
use crate::threat::{Actors, Phrase, phrases};
use crate::{Ask, Error, Paging, question};

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
pub type Answer = Page<Phrase>;

impl Ask for question::Categories {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "categories";
    const ABOUT: &'static str = "Motives, sectors, bases and victims that select adversaries, with the number of groups for each";

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

/// Asks it. A catalogue that holds nothing of the kind gives an empty list.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let actors = Actors::read(catalogue)?;
    Page::cut(phrases(catalogue, &actors)?, &arguments.page, catalogue)
}
