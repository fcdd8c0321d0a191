//! Stockpile, the abilities of MITRE Caldera: <https://github.com/mitre/stockpile>.

use model::{Declaration, Harvest, Kind, TextPolicy};

use crate::files::read_files;
use crate::formats::caldera;
use crate::{Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "stockpile",
    archive: "stockpile",
    title: "Caldera Stockpile",
    repository: "mitre/stockpile",
    branch: "master",
    licence: "Apache-2.0",
    copyright: "Copyright The MITRE Corporation",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("stockpile", "Abilities", Kind::Test)],
    declares: Declaration::default,
    paths: &["data/abilities/**/*.yml"],
    read,
};

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, SOURCE.paths, harvest, |file, harvest| {
        caldera::abilities(file, "stockpile", harvest)
    });
}
