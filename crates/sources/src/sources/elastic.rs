//! Elastic detection rules: <https://github.com/elastic/detection-rules>. Rules, the building blocks of other
//! rules, and hunts.

use model::{ClassicEntries, Declaration, Harvest, Kind, Problem, Status, TextPolicy};

use crate::files::read_files;
use crate::formats::elastic;
use crate::products;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "elastic",
    archive: "elastic",
    title: "Elastic detection rules",
    repository: "elastic/detection-rules",
    branch: "main",
    licence: "Elastic-2.0",
    copyright: "Copyright 2021 Elasticsearch B.V.",
    attribution: None,
    licence_text: None,
    text: TextPolicy::LinkOnly,
    parts: &[
        Part::new("elastic_rules", "Detection rules", Kind::Detection),
        Part::new(
            "elastic_building_block",
            "Building blocks of rules",
            Kind::Detection,
        ),
        Part::new("elastic_deprecated", "Deprecated rules", Kind::Detection),
        Part::new("elastic_hunting", "Hunting queries", Kind::Detection),
    ],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        product: Some(products::elastic()),
        classic: vec![SOURCE.classic(
            "Elastic Detection Rules",
            ClassicEntries::Folders("rules".to_owned()),
            &["elastic_rules", "elastic_deprecated"],
        )],
        ..Declaration::default()
    }
}

const PATHS: &[&str] = &["{rules,rules_building_block,hunting}/**/*.toml"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, rule);
}

fn rule(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    if file.path.starts_with("hunting/") {
        elastic::hunt(file, "elastic_hunting", harvest)
    } else if file.path.starts_with("rules_building_block/") {
        elastic::rule(file, "elastic_building_block", harvest)
    } else if file.path.starts_with("rules/_deprecated/") {
        elastic::rule(file, "elastic_deprecated", harvest)?;
        for resource in &mut harvest.resources {
            resource.status = Status::Deprecated;
        }
        Ok(())
    } else {
        elastic::rule(file, "elastic_rules", harvest)
    }
}
