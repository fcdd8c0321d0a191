//! Sublime rules: <https://github.com/sublime-security/sublime-rules>. Rules on e-mail. Their tactics and techniques are
//! a vocabulary of their own that names no technique of ATT&CK.

use model::{Declaration, Harvest, Kind, LogSource, Problem, Product, Resource, TextPolicy};
use serde::Deserialize;

use crate::files::read_files;
use crate::formats::lenient::{Text, Texts};
use crate::formats::{text, yaml};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "sublime",
    archive: "sublime",
    title: "Sublime rules",
    repository: "sublime-security/sublime-rules",
    branch: "main",
    licence: "MIT",
    copyright: "Copyright (c) 2025 Sublime Security",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("sublime", "Rules on e-mail", Kind::Detection)],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        product: Some(Product::new("sublime", "Sublime Security", &[])),
        ..Declaration::default()
    }
}

const PATHS: &[&str] = &["detection-rules/**/*.{yml,yaml}"];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Rule {
    id: Text,
    name: Text,
    description: Text,
    severity: Text,
    source: Text,
    authors: Option<Vec<Author>>,
    references: Texts,
    tactics_and_techniques: Texts,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Author {
    name: Text,
    twitter: Text,
    github: Text,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, rule);
}

fn rule(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let rule: Rule = yaml::parse(file)?;
    let title = rule
        .name
        .get()
        .ok_or_else(|| file.problem(None, "the rule has no name"))?;
    let authors = rule.authors.iter().flatten();
    harvest.resources.push(Resource {
        id: rule.id.some(),
        level: rule.severity.get().and_then(text::level),
        level_written: rule.severity.some(),
        authors: authors.filter_map(name).collect(),
        references: rule.references.0.clone(),
        description: rule.description.some(),
        log_sources: log_sources(rule.source.get().unwrap_or_default()),
        query: rule.source.some(),
        tactics: rule.tactics_and_techniques.0.clone(),
        ..Resource::new("sublime", Kind::Detection, title)
    });
    Ok(())
}

/// Every rule reads messages; which of them is part of its query: `type.inbound`.
fn log_sources(query: &str) -> Vec<LogSource> {
    let of_type = |service: Option<&str>| LogSource {
        product: Some("sublime".to_owned()),
        service: service.map(str::to_owned),
        ..LogSource::default()
    };
    let types = ["type.inbound", "type.internal", "type.outbound"];
    let named = types.into_iter().filter(|name| query.contains(name));
    let logs: Vec<LogSource> = named.map(|name| of_type(Some(name))).collect();
    if logs.is_empty() {
        return vec![of_type(None)];
    }
    logs
}

/// Some authors are known by their handle alone.
fn name(author: &Author) -> Option<String> {
    let names = [&author.name, &author.twitter, &author.github];
    names.into_iter().find_map(Text::some)
}
