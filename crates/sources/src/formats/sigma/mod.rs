//! Sigma rules: <https://sigmahq.io/sigma-specification/>. A file holds one rule or several documents, which may
//! be rules, correlations of rules, or an `action: global` whose fields hold for all that follow it.
//!
//! A source of such rules calls [`rules`] for each of its files.

mod document;
mod tags;

use model::{Harvest, Kind, Problem, Related, Resource, Status};

use self::document::{Document, collection};
use super::lenient::Text;
use super::text::{self, Lines, day};
use super::yaml::{self, Spanned};
use crate::File;
use crate::each::holds_none;

/// The most that the documents of one file may take over from each other.
const LARGEST_COLLECTION: usize = 256 << 20;

/// Reads the rules of one file into `part`.
pub(crate) fn rules(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let lines = Lines::new(text::small(file)?);
    let documents = yaml::all(file)?;
    if hands_down_too_much(&documents, file) {
        return Err(file.problem(None, "repeats too much in too many documents"));
    }
    for document in collection(documents) {
        if document.value.is_rule() {
            let resource = resource(&document, part, file, &lines);
            harvest.resources.push(resource);
        } else if document.value.filter.is_some() {
            holds_none(file, "a filter changes rules and is none", harvest);
        } else {
            let what = "the document has neither a detection nor a correlation";
            harvest
                .problems
                .push(file.problem(yaml::line(&document), what));
        }
    }
    Ok(())
}

/// A few bytes of a hostile file could become gigabytes, as each document takes over what stands above it.
fn hands_down_too_much(documents: &[Spanned<Document>], file: &File<'_>) -> bool {
    let any_does = documents
        .iter()
        .any(|document| document.value.action.get().is_some());
    any_does && documents.len().saturating_mul(file.bytes.len()) > LARGEST_COLLECTION
}

fn resource(
    document: &Spanned<Document>,
    part: &str,
    file: &File<'_>,
    lines: &Lines<'_>,
) -> Resource {
    let rule = &document.value;
    let title = [&rule.title, &rule.name, &rule.id]
        .into_iter()
        .find_map(Text::get);
    let mut resource = Resource {
        id: rule.id.some(),
        level: rule.level.get().and_then(text::level),
        level_written: rule.level.some(),
        status: rule.status.get().map_or(Status::Unstated, status),
        status_written: rule.status.some(),
        log_sources: rule.logsource.0.log_source().into_iter().collect(),
        authors: rule
            .author
            .0
            .iter()
            .flat_map(|names| people(names))
            .collect(),
        references: rule.references.0.clone(),
        related: related(rule),
        changed: [&rule.modified, &rule.date]
            .into_iter()
            .find_map(|date| date.get().and_then(day)),
        description: rule.description.some(),
        query: query(rule, lines),
        aliases: rule.name.some().into_iter().collect(),
        ..Resource::new(part, Kind::Detection, title.unwrap_or_else(|| file.name()))
    };
    resource.place.line = yaml::line(document);
    for line in &rule.tags.0 {
        tags::tag(line, &mut resource);
    }
    resource
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
    let rules = rule.related.0.iter();
    let rules = rules.map(|other| Related::new(&other.r#type, &other.id));
    let correlated = rule
        .correlation
        .iter()
        .flat_map(|section| &section.value.0.rules.0);
    let correlated = correlated.map(|name| Related::new("correlates", name));
    let tests = rule
        .simulation
        .0
        .iter()
        .filter_map(|test| test.atomic_guid.get());
    let tests = tests.map(|guid| Related::new("simulation", guid));
    let recordings = rule.regression_tests_path.get();
    let recordings = recordings.map(|path| Related::new("regression_tests", path));
    rules
        .chain(correlated)
        .chain(tests)
        .chain(recordings)
        .collect()
}

/// The detection as it stands in the file, below that of the global document.
fn query(rule: &Document, lines: &Lines<'_>) -> Option<String> {
    let detection = rule.detection.as_ref().and_then(yaml::line);
    let correlation = rule.correlation.as_ref().and_then(yaml::line);
    let sections = [
        rule.above
            .and_then(|line| yaml::section(lines, "detection", line)),
        detection.and_then(|line| yaml::section(lines, "detection", line)),
        correlation.and_then(|line| yaml::section(lines, "correlation", line)),
    ];
    let sections: Vec<&str> = sections.into_iter().flatten().collect();
    text::some(sections.join("\n---\n"))
}
