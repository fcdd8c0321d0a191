//! Stratus Red Team: <https://github.com/DataDog/stratus-red-team>. One list of attack techniques for clouds, and a
//! page for each.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    ClassicEntries, ClassicSection, Declaration, Harvest, Kind, Mapping, Problem, Resource,
    TextPolicy,
};
use serde::Deserialize;

use crate::files::{holds_none, read_files};
use crate::formats::markdown::links;
use crate::formats::text::some;
use crate::formats::yaml::{self, Spanned};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "stratus",
    archive: "stratus",
    title: "Stratus Red Team",
    repository: "DataDog/stratus-red-team",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "Copyright 2021-Present Datadog, Inc.",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("stratus", "Attack techniques", Kind::Test)],
    declares,
    paths: &[LIST, PAGES],
    read,
};

fn declares() -> Declaration {
    Declaration {
        classic: vec![ClassicSection {
            intro: "Resources mapped to this (sub)technique can be viewed on [this \
                    page](https://stratus-red-team.cloud/attack-techniques/list/):"
                .to_owned(),
            ..SOURCE.classic("Stratus Red Team", ClassicEntries::Pages, &["stratus"])
        }],
        ..Declaration::default()
    }
}

const LIST: &str = "docs/index.yaml";

/// The pages of attack techniques; `index.md` beside them lists them.
const PAGES: &str = "docs/attack-techniques/*/*.*.md";

/// Platform, then tactic: an attack technique stands below each of its tactics.
type List = BTreeMap<String, BTreeMap<String, Vec<Spanned<AttackTechnique>>>>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AttackTechnique {
    id: String,
    name: String,
    platform: Option<String>,
    #[serde(default)]
    mitre_attack_tactics: Vec<String>,
    #[serde(default, rename = "frameworkmappings")]
    framework_mappings: Vec<Framework>,
}

#[derive(Deserialize)]
struct Framework {
    framework: String,
    #[serde(default)]
    techniques: Vec<FrameworkTechnique>,
}

#[derive(Deserialize)]
struct FrameworkTechnique {
    id: Spanned<String>,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    let pages: BTreeMap<&str, File<'_>> = tree
        .files(&[PAGES])
        .map(|page| (page.name().trim_end_matches(".md"), page))
        .collect();
    read_files(tree, &[LIST], harvest, |file, harvest| {
        list(file, &pages, harvest)
    });
    read_files(tree, &[PAGES], harvest, |page, harvest| {
        holds_none(
            page,
            "the page of an attack technique in docs/index.yaml",
            harvest,
        );
        page.text().map(|_| ())
    });
}

fn list(
    file: &File<'_>,
    pages: &BTreeMap<&str, File<'_>>,
    harvest: &mut Harvest,
) -> Result<(), Problem> {
    let list: List = yaml::parse(file)?;
    let mut rows: Vec<_> = list
        .into_iter()
        .flat_map(|(platform, tactics)| {
            tactics
                .into_values()
                .flatten()
                .map(move |row| (yaml::line(&row), platform.clone(), row.value))
        })
        .collect();
    rows.sort_by_key(|&(line, ..)| line);
    let mut seen = BTreeSet::new();
    for (line, platform, row) in rows {
        if seen.insert(row.id.clone()) {
            let page = pages.get(row.id.as_str());
            let mut resource = resource(row, platform, page);
            resource.place.line = line;
            harvest.resources.push(resource);
        }
    }
    Ok(())
}

fn resource(row: AttackTechnique, platform: String, page: Option<&File<'_>>) -> Resource {
    Resource {
        id: Some(row.id),
        page: page.and_then(address),
        platforms: vec![row.platform.unwrap_or(platform)],
        description: page.and_then(first_paragraph),
        tactics: row.mitre_attack_tactics,
        mappings: row
            .framework_mappings
            .iter()
            .flat_map(mappings)
            .chain(page.into_iter().flat_map(of_page))
            .collect(),
        ..Resource::new("stratus", Kind::Test, row.name)
    }
}

/// Ids of a catalogue that extends ATT&CK: `T1552.005` is ATT&CK's, `T1485.A002` is its own.
fn mappings(framework: &Framework) -> impl Iterator<Item = Mapping> {
    framework.techniques.iter().map(|technique| {
        Mapping::plain(&technique.id.value)
            .at(yaml::line(&technique.id))
            .with(framework.framework.clone())
    })
}

/// `This technique corresponds to MITRE ATT&CK ...`, with a link. Other links on a page are there for reading.
fn of_page(page: &File<'_>) -> impl Iterator<Item = Mapping> {
    let lines = page.text().unwrap_or_default().lines();
    let sentences = lines.filter(|line| line.contains("corresponds to MITRE ATT&CK"));
    sentences.flat_map(links).filter_map(|link| {
        let (_, id) = link.split_once("attack.mitre.org/techniques/")?;
        let id = id.trim_matches('/').replace('/', ".");
        Some(Mapping::plain(id).with("its page".to_owned()))
    })
}

/// Where `docs/attack-techniques/AWS/aws.x.y.md` is published.
fn address(page: &File<'_>) -> Option<String> {
    let path = page.path.strip_prefix("docs/")?.strip_suffix(".md")?;
    Some(format!("https://stratus-red-team.cloud/{path}/"))
}

fn first_paragraph(page: &File<'_>) -> Option<String> {
    let lines: Vec<&str> = page
        .text()
        .ok()?
        .lines()
        .skip_while(|line| line.trim() != "## Description")
        .skip(1)
        .skip_while(|line| line.trim().is_empty())
        .take_while(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .collect();
    some(lines.join("\n"))
}
