//! Threat Hunter Playbook: <https://github.com/OTRF/ThreatHunter-Playbook>. A hunt is a folder: `metadata.yaml` says
//! what it is for, `notebook.md` holds its analytics.

use model::{
    Declaration, Harvest, Kind, LogSource, Mapping, Problem, Related, RelationKind,
    RelationMeaning, Resource, TextPolicy,
};
use serde::Deserialize;

use crate::files::{holds_none, read_files};
use crate::formats::lenient::{OrDefault, Text, Texts};
use crate::formats::markdown::Markdown;
use crate::formats::text::{self, day, distinct};
use crate::formats::yaml::{self, Spanned};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "th-playbook",
    archive: "th-playbook",
    title: "Threat Hunter Playbook",
    repository: "OTRF/ThreatHunter-Playbook",
    branch: "master",
    licence: "MIT",
    copyright: "Copyright (c) 2022 Open Threat Research Forge",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("thp", "Hunts", Kind::Detection)],
    declares,
    paths: &[FACTS, NOTEBOOKS],
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: vec![RelationKind::new(
            "dataset",
            RelationMeaning::Recording,
            &[],
        )],
        ..Declaration::default()
    }
}

const FACTS: &str = "docs/hunts/**/metadata.yaml";
const NOTEBOOKS: &str = "docs/hunts/**/notebook.md";

#[derive(Default, Deserialize)]
#[serde(default)]
struct Hunt {
    id: Text,
    title: Text,
    hypothesis: Text,
    collaborators: Texts,
    creation_date: Text,
    modification_date: Text,
    platform: Texts,
    attack_mappings: Option<Vec<Attack>>,
    datasets: OrDefault<Vec<OrDefault<Dataset>>>,
}

#[derive(Deserialize)]
struct Attack {
    technique: Spanned<String>,
    #[serde(default, alias = "sub-technique")]
    sub_technique: Text,
    #[serde(default)]
    tactics: Texts,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Dataset {
    dataset: Text,
    link: Text,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, &[FACTS], harvest, |file, harvest| {
        hunt(file, tree, harvest)
    });
    read_files(tree, &[NOTEBOOKS], harvest, |file, harvest| {
        holds_none(file, "the analytics of the hunt beside it", harvest);
        Ok(())
    });
}

fn hunt(file: &File<'_>, tree: &Tree, harvest: &mut Harvest) -> Result<(), Problem> {
    let hunt: Hunt = yaml::parse(file)?;
    let title = hunt
        .title
        .get()
        .ok_or_else(|| file.problem(None, "the hunt has no title"))?;
    let attack = || hunt.attack_mappings.iter().flatten();
    let dates = [&hunt.modification_date, &hunt.creation_date];
    harvest.resources.push(Resource {
        id: hunt.id.some(),
        platforms: hunt.platform.0.clone(),
        authors: hunt.collaborators.0.clone(),
        related: hunt.datasets.0.iter().filter_map(dataset).collect(),
        changed: dates.into_iter().find_map(|date| date.get().and_then(day)),
        description: hunt.hypothesis.some(),
        log_sources: notebook(file, tree).map_or_else(Vec::new, log_sources),
        query: notebook(file, tree).and_then(analytics),
        tactics: distinct(attack().flat_map(|row| &row.tactics.0)),
        mappings: attack().map(mapping).collect(),
        ..Resource::new("thp", Kind::Detection, title)
    });
    Ok(())
}

/// `T1569` and `002` make `T1569.002`; where there is no sub-technique, `None` stands.
fn mapping(row: &Attack) -> Mapping {
    let technique = &row.technique;
    let written = match row.sub_technique.get() {
        Some("None") | None => technique.value.clone(),
        Some(sub) => format!("{}.{sub}", technique.value),
    };
    Mapping::plain(written).at(yaml::line(technique))
}

/// The recording on which the hunt was tried.
fn dataset(row: &OrDefault<Dataset>) -> Option<Related> {
    let address = row.0.dataset.get().or(row.0.link.get())?;
    Some(Related::new("dataset", address))
}

fn notebook<'tree>(file: &File<'_>, tree: &'tree Tree) -> Option<Markdown<'tree>> {
    let (folder, _) = file.path.rsplit_once('/')?;
    let file = tree.file(&format!("{folder}/notebook.md"))?;
    Some(Markdown::new(text::small(&file).ok()?))
}

/// The providers and ids of the events that its analytics read: the second and the last column of their tables.
fn log_sources(notebook: Markdown<'_>) -> Vec<LogSource> {
    let rows = notebook.rows().filter(|row| row.cells.len() == 4);
    let events = rows.filter(|row| row.cells[0] != "Data source");
    let cell = |text: &str| text::some(text.to_owned());
    text::log_sources(events.map(|row| LogSource {
        product: cell(row.cells[1]),
        service: cell(row.cells[3]),
        ..LogSource::default()
    }))
}

/// The code of the notebook from its analytics on; what stands before fetches the recording.
fn analytics(notebook: Markdown<'_>) -> Option<String> {
    text::some(
        notebook
            .section("Analytics")
            .unwrap_or(notebook)
            .code()
            .join("\n\n"),
    )
}
