//! Every question, in the order in which help lists them.

use catalogue::{About, Catalogue};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::list::Which;

/// What other surfaces need to know of a question.
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
    /// Asks it with arguments in JSON.
    pub ask: fn(&Catalogue, serde_json::Value) -> Result<Answer, Error>,
}

macro_rules! questions {
    ($($name:literal $about:literal $variant:ident $($module:ident)::+;)*) => {
        /// A question with its arguments.
        #[derive(clap::Subcommand, Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        pub enum Question {
            $(#[doc = $about] #[command(name = $name)] #[serde(rename = $name)] $variant($($module)::+::Arguments),)*
        }

        /// The answer to a question.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(untagged)]
        pub enum Answer {
            $(#[doc = $about] $variant(Box<$($module)::+::Answer>),)*
        }

        impl Question {
            /// Asks it.
            pub fn ask(&self, catalogue: &Catalogue) -> Result<Answer, Error> {
                match self {
                    $(Self::$variant(arguments) => $($module)::+::ask(catalogue, arguments).map(|answer| Answer::$variant(Box::new(answer))),)*
                }
            }
        }

        /// Every question.
        pub const DEFINITIONS: &[Definition] = &[
            $(Definition {
                name: $name,
                about: $about,
                arguments: || schema_for!($($module)::+::Arguments),
                answer: written::<$($module)::+::Answer>,
                ask: |catalogue, arguments| {
                    let arguments = serde_json::from_value(arguments).map_err(|error| Error::Argument(error.to_string()))?;
                    Question::$variant(arguments).ask(catalogue)
                },
            },)*
        ];
    };
}

/// The schema of what is written, in which empty fields are left out; `schema_for` describes what is read.
pub(crate) fn written<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<T>()
}

questions! {
    "page" "The page of a technique: every control, detection and test for it, source by source" Page crate::page;
    "technique" "A technique in short: its numbers, volumes and validation potential" Technique crate::technique;
    "search" "Find techniques and resources by words, ids, names or parts of queries" Search crate::search;
    "resources" "List resources, filtered by source, kind, technique, platform, level, status or words" Resources crate::resources;
    "resource" "One resource whole: its text, mappings as written and as followed, links, licence" Resource crate::resource;
    "sources" "The sources: kind, commit, date, licence, and how much each gave" Sources crate::sources;
    "problems" "What could not be read or understood, by source, file and line" Problems crate::problems;
    "drift" "What each source should retag for the chosen release of ATT&CK: old id, new id, reason, file and line" Drift crate::drift;
    "notices" "Licence, copyright and attribution of each source" Notices crate::notices;
}

impl Question {
    /// Which page of a list it asks for; none where its answer is no list in pages.
    pub fn which(&mut self) -> Option<&mut Which> {
        match self {
            Self::Search(arguments) => Some(&mut arguments.which),
            Self::Resources(arguments) => Some(&mut arguments.which),
            Self::Problems(arguments) => Some(&mut arguments.which),
            Self::Drift(arguments) => Some(&mut arguments.which),
            Self::Page(_)
            | Self::Technique(_)
            | Self::Resource(_)
            | Self::Sources(_)
            | Self::Notices(_) => None,
        }
    }
}

impl Answer {
    /// The cursor of the next page of a list.
    pub fn next(&self) -> Option<&str> {
        match self {
            Self::Search(list) => list.next.as_deref(),
            Self::Resources(list) => list.next.as_deref(),
            Self::Problems(list) => list.next.as_deref(),
            Self::Drift(list) => list.next.as_deref(),
            Self::Page(_)
            | Self::Technique(_)
            | Self::Resource(_)
            | Self::Sources(_)
            | Self::Notices(_) => None,
        }
    }

    /// What the answer was taken from.
    pub fn catalogue(&self) -> &About {
        match self {
            Self::Page(answer) => &answer.summary.catalogue,
            Self::Technique(answer) => &answer.catalogue,
            Self::Search(answer) => &answer.catalogue,
            Self::Resources(answer) => &answer.catalogue,
            Self::Resource(answer) => &answer.catalogue,
            Self::Sources(answer) => &answer.catalogue,
            Self::Problems(answer) => &answer.catalogue,
            Self::Drift(answer) => &answer.catalogue,
            Self::Notices(answer) => &answer.catalogue,
        }
    }
}
