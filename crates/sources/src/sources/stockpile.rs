//! Stockpile, the abilities of MITRE Caldera: <https://github.com/mitre/stockpile>. Each file is a list, mostly of one.

use model::{Harvest, Kind, Problem, Text};

use crate::each::each;
use crate::formats::caldera::{self, Ability};
use crate::formats::yaml::{self, Spanned};
use crate::{File, Source, Tree};

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
    text: Text::Free,
    parts: &[("stockpile", "Abilities", Kind::Test)],
    paths: &["data/abilities/**/*.yml"],
    read,
};

fn read(tree: &Tree, harvest: &mut Harvest) {
    each(tree, SOURCE.paths, harvest, abilities);
}

fn abilities(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let abilities: Vec<Spanned<Ability>> = yaml::one(file)?;
    for ability in &abilities {
        match caldera::resource(ability, "stockpile", file) {
            Ok(resource) => harvest.resources.push(resource),
            Err(problem) => harvest.problems.push(problem),
        }
    }
    Ok(())
}
