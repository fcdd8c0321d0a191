//! Layers of ATT&CK Navigator. A layer is one resource: it says one thing (what a product covers, what an adversary
//! does) of all its techniques. Score and comment stay with each mapping.

use model::{Harvest, Kind, Mapping, Problem, Resource};
use serde::Deserialize;

use super::json::{self, Items};
use super::lenient::Text;
use super::table::domain;
use crate::File;
use crate::files::holds_none;

#[derive(Deserialize)]
struct Layer<'tree> {
    #[serde(default)]
    name: Text,
    #[serde(default)]
    description: Text,
    #[serde(default)]
    domain: Text,
    #[serde(borrow)]
    techniques: Items<'tree>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Technique {
    #[serde(rename = "techniqueID")]
    id: String,
    score: Option<f64>,
    #[serde(default)]
    comment: Text,
    #[serde(default)]
    color: Text,
    enabled: Option<bool>,
    #[serde(default)]
    show_subtechniques: Option<bool>,
}

/// Reads the layer of one file into `part`.
pub(crate) fn layer(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let layer: Layer<'_> = json::parse(file)?;
    let mut mappings: Vec<Mapping> = Vec::new();
    for (line, technique) in layer.techniques.read::<Technique>(file, harvest) {
        // Navigator lists a technique once for each of its tactics.
        let known = mappings
            .iter()
            .any(|mapping| mapping.written == technique.id);
        if technique.is_meant() && !known {
            let words = technique.words();
            mappings.push(Mapping::plain(technique.id).with(words).at(line));
        }
    }
    if mappings.is_empty() {
        holds_none(file, "no technique of the layer is marked", harvest);
        return Ok(());
    }
    harvest.resources.push(Resource {
        description: layer.description.some(),
        domains: layer.domain.get().and_then(domain).into_iter().collect(),
        mappings,
        ..Resource::new(
            part,
            Kind::Knowledge,
            layer.name.get().unwrap_or(file.name()),
        )
    });
    Ok(())
}

impl Technique {
    /// Navigator also keeps what is switched off, what scored nothing, and whose sub-techniques were unfolded.
    fn is_meant(&self) -> bool {
        let marked =
            self.score.is_some() || self.comment.get().is_some() || self.color.get().is_some();
        let only_unfolded = self.show_subtechniques == Some(true) && !marked;
        self.enabled != Some(false) && self.score != Some(0.0) && !only_unfolded
    }

    /// `score 3; seen twice`.
    fn words(&self) -> Option<String> {
        let score = self.score.map(|score| format!("score {score}"));
        let words: Vec<String> = score.into_iter().chain(self.comment.some()).collect();
        Some(words.join("; ")).filter(|words| !words.is_empty())
    }
}
