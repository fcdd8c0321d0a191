//! CTID NIST 800-53 Control Mappings: <https://github.com/center-for-threat-informed-defense/attack-control-framework-mappings>.
//! A Navigator layer per revision says at each technique which controls mitigate it; a STIX bundle says what the controls
//! of revision 5 are. CTID Mappings Explorer carries the mappings on.

use std::collections::BTreeMap;

use model::{Declaration, Harvest, Kind, Mapping, Problem, Resource, Status, TextPolicy};
use serde::Deserialize;

use crate::files::{holds_none, read_files};
use crate::formats::ctid::{release, say_release};
use crate::formats::json::{self, Items};
use crate::formats::lenient::Text;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "ctid-nist",
    archive: "ctid-nist",
    title: "CTID NIST 800-53 Control Mappings",
    repository: "center-for-threat-informed-defense/attack-control-framework-mappings",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "Copyright 2020-2023 MITRE Engenuity",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[
        Part::new("ctid_nist_r5", "NIST 800-53 Rev. 5", Kind::Control),
        Part::new("ctid_nist_r4", "NIST 800-53 Rev. 4", Kind::Control),
    ],
    declares: Declaration::default,
    paths: &[LAYERS, CONTROLS],
    read,
};

/// Those of single families, deeper down, repeat these.
const LAYERS: &str = "frameworks/*/nist800_53_{r4,r5}/layers/*-overview.json";
const CONTROLS: &str = "frameworks/*/nist800_53_r5/stix/nist800-53-r5-controls.json";

#[derive(Deserialize)]
struct Layer<'tree> {
    #[serde(borrow)]
    techniques: Items<'tree>,
}

#[derive(Deserialize)]
struct Technique {
    #[serde(rename = "techniqueID")]
    id: String,
    #[serde(default)]
    comment: Text,
}

#[derive(Deserialize)]
struct Bundle<'tree> {
    #[serde(borrow)]
    objects: Items<'tree>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Control {
    name: Text,
    description: Text,
    external_references: Vec<Reference>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reference {
    external_id: Text,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    let newest = tree
        .files(&[LAYERS])
        .filter_map(|file| release(file.path))
        .max();
    let mut controls = BTreeMap::new();
    for file in tree
        .files(&[CONTROLS])
        .filter(|file| release(file.path) >= newest)
    {
        controls.extend(named(&file));
    }
    read_files(tree, &[LAYERS], harvest, |file, harvest| {
        if release(file.path) < newest {
            holds_none(
                file,
                "maps to an older release of ATT&CK than another layer",
                harvest,
            );
            return Ok(());
        }
        layer(file, &controls, harvest)
    });
    read_files(tree, &[CONTROLS], harvest, |file, harvest| {
        json::parse::<Bundle<'_>>(file)?;
        holds_none(
            file,
            "says in words what the controls of the layers are",
            harvest,
        );
        Ok(())
    });
}

/// The controls by their ids. Errors in the file are reported where it is accounted for.
fn named(file: &File<'_>) -> BTreeMap<String, Control> {
    let Ok(bundle) = json::parse::<Bundle<'_>>(file) else {
        return BTreeMap::new();
    };
    let objects = bundle
        .objects
        .read::<Control>(file, &mut Harvest::default());
    let with_id = |(_, control): (u32, Control)| {
        let id = control.external_references.first()?.external_id.some()?;
        Some((id, control))
    };
    objects.into_iter().filter_map(with_id).collect()
}

fn layer(
    file: &File<'_>,
    named: &BTreeMap<String, Control>,
    harvest: &mut Harvest,
) -> Result<(), Problem> {
    let layer: Layer<'_> = json::parse(file)?;
    let version = release(file.path).map(|(major, minor)| format!("{major}.{minor}"));
    let mut controls: BTreeMap<String, Vec<Mapping>> = BTreeMap::new();
    for (line, technique) in layer.techniques.read::<Technique>(file, harvest) {
        let comment = technique.comment.get().unwrap_or_default();
        let Some(ids) = comment.strip_prefix("Mitigated by ") else {
            let what = format!("does not say what mitigates `{}`", technique.id);
            harvest.problems.push(file.problem(line, what));
            continue;
        };
        for id in ids.split(',').map(str::trim) {
            let mut mapping = Mapping::plain(&technique.id).at(line);
            say_release(&mut mapping, version.as_deref());
            controls.entry(id.to_owned()).or_default().push(mapping);
        }
    }
    let of_r5 = file.path.contains("/nist800_53_r5/");
    for (id, mappings) in controls {
        let known = named.get(&id).filter(|_| of_r5);
        let title = known.and_then(|control| control.name.some());
        let part = if of_r5 {
            "ctid_nist_r5"
        } else {
            "ctid_nist_r4"
        };
        harvest.resources.push(Resource {
            id: Some(id.clone()),
            description: known.and_then(|control| control.description.some()),
            status: Status::Superseded,
            mappings,
            ..Resource::new(part, Kind::Control, title.unwrap_or_else(|| id.clone()))
        });
    }
    Ok(())
}
