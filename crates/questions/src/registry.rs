//! Every question, in the order in which help lists them.

use catalogue::{About, Catalogue};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::list::PageRequest;
use crate::stack::GivenStack;
use crate::threat::GivenThreat;

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
        #[derive(clap::Subcommand, Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        pub enum Question {
            $(#[doc = $about] #[command(name = $name)] #[serde(rename = $name)] $variant($($module)::+::Arguments),)*
        }

        /// The answer to a question.
        #[derive(Clone, Debug, PartialEq, Serialize)]
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
    "matrix" "All techniques with their numbers, for any stack" Matrix crate::matrix;
    "align" "A threat against a stack: per technique what exists, what runs, how far it is proven, what is missing" Align crate::align;
    "gaps" "What is missing for a threat, ranked, with why and with what would help" Gaps crate::gaps;
    "plan" "The fewest rules, logs and tests that close most of the gap, step by step" Plan crate::plan;
    "telemetry" "Which log sources make how much of a threat detectable" Telemetry crate::telemetry;
    "compare" "Threats side by side, or stacks: what is common, what is only one's own" Compare crate::compare;
    "fit" "Techniques were seen: which adversaries fit?" Fit crate::fit;
    "adversaries" "Adversaries by motive, victims and base, with who says so" Adversaries crate::adversaries;
    "categories" "By what adversaries can be chosen: motives, sectors, bases and victims, each with of how many it is said" Categories crate::categories;
    "adversary" "A group: who it is, what it uses, and how that is met" Adversary crate::adversary;
    "software" "Malware or a tool: what it uses, and how that is met" Software crate::software;
    "campaign" "A campaign: what it used, and how that is met" Campaign crate::campaign;
    "control" "A control of a framework: its techniques, and how they are met" Control crate::control;
    "log-source" "A log source: which detections read it, which techniques it shows" LogSource crate::log_source;
    "sources" "The sources: kind, commit, date, licence, and how much each gave" Sources crate::sources;
    "problems" "What could not be read or understood, by source, file and line" Problems crate::problems;
    "drift" "What each source should retag for the chosen release of ATT&CK: old id, new id, reason, file and line" Drift crate::drift;
    "notices" "Licence, copyright and attribution of each source" Notices crate::notices;
}

impl Question {
    /// Which page of a list it asks for; none where its answer is no list in pages.
    pub fn page_request(&mut self) -> Option<&mut PageRequest> {
        match self {
            Self::Search(arguments) => Some(&mut arguments.page),
            Self::Resources(arguments) => Some(&mut arguments.page),
            Self::Problems(arguments) => Some(&mut arguments.page),
            Self::Drift(arguments) => Some(&mut arguments.page),
            Self::Matrix(arguments) => Some(&mut arguments.page),
            Self::Align(arguments) => Some(&mut arguments.page),
            Self::Gaps(arguments) => Some(&mut arguments.page),
            Self::Telemetry(arguments) => Some(&mut arguments.page),
            Self::Compare(arguments) => Some(&mut arguments.page),
            Self::Fit(arguments) => Some(&mut arguments.page),
            Self::Adversaries(arguments) => Some(&mut arguments.page),
            Self::Categories(arguments) => Some(&mut arguments.page),
            Self::LogSource(arguments) => Some(&mut arguments.page),
            Self::Plan(_)
            | Self::Adversary(_)
            | Self::Software(_)
            | Self::Campaign(_)
            | Self::Control(_)
            | Self::Page(_)
            | Self::Technique(_)
            | Self::Resource(_)
            | Self::Sources(_)
            | Self::Notices(_) => None,
        }
    }
}

impl Question {
    /// The threats that it is given, by name or whole.
    pub fn threats(&mut self) -> &mut [GivenThreat] {
        match self {
            Self::Align(arguments) => &mut arguments.threat.threat,
            Self::Gaps(arguments) => &mut arguments.threat.threat,
            Self::Plan(arguments) => &mut arguments.threat.threat,
            Self::Telemetry(arguments) => &mut arguments.threat.threat,
            Self::Compare(arguments) => &mut arguments.threat.threat,
            Self::Fit(arguments) => &mut arguments.threat.threat,
            _ => &mut [],
        }
    }

    /// The stacks that it is given, by name or whole.
    pub fn stacks(&mut self) -> Vec<&mut GivenStack> {
        let one = match self {
            Self::Matrix(arguments) => &mut arguments.stack.stack,
            Self::Align(arguments) => &mut arguments.stack.stack,
            Self::Gaps(arguments) => &mut arguments.stack.stack,
            Self::Plan(arguments) => &mut arguments.stack.stack,
            Self::Telemetry(arguments) => &mut arguments.stack.stack,
            Self::Adversary(arguments) | Self::Software(arguments) | Self::Campaign(arguments) => {
                &mut arguments.stack.stack
            }
            Self::Control(arguments) => &mut arguments.stack.stack,
            Self::LogSource(arguments) => &mut arguments.stack.stack,
            Self::Compare(arguments) => return arguments.stack.iter_mut().collect(),
            _ => return Vec::new(),
        };
        one.iter_mut().collect()
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
            Self::Matrix(answer) => answer.list.next.as_deref(),
            Self::Align(answer) => answer.list.next.as_deref(),
            Self::Gaps(answer) => answer.list.next.as_deref(),
            Self::Telemetry(answer) => answer.list.next.as_deref(),
            Self::Compare(answer) => answer.list.next.as_deref(),
            Self::Fit(answer) => answer.list.next.as_deref(),
            Self::Adversaries(list) => list.next.as_deref(),
            Self::Categories(list) => list.next.as_deref(),
            Self::LogSource(answer) => answer.list.next.as_deref(),
            Self::Plan(_)
            | Self::Adversary(_)
            | Self::Software(_)
            | Self::Campaign(_)
            | Self::Control(_)
            | Self::Page(_)
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
            Self::Matrix(answer) => &answer.catalogue,
            Self::Align(answer) => &answer.catalogue,
            Self::Gaps(answer) => &answer.catalogue,
            Self::Plan(answer) => &answer.catalogue,
            Self::Telemetry(answer) => &answer.catalogue,
            Self::Compare(answer) => &answer.catalogue,
            Self::Fit(answer) => &answer.catalogue,
            Self::Adversaries(answer) => &answer.catalogue,
            Self::Categories(answer) => &answer.catalogue,
            Self::Adversary(answer) | Self::Software(answer) | Self::Campaign(answer) => {
                &answer.catalogue
            }
            Self::Control(answer) => &answer.catalogue,
            Self::LogSource(answer) => &answer.catalogue,
            Self::Notices(answer) => &answer.catalogue,
        }
    }
}
