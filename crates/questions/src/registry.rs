//! Every question as one type: what is asked, what is answered, and what other code needs to know without naming any.

use catalogue::{Catalogue, CatalogueSummary};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::list::PageRequest;
use crate::paging::ask_all;
use crate::stack::StackInput;
use crate::threat::ThreatInput;
use crate::{Ask, Error};

/// What surfaces need to know of a question before it is asked.
#[derive(Clone, Copy)]
pub struct Definition {
    /// Its name: the command, the path below `/api/v1/`, the tool.
    pub name: &'static str,
    /// What it answers, in one sentence.
    pub about: &'static str,
    /// Its arguments.
    pub arguments: fn() -> Schema,
    /// Its answer.
    pub answer: fn() -> Schema,
    /// Arguments that have an answer in any catalogue of the public sources.
    pub example: fn() -> Value,
    /// Asks it with arguments in JSON.
    pub ask: fn(&Catalogue, Value) -> Result<Answer, Error>,
}

impl Definition {
    const fn of<Q: Ask>(ask: fn(&Catalogue, Value) -> Result<Answer, Error>) -> Self {
        Self {
            name: Q::NAME,
            about: Q::ABOUT,
            arguments: || schema_for!(Q::Arguments),
            answer: written::<Q::Answer>,
            example: Q::example,
            ask,
        }
    }
}

/// The schema of what is written, in which empty fields are left out; `schema_for` describes what is read.
pub(crate) fn written<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<T>()
}

macro_rules! declare {
    ($($variant:ident $module:ident,)*) => {
        /// The questions by name: each implements [`Ask`] in its file.
        pub mod question {
            $(#[doc = concat!("The question of [`crate::", stringify!($module), "`].")]
            #[derive(Clone, Copy, Debug)]
            pub struct $variant;)*
        }

        /// A question with its arguments.
        #[derive(clap::Subcommand, Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Question {
            $(#[doc = concat!("Arguments of [`crate::", stringify!($module), "`].")]
            #[command(about = question::$variant::ABOUT)]
            $variant(crate::$module::Arguments),)*
        }

        /// The answer to a question.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum Answer {
            $(#[doc = concat!("Answer of [`crate::", stringify!($module), "`].")]
            $variant(Box<crate::$module::Answer>),)*
        }

        /// Every question, in the order in which help lists them.
        pub const DEFINITIONS: &[Definition] = &[
            $(Definition::of::<question::$variant>(|catalogue, arguments| {
                let arguments = serde_json::from_value(arguments).map_err(|error| Error::Argument(error.to_string()))?;
                Question::$variant(arguments).ask(catalogue)
            }),)*
        ];

        impl Question {
            /// Asks it.
            pub fn ask(&self, catalogue: &Catalogue) -> Result<Answer, Error> {
                match self {
                    $(Self::$variant(arguments) => {
                        question::$variant::ask(catalogue, arguments).map(|answer| Answer::$variant(Box::new(answer)))
                    })*
                }
            }

            /// Asks it for all pages of its list as one, unless it says how many items it wants.
            pub fn ask_all(mut self, catalogue: &Catalogue) -> Result<Answer, Error> {
                if self.page_request().is_some_and(|request| request.limit.is_some()) {
                    return self.ask(catalogue);
                }
                match self {
                    $(Self::$variant(arguments) => {
                        ask_all::<question::$variant>(catalogue, arguments).map(|answer| Answer::$variant(Box::new(answer)))
                    })*
                }
            }

            /// The page of a list that it asks for; none where its answer is no list in pages.
            pub fn page_request(&mut self) -> Option<&mut PageRequest> {
                match self {
                    $(Self::$variant(arguments) => question::$variant::paging().map(|paging| paging.request(arguments)),)*
                }
            }

            /// The threats that it is given, by name or whole.
            pub fn threats(&mut self) -> &mut [ThreatInput] {
                match self {
                    $(Self::$variant(arguments) => question::$variant::threats(arguments),)*
                }
            }

            /// The stacks that it is given, by name or whole.
            pub fn stacks(&mut self) -> &mut [StackInput] {
                match self {
                    $(Self::$variant(arguments) => question::$variant::stacks(arguments),)*
                }
            }
        }

        impl Answer {
            /// The name of its question.
            pub fn question(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => question::$variant::NAME,)*
                }
            }

            /// How many items its list has in all, where it comes in pages.
            pub fn total(&self) -> Option<u32> {
                match self {
                    $(Self::$variant(answer) => question::$variant::paging().map(|paging| paging.list(answer).total()),)*
                }
            }

            /// The cursor of the next page of its list.
            pub fn next(&self) -> Option<&str> {
                match self {
                    $(Self::$variant(answer) => question::$variant::paging().and_then(|paging| paging.list(answer).next()),)*
                }
            }

            /// The catalogue that the answer was taken from.
            pub fn catalogue(&self) -> &CatalogueSummary {
                match self {
                    $(Self::$variant(answer) => question::$variant::catalogue(answer),)*
                }
            }
        }
    };
}

crate::for_each_question!(declare);
