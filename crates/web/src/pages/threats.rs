//! The threat model: who faces us, by what sources say of them, or a layer of one's own.

use catalogue::CatalogueSummary;
use model::{Domain, Role};
use questions::threat::{ActorKind, ThreatArguments, ThreatInput};
use questions::{Error, adversaries, adversary, align, categories, matrix};

use super::actor::{actor_link, diamond, profile};
use super::matrix::compact;
use super::parts::empty;
use super::{ALIGNMENT, THREATS};
use crate::arguments::{all, page_request, threat};
use crate::asking::{align_of, matrix_of};
use crate::context::Here;
use crate::html::block::{
    Act, Block, Cell, Choice, Column, Field, Line, Part, Set, Side, Stat, Table,
};
use crate::html::face::number;
use crate::html::prose::Prose;
use crate::html::render;
use crate::html::safe::{Link, Words};
use crate::query::Query;
use crate::route::{Outcome, Request};

/// The answers that the page is made of.
struct Answers {
    /// What can be chosen.
    categories: categories::Answer,
    /// The adversaries that match.
    matched: Option<adversaries::Answer>,
    /// Names of incidents that reports describe.
    incidents: Vec<String>,
    /// The profile of the one that is chosen.
    profile: Option<adversary::Answer>,
    /// The chosen threat, with its techniques.
    threat: Option<align::Answer>,
    matrix: Option<matrix::Answer>,
    /// Why the threat cannot be shown.
    refused: Option<String>,
}

/// What can be chosen, and what is.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let (catalogue, query) = (request.catalogue, request.query);
    let named = threat(query)?;
    let arguments = categories::Arguments { page: all() };
    let categories = categories::ask(catalogue, &arguments)?;
    let incidents = catalogue.of_role(Role::Incidents)?.into_iter();
    let incidents = incidents.map(|incident| incident.title).collect();
    let matched = if named.category.is_empty() {
        None
    } else {
        let arguments = adversaries::Arguments {
            category: named.category.clone(),
            page: page_request(query, 50),
        };
        Some(adversaries::ask(catalogue, &arguments)?)
    };
    let profile = alone(request, &named);
    let (threat, refused) = if named.is_empty() {
        (None, None)
    } else {
        match align_of(catalogue, named, query) {
            Ok(answer) => (Some(answer), None),
            Err(error @ (Error::Unknown { .. } | Error::Argument(_) | Error::Elsewhere(_))) => {
                (None, Some(error.to_string()))
            }
            Err(error @ (Error::Endless(_) | Error::Catalogue(_))) => return Err(error),
        }
    };
    let matrix = match &threat {
        Some(_) => Some(matrix_of(catalogue, Domain::Enterprise, &Query::default())?),
        None => None,
    };
    let answers = Answers {
        categories,
        matched,
        incidents,
        profile,
        threat,
        matrix,
        refused,
    };
    let html = document(request.here, &answers, catalogue.about());
    Ok(Outcome::Page(html))
}

/// The profile of the threat, where it is one adversary, software or campaign.
fn alone(request: &Request<'_>, named: &ThreatArguments) -> Option<adversary::Answer> {
    match named.threat.as_slice() {
        [ThreatInput::Name(name)] if named.category.is_empty() => {
            [ActorKind::Group, ActorKind::Software, ActorKind::Campaign]
                .into_iter()
                .find_map(|kind| profile(request, kind, name).ok())
        }
        _ => None,
    }
}

fn document(here: &Here<'_>, page: &Answers, about: &CatalogueSummary) -> String {
    let title = match &page.threat {
        Some(threat) => format!("Threat model for {}", threat.threat.name),
        None => "Threat model".to_owned(),
    };
    let mut doc = here.doc(&title, about);
    doc.shell = here
        .shell(&title, about)
        .wide("sided")
        .fetching(here.links)
        .with_matrix_later(here.links);
    doc.side = Some(side(here, page));
    if let Some(why) = &page.refused {
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
                    here.at(ALIGNMENT.at([]), "", None),
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

fn chosen(here: &Here<'_>, page: &Answers) -> Vec<Part> {
    let Some(threat) = &page.threat else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    if let Some(profile) = &page.profile {
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
    if let Some(matrix) = &page.matrix {
        let grid = compact(here, matrix, &threat.list.items, false);
        parts.push(
            Part::new("matrix", "Its techniques by weight", vec![grid])
                .quiet("outlined: not in the threat"),
        );
    }
    parts
}

fn list(here: &Here<'_>, page: &Answers) -> Option<Part> {
    let matched = page.matched.as_ref()?;
    let head = format!("{} adversaries match", number(matched.total));
    if matched.total == 0 {
        return Some(Part::new(
            "matched",
            "No adversary has all of these",
            vec![
                empty("Take one back, or ask for any of them."),
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
        Line::of(vec![
            Cell::Link(actor_link(here, &one.actor)),
            Cell::words(&said.join(", ")),
            Cell::number(one.techniques),
            Cell::Links(vec![
                Link::to(
                    "Model",
                    here.links.with(THREATS.at([]), &[("threat", name)]),
                ),
                Link::to(
                    "Align",
                    here.links.with(ALIGNMENT.at([]), &[("threat", name)]),
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

fn incidents(here: &Here<'_>, page: &Answers) -> Option<Part> {
    let names = page
        .incidents
        .iter()
        .map(|name| Link::to(name, here.links.with(THREATS.at([]), &[("threat", name)])));
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

fn side(here: &Here<'_>, page: &Answers) -> Side {
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
        action: here.links.to(THREATS.at([])),
        button: "Show",
        sets,
        hidden: Vec::new(),
    }
}
