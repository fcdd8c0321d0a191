//! Hayabusa rules: <https://github.com/Yamato-Security/hayabusa-rules>. Only the rules written for Hayabusa; those that
//! it takes over from Sigma are read where they come from.

use model::{Declaration, Harvest, Kind, TextPolicy};

use crate::files::read_files;
use crate::formats::sigma;
use crate::{Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "hayabusa",
    archive: "hayabusa",
    title: "Hayabusa rules",
    repository: "Yamato-Security/hayabusa-rules",
    branch: "main",
    licence: "DRL-1.1",
    copyright: "Copyright the authors named with each rule",
    attribution: Some(
        "Hayabusa rules by the authors named with them, under the Detection Rule License 1.1: \
         https://github.com/SigmaHQ/Detection-Rule-License",
    ),
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new(
        "hayabusa_native",
        "Hayabusa's own rules",
        Kind::Detection,
    )],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: sigma::relations(),
        ..Declaration::default()
    }
}

const PATHS: &[&str] = &["hayabusa/**/*.{yml,yaml}"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, |file, harvest| {
        sigma::rules(file, "hayabusa_native", harvest)
    });
}
