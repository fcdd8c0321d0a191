//! Atomic Red Team: <https://github.com/redcanaryco/atomic-red-team>.

use model::{Harvest, Kind, Text};

use crate::each::each;
use crate::formats::atomic;
use crate::{Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "art",
    archive: "art",
    title: "Atomic Red Team",
    repository: "redcanaryco/atomic-red-team",
    branch: "master",
    licence: "MIT",
    copyright: "Copyright (c) 2018 Red Canary, Inc.",
    attribution: None,
    licence_text: None,
    text: Text::Free,
    parts: &[("atomic_red_team", "Atomic tests", Kind::Test)],
    paths: &["atomics/T*/T*.yaml"],
    read,
};

fn read(tree: &Tree, harvest: &mut Harvest) {
    each(tree, SOURCE.paths, harvest, |file, harvest| {
        atomic::tests(file, "atomic_red_team", harvest)
    });
}
