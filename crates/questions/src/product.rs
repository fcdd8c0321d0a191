//! Products that a stack can name: those of the sources in the catalogue, with the logs that they bring, and products that
//! bring logs alone. To add one: what its source says of itself, or a row here.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::Catalogue;
use vocabulary::logs::{logs_of_product, units};

use crate::Error;
use crate::near::{NearMatch, like, nearest};

/// A product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Product {
    /// What a stack calls it.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Sources whose rules run in it, or whose controls it is.
    pub sources: Vec<String>,
    /// Logs that it brings, in the words of those sources.
    pub log_sources: Vec<String>,
}

/// Products that no source is written for, and the logs that they bring beside those that the vocabulary knows them by.
const WITHOUT_SOURCE: [(&str, &str, &[&str]); 5] = [
    ("crowdstrike", "CrowdStrike Falcon", &[]),
    ("defender", "Microsoft Defender XDR", &[]),
    ("qradar", "IBM QRadar", &[]),
    ("sentinelone", "SentinelOne Singularity", &[]),
    ("sysmon", "Sysmon", &["sysmon"]),
];

/// All products, by id.
pub(crate) fn products(catalogue: &Catalogue) -> Result<Vec<Product>, Error> {
    let alone = WITHOUT_SOURCE.map(|(id, title, log_sources)| {
        let product = model::Product::new(id, title, log_sources);
        (product.id.clone(), Product::of(product))
    });
    let mut products = BTreeMap::from(alone);
    for source in catalogue.sources()? {
        if let Some(product) = source.provenance.declaration.product {
            let known = products
                .entry(product.id.clone())
                .or_insert_with(|| Product::of(product));
            known.sources.push(source.provenance.source);
        }
    }
    for product in products.values_mut() {
        let own = logs_of_product(&product.id);
        let logs: BTreeSet<&str> = own.iter().map(|at| units()[at].log.as_str()).collect();
        product
            .log_sources
            .extend(logs.into_iter().map(str::to_owned));
    }
    Ok(products.into_values().collect())
}

/// The product of this id.
pub(crate) fn product(catalogue: &Catalogue, name: &str) -> Result<Product, Error> {
    let products = products(catalogue)?;
    let is_named = |product: &&Product| product.id.eq_ignore_ascii_case(name.trim());
    let found = products.iter().find(is_named).cloned();
    found.ok_or_else(|| Error::Unknown {
        what: "product",
        name: name.to_owned(),
        near: nearest(
            products,
            |product| like(&product.id, name),
            |product| NearMatch {
                id: product.id,
                name: product.title,
            },
        ),
    })
}

impl Product {
    /// A product of which no source is known yet.
    fn of(product: model::Product) -> Self {
        Self {
            id: product.id,
            title: product.title,
            sources: Vec::new(),
            log_sources: product.log_sources,
        }
    }
}
