//! Rules of Wazuh and OSSEC: XML with several roots in a file, not always well-formed.

use model::{
    Harvest, Kind, Level, Mapping, Problem, Related, RelationKind, RelationMeaning, Resource,
};

use super::text::{self, Lines};
use super::xml::{self, Element};
use crate::File;

/// The rules that must have fired before this one; those of one's own build on those of Wazuh.
pub(crate) fn relations() -> Vec<RelationKind> {
    let words = ["if_sid", "if_matched_sid"];
    let kinds = words.map(|word| RelationKind::new(word, RelationMeaning::Related, &["wazuh"]));
    kinds.into()
}

/// Reads the rules of one file into `part`.
pub(crate) fn rules(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let content = xml::without_comments(text::small(file)?);
    let lines = Lines::new(&content);
    let groups = groups(&content);
    for element in xml::elements(&content, "rule") {
        let line = lines.line_at(element.at);
        match rule(&element, part, &lines) {
            Ok(mut resource) => {
                let before = groups.partition_point(|(at, _)| *at < element.at);
                resource.place.line = line;
                resource.data_sources = groups[..before]
                    .last()
                    .map_or_else(Vec::new, |(_, names)| names.clone());
                harvest.resources.push(resource);
            }
            Err(what) => harvest.problems.push(file.problem(line, what)),
        }
    }
    Ok(())
}

/// Where each group begins, and its names: what its rules read.
fn groups(content: &str) -> Vec<(usize, Vec<String>)> {
    let groups = xml::elements(content, "group").into_iter();
    let named = groups.filter_map(|group| Some((group.at, list(group.attribute("name")?))));
    named.collect()
}

fn rule(element: &Element<'_>, part: &str, lines: &Lines<'_>) -> Result<Resource, &'static str> {
    let content = element.content.ok_or("the rule is not closed")?;
    let id = element.attribute("id").ok_or("the rule has no id")?;
    let level = element.attribute("level");
    let title = words(content, "description").into_iter().next();
    Ok(Resource {
        id: Some(id.to_owned()),
        level: level.and_then(|level| level.parse().ok()).map(scale),
        level_written: level.map(str::to_owned),
        references: words(content, "info")
            .into_iter()
            .filter(|info| info.starts_with("http"))
            .collect(),
        related: related(content),
        query: Some(element.text.to_owned()),
        mappings: mappings(element, lines),
        ..Resource::new(
            part,
            Kind::Detection,
            title.unwrap_or_else(|| format!("Rule {id}")),
        )
    })
}

fn mappings(rule: &Element<'_>, lines: &Lines<'_>) -> Vec<Mapping> {
    let blocks = xml::elements(rule.text, "mitre").into_iter();
    let ids = blocks.flat_map(|block| {
        let ids = xml::elements(block.text, "id").into_iter();
        ids.filter_map(move |id| Some((id.content?.trim(), rule.at + block.at + id.at)))
    });
    ids.map(|(id, at)| Mapping::plain(id).at(lines.line_at(at)))
        .collect()
}

/// The rules that must have fired before this one.
fn related(content: &str) -> Vec<Related> {
    let relations = ["if_sid", "if_matched_sid"].into_iter();
    let rules = relations.flat_map(|relation| {
        let texts = words(content, relation).into_iter();
        texts.flat_map(move |text| {
            list(&text)
                .into_iter()
                .map(move |id| Related::new(relation, id))
        })
    });
    rules.collect()
}

/// The bands of Wazuh's own dashboard; a rule of level 0 raises no alert.
fn scale(level: u8) -> Level {
    match level {
        0 => Level::Informational,
        1..=6 => Level::Low,
        7..=11 => Level::Medium,
        12..=14 => Level::High,
        15.. => Level::Critical,
    }
}

/// What stands in the elements of this name.
fn words(content: &str, name: &str) -> Vec<String> {
    let elements = xml::elements(content, name).into_iter();
    let texts = elements
        .filter_map(|element| element.content)
        .map(|text| xml::unescaped(text.trim()).into_owned());
    texts.filter(|text| !text.is_empty()).collect()
}

fn list(names: &str) -> Vec<String> {
    let names = names.split([',', ' ']).map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
