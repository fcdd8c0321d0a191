//! The list of resources, filtered, each with its ids as written and as followed.

use std::collections::HashMap;

use catalogue::{Catalogue, CatalogueSummary, MappingRow, ResourceSummary};
use model::Provenance;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::filter::ResourceFilter;
use crate::link::{ResourceLinks, links};
use crate::list::{Page, PageRequest};
use crate::{Ask, Error, Paging, question};

/// Arguments of `resources`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "a comment here would replace the help of the flattened arguments"
)]
pub struct Arguments {
    #[command(flatten)]
    #[serde(flatten)]
    pub chosen: ResourceFilter,
    #[command(flatten)]
    #[serde(flatten)]
    pub page: PageRequest,
}

/// One resource of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// Its summary.
    #[serde(flatten)]
    pub resource: ResourceSummary,
    /// Where it can be seen.
    pub links: ResourceLinks,
    /// Its mappings, as written and as followed.
    pub mappings: Vec<MappingRow>,
}

/// Answer of `resources`.
pub type Answer = Page<Row>;

impl Ask for question::Resources {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "resources";
    const ABOUT: &'static str =
        "List resources, filtered by source, kind, technique, platform, level, status or words";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "technique": ["T1021.002"], "kind": ["detection"], "limit": 5 })
    }

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.catalogue
    }

    fn paging() -> Option<Paging<Self>> {
        Some(Paging::<Self>::new(
            |arguments| &mut arguments.page,
            |answer| answer,
            |answer| answer,
        ))
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let filter = arguments.chosen.filter(catalogue)?;
    let limit = arguments.page.limit();
    let (found, total) = catalogue.resources(&filter, arguments.page.after()?, limit + 1)?;
    let more = found.len() > limit as usize;
    let provenance: HashMap<String, Provenance> = catalogue
        .sources()?
        .into_iter()
        .map(|source| (source.provenance.source.clone(), source.provenance))
        .collect();
    let row = |resource: ResourceSummary| {
        let links = provenance
            .get(&resource.source)
            .map(|provenance| links(provenance, &resource))
            .unwrap_or_default();
        Ok(Row {
            mappings: catalogue.mappings(&resource)?,
            links,
            resource,
        })
    };
    let items: Vec<Row> = found
        .into_iter()
        .take(limit as usize)
        .map(row)
        .collect::<Result<_, Error>>()?;
    let next = items
        .last()
        .filter(|_| more)
        .map(|last| last.resource.row.to_string());
    Ok(Page {
        items,
        total,
        next,
        catalogue: catalogue.about().clone(),
    })
}
