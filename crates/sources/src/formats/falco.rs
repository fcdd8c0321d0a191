//! Falco rules: <https://falco.org/docs/reference/rules/>. A file is a list of rules, and of the macros and lists that
//! they use.

use model::{Harvest, Kind, Level, Mapping, Problem, Resource, Status, TacticMention};
use serde::Deserialize;

use super::lenient::{Lines, Text};
use super::yaml::{self, Spanned};
use crate::File;

/// A rule; a macro, a list and a version that is asked for have no `rule`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Item {
    rule: Text,
    desc: Text,
    condition: Text,
    priority: Text,
    source: Text,
    tags: Lines,
}

/// Reads the rules of one file into `part`.
pub(crate) fn rules(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let items: Vec<Spanned<Item>> = yaml::parse(file)?;
    for item in items {
        if let Some(title) = item.value.rule.get() {
            let resource = rule(&item, part, title);
            harvest.resources.push(resource);
        }
    }
    Ok(())
}

fn rule(item: &Spanned<Item>, part: &str, title: &str) -> Resource {
    let rule = &item.value;
    let mut resource = Resource {
        level: rule.priority.get().and_then(level),
        level_written: rule.priority.some(),
        // Where a rule does not say, it reads system calls.
        data_sources: vec![rule.source.get().unwrap_or("syscall").to_owned()],
        description: rule.desc.some(),
        query: rule.condition.some(),
        ..Resource::new(part, Kind::Detection, title)
    };
    resource.place.line = yaml::line(item);
    for tag in &rule.tags.0 {
        self::tag(&tag.text, tag.line, &mut resource);
    }
    resource
}

/// `maturity_stable`, `container`, `mitre_execution`, `TA0003`, `T1059.004`; a number of another framework is left out.
fn tag(tag: &str, line: Option<u32>, resource: &mut Resource) {
    let numbered = |prefix: &str| {
        tag.strip_prefix(prefix)
            .is_some_and(|number| number.starts_with(|letter: char| letter.is_ascii_digit()))
    };
    if let Some(maturity) = tag.strip_prefix("maturity_") {
        resource.status = status(maturity);
        resource.status_written = Some(maturity.to_owned());
    } else if tag.starts_with("mitre_") || numbered("TA") {
        resource.tactics.push(tag.to_owned());
        let mention = TacticMention::new(tag, line);
        resource.tactic_mentions.push(mention);
    } else if numbered("T") {
        resource.mappings.push(Mapping::plain(tag).at(line));
    } else if matches!(tag, "host" | "container" | "k8s" | "aws") {
        resource.platforms.push(tag.to_owned());
    }
}

/// Levels of maturity: <https://falcosecurity.github.io/rules/>.
fn status(maturity: &str) -> Status {
    match maturity {
        "stable" => Status::Stable,
        "incubating" => Status::Test,
        "sandbox" => Status::Experimental,
        "deprecated" => Status::Deprecated,
        _ => Status::Unstated,
    }
}

/// The words of syslog.
fn level(priority: &str) -> Option<Level> {
    match priority.trim().to_ascii_uppercase().as_str() {
        "EMERGENCY" | "ALERT" | "CRITICAL" => Some(Level::Critical),
        "ERROR" => Some(Level::High),
        "WARNING" => Some(Level::Medium),
        "NOTICE" => Some(Level::Low),
        "INFO" | "INFORMATIONAL" | "DEBUG" => Some(Level::Informational),
        _ => None,
    }
}
