//! Red team automation of Elastic's detection rules: <https://github.com/elastic/detection-rules>. One Python file
//! per test; it states in a call which techniques it shows and which rules should fire.

use model::{
    Declaration, Harvest, Kind, Mapping, Problem, Related, RelationKind, RelationMeaning, Resource,
    Status, TextPolicy,
};
use serde::Deserialize;

use crate::files::{holds_none, read_files};
use crate::formats::python;
use crate::formats::text::some;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "elastic-rta",
    archive: "elastic-rta",
    title: "Elastic red team automation",
    repository: "elastic/detection-rules",
    // The last commit that has the tests: no branch that people read does.
    branch: "49c361dd98e36052223a7c32ec86254ab555143d",
    licence: "Elastic-2.0",
    copyright: "Copyright Elasticsearch B.V.",
    attribution: None,
    licence_text: None,
    text: TextPolicy::LinkOnly,
    parts: &[Part::new("elastic_rta", "Red team automation", Kind::Test)],
    declares,
    paths: &["rta/*.py", WITHDRAWN],
    read,
};

/// Their names begin with `_`, by which the upstream runner passes them over.
const WITHDRAWN: &str = "rta/deprecated/*.py";

fn declares() -> Declaration {
    Declaration {
        relations: vec![RelationKind::new(
            "rule",
            RelationMeaning::Tests,
            &["elastic", "elastic-protections"],
        )],
        ..Declaration::default()
    }
}

#[derive(Deserialize)]
struct Metadata {
    uuid: String,
    #[serde(default)]
    platforms: Vec<String>,
    #[serde(default)]
    endpoint: Option<Vec<Rule>>,
    #[serde(default)]
    siem: Option<Vec<Rule>>,
    #[serde(default)]
    techniques: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Rule {
    rule_id: String,
    rule_name: String,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, SOURCE.paths, harvest, test);
}

fn test(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let withdrawn = file.path.starts_with("rta/deprecated/");
    let is_runner = file.name() == "common.py" || file.name().starts_with("__");
    if is_runner || file.name().starts_with('_') && !withdrawn {
        holds_none(file, "it runs the tests and is none", harvest);
        return file.text().map(|_| ());
    }
    let call = python::call(file, "RtaMetadata")?;
    let metadata: Metadata = serde_json::from_value(call.arguments)
        .map_err(|error| file.problem(call.line, format!("states odd metadata: {error}")))?;
    let rules: Vec<Rule> = [metadata.endpoint, metadata.siem]
        .into_iter()
        .flatten()
        .flatten()
        .collect();
    let mut resource = Resource {
        id: Some(metadata.uuid),
        platforms: metadata.platforms,
        related: rules
            .iter()
            .map(|rule| Related::new("rule", &rule.rule_id))
            .collect(),
        // People look for the test of a rule by the name of the rule.
        aliases: rules.into_iter().map(|rule| rule.rule_name).collect(),
        query: some(call.below.trim().to_owned()),
        mappings: metadata
            .techniques
            .unwrap_or_default()
            .into_iter()
            .map(Mapping::plain)
            .collect(),
        ..Resource::new(
            "elastic_rta",
            Kind::Test,
            file.name().trim_matches('_').trim_end_matches(".py"),
        )
    };
    if withdrawn {
        resource.status = Status::Deprecated;
    }
    resource.place.line = call.line;
    harvest.resources.push(resource);
    Ok(())
}
