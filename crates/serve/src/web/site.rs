//! The same pages as files: which there are, what stands in each, and the data that the browser counts with.

use std::collections::BTreeSet;

use catalogue::{Catalogue, Filter, Listed};
use model::{Domain, Kind, Role};
use publish::web::{Target, address, file};
use questions::Error;
use questions::threat::ActorKind;
use serde::Serialize;

use super::asset::{OF_SITES, asset};
use super::{Common, Outcome, Place, page_among};

/// How much of a catalogue becomes pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Everything.
    Whole,
    /// Without pages of single rules, tests, controls and the like: what names one leads to the page of its source.
    WithoutResources,
}

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
    /// What stands in it.
    pub bytes: Vec<u8>,
}

impl SitePage {
    fn of(target: Target<'_>) -> Self {
        Self {
            file: file(target),
            address: address(target),
        }
    }

    /// The page itself; what stands in the way, where there is none.
    pub fn html(
        &self,
        catalogue: &Catalogue,
        depth: Depth,
        common: &Common,
    ) -> Result<String, String> {
        let (path, query) = self.address.split_once('?').unwrap_or((&self.address, ""));
        match page_among(catalogue, path, query, Place::Site, common) {
            Outcome::Page(html) => Ok(match depth {
                Depth::Whole => html,
                Depth::WithoutResources => to_sources(&html),
            }),
            Outcome::Moved(to) => Err(format!("it moved to {to}")),
            Outcome::Missing(_) => Err("the catalogue has nothing for it".to_owned()),
            Outcome::Refused(_) => Err("the catalogue cannot answer it".to_owned()),
        }
    }
}

/// Every page, sorted by its file, each once.
pub fn pages(catalogue: &Catalogue, depth: Depth) -> Result<Vec<SitePage>, Error> {
    let alone = [
        Target::Home,
        Target::Matrix,
        Target::Threats,
        Target::Alignment,
        Target::Controls,
        Target::Framework(""),
        Target::Sources,
        Target::Source("notices"),
        Target::Problems,
        Target::Drift,
        Target::Changed,
        Target::Search,
        Target::Adversaries,
    ];
    let mut pages: BTreeSet<SitePage> = alone.into_iter().map(SitePage::of).collect();
    for domain in [Domain::Mobile, Domain::Ics] {
        pages.insert(SitePage {
            file: format!("matrix-{domain}.html"),
            address: format!("/matrix?domain={domain}"),
        });
    }
    for technique in catalogue.all_techniques()? {
        pages.insert(SitePage::of(Target::Technique(technique.id)));
    }
    for source in catalogue.sources()? {
        let provenance = &source.provenance;
        pages.insert(SitePage::of(Target::Source(&provenance.source)));
        if provenance
            .parts
            .iter()
            .any(|part| part.kind == Kind::Control)
        {
            pages.insert(SitePage::of(Target::Framework(&provenance.source)));
        }
    }
    let actors = [
        (Role::Groups, ActorKind::Group),
        (Role::Software, ActorKind::Software),
        (Role::Campaigns, ActorKind::Campaign),
    ];
    for (role, kind) in actors {
        let known = catalogue.of_role(role)?;
        let ids = known.iter().filter_map(|one| one.id.as_deref());
        pages.extend(ids.map(|id| SitePage::of(Target::Actor(kind, id))));
    }
    for resource in resources(catalogue)? {
        pages.extend(of_resource(&resource, depth));
    }
    Ok(pages.into_iter().collect())
}

/// The page of a resource, those of the logs that it reads, and its page as a control.
fn of_resource(resource: &Listed, depth: Depth) -> Vec<SitePage> {
    let mut pages = match depth {
        Depth::Whole => vec![SitePage::of(Target::Resource(&resource.key))],
        Depth::WithoutResources => Vec::new(),
    };
    for log in &resource.log_sources {
        for name in [publish::web::log_name(log), questions::gaps::log_name(log)] {
            pages.push(SitePage::of(Target::LogSource(&name)));
        }
    }
    if resource.kind == Kind::Control {
        let name = resource.id.as_deref().unwrap_or(&resource.title);
        pages.push(SitePage::of(Target::Control(name, &resource.source)));
    }
    pages
}

fn resources(catalogue: &Catalogue) -> Result<Vec<Listed>, Error> {
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
    for name in OF_SITES {
        let (bytes, _) = asset(name).expect("the list names files that the program holds");
        files.push(SiteFile {
            file: file(Target::Asset(name)),
            bytes: bytes.to_vec(),
        });
    }
    let compass = script("rhumbCompass", &questions::portable::portable(catalogue)?)?;
    let names = script("rhumbNames", &questions::portable::names(catalogue)?)?;
    let sizes = serde_json::json!({ "compass": compass.len(), "names": names.len(), "resources": depth == Depth::Whole });
    let sizes = script("rhumbSizes", &sizes)?;
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
        file: format!("data/{name}"),
        bytes,
    }));
    Ok(files)
}

/// The page with links to resources leading to their sources.
fn to_sources(html: &str) -> String {
    let mut parts = html.split("href=\"");
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        page += "href=\"";
        let (link, rest) = part.split_once('"').unwrap_or((part, ""));
        let path = link.trim_start_matches("../");
        let resource = path.strip_prefix("resource/");
        if let Some((source, _)) = resource.and_then(|path| path.split_once('/')) {
            page += &link[..link.len() - path.len()];
            page += &format!("source/{source}.html\"");
        } else {
            page += link;
            page.push('"');
        }
        page += rest;
    }
    page
}

/// Browsers refuse to fetch data beside a file, but run a script there.
fn script(name: &str, data: &impl Serialize) -> Result<Vec<u8>, Error> {
    let json = serde_json::to_string(data).map_err(|error| Error::Argument(error.to_string()))?;
    Ok(format!("var {name}={json};\n").into_bytes())
}
