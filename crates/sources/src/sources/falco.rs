//! Falco rules: <https://github.com/falcosecurity/rules>.

use model::{Declaration, Harvest, Kind, Product, TextPolicy};

use crate::files::read_files;
use crate::formats::falco;
use crate::{Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "falco",
    archive: "falco",
    title: "Falco rules",
    repository: "falcosecurity/rules",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "Copyright 2022 The Falco Authors",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("falco", "Rules", Kind::Detection)],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        product: Some(Product::new("falco", "Falco", &[])),
        ..Declaration::default()
    }
}

const PATHS: &[&str] = &["rules/*.{yaml,yml}"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, |file, harvest| {
        falco::rules(file, "falco", harvest)
    });
}
