//! Splunk Security Content: <https://github.com/splunk/security_content>. One file per detection.
//!
//! `data_sources/` is left out on purpose: it describes log fields, and each rule names the ones it needs.

use model::{ClassicEntries, Declaration, Harvest, Kind, Problem, Product, Status, TextPolicy};

use crate::files::read_files;
use crate::formats::{splunk, splunk_successors};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "splunk",
    archive: "splunk",
    title: "Splunk Security Content",
    repository: "splunk/security_content",
    branch: "develop",
    licence: "Apache-2.0",
    copyright: "Copyright Splunk Inc.",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[
        Part::new("splunk_detections", "Detections", Kind::Detection),
        Part::new(
            "splunk_deprecated",
            "Deprecated detections",
            Kind::Detection,
        ),
    ],
    declares,
    paths: &[DETECTIONS, REMOVED, SUCCESSORS],
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: splunk::relations(),
        product: Some(Product::new("splunk", "Splunk Enterprise Security", &[])),
        classic: vec![SOURCE.classic(
            "Splunk Security Content",
            ClassicEntries::Folders("detections".to_owned()),
            &["splunk_detections", "splunk_deprecated"],
        )],
        ..Declaration::default()
    }
}

const DETECTIONS: &str = "detections/**/*.yml";
const REMOVED: &str = "removed/detections/**/*.yml";

/// Which detections stand for those that were removed.
const SUCCESSORS: &str = "removed/deprecation_mapping.{YML,yml}";

/// Where withdrawn detections lie: the first until 2024, the second since.
const WITHDRAWN: &[&str] = &["detections/deprecated/", "removed/"];

/// The folders whose detections have a page of their own.
const WITH_PAGE: &[&str] = &["application", "cloud", "endpoint", "network", "web"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, &[DETECTIONS, REMOVED], harvest, detection);
    splunk_successors::link(tree, &[SUCCESSORS], harvest);
    read_files(tree, &[SUCCESSORS], harvest, splunk_successors::list);
}

fn detection(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let withdrawn = WITHDRAWN.iter().any(|folder| file.path.starts_with(folder));
    let part = if withdrawn {
        "splunk_deprecated"
    } else {
        "splunk_detections"
    };
    splunk::detection(file, part, harvest)?;
    for resource in &mut harvest.resources {
        resource.page = resource.id.as_deref().and_then(|id| page(file.path, id));
        resource.status = status(file.path, withdrawn, resource.status);
    }
    Ok(())
}

/// Rules of 2022 have no status of their own; the young ones lay in a folder.
fn status(path: &str, withdrawn: bool, written: Status) -> Status {
    match written {
        _ if withdrawn => Status::Deprecated,
        Status::Unstated if path.starts_with("detections/experimental/") => Status::Experimental,
        written => written,
    }
}

fn page(path: &str, id: &str) -> Option<String> {
    let folder = path.strip_prefix("detections/")?.split('/').next()?;
    WITH_PAGE
        .contains(&folder)
        .then(|| format!("https://research.splunk.com/{folder}/{id}/"))
}
