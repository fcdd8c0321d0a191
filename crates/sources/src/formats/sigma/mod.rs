//! Sigma rules: <https://sigmahq.io/sigma-specification/>. A file holds one rule or several documents, which may
//! be rules, correlations of rules, or an `action: global` whose fields hold for all that follow it.
//!
//! A source of such rules calls [`rules`] for each of its files.

mod tags;

use documents::sigma;
use model::sigma::Document;
use model::{Harvest, Kind, Problem, Related, RelationKind, RelationMeaning, Resource, Status};

use super::text::{self, Lines, day};
use super::yaml::{LIMITS, section};
use crate::File;
use crate::files::holds_none;

/// What rules and their tags point to.
pub(crate) fn relations() -> Vec<RelationKind> {
    let to_rules = ["derived", "similar", "obsolete", "merged", "renamed"];
    let to_adversaries = ["group", "software", "campaign"];
    let rules = to_rules.map(|word| RelationKind::new(word, RelationMeaning::Related, &["sigma"]));
    let adversaries =
        to_adversaries.map(|word| RelationKind::new(word, RelationMeaning::Related, &["attack"]));
    let mut all = vec![
        RelationKind::new("simulation", RelationMeaning::TestedBy, &["art"]),
        RelationKind::new("regression_tests", RelationMeaning::Recording, &[]),
        RelationKind::new("correlates", RelationMeaning::Related, &[]),
        RelationKind::new("car", RelationMeaning::Related, &["car"]),
        RelationKind::new("cve", RelationMeaning::Related, &["mapex-kev"]),
    ];
    all.extend(rules.into_iter().chain(adversaries));
    all
}

/// Reads the rules of one file into `part`.
pub(crate) fn rules(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let content = text::small(file)?;
    let documents =
        sigma::read(content, &LIMITS).map_err(|error| text::unexpected(file, "YAML", &error))?;
    let lines = Lines::new(content);
    for document in documents {
        if document.is_rule() {
            let resource = resource(document, part, file, &lines);
            harvest.resources.push(resource);
        } else if document.is_filter {
            holds_none(file, "a filter changes rules and is none", harvest);
        } else {
            let what = "the document has neither a detection nor a correlation";
            harvest.problems.push(file.problem(document.line, what));
        }
    }
    Ok(())
}

fn resource(rule: Document, part: &str, file: &File<'_>, lines: &Lines<'_>) -> Resource {
    let query = query(&rule, lines);
    let title = [&rule.title, &rule.name, &rule.id]
        .into_iter()
        .find_map(Option::as_deref)
        .unwrap_or_else(|| file.name());
    let mut resource = Resource {
        related: related(&rule),
        ..Resource::new(part, Kind::Detection, title)
    };
    resource.place.line = rule.line;
    for tag in &rule.tags {
        tags::tag(tag, &mut resource);
    }
    Resource {
        level: rule.level.as_deref().and_then(text::level),
        level_written: rule.level,
        status: rule.status.as_deref().map_or(Status::Unstated, status),
        status_written: rule.status,
        log_sources: rule.log_source.into_iter().collect(),
        authors: rule
            .authors
            .iter()
            .flat_map(|names| people(names))
            .collect(),
        references: rule.references,
        changed: [&rule.modified, &rule.date]
            .into_iter()
            .find_map(|date| day(date.as_deref()?)),
        description: rule.description,
        query,
        aliases: rule.name.into_iter().collect(),
        id: rule.id,
        ..resource
    }
}

fn status(written: &str) -> Status {
    match written.trim().to_ascii_lowercase().as_str() {
        "stable" => Status::Stable,
        "test" | "testing" => Status::Test,
        "experimental" => Status::Experimental,
        "deprecated" => Status::Deprecated,
        "unsupported" => Status::Unsupported,
        _ => Status::Unstated,
    }
}

/// The names in `Ann (Lamps, Inc.), Bob; Cy`: a comma inside brackets belongs to the name.
fn people(names: &str) -> Vec<String> {
    let mut depth = 0_u32;
    names
        .split(|letter| {
            match letter {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && matches!(letter, ',' | ';')
        })
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

fn related(rule: &Document) -> Vec<Related> {
    let correlated = rule
        .correlation
        .iter()
        .flat_map(|correlation| &correlation.rules)
        .map(|name| Related::new("correlates", name));
    let tests = rule
        .simulations
        .iter()
        .map(|guid| Related::new("simulation", guid));
    let recordings = rule
        .regression_tests_path
        .iter()
        .map(|path| Related::new("regression_tests", path));
    rule.related
        .iter()
        .cloned()
        .chain(correlated)
        .chain(tests)
        .chain(recordings)
        .collect()
}

/// The detection as it stands in the file, below what is handed down to it.
fn query(rule: &Document, lines: &Lines<'_>) -> Option<String> {
    let detections = rule
        .detection
        .iter()
        .flat_map(|detection| &detection.lines)
        .map(|&line| ("detection", line));
    let correlation = rule
        .correlation
        .iter()
        .filter_map(|correlation| Some(("correlation", correlation.line?)));
    let sections: Vec<&str> = detections
        .chain(correlation)
        .filter_map(|(key, line)| section(lines, key, line))
        .collect();
    text::some(sections.join("\n---\n"))
}
