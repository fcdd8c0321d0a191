//! Atomic Red Team: <https://github.com/redcanaryco/atomic-red-team>.

use model::{ClassicEntries, ClassicSection, Declaration, Harvest, Kind, TextPolicy};

use crate::files::read_files;
use crate::formats::atomic;
use crate::{Part, Source, Tree};

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
    text: TextPolicy::Free,
    parts: &[Part::new("atomic_red_team", "Atomic tests", Kind::Test)],
    declares,
    paths: &["atomics/T*/T*.yaml"],
    read,
};

fn declares() -> Declaration {
    Declaration {
        classic: vec![ClassicSection {
            intro: "Resources mapped to this (sub)technique can be viewed on [this \
                    page](https://github.com/redcanaryco/atomic-red-team/blob/master/atomics/{technique}/{technique}.md):"
                .to_owned(),
            ..SOURCE.classic("Atomic Red Team", ClassicEntries::Titles, &["atomic_red_team"])
        }],
        ..Declaration::default()
    }
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, SOURCE.paths, harvest, |file, harvest| {
        atomic::tests(file, "atomic_red_team", harvest)
    });
}
