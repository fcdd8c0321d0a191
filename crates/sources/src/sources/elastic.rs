//! Elastic detection rules: <https://github.com/elastic/detection-rules>. Rules, the building blocks of other
//! rules, and hunts.

use model::{Harvest, Kind, Problem, Status, Text};

use crate::each::each;
use crate::formats::elastic;
use crate::{File, Source, Tree};

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
    text: Text::LinkOnly,
    parts: &[
        ("elastic_rules", "Detection rules", Kind::Detection),
        (
            "elastic_building_block",
            "Building blocks of rules",
            Kind::Detection,
        ),
        ("elastic_deprecated", "Deprecated rules", Kind::Detection),
        ("elastic_hunting", "Hunting queries", Kind::Detection),
    ],
    paths: PATHS,
    read,
};

const PATHS: &[&str] = &["{rules,rules_building_block,hunting}/**/*.toml"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    each(tree, PATHS, harvest, rule);
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
