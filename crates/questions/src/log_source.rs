//! A log source: which detections read it, and which techniques it makes detectable.

use std::collections::BTreeMap;

use catalogue::{Catalogue, CatalogueSummary};
use count::StackLogs;
use count::telemetry::readers;
use model::TechniqueId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::counting::counting;
use crate::list::{Items, PageRequest};
use crate::stack::{StackArguments, StackInput};
use crate::words::known_logs;
use crate::{Ask, Error, Paging, question};

/// Arguments of `log-source`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "a comment here would replace the help of the flattened arguments"
)]
pub struct Arguments {
    /// Any word for it: `windows/process_creation`, `windows//sysmon`, `WinEventLog:Sysmon`, `DC0032`, `DeviceProcessEvents`
    pub name: String,
    #[command(flatten)]
    #[serde(flatten)]
    pub stack: StackArguments,
    #[command(flatten)]
    #[serde(flatten)]
    pub page: PageRequest,
}

/// One technique that the log source shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// The technique.
    pub id: TechniqueId,
    /// Its name.
    pub name: String,
    /// How many detections of it read this log source.
    pub detections: u32,
    /// How many detections of it there are in all.
    pub of: u32,
}

/// Answer of `log-source`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The units of logs that are meant, by their ids, with how many detections read each.
    pub log_sources: BTreeMap<String, u32>,
    /// How many detections of each source read it.
    pub detections: BTreeMap<String, u32>,
    /// The techniques, those with most detections first.
    #[serde(flatten)]
    pub list: Items<Row>,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

impl Ask for question::LogSource {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "log-source";
    const ABOUT: &'static str = "A log source: which detections read it, which techniques it shows";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "name": "windows/process_creation", "limit": 5 })
    }

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.catalogue
    }

    fn paging() -> Option<Paging<Self>> {
        Some(Paging::<Self>::new(
            |arguments| &mut arguments.page,
            |answer| &answer.list,
            |answer| &mut answer.list,
        ))
    }

    fn stacks(arguments: &mut Arguments) -> &mut [StackInput] {
        arguments.stack.stack.as_mut_slice()
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    known_logs(catalogue, std::slice::from_ref(&arguments.name))?;
    let wanted = StackLogs::named(&arguments.name);
    let stack = arguments.stack.in_catalogue(catalogue)?;
    let readers = readers(&counting(catalogue, None, &stack)?, &wanted);
    let names = catalogue.matrix_techniques()?;
    let name = |id| {
        names
            .binary_search_by_key(&id, |technique| technique.id)
            .map_or_else(|_| String::new(), |place| names[place].name.clone())
    };
    let mut rows: Vec<Row> = readers
        .techniques
        .into_iter()
        .filter(|(_, (detections, _))| *detections > 0)
        .map(|(id, (detections, of))| Row {
            id,
            name: name(id),
            detections,
            of,
        })
        .collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.detections), row.id));
    let list = Items::cut(rows, &arguments.page, crate::list::FEW)?;
    Ok(Answer {
        log_sources: readers.log_sources,
        detections: readers.by_source,
        list,
        catalogue: catalogue.about().clone(),
    })
}
