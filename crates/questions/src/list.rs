//! Lists come in pages, the same for every question, so that tables, NDJSON and programs go through them alike.

use catalogue::{Catalogue, CatalogueSummary};
use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;

/// The most items that one page may hold.
pub const MOST: u32 = 1_000;

/// The default number of items of a page.
pub(crate) const FEW: u32 = 50;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// How many there are in all.
    pub total: u32,
    /// Give this as `cursor` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

/// The items of one page, inside an answer that says more than a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Items<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// How many there are in all.
    pub total: u32,
    /// Give this as `cursor` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Items<T> {
    /// The page that is asked for, of a list that is fully in memory, with the default number of items.
    pub(crate) fn cut(all: Vec<T>, request: &PageRequest, unless: u32) -> Result<Self, Error> {
        let skip = usize::try_from(request.after()?.unwrap_or(0)).unwrap_or(0);
        let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let most = request.limit.unwrap_or(unless).clamp(1, MOST);
        let items: Vec<T> = all.into_iter().skip(skip).take(most as usize).collect();
        let reached = skip + items.len();
        let next = (reached < total as usize).then(|| reached.to_string());
        Ok(Self { items, total, next })
    }
}

/// Which page of a list.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PageRequest {
    /// Items per page, at most 1000. Default: 50; in NDJSON and CSV, all
    #[arg(long, value_name = "N")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on: the `next` of the page before
    #[arg(long, value_name = "CURSOR")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl<T> Page<T> {
    /// The page that is asked for, of a list that is at hand whole.
    pub(crate) fn cut(
        all: Vec<T>,
        request: &PageRequest,
        catalogue: &Catalogue,
    ) -> Result<Self, Error> {
        let Items { items, total, next } = Items::cut(all, request, FEW)?;
        Ok(Self {
            items,
            total,
            next,
            catalogue: catalogue.about().clone(),
        })
    }
}

impl PageRequest {
    pub(crate) fn limit(&self) -> u32 {
        self.limit.unwrap_or(FEW).clamp(1, MOST)
    }

    pub(crate) fn after(&self) -> Result<Option<i64>, Error> {
        let parse = |cursor: &String| {
            let number = cursor.parse().ok().filter(|&number| number >= 0);
            number.ok_or_else(|| {
                Error::Argument(format!(
                    "`{cursor}` is not a cursor: take the `next` of a page"
                ))
            })
        };
        self.cursor.as_ref().map(parse).transpose()
    }
}
