//! What the defender owns, as questions use it: a stack, or a few words of it.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use catalogue::{Catalogue, ResourceName};
pub use count::StackSummary;
use count::{RuleName, StackInCatalogue, log_name, named_techniques, names_rules};
use model::{Role, Stack};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::filter::known_source;
use crate::leads::leads;
use crate::near::{NearMatch, like, nearest};
use crate::product::{product, products};

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
    /// Platforms of techniques.
    pub platforms: Vec<String>,
    /// Log sources that detections read, those that most read first, then data components of ATT&CK.
    pub log_sources: Vec<String>,
    /// Ids of products.
    pub products: Vec<String>,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// What a catalogue offers a stack to name.
pub fn vocabulary(catalogue: &Catalogue) -> Result<StackVocabulary, Error> {
    let mut platforms = BTreeSet::new();
    for technique in catalogue.matrix_techniques()? {
        platforms.extend(technique.platforms);
    }
    let mut logs: BTreeMap<String, u32> = BTreeMap::new();
    for log in catalogue.detection_logs()? {
        *logs.entry(log_name(&log)).or_default() += 1;
    }
    let mut logs: Vec<(String, u32)> = logs.into_iter().collect();
    logs.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    let components = catalogue
        .of_role(Role::DataComponents)?
        .into_iter()
        .filter_map(|component| component.id);
    let sources = catalogue
        .sources()?
        .into_iter()
        .map(|source| source.provenance.source);
    Ok(StackVocabulary {
        platforms: platforms.into_iter().collect(),
        log_sources: logs
            .into_iter()
            .map(|(log, _)| log)
            .chain(components)
            .collect(),
        products: products(catalogue)?
            .into_iter()
            .map(|product| product.id)
            .collect(),
        sources: sources.collect(),
    })
}

/// A stack, and which of its words the catalogue does not know.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckedStack {
    /// Its name.
    pub name: Option<String>,
    /// Sources in use.
    pub sources: Vec<String>,
    /// Platforms in use.
    pub platforms: Vec<String>,
    /// Log sources that arrive.
    pub log_sources: Vec<String>,
    /// How many rules of the catalogue run.
    pub deployed: Option<u32>,
    /// Deployed rules that are unknown here.
    pub unknown_rules: Vec<String>,
    /// One sentence for each other unknown word, with the nearest known one.
    pub unknown_words: Vec<String>,
}

/// Checks every word of a stack. Unknown sources and products are errors.
pub fn check(catalogue: &Catalogue, stack: &Stack) -> Result<CheckedStack, Error> {
    let seen = in_catalogue(catalogue, stack.clone())?;
    let words = vocabulary(catalogue)?;
    let mut unknown_words = Vec::new();
    let known =
        |list: &[String], word: &str| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    for platform in &stack.platforms {
        if !known(&words.platforms, platform) {
            unknown_words.push(unknown_word("platform", platform, &words.platforms));
        }
    }
    let logs = catalogue.detection_logs()?;
    for log in seen.log_sources() {
        let written = log.written();
        let read =
            logs.iter().any(|known_log| log.feeds(known_log)) || known(&words.log_sources, written);
        if !read {
            unknown_words.push(unknown_word("log source", written, &words.log_sources));
        }
    }
    let summary = seen.summary;
    Ok(CheckedStack {
        name: summary.name,
        sources: summary.sources,
        platforms: summary.platforms,
        log_sources: summary.log_sources,
        deployed: summary.deployed,
        unknown_rules: summary.unknown_rules,
        unknown_words,
    })
}

fn unknown_word(what: &str, word: &str, known: &[String]) -> String {
    let likeness = |known: &&String| like(known, word);
    let near = nearest(known, likeness, |known| NearMatch {
        id: known.clone(),
        name: String::new(),
    })
    .first()
    .map(|near| format!("; did you mean `{}`?", near.id))
    .unwrap_or_default();
    format!("no detection or technique of this catalogue knows the {what} `{word}`{near}")
}
