//! What the defender owns, as questions use it: a stack, or a few words of it.

use std::str::FromStr;

use catalogue::{Catalogue, ResourceName};
pub use count::StackSummary;
use count::{RuleName, StackInCatalogue, named_techniques, names_rules};
use model::{RuleLogs, Stack};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vocabulary::logs::{logs_in_use, logs_named};

use crate::Error;
use crate::filter::known_source;
use crate::leads::leads;
use crate::product::{product, products};
use crate::words::{known_logs, platforms};

/// A stack by name, or in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum StackInput {
    /// On the command line: a file, or the name of a saved stack.
    Name(String),
    /// The stack itself.
    Stack(Box<Stack>),
}

impl FromStr for StackInput {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::Name(text.to_owned()))
    }
}

/// Which stack.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct StackArguments {
    /// What you own: on the command line a stack.toml, an import of another tool, or the name of a saved stack
    #[arg(long, value_name = "STACK", help_heading = "Stack")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stack: Option<StackInput>,
    /// Only these sources, besides those of the stack: sigma,splunk,art
    #[arg(
        long,
        value_name = "SOURCE",
        value_delimiter = ',',
        help_heading = "Stack"
    )]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<String>,
    /// Only these platforms, besides those of the stack: Windows, Linux, IaaS
    #[arg(
        long,
        value_name = "PLATFORM",
        value_delimiter = ',',
        help_heading = "Stack"
    )]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platform: Vec<String>,
}

impl StackArguments {
    /// The stack against this catalogue.
    pub(crate) fn in_catalogue(&self, catalogue: &Catalogue) -> Result<StackInCatalogue, Error> {
        let mut stack = match &self.stack {
            None => Stack::default(),
            Some(StackInput::Stack(stack)) => (**stack).clone(),
            Some(StackInput::Name(name)) => {
                return Err(Error::Argument(format!(
                    "the stack `{name}` was not loaded: pass it as an object"
                )));
            }
        };
        stack.sources.extend(self.source.iter().cloned());
        stack.platforms.extend(self.platform.iter().cloned());
        in_catalogue(catalogue, stack)
    }
}

/// The stack against this catalogue.
fn in_catalogue(catalogue: &Catalogue, mut stack: Stack) -> Result<StackInCatalogue, Error> {
    spell_out_products(catalogue, &mut stack)?;
    for source in &stack.sources {
        known_source(catalogue, source)?;
    }
    stack.platforms = platforms(&stack.platforms)?;
    known_logs(catalogue, &stack.log_sources)?;
    // The names of all detections are many: they are read only where a rule is named.
    let names = if names_rules(&stack) {
        catalogue.detection_names()?
    } else {
        Vec::new()
    };
    let rules: Vec<RuleName<'_>> = names.iter().map(rule_name).collect();
    let leads = leads(catalogue, named_techniques(&stack))?;
    Ok(StackInCatalogue::new(stack, &rules, &leads))
}

/// Each product brings the sources and log sources that its vendor writes for it.
fn spell_out_products(catalogue: &Catalogue, stack: &mut Stack) -> Result<(), Error> {
    for name in &stack.products {
        let product = product(catalogue, name)?;
        stack.sources.extend(product.sources);
        stack.log_sources.extend(product.log_sources);
    }
    Ok(())
}

fn rule_name(called: &ResourceName) -> RuleName<'_> {
    RuleName {
        row: called.row,
        id: called.id.as_deref(),
        key: &called.key,
        title: &called.title,
    }
}

/// The words that a stack can name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StackVocabulary {
    /// Platforms, each followed by its parts.
    pub platforms: Vec<String>,
    /// Logs that detections read, those that most read first, then all other words of all sources.
    pub log_sources: Vec<String>,
    /// Ids of products.
    pub products: Vec<String>,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// What a catalogue offers a stack to name.
pub fn vocabulary(catalogue: &Catalogue) -> Result<StackVocabulary, Error> {
    let platforms = vocabulary::platform::all().map(|platform| platform.name.clone());
    let mut log_sources = logs_by_readers(catalogue)?;
    let words = vocabulary::logs::log_words().iter();
    let others: Vec<String> = words
        .filter(|word| logs_named(word).is_some() && !log_sources.contains(word))
        .cloned()
        .collect();
    log_sources.extend(others);
    let sources = catalogue
        .sources()?
        .into_iter()
        .map(|source| source.provenance.source);
    Ok(StackVocabulary {
        platforms: platforms.collect(),
        log_sources,
        products: products(catalogue)?
            .into_iter()
            .map(|product| product.id)
            .collect(),
        sources: sources.collect(),
    })
}

/// Ids of the units of logs that detections read, those that most read first.
fn logs_by_readers(catalogue: &Catalogue) -> Result<Vec<String>, Error> {
    let data = catalogue.counting_data(None)?;
    let mut readers = vec![0_u32; data.log_units.len()];
    for resource in &data.resources {
        if let RuleLogs::Units(units) = data.logs(resource) {
            for unit in units {
                readers[*unit as usize] += 1;
            }
        }
    }
    let mut logs: Vec<(u32, &String)> = readers.into_iter().zip(&data.log_units).collect();
    logs.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(right.1)));
    Ok(logs.into_iter().map(|(_, log)| log.clone()).collect())
}

/// A stack as a catalogue understands it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckedStack {
    /// What was taken from it.
    pub summary: StackSummary,
    /// Of each log source: how many units of logs it stands for.
    pub log_units: Vec<(String, usize)>,
}

/// Checks every word of a stack. A source, product, platform or log that nobody knows is an error, with the nearest words.
pub fn check(catalogue: &Catalogue, stack: &Stack) -> Result<CheckedStack, Error> {
    let summary = in_catalogue(catalogue, stack.clone())?.summary;
    let units = |word: &String| logs_in_use(word).map_or(0, |units| units.len());
    let logs = summary.log_sources.iter();
    Ok(CheckedStack {
        log_units: logs.map(|word| (word.clone(), units(word))).collect(),
        summary,
    })
}
