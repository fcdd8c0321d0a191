//! Sentinel ATT&CK: <https://github.com/BlueTeamLabs/sentinel-attack>. Queries on Sysmon's events in KQL below a few lines
//! of facts, no longer changed. The technique stands in the name of the file.

use model::{Declaration, Harvest, Kind, Mapping, Problem, Resource, TextPolicy};

use crate::files::read_files;
use crate::formats::text;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "sentinel-attack",
    archive: "sentinel-attack",
    title: "Sentinel ATT&CK",
    repository: "BlueTeamLabs/sentinel-attack",
    branch: "master",
    licence: "MIT",
    copyright: "Copyright (c) 2019-2020 Edoardo Gerosa, Olaf Hartong",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new(
        "sentinel_attack",
        "Queries on Sysmon's events",
        Kind::Detection,
    )],
    declares: Declaration::default,
    paths: PATHS,
    read,
};

const PATHS: &[&str] = &["detections/*.txt"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, query);
}

fn query(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let content = text::small(file)?;
    let field = |name: &str| {
        let facts = content.lines().filter_map(|line| line.strip_prefix("//"));
        let mut values = facts.filter_map(|line| line.trim().strip_prefix(name)?.strip_prefix(':'));
        values
            .next()
            .map(str::trim)
            .filter(|value| !value.is_empty())
    };
    let title = field("Name").ok_or_else(|| file.problem(None, "the query has no name"))?;
    let (technique, _) = file.name().split_once('_').unwrap_or((file.name(), ""));
    harvest.resources.push(Resource {
        level: field("Severity").and_then(text::level),
        level_written: field("Severity").map(str::to_owned),
        data_sources: field("DataSource").map_or_else(Vec::new, hashtags),
        description: field("Description").map(str::to_owned),
        query: text::some(code(content)),
        tactics: field("Tactics").map_or_else(Vec::new, hashtags),
        mappings: vec![Mapping::plain(technique)],
        ..Resource::new("sentinel_attack", Kind::Detection, title)
    });
    Ok(())
}

/// `#Privilege Escalation, #Persistence`, also without the comma.
fn hashtags(written: &str) -> Vec<String> {
    let tags = written.split('#').map(|tag| tag.trim_matches([',', ' ']));
    tags.filter(|tag| !tag.is_empty())
        .map(str::to_owned)
        .collect()
}

fn code(content: &str) -> String {
    let lines = content.lines().filter(|line| !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}
