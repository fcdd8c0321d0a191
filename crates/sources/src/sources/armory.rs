//! Anvilogic Forge armory: <https://github.com/anvilogic-forge/armory>. Detections, one file for each language in which
//! the detection is written.

use model::{Declaration, Harvest, Kind, Mapping, Problem, Resource, TextPolicy};
use serde::Deserialize;

use crate::files::read_files;
use crate::formats::lenient::{OrDefault, Text, Texts};
use crate::formats::text::distinct;
use crate::formats::yaml::{self, Spanned};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "armory",
    archive: "armory",
    title: "Anvilogic Forge armory",
    repository: "anvilogic-forge/armory",
    branch: "main",
    licence: "GPL-3.0-only",
    copyright: "Copyright Anvilogic",
    attribution: None,
    licence_text: None,
    text: TextPolicy::LinkOnly,
    parts: &[Part::new("armory", "Detections", Kind::Detection)],
    declares: Declaration::default,
    paths: PATHS,
    read,
};

const PATHS: &[&str] = &["detections/**/*.{yml,yaml}"];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Detection {
    id: Text,
    title: Text,
    description: Text,
    logic: Text,
    techniques: Texts,
    technique_id: Option<Spanned<OrDefault<Ids>>>,
    data_category: Texts,
    references: Texts,
}

/// An id, or a list whose items are ids or, now and then, lists of ids.
#[derive(Deserialize)]
#[serde(untagged)]
enum Ids {
    One(String),
    Many(Vec<Texts>),
}

impl Default for Ids {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, detection);
}

fn detection(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let detection: Detection = yaml::parse(file)?;
    let title = detection
        .title
        .get()
        .ok_or_else(|| file.problem(None, "the detection has no title"))?;
    harvest.resources.push(Resource {
        id: detection.id.some(),
        data_sources: detection.data_category.0.clone(),
        references: detection.references.0.clone(),
        description: detection.description.some(),
        query: detection.logic.some(),
        tactics: distinct(
            detection
                .techniques
                .0
                .iter()
                .filter_map(|name| tactic(name)),
        ),
        mappings: detection.technique_id.iter().flat_map(mappings).collect(),
        ..Resource::new("armory", Kind::Detection, title)
    });
    Ok(())
}

/// `persistence:account manipulation`.
fn tactic(technique: &str) -> Option<&str> {
    technique.split_once(':').map(|(tactic, _)| tactic)
}

fn mappings(ids: &Spanned<OrDefault<Ids>>) -> Vec<Mapping> {
    let written: Vec<&String> = match &ids.value.0 {
        Ids::One(id) => vec![id],
        Ids::Many(lists) => lists.iter().flat_map(|list| &list.0).collect(),
    };
    let ids_of = written.into_iter().flat_map(|text| listed(text));
    ids_of
        .map(|id| Mapping::plain(id).at(yaml::line(ids)))
        .collect()
}

/// The ids of a list that became one text, `['T1185', 'T1539']`; any other text stays as it is.
fn listed(written: &str) -> impl Iterator<Item = &str> {
    let inside = written
        .trim()
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let items = inside.map(|items| {
        items
            .split(',')
            .map(|id| id.trim().trim_matches(['\'', '"']))
    });
    let alone = inside.is_none().then_some(written);
    items.into_iter().flatten().chain(alone)
}
