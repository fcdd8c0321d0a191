//! The dataset that the Control Validation Compass published in 2022, of today's catalogue: one row per technique, one
//! column per source. Stands outside the registry, since its columns are those of the catalogue and not of a struct.

use std::collections::BTreeMap;

use catalogue::{Catalogue, SourceRow};
use count::Numbers;
use model::{Domain, Kind, MatrixTechnique, TechniqueId};
use serde_json::{Map, Value, json};

use crate::Error;
use crate::counting::counting;
use crate::stack::StackArguments;
use crate::technique::PILLARS;

/// The dataset.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compass {
    columns: Vec<String>,
    rows: Vec<Map<String, Value>>,
}

impl Compass {
    /// The names of its columns, in order.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// One object per technique, with every column. What there is none of is null, never 0.
    pub fn rows(&self) -> &[Map<String, Value>] {
        &self.rows
    }
}

const BEFORE: [&str; 6] = [
    "techID",
    "techName",
    "technique",
    "tactics",
    "url",
    "lowestLevel",
];

const AFTER: [&str; 4] = [
    "policy_process_volume",
    "detect_volume",
    "test_volume",
    "validate_potential",
];

/// Counts it.
pub fn compass(catalogue: &Catalogue) -> Result<Compass, Error> {
    let stack = StackArguments::default().in_catalogue(catalogue)?;
    let counting = counting(catalogue, None, &stack)?;
    let mut numbers = counting.numbers();
    let counts = counting.by_source();
    let sources = columns(&catalogue.sources()?);
    let matrix_techniques = catalogue.matrix_techniques()?;
    let techniques: Vec<&MatrixTechnique> = matrix_techniques
        .iter()
        .filter(|technique| technique.domain == Domain::Enterprise)
        .collect();
    let names: BTreeMap<TechniqueId, &str> = techniques
        .iter()
        .map(|technique| (technique.id, technique.name.as_str()))
        .collect();
    let mut tactics = BTreeMap::new();
    for tactic in catalogue.tactics(Domain::Enterprise)? {
        tactics.insert(tactic.shortname, tactic.name);
    }
    let mut rows = Vec::new();
    for technique in &techniques {
        let mut row = facts(technique, &names, &tactics);
        for (kind, source) in &sources {
            let count = counts.get(&(technique.id, *kind, source.as_str()));
            row.insert(
                column(*kind, source),
                count.copied().map_or(Value::Null, Value::from),
            );
        }
        volumes(&mut row, &numbers.remove(&technique.id).unwrap_or_default());
        rows.push(row);
    }
    let sources = sources.iter().map(|(kind, source)| column(*kind, source));
    let columns = BEFORE
        .map(str::to_owned)
        .into_iter()
        .chain(sources)
        .chain(AFTER.map(str::to_owned));
    Ok(Compass {
        columns: columns.collect(),
        rows,
    })
}

/// (pillar, source) of every source that has anything of the pillar.
fn columns(sources: &[SourceRow]) -> Vec<(Kind, String)> {
    let mut columns = Vec::new();
    for kind in PILLARS {
        for source in sources.iter().map(|source| &source.provenance) {
            if source.parts.iter().any(|part| part.kind == kind) {
                columns.push((kind, source.source.clone()));
            }
        }
    }
    columns
}

fn pillar(kind: Kind) -> &'static str {
    match kind {
        Kind::Control => "controls",
        Kind::Detection => "detections",
        Kind::Test => "tests",
        Kind::Knowledge => "knowledge",
    }
}

/// A source may stand in several pillars, so the pillar is a part of the name.
fn column(kind: Kind, source: &str) -> String {
    format!("{}_{source}", pillar(kind))
}

fn facts(
    technique: &MatrixTechnique,
    names: &BTreeMap<TechniqueId, &str>,
    tactics: &BTreeMap<String, String>,
) -> Map<String, Value> {
    let MatrixTechnique { id, name, .. } = technique;
    let parent = id.parent();
    let whole = match parent.and_then(|parent| names.get(&parent)) {
        Some(parent) => format!("{id}: {parent}: {name}"),
        None => format!("{id}: {name}"),
    };
    let lowest = parent.is_some() || !names.keys().any(|other| other.parent() == Some(*id));
    let of: Vec<&str> = technique
        .tactics
        .iter()
        .map(|short| tactics.get(short).unwrap_or(short).as_str())
        .collect();
    let url = format!(
        "https://attack.mitre.org/techniques/{}",
        id.to_string().replace('.', "/")
    );
    let values = [
        json!(id),
        json!(name),
        json!(whole),
        json!(of.join(", ")),
        json!(url),
        json!(if lowest { "y" } else { "n" }),
    ];
    BEFORE
        .iter()
        .map(|&name| name.to_owned())
        .zip(values)
        .collect()
}

fn volumes(row: &mut Map<String, Value>, numbers: &Numbers) {
    let level = |level: u8| {
        if level == 0 {
            Value::Null
        } else {
            json!(level)
        }
    };
    let values = [
        numbers.controls.volume as u8,
        numbers.detections.volume as u8,
        numbers.tests.volume as u8,
        numbers.potential as u8,
    ];
    row.extend(
        AFTER
            .iter()
            .map(|&name| name.to_owned())
            .zip(values.map(level)),
    );
}
