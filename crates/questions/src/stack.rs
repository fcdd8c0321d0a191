//! What the defender owns, as questions use it: a stack, or a few words of it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::str::FromStr;

use catalogue::{Called, Catalogue};
use count::{StackLogSource, log_name};
use model::{Claim, Exclusion, LogSource, Stack, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::filter::known_source;
use crate::near::{Near, like, nearest};
use crate::product::{PRODUCTS, Product};

/// A stack by name, or whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum GivenStack {
    /// On the command line: a file, or the name of a saved stack.
    Name(String),
    /// The stack itself.
    Stack(Box<Stack>),
}

impl FromStr for GivenStack {
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
    pub stack: Option<GivenStack>,
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

/// What was taken from the stack, in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StackSummary {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Sources in use; all where none is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Platforms in use; all where none is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<String>,
    /// Log sources that arrive; not considered where none is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log_sources: Vec<String>,
    /// How many rules of the catalogue run; every rule of the sources in use is taken to run where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployed: Option<u32>,
    /// Deployed rules that this catalogue does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown_rules: Vec<String>,
    /// What is left out on purpose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<Exclusion>,
}

/// A stack against a catalogue.
#[derive(Debug, Default)]
pub(crate) struct Owned {
    pub(crate) summary: StackSummary,
    /// Names of sources in use; none where all are.
    sources: BTreeSet<String>,
    platforms: BTreeSet<String>,
    pub(crate) logs: Vec<StackLogSource>,
    /// Rules that run; none where all of the sources in use do.
    deployed: Option<HashSet<i64>>,
    excluded_rules: HashSet<i64>,
    pub(crate) excluded_techniques: BTreeMap<TechniqueId, Exclusion>,
    pub(crate) claims: BTreeMap<TechniqueId, Vec<Claim>>,
}

impl StackArguments {
    /// The stack against this catalogue.
    pub(crate) fn owned(&self, catalogue: &Catalogue) -> Result<Owned, Error> {
        let mut stack = match &self.stack {
            None => Stack::default(),
            Some(GivenStack::Stack(stack)) => (**stack).clone(),
            Some(GivenStack::Name(name)) => {
                return Err(Error::Argument(format!(
                    "the stack `{name}` was not read: give it whole"
                )));
            }
        };
        stack.sources.extend(self.source.iter().cloned());
        stack.platforms.extend(self.platform.iter().cloned());
        Owned::of(catalogue, stack)
    }
}

impl Owned {
    pub(crate) fn of(catalogue: &Catalogue, mut stack: Stack) -> Result<Self, Error> {
        for name in &stack.products {
            let product = product(name)?;
            stack
                .sources
                .extend(product.sources.iter().map(|&source| source.to_owned()));
            stack
                .log_sources
                .extend(product.log_sources.iter().map(|&log| log.to_owned()));
        }
        for source in &stack.sources {
            known_source(catalogue, source)?;
        }
        let lower = |texts: &[String]| {
            texts
                .iter()
                .map(|text| text.trim().to_lowercase())
                .collect::<BTreeSet<String>>()
        };
        let excluded: Vec<String> = stack
            .exclusions
            .iter()
            .map(|one| one.what.clone())
            .collect();
        let names = if stack.deployed.is_empty()
            && excluded
                .iter()
                .all(|what| TechniqueId::from_people(what).is_ok())
        {
            Vec::new()
        } else {
            catalogue.detection_names()?
        };
        let (deployed, unknown_rules) = recognised(&names, &stack.deployed);
        let (excluded_rules, _) = recognised(&names, &excluded);
        let mut excluded_techniques = BTreeMap::new();
        for exclusion in &stack.exclusions {
            if let Ok(id) = TechniqueId::from_people(&exclusion.what) {
                excluded_techniques.insert(followed(catalogue, id)?, exclusion.clone());
            }
        }
        let mut claims: BTreeMap<TechniqueId, Vec<Claim>> = BTreeMap::new();
        for claim in &stack.claims {
            if let Ok(id) = TechniqueId::from_people(&claim.technique) {
                claims
                    .entry(followed(catalogue, id)?)
                    .or_default()
                    .push(claim.clone());
            }
        }
        let count = |rules: &HashSet<i64>| u32::try_from(rules.len()).unwrap_or(u32::MAX);
        let sources = lower(&stack.sources);
        let deployed = (!stack.deployed.is_empty()).then_some(deployed);
        Ok(Self {
            summary: StackSummary {
                name: stack.name,
                sources: sources.iter().cloned().collect(),
                platforms: stack.platforms.clone(),
                log_sources: stack.log_sources.clone(),
                deployed: deployed.as_ref().map(count),
                unknown_rules,
                exclusions: stack.exclusions,
            },
            sources,
            platforms: lower(&stack.platforms),
            logs: stack
                .log_sources
                .iter()
                .map(|log| StackLogSource::new(log))
                .collect(),
            deployed,
            excluded_rules,
            excluded_techniques,
            claims,
        })
    }

    /// Whether the defender uses what this source brings.
    pub(crate) fn uses(&self, source: &str, part: &str) -> bool {
        self.sources.is_empty() || self.sources.contains(source) || self.sources.contains(part)
    }

    /// Whether it is for one of the platforms in use; what names none is for all.
    pub(crate) fn runs_on(&self, platforms: &[String]) -> bool {
        self.platforms.is_empty()
            || platforms.is_empty()
            || platforms
                .iter()
                .any(|platform| self.platforms.contains(&platform.to_lowercase()))
    }

    /// Whether a rule runs at the defender's; `in_use` says whether its source is in use.
    pub(crate) fn runs(&self, row: i64, in_use: bool) -> bool {
        let deployed = self
            .deployed
            .as_ref()
            .map_or(in_use, |deployed| deployed.contains(&row));
        deployed && !self.excluded_rules.contains(&row)
    }

    /// Whether the defender left the rule out on purpose.
    pub(crate) fn excludes(&self, row: i64) -> bool {
        self.excluded_rules.contains(&row)
    }

    /// Whether it is said which rules run.
    pub(crate) fn says_what_runs(&self) -> bool {
        self.deployed.is_some()
    }

    /// Whether one of the logs that a rule reads arrives; unknown where it names none, or the stack names none.
    pub(crate) fn has_log(
        &self,
        log_sources: &[LogSource],
        data_sources: Option<&Vec<String>>,
    ) -> Option<bool> {
        if self.logs.is_empty() {
            return None;
        }
        if !log_sources.is_empty() {
            let fed = log_sources
                .iter()
                .any(|log| self.logs.iter().any(|owned| owned.feeds(log)));
            return Some(fed);
        }
        let named = data_sources.filter(|named| !named.is_empty())?;
        let is = |named: &String| {
            self.logs
                .iter()
                .any(|owned| owned.written().eq_ignore_ascii_case(named))
        };
        Some(named.iter().any(is))
    }
}

/// The words that a stack can name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Platforms of techniques.
    pub platforms: Vec<String>,
    /// Log sources that detections read, those that most read first, then data components of ATT&CK.
    pub log_sources: Vec<String>,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// What a catalogue offers a stack to name.
pub fn vocabulary(catalogue: &Catalogue) -> Result<Vocabulary, Error> {
    let mut platforms = BTreeSet::new();
    for technique in catalogue.matrix_techniques()? {
        platforms.extend(technique.platforms);
    }
    let mut logs: BTreeMap<String, u32> = BTreeMap::new();
    for log in catalogue.detection_logs()? {
        *logs.entry(log_name(&log)).or_default() += 1;
    }
    let mut logs: Vec<(String, u32)> = logs.into_iter().collect();
    logs.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let components = catalogue.of_part("attack_data_components")?;
    let components = components.into_iter().filter_map(|one| one.id);
    let sources = catalogue
        .sources()?
        .into_iter()
        .map(|source| source.provenance.source);
    Ok(Vocabulary {
        platforms: platforms.into_iter().collect(),
        log_sources: logs
            .into_iter()
            .map(|(log, _)| log)
            .chain(components)
            .collect(),
        sources: sources.collect(),
    })
}

/// A stack, and which of its words mean nothing here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// What it is called.
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
    /// One sentence for each other word that means nothing here, with the nearest that does.
    pub unknown_words: Vec<String>,
}

/// Checks every word of a stack. Unknown sources and products are errors.
pub fn check(catalogue: &Catalogue, stack: &Stack) -> Result<Checked, Error> {
    let owned = Owned::of(catalogue, stack.clone())?;
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
    for log in &owned.logs {
        let written = log.written();
        let read = logs.iter().any(|one| log.feeds(one)) || known(&words.log_sources, written);
        if !read {
            unknown_words.push(unknown_word("log source", written, &words.log_sources));
        }
    }
    let summary = owned.summary;
    Ok(Checked {
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
    let near = nearest(known, likeness, |known| Near {
        id: known.clone(),
        name: String::new(),
    });
    let near = near.first();
    let near = near
        .map(|near| format!("; did you mean `{}`?", near.id))
        .unwrap_or_default();
    format!("no detection or technique of this catalogue knows the {what} `{word}`{near}")
}

/// Where the id leads in the chosen release; itself where that is not clear.
fn followed(catalogue: &Catalogue, id: TechniqueId) -> Result<TechniqueId, Error> {
    let leads = catalogue.leads(id)?;
    let lead = leads.into_iter().find(|lead| lead.state.counts());
    Ok(lead.and_then(|lead| lead.technique).unwrap_or(id))
}

fn product(name: &str) -> Result<&'static Product, Error> {
    let found = PRODUCTS
        .iter()
        .find(|product| product.id.eq_ignore_ascii_case(name.trim()));
    found.ok_or_else(|| Error::Unknown {
        what: "product",
        name: name.to_owned(),
        near: nearest(
            PRODUCTS,
            |product| like(product.id, name),
            |product| Near {
                id: product.id.to_owned(),
                name: product.title.to_owned(),
            },
        ),
    })
}

/// The rules that are meant, and what nobody is called.
fn recognised(names: &[Called], written: &[String]) -> (HashSet<i64>, Vec<String>) {
    let mut exact: HashMap<String, Vec<i64>> = HashMap::new();
    for one in names {
        for name in [one.id.as_deref().unwrap_or(""), &one.key, &one.title] {
            exact.entry(name.to_lowercase()).or_default().push(one.row);
        }
    }
    let (mut found, mut unknown) = (HashSet::new(), Vec::new());
    for rule in written {
        let wanted = rule.trim().to_lowercase();
        let mut rows: Vec<i64> = exact.get(&wanted).cloned().unwrap_or_default();
        if rows.is_empty() && wanted.contains('*') {
            let like = |name: &str| is_like(&wanted, &name.to_lowercase());
            let is_meant = |one: &&Called| {
                like(&one.key) || like(&one.title) || one.id.as_deref().is_some_and(like)
            };
            rows.extend(names.iter().filter(is_meant).map(|one| one.row));
        }
        if rows.is_empty() && TechniqueId::from_people(rule).is_err() {
            unknown.push(rule.clone());
        }
        found.extend(rows);
    }
    (found, unknown)
}

/// Whether the text is like the pattern, in which `*` stands for anything.
fn is_like(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, text, like) in [
            ("sigma:rules/windows/*", "sigma:rules/windows/a/b.yml", true),
            ("sigma:*/b.yml", "sigma:rules/windows/a/b.yml", true),
            ("*psexec*", "sigma:rules/psexec.yml", true),
            ("*psexec", "sigma:rules/psexec.yml", false),
            ("a*a", "a", false),
            ("*", "", true),
        ] {
            assert_eq!(is_like(pattern, text), like, "{pattern} {text}");
        }
    }
}
