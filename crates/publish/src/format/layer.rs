//! Answers as layers of the ATT&CK Navigator, format 4.5.
//!
//! A layer holds what the format's published description names and nothing else: the Navigator passes over what it does not
//! know, but other readers refuse it. `tests/exports/rules.rs` states the rules.

use std::collections::BTreeMap;

use model::Domain;
use questions::Answer;
use serde::Serialize;

use super::{Error, Format, Output};
use crate::about::AnswerHeader;
use crate::answers;
use crate::heat::{Cell, HeatMap, Scale, Score};
use crate::options::Options;
use crate::style::clean;

/// The newest Navigator that was there when this was written; a reader only asks that it is no older than 4.9.
const NAVIGATOR: &str = "5.1.0";
const VERSIONS: Versions = Versions {
    attack: None,
    navigator: NAVIGATOR,
    layer: "4.5",
};
/// A comment is read in a small box.
const LONGEST: usize = 2_000;

/// Platforms by which the Navigator filters, by matrix.
const PLATFORMS: [(Domain, &[&str]); 3] = [
    (
        Domain::Enterprise,
        &[
            "PRE",
            "Windows",
            "Linux",
            "macOS",
            "Network",
            "Network Devices",
            "Containers",
            "ESXi",
            "IaaS",
            "SaaS",
            "Identity Provider",
            "Office Suite",
            "Office 365",
            "Azure AD",
            "Google Workspace",
        ],
    ),
    (Domain::Mobile, &["Android", "iOS"]),
    (Domain::Ics, &[]),
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the format has them, each on its own"
)]
struct Layer {
    name: String,
    versions: Versions,
    domain: &'static str,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    filters: Option<Filters>,
    sorting: u8,
    layout: LayerLayout,
    hide_disabled: bool,
    techniques: Vec<Technique>,
    gradient: Gradient,
    legend_items: Vec<LegendItem>,
    show_tactic_row_background: bool,
    tactic_row_background: &'static str,
    select_techniques_across_tactics: bool,
    select_subtechniques_with_parent: bool,
    select_visible_techniques: bool,
    metadata: Vec<Metadata>,
    links: Vec<Link>,
}

#[derive(Serialize)]
struct Versions {
    #[serde(skip_serializing_if = "Option::is_none")]
    attack: Option<String>,
    navigator: &'static str,
    layer: &'static str,
}

#[derive(Serialize)]
struct Filters {
    platforms: Vec<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the format has them, each on its own"
)]
struct LayerLayout {
    layout: &'static str,
    #[serde(rename = "showID")]
    show_id: bool,
    show_name: bool,
    show_aggregate_scores: bool,
    count_unscored: bool,
    aggregate_function: &'static str,
    expanded_subtechniques: &'static str,
}

const LAYOUT: LayerLayout = LayerLayout {
    layout: "side",
    show_id: true,
    show_name: true,
    show_aggregate_scores: false,
    count_unscored: false,
    aggregate_function: "max",
    expanded_subtechniques: "annotated",
};

#[derive(Serialize)]
struct Technique {
    #[serde(rename = "techniqueID")]
    id: String,
    score: serde_json::Number,
    enabled: bool,
    comment: String,
    metadata: Vec<Metadata>,
    links: Vec<Link>,
}

#[derive(Serialize)]
struct Metadata {
    name: String,
    value: String,
}

#[derive(Serialize)]
struct Link {
    label: String,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Gradient {
    colors: Vec<&'static str>,
    min_value: serde_json::Number,
    max_value: serde_json::Number,
}

#[derive(Serialize)]
struct LegendItem {
    label: String,
    color: &'static str,
}

/// The answer as a layer.
pub(super) fn write(answer: &Answer, options: &Options) -> Result<Output, Error> {
    let cannot = |why: String| Error::Write {
        format: Format::Layer,
        why,
    };
    let heat =
        answers::heat(answer, options.score).ok_or(Error::FormatUnavailable(Format::Layer))?;
    let (heat, _) = heat.map_err(|why| Error::NoScore {
        format: Format::Layer,
        why,
    })?;
    let text = serde_json::to_string_pretty(&layer(answer, &heat))
        .map_err(|error| cannot(error.to_string()))?;
    Ok(Output::Text(text + "\n"))
}

/// What layers by this score have in common, as plain data: what is said of an answer is empty.
pub(crate) fn frame(score: Score) -> serde_json::Value {
    let frame = empty(&Scale::of(score));
    serde_json::to_value(frame).expect("a layer has no keys but texts")
}

/// The platforms by which the Navigator filters, by the name of the domain.
pub(crate) fn platforms() -> BTreeMap<&'static str, &'static [&'static str]> {
    let all = PLATFORMS.into_iter();
    all.map(|(of, names)| (domain(of), names)).collect()
}

fn layer(answer: &Answer, heat: &HeatMap<'_>) -> Layer {
    let header = AnswerHeader::new(answer);
    // The Navigator knows the techniques of one matrix at a time.
    let (in_matrix, others): (Vec<&Cell<'_>>, Vec<&Cell<'_>>) = heat
        .cells
        .iter()
        .partition(|cell| cell.domain() == heat.domain);
    let catalogue = answer.catalogue();
    let facts = header.facts(catalogue, in_matrix.len());
    Layer {
        name: format!("{}, by {}", header.title(), heat.scale.title),
        versions: Versions {
            attack: major(&catalogue.attack),
            ..VERSIONS
        },
        domain: domain(heat.domain),
        description: description(answer, heat, &others),
        filters: filters(&header, heat.domain),
        techniques: in_matrix
            .into_iter()
            .map(|cell| technique(cell, heat.scale.times))
            .collect(),
        metadata: metadata(
            facts
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.write().into_owned())),
        ),
        ..empty(&heat.scale)
    }
}

/// A layer of nothing, coloured by this scale.
fn empty(scale: &Scale) -> Layer {
    Layer {
        name: String::new(),
        versions: VERSIONS,
        domain: domain(Domain::Enterprise),
        description: String::new(),
        filters: None,
        sorting: 3,
        layout: LAYOUT,
        hide_disabled: false,
        techniques: Vec::new(),
        gradient: gradient(scale),
        legend_items: legend(scale),
        show_tactic_row_background: false,
        tactic_row_background: "#dddddd",
        select_techniques_across_tactics: true,
        select_subtechniques_with_parent: false,
        select_visible_techniques: false,
        metadata: Vec::new(),
        links: vec![Link {
            label: "ATT&CK".to_owned(),
            url: "https://attack.mitre.org/".to_owned(),
        }],
    }
}

fn gradient(scale: &Scale) -> Gradient {
    Gradient {
        colors: scale.tones.iter().map(|tone| tone.light).collect(),
        min_value: number(0.0),
        max_value: number(scale.most * scale.times),
    }
}

fn legend(scale: &Scale) -> Vec<LegendItem> {
    scale
        .stops()
        .map(|(label, tone)| LegendItem {
            label,
            color: tone.light,
        })
        .collect()
}

fn domain(domain: Domain) -> &'static str {
    match domain {
        Domain::Enterprise => "enterprise-attack",
        Domain::Mobile => "mobile-attack",
        Domain::Ics => "ics-attack",
    }
}

/// `19` of `19.1`; nothing where the release is no number.
fn major(attack: &str) -> Option<String> {
    let major = attack.trim_start_matches('v').split('.').next()?;
    let number = !major.is_empty() && major.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| major.to_owned())
}

fn description(answer: &Answer, heat: &HeatMap<'_>, others: &[&Cell<'_>]) -> String {
    let catalogue = answer.catalogue();
    let hundredths = if heat.scale.times > 1.0 {
        ", in hundredths"
    } else {
        ""
    };
    let mut sentences = vec![
        format!("Score{hundredths}: {}.", heat.scale.explained),
        format!(
            "Taken from {} resources of {} sources, read until {}, followed to ATT&CK {}.",
            catalogue.resources, catalogue.sources, catalogue.date, catalogue.attack
        ),
        "A number says what exists, not what is covered.".to_owned(),
    ];
    if heat.cells.iter().any(|cell| !cell.included) {
        sentences
            .push("Disabled techniques are left out on purpose or for other platforms.".to_owned());
    }
    if !others.is_empty() {
        let ids: Vec<String> = others.iter().map(|cell| cell.id.to_string()).collect();
        sentences.push(format!(
            "Of other matrices, not in this layer: {}.",
            ids.join(", ")
        ));
    }
    cut(&clean(&sentences.join(" ")))
}

/// By platform only where the stack names platforms that the Navigator can filter by.
fn filters(header: &AnswerHeader<'_>, domain: Domain) -> Option<Filters> {
    let (_, known) = PLATFORMS.iter().find(|(of, _)| *of == domain)?;
    let wanted = &header.subject.stack?.platforms;
    let platforms: Vec<&'static str> = wanted
        .iter()
        .filter_map(|name| {
            known
                .iter()
                .find(|platform| platform.eq_ignore_ascii_case(name))
        })
        .copied()
        .collect();
    // A filter that lacks one of them would hide what is asked for.
    (!platforms.is_empty() && platforms.len() == wanted.len()).then_some(Filters { platforms })
}

fn technique(cell: &Cell<'_>, times: f64) -> Technique {
    Technique {
        id: cell.id.to_string(),
        score: number(cell.score * times),
        enabled: cell.included,
        comment: cut(&clean(&cell.words.join("; "))),
        metadata: metadata(cell.facts.iter().cloned()),
        links: vec![Link {
            label: format!("{} in ATT&CK", cell.id),
            url: cell.id.url(),
        }],
    }
}

/// Only what has both a name and a value; the Navigator refuses the other.
fn metadata(facts: impl Iterator<Item = (String, String)>) -> Vec<Metadata> {
    facts
        .map(|(name, value)| Metadata {
            name: cut(&clean(&name)),
            value: cut(&clean(&value)),
        })
        .filter(|entry| !entry.name.is_empty() && !entry.value.is_empty())
        .collect()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Four places, and no point where there is nothing behind it.
fn number(value: f64) -> serde_json::Number {
    let whole = crate::table::four_places(value).parse::<i64>().ok();
    let part = || serde_json::Number::from_f64((value * 10_000.0).round() / 10_000.0);
    whole
        .map(serde_json::Number::from)
        .or_else(part)
        .unwrap_or_else(|| 0.into())
}
