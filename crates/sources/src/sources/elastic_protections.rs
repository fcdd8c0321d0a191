//! Elastic protections artifacts: <https://github.com/elastic/protections-artifacts>. The behaviour rules of Elastic
//! Defend. Its YARA rules name no techniques and are not read.

use model::{Declaration, Harvest, Kind, LogSource, Resource, TextPolicy};

use crate::files::read_files;
use crate::formats::elastic;
use crate::products;
use crate::{Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "elastic-protections",
    archive: "elastic-protections",
    title: "Elastic protections artifacts",
    repository: "elastic/protections-artifacts",
    branch: "main",
    licence: "Elastic-2.0",
    copyright: "Copyright Elasticsearch B.V.",
    attribution: None,
    licence_text: None,
    text: TextPolicy::LinkOnly,
    parts: &[Part::new(PART, "Behaviour rules", Kind::Detection)],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        product: Some(products::elastic()),
        ..Declaration::default()
    }
}

const PART: &str = "elastic_protections_behavior";
const PATHS: &[&str] = &["behavior/rules/**/*.toml"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, |file, harvest| {
        elastic::rule(file, PART, harvest)?;
        for resource in &mut harvest.resources {
            on_the_endpoint(resource);
        }
        Ok(())
    });
}

/// Elastic Defend evaluates these rules itself, on what it sees: they name categories of events and no index.
fn on_the_endpoint(rule: &mut Resource) {
    if rule.log_sources.is_empty() {
        rule.log_sources.push(LogSource::default());
    }
    for log in &mut rule.log_sources {
        log.product = Some("elastic-endpoint".to_owned());
    }
}
