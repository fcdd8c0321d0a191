//! What stands left of an alignment: the threat, the stack, the options.

use questions::sources;

use super::Counted;
use crate::context::Here;
use crate::html::block::{Choice, Field, Set, Side};
use crate::html::face::{Face, number};
use crate::html::safe::Words;
use crate::pages::THREATS;
use crate::pages::parts::rest_of_query;
use crate::pages::rows::{Kept, PILLARS};

pub(super) fn side(here: &Here<'_>, page: &Counted<'_>, kept: Kept) -> Side {
    let mut sets = Vec::new();
    if kept == Kept::Gap && here.place().is_site() {
        sets.push(Set {
            legend: Words::of("Threat"),
            more: Some(here.link("Model one", THREATS.at([]))),
            fields: vec![Field {
                name: "threat",
                words: "A group, software, campaign or incident",
                value: Words::default(),
                hint: "TrickBot, G0016",
                long: false,
            }],
            ..Set::default()
        });
    } else if kept == Kept::Gap {
        let answer = page.answer;
        let mut words = vec![Words::of(&format!(
            "{}, {} techniques",
            answer.threat.name, answer.totals.techniques
        ))];
        words.extend(
            answer
                .threat
                .origins
                .iter()
                .take(3)
                .map(|text| Words::of(text)),
        );
        sets.push(Set {
            legend: Words::of("Threat"),
            more: Some(here.link("Change", THREATS.at([]))),
            words,
            ..Set::default()
        });
    }
    sets.extend(source_sets(here, page.sources));
    sets.push(Set {
        legend: Words::of("Log sources and platforms"),
        fields: vec![
            field(
                here,
                "log",
                "Log sources that arrive",
                "windows/process_creation, DC0032",
            ),
            field(here, "platform", "Platforms", "Windows, Linux, IaaS"),
        ],
        words: vec![Words::of("What is left empty is not considered.")],
        ..Set::default()
    });
    sets.push(options(here, kept));
    sets.push(tactics(here, page.tactics));
    let mut hidden = kept_names(here);
    if kept == Kept::Total {
        hidden.retain(|(name, _)| name != "threat");
    }
    Side {
        words: if kept == Kept::Gap {
            "Choose threat and stack"
        } else {
            "Choose sources"
        },
        action: here.links.to(here.target),
        button: "Count again",
        sets,
        hidden,
    }
}

fn kept_names(here: &Here<'_>) -> Vec<(String, Words)> {
    rest_of_query(
        here,
        &[
            "source",
            "log",
            "platform",
            "lowest_level",
            "with_software",
            "tactic",
        ],
    )
}

fn field(here: &Here<'_>, name: &'static str, words: &'static str, hint: &'static str) -> Field {
    let all: Vec<&str> = here
        .query
        .iter()
        .filter(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
        .collect();
    Field {
        name,
        words,
        value: Words::of(&all.join(", ")),
        hint,
        long: false,
    }
}

/// A group of check boxes per pillar: all are ticked where the address chooses none.
fn source_sets(here: &Here<'_>, sources: &sources::Answer) -> Vec<Set> {
    let all = here.one("source").is_none();
    PILLARS
        .iter()
        .map(|(kind, _)| {
            let rows = sources
                .sources
                .iter()
                .filter(|row| row.kinds.contains(kind));
            let boxes: Vec<Choice> = rows
                .map(|row| Choice {
                    radio: false,
                    name: "source",
                    value: Words::of(&row.source),
                    words: Words::of(&row.title),
                    count: number(row.counts.resources),
                    checked: all || here.has("source", &row.source),
                })
                .collect();
            Set {
                legend: Words::of(Face::of(*kind).name),
                face: Some(Face::of(*kind)),
                boxes,
                all: true,
                ..Set::default()
            }
        })
        .collect()
}

fn options(here: &Here<'_>, kept: Kept) -> Set {
    let choice = |name: &'static str, words: &str| Choice {
        radio: false,
        name,
        value: Words::of("true"),
        words: Words::of(words),
        count: String::new(),
        checked: here.has(name, "true"),
    };
    let mut boxes = vec![choice("lowest_level", "Lowest level only")];
    if kept == Kept::Gap {
        boxes.push(choice("with_software", "With the software of adversaries"));
    }
    Set {
        legend: Words::of("Options"),
        boxes,
        words: vec![Words::of("The address holds the whole choice.")],
        ..Set::default()
    }
}

fn tactics(here: &Here<'_>, all: &[model::Tactic]) -> Set {
    let boxes = all.iter().map(|tactic| Choice {
        radio: false,
        name: "tactic",
        value: Words::of(&tactic.shortname),
        words: Words::of(&tactic.name),
        count: String::new(),
        checked: here.has("tactic", &tactic.shortname),
    });
    Set {
        legend: Words::of("Tactics"),
        boxes: boxes.collect(),
        folded: true,
        ..Set::default()
    }
}
