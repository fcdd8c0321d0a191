//! SCYTHE Community Threats: <https://github.com/scythe-io/community-threats>. One JSON file per threat, a script of
//! numbered steps; those that name techniques are the tests, the others load modules and keep the connection.

use std::collections::BTreeMap;

use documents::text::offset_of;
use model::{Declaration, Harvest, Kind, Mapping, Problem, Related, Resource, TextPolicy};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::files::{holds_none, read_files};
use crate::formats::json;
use crate::formats::lenient::{self, Texts};
use crate::formats::text::{self, Lines};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "scythe",
    archive: "scythe",
    title: "SCYTHE Community Threats",
    repository: "scythe-io/community-threats",
    branch: "master",
    licence: "MIT",
    copyright: "Copyright (c) 2019 scythe-io",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("scythe", "Steps of threats", Kind::Test)],
    declares: Declaration::default,
    paths: &["**/*.json"],
    read,
};

#[derive(Deserialize)]
struct Document<'tree> {
    #[serde(borrow)]
    threat: Option<Threat<'tree>>,
    /// A Navigator layer has them at its root.
    techniques: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Threat<'tree> {
    #[serde(default)]
    display_name: lenient::Text,
    #[serde(default)]
    operating_system_name: lenient::Text,
    /// By number.
    #[serde(borrow)]
    script: BTreeMap<u32, &'tree RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Step {
    module: lenient::Text,
    request: lenient::Text,
    /// `att&ck-technique:T1056`, `att&ck-tactic:TA0009`, in some plans the bare `T1056`, and words like `scythe`.
    rtags: Texts,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, SOURCE.paths, harvest, document);
}

fn document(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let content = text::small(file)?;
    let document: Document<'_> = json::parse(file)?;
    let Some(threat) = document.threat else {
        if document.techniques.is_some() {
            holds_none(file, "an ATT&CK Navigator layer", harvest);
        }
        return Ok(());
    };
    let lines = Lines::new(content);
    for (number, raw) in &threat.script {
        let line = offset_of(raw.get(), content).and_then(|offset| lines.line_at(offset));
        match documents::json::parse::<Step>(raw.get()) {
            Ok(step) => harvest
                .resources
                .extend(resource(&step, *number, &threat, line)),
            Err(error) => harvest
                .problems
                .push(json::problem(file, line.unwrap_or(1), error)),
        }
    }
    if harvest.resources.is_empty() {
        holds_none(
            file,
            "a threat without a step that names a technique",
            harvest,
        );
    }
    Ok(())
}

/// The step, if it names a technique.
fn resource(step: &Step, number: u32, threat: &Threat<'_>, line: Option<u32>) -> Option<Resource> {
    let tags = || step.rtags.0.iter();
    let mappings: Vec<Mapping> = tags().filter_map(|tag| mapping(tag)).collect();
    if mappings.is_empty() {
        return None;
    }
    let name = threat.display_name.get().unwrap_or("Threat");
    let module = step.module.get().unwrap_or("step");
    let mut resource = Resource {
        platforms: threat.operating_system_name.some().into_iter().collect(),
        query: step.request.some(),
        related: vec![Related::new("adversary", name)],
        tactics: tags()
            .filter(|tag| tag.starts_with("att&ck-tactic:"))
            .cloned()
            .collect(),
        mappings,
        ..Resource::new(
            "scythe",
            Kind::Test,
            format!("{name}, step {number}: {module}"),
        )
    };
    resource.place.line = line;
    Some(resource)
}

fn mapping(tag: &str) -> Option<Mapping> {
    if tag.starts_with("att&ck-technique:") {
        return Some(Mapping::prefixed(tag, "att&ck-technique:"));
    }
    Some(Mapping::plain(tag)).filter(|mapping| mapping.technique.is_some())
}
