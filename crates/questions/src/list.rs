//! Lists come in pages, the same for every question, so that tables, NDJSON and programs go through them alike.

use catalogue::About;
use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;

/// The most items that one page may hold.
const MOST: u32 = 1_000;

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
    /// What the answer was taken from.
    pub catalogue: About,
}

/// Which page of a list.
#[derive(Args, Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Which {
    /// How many items at most, up to 1000.
    #[arg(long, value_name = "N", default_value_t = 50)]
    #[serde(default = "fifty")]
    pub limit: u32,
    /// Where to go on: the `next` of the page before.
    #[arg(long, value_name = "CURSOR")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

fn fifty() -> u32 {
    50
}

impl Default for Which {
    fn default() -> Self {
        Self {
            limit: fifty(),
            cursor: None,
        }
    }
}

impl Which {
    pub(crate) fn limit(&self) -> u32 {
        self.limit.clamp(1, MOST)
    }

    pub(crate) fn after(&self) -> Result<Option<i64>, Error> {
        let parse = |cursor: &String| {
            cursor.parse().map_err(|_| {
                Error::Argument(format!(
                    "`{cursor}` is not a cursor: take the `next` of a page"
                ))
            })
        };
        self.cursor.as_ref().map(parse).transpose()
    }
}
