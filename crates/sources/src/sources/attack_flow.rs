//! CTID Attack Flow: <https://github.com/center-for-threat-informed-defense/attack-flow>. A corpus of incidents, each a
//! drawing of actions and what leads to what.

mod order;

use std::collections::BTreeMap;

use model::{Declaration, Harvest, Kind, Mapping, Problem, Resource, Role, TextPolicy};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::files::read_files;
use crate::formats::ctid::state;
use crate::formats::json::{self, Items};
use crate::formats::text::{day, some};
use crate::{File, Part, Source, Tree};
use order::in_order;

pub(crate) const SOURCE: Source = Source {
    id: "attack-flow",
    archive: "attack-flow",
    title: "CTID Attack Flow",
    repository: "center-for-threat-informed-defense/attack-flow",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "Copyright 2021 MITRE",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::knowledge("attack_flow", "Incidents", Role::Incidents)],
    declares: Declaration::default,
    paths: &[FLOWS],
    read,
};

const FLOWS: &str = "corpus/*.afb";

#[derive(Deserialize)]
struct Drawing<'tree> {
    #[serde(borrow)]
    objects: Items<'tree>,
}

/// A flow, an action or another thing that is drawn; lines, anchors and latches say what leads to what.
#[derive(Debug, Deserialize)]
struct Object {
    /// What it is: `action`.
    id: String,
    instance: String,
    #[serde(default)]
    properties: Properties,
    /// Where lines may meet it, by their angle.
    #[serde(default)]
    anchors: BTreeMap<String, String>,
    /// Ends of lines that meet this anchor.
    #[serde(default)]
    latches: Vec<String>,
    source: Option<String>,
    target: Option<String>,
}

/// Pairs of key and value, instead of an object.
#[derive(Debug, Default, Deserialize)]
struct Properties(Vec<(String, Value)>);

impl Properties {
    fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let (_, value) = self.0.iter().find(|(name, _)| name == key)?;
        serde_json::from_value(value.clone()).ok()
    }

    fn text(&self, key: &str) -> Option<String> {
        some(self.get::<String>(key))
    }
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, &[FLOWS], harvest, flow);
}

fn flow(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let drawing: Drawing<'_> = json::parse(file)?;
    let objects = drawing.objects.read::<Object>(file, harvest);
    let flow = objects
        .iter()
        .map(|(_, object)| object)
        .find(|object| object.id == "flow")
        .ok_or_else(|| file.problem(None, "the drawing has no flow"))?;
    let about = &flow.properties;
    let title = about
        .text("name")
        .ok_or_else(|| file.problem(None, "the flow has no name"))?;
    let (mut mappings, mut steps) = (Vec::new(), Vec::new());
    for (line, action) in in_order(&objects) {
        let step = steps.len() + 1;
        let name = action.properties.text("name").unwrap_or_default();
        let technique = technique(action);
        steps.push(match &technique {
            Some(technique) => format!("{step}. {name} ({technique})"),
            None => format!("{step}. {name}"),
        });
        if let Some(technique) = technique {
            let detail = format!("step {step}");
            state(
                &mut mappings,
                Mapping::plain(technique).at(line).with(detail),
            );
        }
    }
    let words = about
        .text("description")
        .into_iter()
        .chain(some(steps.join("\n")));
    harvest.resources.push(Resource {
        id: Some(flow.instance.clone()),
        authors: author(about).into_iter().collect(),
        references: references(about),
        changed: about.text("created").as_deref().and_then(day),
        description: some(words.collect::<Vec<_>>().join("\n\n")),
        mappings,
        ..Resource::new("attack_flow", Kind::Knowledge, title)
    });
    Ok(())
}

/// `technique_id` beside it is of an older form of the drawings and often empty.
fn technique(action: &Object) -> Option<String> {
    action
        .properties
        .get::<Properties>("ttp")?
        .text("technique")
}

fn author(about: &Properties) -> Option<String> {
    about.get::<Properties>("author")?.text("name")
}

fn references(about: &Properties) -> Vec<String> {
    let references: Option<Properties> = about.get("external_references");
    let properties = |(_, value): &(String, Value)| {
        serde_json::from_value::<Properties>(value.clone())
            .ok()?
            .text("url")
    };
    references.map_or_else(Vec::new, |list| {
        list.0.iter().filter_map(properties).collect()
    })
}
