//! capa rules: <https://github.com/mandiant/capa-rules>. Each names a capability of programs and how to see it in their
//! code: no detection of events, but knowledge of what malware can do.

use model::{Declaration, Harvest, Kind, Mapping, Problem, Related, Resource, TextPolicy};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::files::read_files;
use crate::formats::lenient::{self, Line, Text, Texts};
use crate::formats::text::{self, Lines, distinct};
use crate::formats::yaml::{self, Spanned};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "capa-rules",
    archive: "capa-rules",
    title: "capa rules",
    repository: "mandiant/capa-rules",
    branch: "master",
    licence: "Apache-2.0",
    copyright: "Copyright Mandiant, Inc.",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new(
        "capa_rules",
        "Capabilities of programs",
        Kind::Knowledge,
    )],
    declares: Declaration::default,
    paths: PATHS,
    read,
};

const PATHS: &[&str] = &["**/*.yml"];

#[derive(Deserialize)]
struct RuleFile {
    rule: Rule,
}

#[derive(Deserialize)]
struct Rule {
    meta: Meta,
    features: Option<Spanned<IgnoredAny>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Meta {
    name: Text,
    namespace: Text,
    authors: Texts,
    description: Text,
    #[serde(rename = "att&ck")]
    attack: lenient::Lines,
    mbc: Texts,
    references: Texts,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, rule);
}

fn rule(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let lines = Lines::new(text::small(file)?);
    let RuleFile { rule } = yaml::parse(file)?;
    let meta = rule.meta;
    let title = meta
        .name
        .get()
        .ok_or_else(|| file.problem(None, "the rule has no name"))?;
    let behaviours = meta.mbc.0.iter().filter_map(|written| in_brackets(written));
    let features = rule
        .features
        .as_ref()
        .and_then(yaml::line)
        .and_then(|line| yaml::section(&lines, "features", line));
    harvest.resources.push(Resource {
        authors: meta.authors.0.clone(),
        references: meta.references.0.clone(),
        related: behaviours.map(|id| Related::new("mbc", id)).collect(),
        description: meta.description.some(),
        query: features.map(str::to_owned),
        aliases: meta.namespace.some().into_iter().collect(),
        tactics: distinct(meta.attack.0.iter().filter_map(tactic)),
        mappings: meta.attack.0.iter().map(mapping).collect(),
        ..Resource::new("capa_rules", Kind::Knowledge, title)
    });
    Ok(())
}

/// `Discovery::File and Directory Discovery [T1083]`.
fn mapping(line: &Line) -> Mapping {
    Mapping {
        technique: in_brackets(&line.text).and_then(|id| id.parse().ok()),
        ..Mapping::plain(&line.text).at(line.line)
    }
}

fn tactic(line: &Line) -> Option<&str> {
    line.text.split_once("::").map(|(tactic, _)| tactic)
}

fn in_brackets(text: &str) -> Option<&str> {
    let (_, id) = text.rsplit_once('[')?;
    id.split_once(']').map(|(id, _)| id.trim())
}
