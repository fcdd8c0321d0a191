//! Panther analysis: <https://github.com/panther-labs/panther-analysis>.

use model::{Declaration, Harvest, Kind, Product, TextPolicy};

use crate::formats::panther;
use crate::{Part, Source, Tree};

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
    text: TextPolicy::Free,
    parts: &[Part::new("panther", "Rules and policies", Kind::Detection)],
    declares,
    paths: &["{rules,policies,queries,correlation_rules}/**/*.{yml,yaml,py}"],
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: panther::relations(),
        product: Some(Product::new("panther", "Panther", &[])),
        ..Declaration::default()
    }
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    panther::read(tree, SOURCE.paths, "panther", harvest);
}
