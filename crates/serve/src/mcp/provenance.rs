//! Where an item comes from: the source, its file and commit, and where to see it.

use catalogue::ResourceSummary;
use model::{Provenance as Source, TechniqueId};
use questions::links;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Where an item comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Provenance {
    /// The source.
    pub(super) source: String,
    /// Its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// The line in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    /// Where it can be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// The commit that was read, shortened.
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    /// The date of that commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// The licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    licence: Option<String>,
}

/// Enough of a commit to find it.
const COMMIT: usize = 12;

/// Where an item comes from. Default: the source of techniques, which also stands for all that is counted for
/// them.
pub(super) fn of(item: &Value, sources: &[Source], techniques_of: &str) -> Provenance {
    // A hit of a search is a technique or a resource inside.
    let item = ["resource", "technique"]
        .iter()
        .filter_map(|inside| item.get(inside))
        .find(|inside| inside.is_object())
        .unwrap_or(item);
    let text = |name: &str| item[name].as_str();
    // A key is `source:path#ordinal`.
    let key = text("key")
        .or_else(|| text("what"))
        .and_then(|key| key.split_once(':'));
    let source = text("source")
        .or(key.map(|key| key.0))
        .filter(|name| sources.iter().any(|known| known.source == *name))
        .unwrap_or(techniques_of);
    let known = sources.iter().find(|known| known.source == source);
    let in_key = key
        .filter(|key| key.0 == source)
        .map(|key| key.1.rsplit_once('#').map_or(key.1, |(path, _)| path));
    let path = item["place"]["path"].as_str().or(text("path")).or(in_key);
    let listed: Option<ResourceSummary> = serde_json::from_value(item.clone()).ok();
    let linked = known
        .zip(listed)
        .and_then(|(known, listed)| links(known, &listed).page);
    let url = item["links"]["page"]
        .as_str()
        .or(text("page"))
        .or(text("url"))
        .map(str::to_owned);
    Provenance {
        source: source.to_owned(),
        path: path.map(str::to_owned),
        line: item["place"]["line"].as_u64().or(item["line"].as_u64()),
        url: url
            .or(linked)
            .or_else(|| technique(item))
            .or_else(|| repository(known?)),
        commit: known
            .and_then(|known| known.commit.as_deref())
            .map(|commit| commit.chars().take(COMMIT).collect()),
        date: known.and_then(|known| known.commit_date.clone().or(known.read.clone())),
        licence: known.map(|known| known.licence.clone()),
    }
}

fn technique(item: &Value) -> Option<String> {
    let id: TechniqueId = item["id"].as_str()?.parse().ok()?;
    Some(format!(
        "https://attack.mitre.org/techniques/{}",
        id.to_string().replace('.', "/")
    ))
}

fn repository(source: &Source) -> Option<String> {
    let is_address = source.repository.starts_with("https://");
    let is_name = !is_address && source.repository.matches('/').count() == 1;
    is_address
        .then(|| source.repository.clone())
        .or_else(|| is_name.then(|| format!("https://github.com/{}", source.repository)))
}
