//! YAML under a budget: depth, nodes and aliases are bounded, duplicate keys refused, `00000429` stays text.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::options::DuplicateKeyPolicy;
use serde_saphyr::{
    Error as Wrong, Localizer, Location, MessageFormatter, Options, UserMessageFormatter,
};

use crate::input::Input;
use crate::limits::DEEPEST;
use crate::notes::cut;
use crate::{Error, Place};

/// The one document of the file.
pub(crate) fn one<T: DeserializeOwned>(input: &Input<'_>) -> Result<T, Error> {
    serde_saphyr::from_str_with_options(input.text, options()).map_err(|error| {
        let place = error.location();
        let place = place.map(|at: Location| Place::At(at.line(), at.column()));
        let what = cut(&error.render_with_formatter(&Words), 200);
        input.error(place, format!("is not the YAML expected here: {what}"))
    })
}

fn options() -> Options {
    serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        duplicate_keys: DuplicateKeyPolicy::Error,
        with_snippet: false,
        budget: serde_saphyr::budget! { max_depth: DEEPEST, max_nodes: 1_000_000, max_events: 2_000_000 },
    }
}

/// What is wrong, for the keeper of the file: no advice to programmers, no position that the error has already.
struct Words;

impl MessageFormatter for Words {
    fn localizer(&self) -> &dyn Localizer {
        &NoPosition
    }

    fn format_message<'a>(&self, error: &'a Wrong) -> Cow<'a, str> {
        match error {
            Wrong::DuplicateMappingKey { key: Some(key), .. } => {
                Cow::Owned(format!("the key `{key}` is there twice"))
            }
            Wrong::Budget {
                breach: BudgetBreach::Depth { .. },
                ..
            } => Cow::Borrowed(TOO_DEEP),
            // The scanner below has a limit of its own.
            Wrong::ExternalMessage { msg, .. } if msg == "recursion limit exceeded" => {
                Cow::Borrowed(TOO_DEEP)
            }
            Wrong::Budget { .. }
            | Wrong::AliasReplayCounterOverflow { .. }
            | Wrong::AliasReplayLimitExceeded { .. }
            | Wrong::AliasExpansionLimitExceeded { .. }
            | Wrong::AliasReplayStackDepthExceeded { .. } => {
                Cow::Borrowed("it unfolds to more than any stack holds")
            }
            _ => UserMessageFormatter.format_message(error),
        }
    }
}

const TOO_DEEP: &str = "it is nested too deep";

struct NoPosition;

impl Localizer for NoPosition {
    fn attach_location<'a>(&self, base: Cow<'a, str>, _: Location) -> Cow<'a, str> {
        base
    }

    fn alias_defined_at(&self, _: Location) -> String {
        String::new()
    }

    fn alias_used_at(&self, _: Location) -> String {
        String::new()
    }
}
