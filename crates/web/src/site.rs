//! The pages as files of a static site: which there are, their content, and the data that the browser computes with.

use std::collections::BTreeSet;

use catalogue::{Catalogue, Filter, ResourceSummary};
use model::Role;
use questions::Error;
use serde::Serialize;

use crate::asset::{asset, site_assets};
use crate::links::{Deployment, Depth, asset_file, data_file};
use crate::page::page_among;
use crate::pages::ROUTES;
use crate::route::{Inventory, Outcome};
use crate::shared_matrix::SharedMatrix;

/// A page of a site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SitePage {
    /// Its file, below the folder of the site.
    pub file: String,
    /// Its address as the server knows it.
    address: String,
}

/// Another file of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFile {
    /// Its place below the folder of the site.
    pub file: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl SitePage {
    /// The page as HTML; the error is a reason.
    pub fn html(
        &self,
        catalogue: &Catalogue,
        depth: Depth,
        shared_matrix: &SharedMatrix,
    ) -> Result<String, String> {
        let (path, query) = self.address.split_once('?').unwrap_or((&self.address, ""));
        match page_among(
            catalogue,
            path,
            query,
            Deployment::Site(depth),
            shared_matrix,
        ) {
            Outcome::Page(html) => Ok(html),
            Outcome::Moved(to) => Err(format!("it moved to {to}")),
            Outcome::Missing(_) => Err("the catalogue has nothing for it".to_owned()),
            Outcome::Refused(_) => Err("the catalogue cannot answer it".to_owned()),
        }
    }
}

/// Every page, sorted by its file, each once.
pub fn pages(catalogue: &Catalogue, depth: Depth) -> Result<Vec<SitePage>, Error> {
    let inventory = Inventory {
        techniques: catalogue.all_techniques()?,
        sources: catalogue.sources()?,
        groups: catalogue.of_role(Role::Groups)?,
        software: catalogue.of_role(Role::Software)?,
        campaigns: catalogue.of_role(Role::Campaigns)?,
        resources: resources(catalogue)?,
        logs: log_ids(catalogue)?,
    };
    let mut pages = BTreeSet::new();
    for route in ROUTES {
        if depth == Depth::WithoutResources && route.location.stand_in.is_some() {
            continue;
        }
        let all = route.on_site(&inventory).into_iter();
        pages.extend(all.map(|(file, address)| SitePage { file, address }));
    }
    Ok(pages.into_iter().collect())
}

/// Ids of the units of logs that detections read, and of the logs that these are of.
fn log_ids(catalogue: &Catalogue) -> Result<BTreeSet<String>, Error> {
    let data = catalogue.counting_data(None)?;
    let units = data.log_units.iter();
    let logs = units.filter_map(|unit| unit.split_once('/').map(|(log, _)| log.to_owned()));
    Ok(logs.chain(data.log_units.iter().cloned()).collect())
}

fn resources(catalogue: &Catalogue) -> Result<Vec<ResourceSummary>, Error> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let (found, _) = catalogue.resources(&Filter::default(), after, 10_000)?;
        let Some(last) = found.last() else {
            return Ok(all);
        };
        after = Some(last.row);
        all.extend(found);
    }
}

/// Styles, scripts, the icon, the data to count and search with, and the dataset for those who take it whole.
pub fn files(catalogue: &Catalogue, depth: Depth) -> Result<Vec<SiteFile>, Error> {
    let mut files = Vec::new();
    for name in site_assets() {
        let (bytes, _) = asset(name).expect("the list names files that the program holds");
        files.push(SiteFile {
            file: asset_file(name),
            bytes: bytes.to_vec(),
        });
    }
    let compass = script("rhumbCompass", &questions::portable::portable(catalogue)?)?;
    let names = script("rhumbNames", &questions::portable::names(catalogue)?)?;
    let counts = serde_json::json!({ "compass": compass.len(), "names": names.len(), "resources": depth == Depth::Whole });
    let sizes = script("rhumbSizes", &counts)?;
    let dataset = questions::compass::compass(catalogue)?;
    let wrong = |error: &dyn std::fmt::Display| Error::Argument(error.to_string());
    let csv = publish::compass(&dataset).map_err(|error| wrong(&error))?;
    let json = serde_json::to_vec(dataset.rows()).map_err(|error| wrong(&error))?;
    let data = [
        ("compass.js", compass),
        ("names.js", names),
        ("sizes.js", sizes),
        ("compass.csv", csv.into()),
        ("compass.json", json),
    ];
    files.extend(data.map(|(name, bytes)| SiteFile {
        file: data_file(name),
        bytes,
    }));
    Ok(files)
}

/// Browsers refuse to fetch data beside a file, but run a script there.
fn script(name: &str, data: &impl Serialize) -> Result<Vec<u8>, Error> {
    let json = serde_json::to_string(data).map_err(|error| Error::Argument(error.to_string()))?;
    Ok(format!("var {name}={json};\n").into_bytes())
}
