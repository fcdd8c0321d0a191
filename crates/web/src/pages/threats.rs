//! The threat model: adversaries by what sources state about them, or a layer of the reader's.

use catalogue::CatalogueSummary;
use model::{Domain, Role};
use questions::threat::{ActorKind, ThreatArguments, ThreatInput};
use questions::{Error, adversaries, adversary, align, categories, matrix};

use super::actor::{actor_link, diamond, profile};
use super::elements::empty;
use super::matrix::compact;
use super::{ALIGNMENT, THREATS};
use crate::arguments::{page_request, threat, whole_list};
use crate::context::PageContext;
use crate::html::block::{
    Block, Cell, Choice, Column, Field, FieldSet, Menu, PageSection, SideForm, Statistic, Table,
    TableRow,
};
use crate::html::format::number;
use crate::html::prose::Prose;
use crate::html::render;
use crate::html::safe::{Link, SafeText};
use crate::query::Query;
use crate::route::{Outcome, Request};
use crate::shared_questions::{ask_align, ask_matrix};

/// The answers that the page shows.
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
    let arguments = categories::Arguments { page: whole_list() };
    let categories = categories::ask(catalogue, &arguments)?;
    let incidents = catalogue
        .of_role(Role::Incidents)?
        .into_iter()
        .map(|incident| incident.title)
        .collect();
    let matched = if named.category.is_empty() {
        None
    } else {
        let arguments = adversaries::Arguments {
            category: named.category.clone(),
            page: page_request(query, 50),
        };
        Some(adversaries::ask(catalogue, &arguments)?)
    };
    let profile = single_profile(request, &named);
    let (threat, refused) = if named.is_empty() {
        (None, None)
    } else {
        match ask_align(catalogue, named, query) {
            Ok(answer) => (Some(answer), None),
            Err(error @ (Error::Unknown { .. } | Error::Argument(_) | Error::Elsewhere(_))) => {
                (None, Some(error.to_string()))
            }
            Err(error @ (Error::Endless(_) | Error::Catalogue(_))) => return Err(error),
        }
    };
    let matrix = match &threat {
        Some(_) => Some(ask_matrix(
            catalogue,
            Domain::Enterprise,
            &Query::default(),
        )?),
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
    let html = document(request.context, &answers, catalogue.about());
    Ok(Outcome::Page(html))
}

/// The profile of the threat, where it is one adversary, software or campaign.
fn single_profile(request: &Request<'_>, named: &ThreatArguments) -> Option<adversary::Answer> {
    match named.threat.as_slice() {
        [ThreatInput::Name(name)] if named.category.is_empty() => {
            [ActorKind::Group, ActorKind::Software, ActorKind::Campaign]
                .into_iter()
                .find_map(|kind| profile(request, kind, name).ok())
        }
        _ => None,
    }
}

fn document(context: &PageContext<'_>, page: &Answers, about: &CatalogueSummary) -> String {
    let title = match &page.threat {
        Some(threat) => format!("Threat model for {}", threat.threat.name),
        None => "Threat model".to_owned(),
    };
    let mut doc = context.document(&title, about);
    doc.shell = context
        .shell(&title, about)
        .wide("sided")
        .fetching(context.links)
        .with_matrix_later(context.links);
    doc.side_form = Some(side_form(context, page));
    if let Some(why) = &page.refused {
        doc.sections
            .push(PageSection::plain(vec![Block::Note(vec![Link::words(
                why,
            )])]));
    }
    if page.threat.is_some() {
        doc.menus = vec![
            Menu {
                words: "Align with my stack",
                primary: true,
                links: vec![Link::to(
                    "Align with my stack",
                    context.at(ALIGNMENT.at([]), "", None),
                )],
            },
            Menu {
                words: "Export",
                primary: false,
                links: vec![
                    context.export("Navigator layer", "align", "layer"),
                    context.export("STIX bundle", "align", "stix"),
                    context.export("CSV", "align", "csv"),
                    context.export("Picture (SVG)", "align", "svg"),
                ],
            },
        ];
        if context.has_own_input() {
            doc.menus.pop();
        }
    } else {
        doc.lead = vec![SafeText::of(
            "Choose by what sources say of adversaries, take one by name, or give a layer. Nothing is guessed: each statement has a source.",
        )];
    }
    doc.sections.extend(threat_sections(context, page));
    doc.sections.extend(matches(context, page));
    doc.sections.extend(incidents(context, page));
    render(&doc)
}

fn threat_sections(context: &PageContext<'_>, page: &Answers) -> Vec<PageSection> {
    let Some(threat) = &page.threat else {
        return Vec::new();
    };
    let mut sections = Vec::new();
    if let Some(profile) = &page.profile {
        let mut blocks = Vec::new();
        if let Some(description) = &profile.description {
            blocks.push(Block::Prose(Prose::of(description)));
        }
        blocks.push(Block::Names(vec![actor_link(context, &profile.actor)]));
        blocks.push(Block::Diamond(diamond(profile)));
        sections.push(
            PageSection::new("profile", "Profile", blocks).quiet(&profile.actor.aliases.join(", ")),
        );
    }
    let totals = &threat.totals;
    let of = threat
        .threat
        .adversaries
        .map_or_else(String::new, |count| format!("of {count} adversaries"));
    sections.push(PageSection::plain(vec![Block::Statistics(vec![
        Statistic::rungs(&totals.rungs),
        Statistic::new("Techniques", &number(totals.techniques), &of),
        Statistic::new(
            "Lead nowhere",
            &threat.threat.unplaced.len().to_string(),
            "ids, counted nowhere",
        ),
    ])]));
    if let Some(matrix) = &page.matrix {
        let grid = compact(context, matrix, &threat.list.items, false);
        sections.push(
            PageSection::new("matrix", "Its techniques by weight", vec![grid])
                .quiet("outlined: not in the threat"),
        );
    }
    sections
}

fn matches(context: &PageContext<'_>, page: &Answers) -> Option<PageSection> {
    let matched = page.matched.as_ref()?;
    let head = format!("{} adversaries match", number(matched.total));
    if matched.total == 0 {
        return Some(PageSection::new(
            "matched",
            "No adversary has all of these",
            vec![
                empty("Take one back, or ask for any of them."),
                Block::Names(vec![Link::to(
                    "Any of them",
                    context.with("any_of", Some("true")),
                )]),
            ],
        ));
    }
    let rows = matched.items.iter().map(|adversary| {
        let mut said: Vec<String> = adversary
            .said
            .iter()
            .map(|statement| statement.what.clone())
            .collect();
        said.sort();
        said.dedup();
        let name = adversary
            .actor
            .id
            .as_deref()
            .unwrap_or(&adversary.actor.name);
        TableRow::new(vec![
            Cell::Link(actor_link(context, &adversary.actor)),
            Cell::words(&said.join(", ")),
            Cell::number(adversary.techniques),
            Cell::Links(vec![
                Link::to(
                    "Model",
                    context.links.with(THREATS.at([]), &[("threat", name)]),
                ),
                Link::to(
                    "Align",
                    context.links.with(ALIGNMENT.at([]), &[("threat", name)]),
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
    table.pager = context.pager(matched.items.len(), matched.total, matched.next.as_deref());
    Some(PageSection::new(
        "matched",
        &head,
        vec![Block::Table(table)],
    ))
}

fn incidents(context: &PageContext<'_>, page: &Answers) -> Option<PageSection> {
    let names: Vec<Link> = page
        .incidents
        .iter()
        .map(|name| {
            Link::to(
                name,
                context.links.with(THREATS.at([]), &[("threat", name)]),
            )
        })
        .collect();
    let count = names.len().to_string();
    (!names.is_empty()).then(|| {
        PageSection::new(
            "incidents",
            "Incidents and reports",
            vec![Block::Names(names)],
        )
        .quiet(&count)
    })
}

fn side_form(context: &PageContext<'_>, page: &Answers) -> SideForm {
    let mut field_sets = vec![
        FieldSet {
            legend: SafeText::of("One by name"),
            fields: vec![Field {
                name: "threat",
                words: "Group, software, campaign or incident",
                value: SafeText::of(context.value("threat").unwrap_or_default()),
                hint: "TrickBot, G0016",
                long: false,
            }],
            ..FieldSet::default()
        },
        FieldSet {
            legend: SafeText::of("A layer of your own"),
            fields: vec![Field {
                name: "layer",
                words: "Navigator layer, its address, or ids with weights",
                value: SafeText::of(context.value("layer").unwrap_or_default()),
                hint: "T1021:3 T1059.001:1 …",
                long: true,
            }],
            folded: context.value("layer").is_none(),
            ..FieldSet::default()
        },
        FieldSet {
            legend: SafeText::of("Several together"),
            boxes: [("false", "All of these"), ("true", "Any of these")]
                .map(|(value, words)| Choice {
                    radio: true,
                    name: "any_of",
                    value: SafeText::of(value),
                    words: SafeText::of(words),
                    count: String::new(),
                    checked: context.has("any_of", "true") == (value == "true"),
                })
                .into(),
            ..FieldSet::default()
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
            .filter(|category| category.argument == of)
            .map(|category| Choice {
                radio: false,
                name: of,
                value: SafeText::of(&category.what),
                words: SafeText::of(&category.what),
                count: number(category.adversaries),
                checked: context.has(of, &category.what),
            })
            .collect();
        field_sets.push(FieldSet {
            legend: SafeText::of(legend),
            folded: of != "motive" && !boxes.iter().any(|choice| choice.checked),
            boxes,
            ..FieldSet::default()
        });
    }
    SideForm {
        words: "Choose a threat",
        action: context.links.to(THREATS.at([])),
        button: "Show",
        field_sets,
        hidden: Vec::new(),
    }
}
