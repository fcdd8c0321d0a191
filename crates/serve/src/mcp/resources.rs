//! Answers by address: `rhumb://technique/T1021`, `rhumb://source/sigma`.

use percent_encoding::percent_decode_str;
use questions::names::KnownNames;
use rmcp::model::{
    ErrorData, ListResourcesResult, ReadResourceResult, Resource, ResourceContents,
    ResourceTemplate,
};
use serde_json::{Map, Value};

use super::tools::{self, TOOLS};
use super::{Assistant, protocol_error};
use crate::problem::nearest;

const JSON: &str = "application/json";
const SCHEME: &str = "rhumb://";
/// How many resources a page of their list has.
const PAGE: usize = 100;

/// The kinds of addresses after `rhumb://`: (its name, the tool that answers, its argument, its title, what it is).
pub(super) const KINDS: [(&str, &str, &str, &str, &str); 6] = [
    (
        "technique",
        "technique",
        "id",
        "Technique",
        "A technique by its id: T1021.002",
    ),
    (
        "source",
        "sources",
        "source",
        "Source",
        "A source by its name: sigma",
    ),
    (
        "adversary",
        "threat_profile",
        "name",
        "Adversary",
        "A group by name or id: APT29",
    ),
    (
        "software",
        "threat_profile",
        "name",
        "Software",
        "Malware or a tool by name or id: Mimikatz",
    ),
    (
        "campaign",
        "threat_profile",
        "name",
        "Campaign",
        "A campaign by name or id: C0024",
    ),
    (
        "resource",
        "resource_text",
        "id",
        "Resource",
        "A rule, test or control by its key or id",
    ),
];

/// Addresses with a name to be filled in.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    let template = |(place, _, argument, title, about): &(&str, &str, &str, &str, &str)| {
        // A key holds slashes.
        let placeholder = if *place == "resource" {
            format!("{{+{argument}}}")
        } else {
            format!("{{{argument}}}")
        };
        let address = format!("{SCHEME}{place}/{placeholder}");
        ResourceTemplate::new(address, *place)
            .with_title(*title)
            .with_description(*about)
            .with_mime_type(JSON)
    };
    KINDS.iter().map(template).collect()
}

/// The sources, then the techniques.
pub(super) fn list(
    names: &KnownNames,
    cursor: Option<String>,
) -> Result<ListResourcesResult, ErrorData> {
    let start = cursor
        .map_or(Ok(0), |cursor| cursor.parse::<usize>())
        .map_err(|_| ErrorData::invalid_params("that is not a cursor", None))?;
    let sources = names
        .sources
        .iter()
        .map(|(id, title)| resource("source", id, title));
    let techniques = names
        .techniques
        .iter()
        .map(|(id, name)| resource("technique", id, name));
    let total = names.sources.len() + names.techniques.len();
    let mut page = ListResourcesResult::with_all_items(
        sources.chain(techniques).skip(start).take(PAGE).collect(),
    );
    page.next_cursor = (start + PAGE < total).then(|| (start + PAGE).to_string());
    Ok(page)
}

fn resource(place: &str, id: &str, title: &str) -> Resource {
    Resource::new(format!("{SCHEME}{place}/{id}"), id)
        .with_title(title)
        .with_mime_type(JSON)
}

impl Assistant {
    /// The answer at an address.
    pub(super) async fn read(&self, address: &str) -> Result<ReadResourceResult, ErrorData> {
        let missing = || {
            let near = nearest(address, KINDS.map(|place| place.0));
            ErrorData::resource_not_found(
                "there is no resource of this kind",
                Some(serde_json::json!({ "near": near })),
            )
        };
        let (place, name) = address
            .strip_prefix(SCHEME)
            .and_then(|rest| rest.split_once('/'))
            .ok_or_else(missing)?;
        let (place, tool, argument, ..) = KINDS
            .iter()
            .find(|known| known.0 == place)
            .ok_or_else(missing)?;
        let name = percent_decode_str(name).decode_utf8_lossy().into_owned();
        let mut arguments = Map::from_iter([((*argument).to_owned(), Value::from(name))]);
        if *tool == "threat_profile" {
            arguments.insert("kind".to_owned(), (*place).into());
        }
        let tool = TOOLS
            .iter()
            .find(|known| known.name == *tool)
            .map_or_else(|| tools::find(tool), |tool| Ok(*tool))?;
        let answer = self.ask(tool, arguments).await.map_err(protocol_error)?;
        let contents = ResourceContents::text(answer.to_string(), address).with_mime_type(JSON);
        Ok(ReadResourceResult::new(vec![contents]))
    }
}
