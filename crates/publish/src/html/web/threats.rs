//! The threat model: who faces us, by what sources say of them, or a layer of one's own.

use questions::{adversaries, adversary, align, categories, matrix};

use super::super::block::{Act, Block, Cell, Choice, Column, Field, Part, Set, Side, Stat, Table};
use super::super::face::number;
use super::super::prose::Prose;
use super::super::safe::{Link, Words};
use super::super::way::Target;
use super::actor::{actor_link, diamond};
use super::{Here, line, render};

/// The answers that the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Threats<'a> {
    /// What can be chosen.
    pub categories: &'a categories::Answer,
    /// The adversaries that match.
    pub matched: Option<&'a adversaries::Answer>,
    /// Incidents that reports describe: name and key.
    pub incidents: &'a [(String, String)],
    /// The profile of the one that is chosen.
    pub profile: Option<&'a adversary::Answer>,
    /// The chosen threat, with its techniques.
    pub threat: Option<&'a align::Answer>,
    /// The matrix.
    pub matrix: Option<&'a matrix::Answer>,
    /// Why the threat cannot be shown.
    pub refused: Option<&'a str>,
}

/// The page.
pub fn threats(here: &Here<'_>, page: &Threats<'_>, about: &catalogue::About) -> String {
    let title = match page.threat {
        Some(threat) => format!("Threat model for {}", threat.threat.name),
        None => "Threat model".to_owned(),
    };
    let mut doc = here.doc(&title, about);
    doc.shell = here
        .shell(&title, about)
        .wide("sided")
        .with_matrix(here.way);
    doc.side = Some(side(here, page));
    if let Some(why) = page.refused {
        doc.parts
            .push(Part::plain(vec![Block::Note(vec![Link::words(why)])]));
    }
    if page.threat.is_some() {
        doc.acts = vec![
            Act {
                words: "Align with my stack",
                primary: true,
                links: vec![Link::to(
                    "Align with my stack",
                    here.at(Target::Alignment, "", None),
                )],
            },
            Act {
                words: "Export",
                primary: false,
                links: vec![
                    here.export("Navigator layer", "align", "layer"),
                    here.export("STIX bundle", "align", "stix"),
                    here.export("CSV", "align", "csv"),
                    here.export("Picture (SVG)", "align", "svg"),
                ],
            },
        ];
        if here.is_own() {
            doc.acts.pop();
        }
    } else {
        doc.lead = vec![Words::of(
            "Choose by what sources say of adversaries, take one by name, or give a layer. Nothing is guessed: each statement has a source.",
        )];
    }
    doc.parts.extend(chosen(here, page));
    doc.parts.extend(list(here, page));
    doc.parts.extend(incidents(here, page));
    render(&doc)
}

fn chosen(here: &Here<'_>, page: &Threats<'_>) -> Vec<Part> {
    let Some(threat) = page.threat else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    if let Some(profile) = page.profile {
        let mut blocks = Vec::new();
        if let Some(description) = &profile.description {
            blocks.push(Block::Prose(Prose::of(description)));
        }
        blocks.push(Block::Names(vec![actor_link(here, &profile.actor)]));
        blocks.push(Block::Diamond(diamond(profile)));
        parts
            .push(Part::new("profile", "Profile", blocks).quiet(&profile.actor.aliases.join(", ")));
    }
    let totals = &threat.totals;
    let of = threat
        .threat
        .adversaries
        .map_or_else(String::new, |count| format!("of {count} adversaries"));
    parts.push(Part::plain(vec![Block::Stats(vec![
        Stat::rungs(&totals.rungs),
        Stat::new("Techniques", &number(totals.techniques), &of),
        Stat::new(
            "Lead nowhere",
            &threat.threat.unplaced.len().to_string(),
            "ids, counted nowhere",
        ),
    ])]));
    if let Some(matrix) = page.matrix {
        let grid = super::matrix::compact(here, matrix, &threat.list.items, false);
        parts.push(
            Part::new("matrix", "Its techniques by weight", vec![grid])
                .quiet("outlined: not in the threat"),
        );
    }
    parts
}

fn list(here: &Here<'_>, page: &Threats<'_>) -> Option<Part> {
    let matched = page.matched?;
    let head = format!("{} adversaries match", number(matched.total));
    if matched.total == 0 {
        return Some(Part::new(
            "matched",
            "No adversary has all of these",
            vec![
                super::empty("Take one back, or ask for any of them."),
                Block::Names(vec![Link::to(
                    "Any of them",
                    here.with("any_of", Some("true")),
                )]),
            ],
        ));
    }
    let rows = matched.items.iter().map(|one| {
        let mut said: Vec<String> = one.said.iter().map(|said| said.what.clone()).collect();
        said.sort();
        said.dedup();
        let name = one.actor.id.as_deref().unwrap_or(&one.actor.name);
        line(vec![
            Cell::Link(actor_link(here, &one.actor)),
            Cell::words(&said.join(", ")),
            Cell::number(one.techniques),
            Cell::Links(vec![
                Link::to("Model", here.way.with(Target::Threats, &[("threat", name)])),
                Link::to(
                    "Align",
                    here.way.with(Target::Alignment, &[("threat", name)]),
                ),
            ]),
        ])
    });
    let columns = vec![
        Column::new("Adversary", ""),
        Column::new("Said of it", "mid"),
        Column::new("Techniques", "n"),
        Column::new("", ""),
    ];
    let mut table = Table::new("Adversaries", columns, rows.collect());
    table.pager = here.pager(matched.items.len(), matched.total, matched.next.as_deref());
    Some(Part::new("matched", &head, vec![Block::Table(table)]))
}

fn incidents(here: &Here<'_>, page: &Threats<'_>) -> Option<Part> {
    let names = page
        .incidents
        .iter()
        .map(|(name, _)| Link::to(name, here.way.with(Target::Threats, &[("threat", name)])));
    let names: Vec<Link> = names.collect();
    let count = names.len().to_string();
    (!names.is_empty()).then(|| {
        Part::new(
            "incidents",
            "Incidents and reports",
            vec![Block::Names(names)],
        )
        .quiet(&count)
    })
}

fn side(here: &Here<'_>, page: &Threats<'_>) -> Side {
    let mut sets = vec![
        Set {
            legend: Words::of("One by name"),
            fields: vec![Field {
                name: "threat",
                words: "Group, software, campaign or incident",
                value: Words::of(here.one("threat").unwrap_or_default()),
                hint: "TrickBot, G0016",
                long: false,
            }],
            ..Set::default()
        },
        Set {
            legend: Words::of("A layer of your own"),
            fields: vec![Field {
                name: "layer",
                words: "Navigator layer, its address, or ids with weights",
                value: Words::of(here.one("layer").unwrap_or_default()),
                hint: "T1021:3 T1059.001:1 …",
                long: true,
            }],
            folded: here.one("layer").is_none(),
            ..Set::default()
        },
        Set {
            legend: Words::of("Several together"),
            boxes: [("false", "All of these"), ("true", "Any of these")]
                .map(|(value, words)| Choice {
                    radio: true,
                    name: "any_of",
                    value: Words::of(value),
                    words: Words::of(words),
                    count: String::new(),
                    checked: here.has("any_of", "true") == (value == "true"),
                })
                .into(),
            ..Set::default()
        },
    ];
    for (of, legend) in [
        ("motive", "Motive"),
        ("sector", "Victim sector"),
        ("base", "Base"),
        ("victim", "Victim country"),
    ] {
        let boxes: Vec<Choice> = page
            .categories
            .items
            .iter()
            .filter(|one| one.argument == of)
            .map(|one| Choice {
                radio: false,
                name: of,
                value: Words::of(&one.what),
                words: Words::of(&one.what),
                count: number(one.adversaries),
                checked: here.has(of, &one.what),
            })
            .collect();
        sets.push(Set {
            legend: Words::of(legend),
            folded: of != "motive" && !boxes.iter().any(|one| one.checked),
            boxes,
            ..Set::default()
        });
    }
    Side {
        words: "Choose a threat",
        action: here.way.to(Target::Threats),
        button: "Show",
        sets,
        hidden: Vec::new(),
    }
}
