//! Google Security Operations (Chronicle) detection rules: <https://github.com/chronicle/detection-rules>, in
//! YARA-L.

use model::{Declaration, Harvest, Kind, Problem, Product, Status, TextPolicy};

use crate::files::read_files;
use crate::formats::chronicle;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "chronicle",
    archive: "chronicle",
    title: "Google Security Operations detection rules",
    repository: "chronicle/detection-rules",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "Copyright Google LLC",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("chronicle", "Rules in YARA-L", Kind::Detection)],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: chronicle::relations(),
        product: Some(Product::new("chronicle", "Google Security Operations", &[])),
        ..Declaration::default()
    }
}

/// What stands in `tools` is there to test a program.
const PATHS: &[&str] = &["rules/**/*.yaral"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, rule);
}

fn rule(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    chronicle::rule(file, "chronicle", harvest)?;
    if file.path.starts_with("rules/_deprecated/") {
        for resource in &mut harvest.resources {
            resource.status = Status::Deprecated;
        }
    }
    Ok(())
}
