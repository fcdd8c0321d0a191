//! The toolbar of the matrix: views, domains, exports, filters.

use std::collections::BTreeSet;

use model::Kind;
use questions::sources;

use super::Answers;
use super::view::{VIEWS, View};
use crate::context::PageContext;
use crate::html::block::Tab;
use crate::html::document::Menu;
use crate::html::pillar_style::PillarStyle;
use crate::html::safe::{Link, SafeText};
use crate::pages::THREATS;

/// A menu of check boxes.
pub(crate) struct FilterMenu {
    pub(crate) legend: &'static str,
    pub(crate) summary: String,
    pub(crate) name: &'static str,
    /// Several boxes at once.
    pub(crate) kinds: Vec<Link>,
    pub(crate) boxes: Vec<(SafeText, SafeText, bool)>,
}

pub(super) fn tabs(context: &PageContext<'_>, view: View, threat: bool) -> Vec<Tab> {
    let views = VIEWS.iter().filter(|shown| **shown != View::Gap || threat);
    views
        .map(|shown| tab(context, *shown, *shown == view))
        .collect()
}

pub(super) fn tab(context: &PageContext<'_>, view: View, current: bool) -> Tab {
    Tab {
        words: SafeText::of(view.title()),
        address: context.with("view", Some(view.name())),
        current,
        pillar: view.kind().map(PillarStyle::of),
    }
}

pub(super) fn toggle(context: &PageContext<'_>, words: &str, name: &str) -> Tab {
    let on = context.value(name).is_some();
    Tab {
        words: SafeText::of(words),
        address: context.with(name, (!on).then_some("1")),
        current: on,
        pillar: None,
    }
}

pub(super) fn menus(context: &PageContext<'_>, now: model::Domain) -> Vec<Menu> {
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
        Menu {
            words: word,
            primary: false,
            links: domains
                .iter()
                .map(|(domain, words)| {
                    Link::to(words, context.with("domain", Some(&domain.to_string())))
                })
                .collect(),
        },
        Menu {
            words: "Load a layer",
            primary: false,
            links: vec![context.link("Load a layer", THREATS.at([]))],
        },
        Menu {
            words: "Export",
            primary: false,
            links: vec![
                context.export("Picture (SVG)", "matrix", "svg"),
                context.export("Navigator layer", "matrix", "layer"),
                context.export("CSV", "matrix", "csv"),
                context.export("Spreadsheet (XLSX)", "matrix", "xlsx"),
                context.export("JSON", "matrix", "json"),
            ],
        },
    ]
}

pub(super) fn filters(context: &PageContext<'_>, answers: &Answers) -> Vec<FilterMenu> {
    let platforms = platforms(context, answers)
        .into_iter()
        .map(|name| (name.clone(), name));
    let sources = answers
        .sources
        .sources
        .iter()
        .filter(|row| row.kinds.iter().any(|kind| *kind != Kind::Knowledge))
        .map(|row| (row.source.clone(), row.title.clone()));
    let tactics = answers
        .matrix
        .tactics
        .iter()
        .map(|tactic| (tactic.shortname.clone(), tactic.name.clone()));
    vec![
        filter_menu(context, "Platform", "platform", platforms),
        FilterMenu {
            kinds: kinds(context, &answers.sources),
            ..filter_menu(context, "Source", "source", sources)
        },
        filter_menu(context, "Tactic", "tactic", tactics),
    ]
}

/// The platforms of the techniques in the answer, and those that are chosen: these stay visible where no technique is left.
fn platforms(context: &PageContext<'_>, answers: &Answers) -> BTreeSet<String> {
    let techniques = answers.matrix.list.items.iter();
    let chosen = context
        .query
        .iter()
        .filter(|(name, _)| name == "platform")
        .map(|(_, value)| value);
    techniques
        .flat_map(|row| &row.platforms)
        .chain(chosen)
        .cloned()
        .collect()
}

/// A menu of these values, each with the words that are shown for it.
fn filter_menu(
    context: &PageContext<'_>,
    legend: &'static str,
    name: &'static str,
    values: impl Iterator<Item = (String, String)>,
) -> FilterMenu {
    let boxes: Vec<(SafeText, SafeText, bool)> = values
        .map(|(value, words)| {
            let chosen = context.has(name, &value);
            (SafeText::of(&value), SafeText::of(&words), chosen)
        })
        .collect();
    let chosen = boxes.iter().filter(|(_, _, chosen)| *chosen).count();
    FilterMenu {
        legend,
        summary: if chosen == 0 {
            "all".to_owned()
        } else {
            format!("{chosen} of {}", boxes.len())
        },
        name,
        kinds: Vec::new(),
        boxes,
    }
}

/// All sources of one kind at once.
fn kinds(context: &PageContext<'_>, sources: &sources::Answer) -> Vec<Link> {
    let none: PageContext<'_> = context.without("source");
    let all = Link::to("All", none.with("cursor", None));
    let of = |kind: Kind| {
        let rows = sources.sources.iter();
        let chosen = rows.filter(|row| row.kinds.contains(&kind));
        let names = chosen.map(|row| ("source".to_owned(), row.source.clone()));
        let mut chosen = none.clone();
        chosen.query.extend(names);
        Link::to(PillarStyle::of(kind).name, chosen.with("cursor", None))
    };
    let kinds = [Kind::Control, Kind::Detection, Kind::Test];
    std::iter::once(all).chain(kinds.map(of)).collect()
}

pub(super) fn note(view: View, answers: &Answers) -> Option<SafeText> {
    let best = answers
        .matrix
        .list
        .items
        .iter()
        .map(|row| row.numbers.rung)
        .max()
        .unwrap_or(0);
    match (view, &answers.threat) {
        (View::Evidence, _) if best < 4 => Some(SafeText::of(
            "No replay has run. Rungs 4 and 5 need recorded evidence.",
        )),
        (View::Gap, Some(threat)) => Some(SafeText::of(&format!(
            "Gap for {}: weight × (1 − best rung / 5). Techniques outside the threat are outlined.",
            threat.threat.name
        ))),
        _ => None,
    }
}
