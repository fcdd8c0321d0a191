//! Layers of ATT&CK Navigator, versions 2 to 4.5 of their format. A layer lists a technique once under each tactic, and
//! also keeps what is switched off, what scored nothing, and whose sub-techniques were merely unfolded.

use model::ThreatTechnique;
use serde::Deserialize;

use crate::Error;
use crate::ids;
use crate::input::Input;
use crate::json::{self, Items};
use crate::lenient::{Flag, Number, Text};
use crate::limits::MOST_ENTRIES;
use crate::notes::{Notes, clipped};

/// The versions of the format that are known.
const KNOWN: [&str; 3] = ["2", "3", "4"];

/// What a layer says.
#[derive(Debug)]
pub(crate) struct Layer {
    pub(crate) name: Option<String>,
    pub(crate) attack: Option<String>,
    pub(crate) domain: Option<String>,
    /// What is meant of its techniques, once under each tactic.
    pub(crate) techniques: Vec<ThreatTechnique>,
    version: Option<String>,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(default)]
    name: Text,
    #[serde(default)]
    domain: Text,
    #[serde(default)]
    version: Text,
    versions: Option<Versions>,
    #[serde(borrow)]
    techniques: Items<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Versions {
    layer: Text,
    attack: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Technique {
    #[serde(rename = "techniqueID")]
    id: String,
    #[serde(default)]
    tactic: Text,
    #[serde(default)]
    score: Number,
    #[serde(default)]
    comment: Text,
    #[serde(default)]
    color: Text,
    #[serde(default)]
    enabled: Flag,
    #[serde(default)]
    show_subtechniques: Flag,
}

/// Reads a layer.
pub(crate) fn read(input: &Input<'_>, notes: &mut Notes) -> Result<Layer, Error> {
    let file: File<'_> = json::parse(input)?;
    if file.techniques.len() > MOST_ENTRIES {
        let what = format!(
            "lists {} techniques, and at most {MOST_ENTRIES} are read",
            file.techniques.len()
        );
        return Err(input.error(None, what));
    }
    let versions = file.versions.unwrap_or_default();
    let version = versions.layer.trimmed().or_else(|| file.version.trimmed());
    if let Some(new) = version.as_deref().filter(|version| !is_known(version)) {
        notes.say(format!(
            "version {} of the layer format is unknown here; it is read as 4.5",
            clipped(new)
        ));
    }
    Ok(Layer {
        name: file.name.trimmed(),
        attack: versions
            .attack
            .trimmed()
            .map(|attack| attack.trim_start_matches('v').to_owned()),
        domain: file.domain.trimmed().map(domain),
        techniques: meant(&file.techniques, notes),
        version,
    })
}

impl Layer {
    /// ``layer `TrickBot` of Navigator 4.5 (file trickbot.json)``.
    pub(crate) fn origin(&self, input: &Input<'_>) -> String {
        let name = self.name.clone().unwrap_or_else(|| input.stem());
        let version = self
            .version
            .as_deref()
            .map(clipped)
            .map_or(String::new(), |version| format!(" {version}"));
        format!(
            "layer `{}` of Navigator{version} ({})",
            clipped(&name),
            input.shown()
        )
    }
}

impl Technique {
    /// Only unfolded in the view; nothing was said of it.
    fn is_unfolded_only(&self) -> bool {
        let marked = self.score.0.is_some()
            || self.comment.trimmed().is_some()
            || self.color.trimmed().is_some();
        self.show_subtechniques.0 == Some(true) && !marked
    }

    fn into_plain(self) -> ThreatTechnique {
        ThreatTechnique {
            score: self.score.0,
            tactic: self.tactic.trimmed(),
            color: self.color.trimmed(),
            comment: self.comment.trimmed(),
            ..ThreatTechnique::plain(self.id.trim())
        }
    }
}

fn meant(items: &Items<'_>, notes: &mut Notes) -> Vec<ThreatTechnique> {
    let (mut techniques, mut zeros, mut off) = (Vec::new(), 0, 0);
    for (index, technique) in items.read::<Technique>("techniques", notes) {
        if technique.enabled.0 == Some(false) {
            off += 1;
        } else if !ids::is_id(&technique.id) {
            let what = format!("`{}` is no technique", clipped(&technique.id));
            notes.at(format_args!("techniques[{index}]"), what);
        } else if technique.score.0 == Some(0.0) {
            zeros += 1;
        } else if !technique.is_unfolded_only() {
            techniques.push(technique.into_plain());
        }
    }
    notes.count(
        zeros,
        "entry",
        "left out: the score is 0, which says not used",
    );
    notes.count(off, "entry", "left out: switched off in the layer");
    techniques
}

fn is_known(version: &str) -> bool {
    KNOWN.contains(&version.split('.').next().unwrap_or(""))
}

/// Before version 4 a domain was named after its publisher.
fn domain(name: String) -> String {
    match name.as_str() {
        "mitre-enterprise" => "enterprise-attack".to_owned(),
        "mitre-mobile" => "mobile-attack".to_owned(),
        "mitre-ics" => "ics-attack".to_owned(),
        _ => name,
    }
}
