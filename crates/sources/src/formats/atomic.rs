//! Atomic tests, as Atomic Red Team writes them: a file per technique, which holds its tests.

use model::{Harvest, Kind, Mapping, Problem, Resource};
use serde::Deserialize;

use super::text::some;
use super::yaml::{self, Spanned};
use crate::File;

#[derive(Deserialize)]
struct Atomics {
    attack_technique: Spanned<String>,
    atomic_tests: Vec<Spanned<AtomicTest>>,
}

#[derive(Deserialize)]
struct AtomicTest {
    name: String,
    // Given by a robot after the test is merged; old commits lack it.
    auto_generated_guid: Option<String>,
    description: Option<String>,
    #[serde(default)]
    supported_platforms: Vec<String>,
    executor: Option<Executor>,
}

#[derive(Deserialize)]
struct Executor {
    name: String,
    command: Option<String>,
    // A manual test has steps instead of a command.
    steps: Option<String>,
    #[serde(default)]
    elevation_required: bool,
}

/// Reads the tests of one file into `part`.
pub(crate) fn tests(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let atomics: Atomics = yaml::parse(file)?;
    let mapping =
        Mapping::plain(&atomics.attack_technique.value).at(yaml::line(&atomics.attack_technique));
    for test in atomics.atomic_tests {
        let line = yaml::line(&test);
        let mut test = resource(test.value, part, &mapping);
        test.place.line = line;
        harvest.resources.push(test);
    }
    Ok(())
}

// The upstream page of a technique is not linked: it has no stable address for one test, the line of the file has.
fn resource(test: AtomicTest, part: &str, mapping: &Mapping) -> Resource {
    Resource {
        id: some(test.auto_generated_guid),
        platforms: test.supported_platforms,
        description: description(test.description, test.executor.as_ref()),
        query: test
            .executor
            .and_then(|executor| some(executor.command).or(some(executor.steps))),
        mappings: vec![mapping.clone()],
        ..Resource::new(part, Kind::Test, test.name)
    }
}

/// The description, and what it takes to run the test as its last line.
fn description(written: Option<String>, executor: Option<&Executor>) -> Option<String> {
    let how = executor.map(|executor| {
        let elevation = if executor.elevation_required {
            ", elevation required"
        } else {
            ""
        };
        format!("Executor: {}{elevation}", executor.name)
    });
    let parts: Vec<String> = some(written)
        .map(|text| text.trim_end().to_owned())
        .into_iter()
        .chain(how)
        .collect();
    some(parts.join("\n\n"))
}
