//! What stands above the matrix: views, domains, exports, filters.

use model::Kind;
use questions::sources;

use super::Answers;
use super::view::{VIEWS, View};
use crate::context::Here;
use crate::html::block::{Act, Tab};
use crate::html::face::Face;
use crate::html::safe::{Link, Words};
use crate::pages::THREATS;

/// A menu of check boxes.
pub(crate) struct Pick {
    pub(crate) legend: &'static str,
    pub(crate) said: String,
    pub(crate) name: &'static str,
    /// Several boxes at once.
    pub(crate) kinds: Vec<Link>,
    pub(crate) boxes: Vec<(Words, Words, bool)>,
}

pub(super) fn tabs(here: &Here<'_>, view: View, threat: bool) -> Vec<Tab> {
    let shown = VIEWS.iter().filter(|one| **one != View::Gap || threat);
    shown
        .map(|one| Tab {
            words: Words::of(one.title()),
            address: here.with("view", Some(one.name())),
            here: *one == view,
            face: one.kind().map(Face::of),
        })
        .collect()
}

pub(super) fn toggle(here: &Here<'_>, words: &str, name: &str) -> Tab {
    let on = here.one(name).is_some();
    Tab {
        words: Words::of(words),
        address: here.with(name, (!on).then_some("1")),
        here: on,
        face: None,
    }
}

pub(super) fn acts(here: &Here<'_>, now: model::Domain) -> Vec<Act> {
    let domains = [
        (model::Domain::Enterprise, "Enterprise"),
        (model::Domain::Mobile, "Mobile"),
        (model::Domain::Ics, "ICS"),
    ];
    let word = domains
        .iter()
        .find(|(domain, _)| *domain == now)
        .map_or("Enterprise", |(_, words)| words);
    vec![
        Act {
            words: word,
            primary: false,
            links: domains
                .iter()
                .map(|(domain, words)| {
                    Link::to(words, here.with("domain", Some(&domain.to_string())))
                })
                .collect(),
        },
        Act {
            words: "Load a layer",
            primary: false,
            links: vec![here.link("Load a layer", THREATS.at([]))],
        },
        Act {
            words: "Export",
            primary: false,
            links: vec![
                here.export("Picture (SVG)", "matrix", "svg"),
                here.export("Navigator layer", "matrix", "layer"),
                here.export("CSV", "matrix", "csv"),
                here.export("Spreadsheet (XLSX)", "matrix", "xlsx"),
                here.export("JSON", "matrix", "json"),
            ],
        },
    ]
}

pub(super) fn picks(here: &Here<'_>, answers: &Answers) -> Vec<Pick> {
    let mut platforms: Vec<String> = answers
        .matrix
        .list
        .items
        .iter()
        .flat_map(|row| row.platforms.clone())
        .collect();
    // What is chosen stays to be seen, whatever the answer still holds.
    platforms.extend(
        here.query
            .iter()
            .filter(|(name, _)| name == "platform")
            .map(|(_, value)| value.clone()),
    );
    platforms.sort();
    platforms.dedup();
    let pick = |legend, name: &'static str, all: Vec<(String, String)>| {
        let boxes: Vec<(Words, Words, bool)> = all
            .iter()
            .map(|(value, words)| (Words::of(value), Words::of(words), here.has(name, value)))
            .collect();
        let chosen = boxes.iter().filter(|(_, _, chosen)| *chosen).count();
        Pick {
            legend,
            said: if chosen == 0 {
                "all".to_owned()
            } else {
                format!("{chosen} of {}", boxes.len())
            },
            name,
            kinds: Vec::new(),
            boxes,
        }
    };
    let sources = answers.sources.sources.iter();
    let sources = sources
        .filter(|row| row.kinds.iter().any(|kind| *kind != Kind::Knowledge))
        .map(|row| (row.source.clone(), row.title.clone()));
    let tactics = answers
        .matrix
        .tactics
        .iter()
        .map(|tactic| (tactic.shortname.clone(), tactic.name.clone()));
    vec![
        pick(
            "Platform",
            "platform",
            platforms
                .into_iter()
                .map(|name| (name.clone(), name))
                .collect(),
        ),
        Pick {
            kinds: kinds(here, &answers.sources),
            ..pick("Source", "source", sources.collect())
        },
        pick("Tactic", "tactic", tactics.collect()),
    ]
}

/// All sources of one kind at once.
fn kinds(here: &Here<'_>, sources: &sources::Answer) -> Vec<Link> {
    let none: Here<'_> = here.without("source");
    let all = Link::to("All", none.with("cursor", None));
    let of = |kind: Kind| {
        let rows = sources.sources.iter();
        let chosen = rows.filter(|row| row.kinds.contains(&kind));
        let names = chosen.map(|row| ("source".to_owned(), row.source.clone()));
        let mut chosen = none.clone();
        chosen.query.extend(names);
        Link::to(Face::of(kind).name, chosen.with("cursor", None))
    };
    let kinds = [Kind::Control, Kind::Detection, Kind::Test];
    std::iter::once(all).chain(kinds.map(of)).collect()
}

pub(super) fn note(view: View, answers: &Answers) -> Option<Words> {
    let best = answers
        .matrix
        .list
        .items
        .iter()
        .map(|row| row.numbers.rung)
        .max()
        .unwrap_or(0);
    match (view, &answers.threat) {
        (View::Evidence, _) if best < 4 => Some(Words::of(
            "No replay has run. Rungs 4 and 5 need recorded evidence.",
        )),
        (View::Gap, Some(threat)) => Some(Words::of(&format!(
            "Gap for {}: weight × (1 − best rung / 5). Techniques outside the threat are outlined.",
            threat.threat.name
        ))),
        _ => None,
    }
}
