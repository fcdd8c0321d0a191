//! Finding techniques and resources by words.

use catalogue::{Catalogue, CatalogueSummary, Hit, Match};
use model::TechniqueId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::list::PageRequest;
use crate::{Ask, Error, List, Paging, question};

/// Arguments of `search`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Arguments {
    /// Any text: T1003.001, cmd.exe /c whoami, kerberoasting
    #[arg(required = true, num_args = 1.., value_name = "WORDS")]
    pub words: Vec<String>,
    #[command(flatten)]
    #[serde(flatten)]
    #[expect(
        missing_docs,
        reason = "a comment here would replace the help of the flattened arguments"
    )]
    pub page: PageRequest,
}

/// One search result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SearchResult {
    /// What it is.
    #[serde(flatten)]
    pub hit: Hit,
    /// Where the words were found.
    pub found_in: Match,
    /// The text around them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
}

/// Answer of `search`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The hits of this page, best first.
    pub items: Vec<SearchResult>,
    /// How many there are in all.
    pub total: u32,
    /// Give this as `cursor` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The words that were searched instead, where nothing matched and others are near.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected: Option<String>,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

impl List for Answer {
    fn shown(&self) -> usize {
        self.items.len()
    }

    fn total(&self) -> u32 {
        self.total
    }

    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn append(&mut self, next: &mut Self) {
        self.items.append(&mut next.items);
        self.next = next.next.take();
    }
}

impl Ask for question::Search {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "search";
    const ABOUT: &'static str =
        "Find techniques and resources by words, ids, names or parts of queries";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "words": ["kerberoasting"], "limit": 5 })
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
    let asked = arguments.words.join(" ");
    let (mut text, mut corrected) = (normalised(&asked), None);
    let skip = u32::try_from(arguments.page.after()?.unwrap_or(0)).unwrap_or(u32::MAX);
    let limit = arguments.page.limit();
    let (mut hits, mut total) = catalogue.search(&text, skip, limit)?;
    if total == 0
        && let Some(near) = catalogue.corrected(&text)?
    {
        (hits, total) = catalogue.search(&near, skip, limit)?;
        text.clone_from(&near);
        corrected = Some(near);
    }
    let items = hits
        .into_iter()
        .map(|(hit, found_in)| found(catalogue, hit, found_in, &text))
        .collect::<Result<Vec<_>, Error>>()?;
    let reached = skip.saturating_add(u32::try_from(items.len()).unwrap_or(0));
    let next = (reached < total && !items.is_empty()).then(|| reached.to_string());
    Ok(Answer {
        items,
        total,
        next,
        corrected,
        catalogue: catalogue.about().clone(),
    })
}

fn found(
    catalogue: &Catalogue,
    hit: Hit,
    found_in: Match,
    text: &str,
) -> Result<SearchResult, Error> {
    let excerpt = match (&hit, found_in) {
        (Hit::Resource(resource), Match::Text) => catalogue.excerpt(resource, text)?,
        _ => None,
    };
    Ok(SearchResult {
        hit,
        found_in,
        excerpt,
    })
}

/// A technique id in any form is searched in the form in which it stands in the index.
fn normalised(text: &str) -> String {
    TechniqueId::from_people(text).map_or_else(|_| text.to_owned(), |id| id.to_string())
}
