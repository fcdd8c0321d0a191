//! Which adversaries are there, by what sources say of them?

use catalogue::{Catalogue, CatalogueSummary};
use model::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::list::{Page, PageRequest};
use crate::threat::{Actors, Category, MatchedAdversary, matching};
use crate::{Ask, Error, Paging, question};

/// Arguments of `adversaries`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "a comment here would replace the help of the flattened arguments"
)]
pub struct Arguments {
    #[command(flatten)]
    #[serde(flatten)]
    pub category: Category,
    #[command(flatten)]
    #[serde(flatten)]
    pub page: PageRequest,
}

/// Answer of `adversaries`.
pub type Answer = Page<MatchedAdversary>;

impl Ask for question::Adversaries {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "adversaries";
    const ABOUT: &'static str =
        "Adversaries by motive, victims and base, with the source of each statement";

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

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let actors = Actors::read(catalogue)?;
    let found = if arguments.category.is_empty() {
        let groups = actors.with_aliases(Role::Groups)?;
        let rows: Vec<i64> = groups.iter().map(|actor| actor.row).collect();
        let own = actors.own(&rows)?;
        let mut all: Vec<MatchedAdversary> = groups
            .into_iter()
            .map(|actor| MatchedAdversary {
                said: Vec::new(),
                techniques: u32::try_from(own.get(&actor.row).map_or(0, Vec::len))
                    .unwrap_or(u32::MAX),
                actor,
            })
            .collect();
        all.sort_by_cached_key(|adversary| adversary.actor.name.to_lowercase());
        all
    } else {
        matching(catalogue, &actors, &arguments.category)?
    };
    Page::cut(found, &arguments.page, catalogue)
}
