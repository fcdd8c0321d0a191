//! NIST OSCAL content: <https://github.com/usnistgov/oscal-content>. What the controls of NIST 800-53 are, in words, and
//! which baseline asks for each.

mod prose;

use std::collections::BTreeMap;

use model::{
    Declaration, Harvest, Kind, Problem, Related, RelationKind, RelationMeaning, Resource,
    TextPolicy,
};
use serde::Deserialize;

use crate::files::{holds_none, read_files};
use crate::formats::json;
use crate::formats::lenient::Text;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "nist-oscal",
    archive: "nist-oscal",
    title: "NIST OSCAL content: NIST 800-53 Rev. 5",
    repository: "usnistgov/oscal-content",
    branch: "main",
    licence: "CC0-1.0",
    copyright: "A work of the United States government, in the public domain",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new(
        "nist_oscal",
        "Controls of NIST 800-53 Rev. 5",
        Kind::Knowledge,
    )],
    declares,
    paths: &[CATALOGUE, PROFILES],
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: vec![RelationKind::new("enhances", RelationMeaning::Related, &[])],
        ..Declaration::default()
    }
}

/// It holds all controls that any baseline asks for.
const CATALOGUE: &str = "nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_HIGH-baseline-resolved-profile_catalog-min.json";
const PROFILES: &str = "nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_*-baseline_profile.json";

/// Baselines from the least to the most demanding, as far as they are known, by the control's id.
type Baselines = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
struct CatalogueFile {
    catalog: Catalogue,
}

#[derive(Deserialize)]
struct Catalogue {
    #[serde(default)]
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(default)]
    title: Text,
    #[serde(default)]
    controls: Vec<Control>,
}

#[derive(Deserialize)]
struct Control {
    id: String,
    title: String,
    #[serde(default)]
    params: Vec<prose::Parameter>,
    #[serde(default)]
    props: Vec<Property>,
    #[serde(default)]
    parts: Vec<prose::Part>,
    /// Enhancements of this one.
    #[serde(default)]
    controls: Vec<Control>,
}

#[derive(Deserialize)]
struct Property {
    name: String,
    value: String,
}

#[derive(Deserialize)]
struct ProfileFile {
    profile: Profile,
}

#[derive(Deserialize)]
struct Profile {
    imports: Vec<Import>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Import {
    #[serde(default)]
    include_controls: Vec<Selection>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Selection {
    #[serde(default)]
    with_ids: Vec<String>,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    let mut baselines = Baselines::new();
    for name in ["LOW", "MODERATE", "HIGH"] {
        let is_it = |file: &File<'_>| {
            file.name()
                .ends_with(&format!("_{name}-baseline_profile.json"))
        };
        let profile = tree.files(&[PROFILES]).find(is_it);
        // Errors in the file are reported below, where it is accounted for.
        let Some(Ok(ids)) = profile.map(|file| selected(&file)) else {
            continue;
        };
        for id in ids {
            baselines.entry(id).or_default().push(name.to_owned());
        }
    }
    read_files(tree, &[CATALOGUE], harvest, |file, harvest| {
        controls(file, &baselines, harvest)
    });
    read_files(tree, &[PROFILES], harvest, |file, harvest| {
        selected(file)?;
        holds_none(
            file,
            "says which controls of the catalogue a baseline asks for",
            harvest,
        );
        Ok(())
    });
}

fn selected(file: &File<'_>) -> Result<Vec<String>, Problem> {
    let ProfileFile { profile } = json::parse(file)?;
    let selections = profile
        .imports
        .into_iter()
        .flat_map(|import| import.include_controls);
    Ok(selections
        .flat_map(|selection| selection.with_ids)
        .collect())
}

fn controls(file: &File<'_>, baselines: &Baselines, harvest: &mut Harvest) -> Result<(), Problem> {
    let CatalogueFile { catalog } = json::parse(file)?;
    for group in &catalog.groups {
        for control in &group.controls {
            let mut base = resource(control, baselines);
            base.related
                .extend(group.title.get().map(|title| Related::new("group", title)));
            harvest.resources.push(base);
            for enhancement in &control.controls {
                let mut resource = resource(enhancement, baselines);
                resource
                    .related
                    .push(Related::new("enhances", label(control)));
                harvest.resources.push(resource);
            }
        }
    }
    Ok(())
}

fn resource(control: &Control, baselines: &Baselines) -> Resource {
    let label = label(control);
    let labels = control
        .props
        .iter()
        .filter(|property| property.name == "label");
    let mut aliases: Vec<String> = Vec::new();
    for alias in labels.map(|label| &label.value).chain([&control.id]) {
        if *alias != label && !aliases.contains(alias) {
            aliases.push(alias.clone());
        }
    }
    let baselines = baselines.get(&control.id).into_iter().flatten();
    Resource {
        id: Some(label),
        related: baselines
            .map(|name| Related::new("baseline", name))
            .collect(),
        description: prose::of(&control.parts, &control.params),
        aliases,
        ..Resource::new("nist_oscal", Kind::Knowledge, &control.title)
    }
}

/// `AC-02`, as Mappings Explorer writes it; `AC-2` is among the aliases.
fn label(control: &Control) -> String {
    let label = control
        .props
        .iter()
        .find(|property| property.name == "label");
    label.map_or_else(|| control.id.to_uppercase(), |label| label.value.clone())
}
