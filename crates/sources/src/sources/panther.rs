//! Panther analysis: <https://github.com/panther-labs/panther-analysis>.

use model::{Harvest, Kind, Text};

use crate::formats::panther;
use crate::{Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "panther",
    archive: "panther",
    title: "Panther analysis",
    repository: "panther-labs/panther-analysis",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "Copyright 2023 Panther Labs, Inc.",
    attribution: None,
    licence_text: None,
    text: Text::Free,
    parts: &[("panther", "Rules and policies", Kind::Detection)],
    paths: &["{rules,policies,queries,correlation_rules}/**/*.{yml,yaml,py}"],
    read,
};

fn read(tree: &Tree, harvest: &mut Harvest) {
    panther::read(tree, SOURCE.paths, "panther", harvest);
}
