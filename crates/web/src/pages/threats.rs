//! The threat model: adversaries by what sources state about them, or a layer of the reader's.

use std::collections::BTreeSet;

use catalogue::CatalogueSummary;
use model::{Domain, Role};
use questions::threat::{ActorKind, MatchedAdversary, ThreatArguments, ThreatInput};
use questions::{Error, adversaries, adversary, align, categories, matrix};

use super::actor::{actor_link, diamond, profile};
use super::elements::empty;
use super::matrix::compact;
use super::templates::{FILLED, exports, filled_link, grid, nowhere, of_every_page, statistics};
use super::{ALIGNMENT, THREATS};
use crate::arguments::{page_request, threat, whole_list};
use crate::context::PageContext;
use crate::html::block::{Block, Statistic};
use crate::html::document::{Menu, PageSection};
use crate::html::form::{Choice, Field, FieldSet, SideForm};
use crate::html::format::number;
use crate::html::prose::Prose;
use crate::html::render;
use crate::html::safe::{Address, Link, SafeText};
use crate::html::table::{Cell, Column, Table, TableRow};
use crate::html::templates::{Content, NamedTemplate};
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
        align_or_reason(ask_align(catalogue, named, query))?
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

/// What the browser fills on a static site.
pub(super) fn templates(_: &PageContext<'_>) -> Vec<NamedTemplate> {
    let names = Block::Names(vec![filled_link()]);
    let row = matched_row(filled_link(), "", 0, [nowhere(), nowhere()]);
    let mut all = of_every_page();
    all.extend([
        grid(),
        statistics(),
        (
            "menus",
            Content::Menus(vec![align_menu(nowhere()), exports()]),
        ),
        (
            "profile",
            Content::Section(profile_section(FILLED, vec![names])),
        ),
        ("matrix", Content::Section(matrix_section(Vec::new()))),
        (
            "matched",
            Content::Section(matched_section(FILLED, matched_table(vec![row]))),
        ),
        ("unmatched", Content::Section(unmatched_section(nowhere()))),
        ("layer-address", Content::LayerAddress),
    ]);
    all
}

/// The answer, or why the reader has to ask for something else.
fn align_or_reason(
    asked: Result<align::Answer, Error>,
) -> Result<(Option<align::Answer>, Option<String>), Error> {
    match asked {
        Ok(answer) => Ok((Some(answer), None)),
        Err(error @ (Error::Unknown { .. } | Error::Argument(_) | Error::Elsewhere(_))) => {
            Ok((None, Some(error.to_string())))
        }
        Err(error @ (Error::Endless(_) | Error::Catalogue(_))) => Err(error),
    }
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
        doc.menus = menus(context);
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

/// What can be done with the threat. A layer or logs of the reader's fit in no address of a question, so there are no exports of them.
fn menus(context: &PageContext<'_>) -> Vec<Menu> {
    let align = align_menu(context.at(ALIGNMENT.at([]), "", None));
    if context.has_own_input() {
        return vec![align];
    }
    let export = Menu {
        words: "Export",
        primary: false,
        links: vec![
            context.export("Navigator layer", "align", "layer"),
            context.export("STIX bundle", "align", "stix"),
            context.export("CSV", "align", "csv"),
            context.export("Picture (SVG)", "align", "svg"),
        ],
    };
    vec![align, export]
}

fn align_menu(address: Address) -> Menu {
    Menu {
        words: "Align with my stack",
        primary: true,
        links: vec![Link::to("Align with my stack", address)],
    }
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
        sections.push(profile_section(&profile.actor.aliases.join(", "), blocks));
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
        sections.push(matrix_section(vec![grid]));
    }
    sections
}

fn profile_section(aliases: &str, blocks: Vec<Block>) -> PageSection {
    PageSection::new("profile", "Profile", blocks).quiet(aliases)
}

fn matrix_section(blocks: Vec<Block>) -> PageSection {
    PageSection::new("matrix", "Its techniques by weight", blocks)
        .quiet("outlined: not in the threat")
}

fn matches(context: &PageContext<'_>, page: &Answers) -> Option<PageSection> {
    let matched = page.matched.as_ref()?;
    let head = format!("{} adversaries match", number(matched.total));
    if matched.total == 0 {
        return Some(unmatched_section(context.with("any_of", Some("true"))));
    }
    let rows = matched
        .items
        .iter()
        .map(|adversary| adversary_row(context, adversary));
    let mut table = matched_table(rows.collect());
    table.pager = context.pager(matched.items.len(), matched.total, matched.next.as_deref());
    Some(matched_section(&head, table))
}

fn unmatched_section(any_of_them: Address) -> PageSection {
    let blocks = vec![
        empty("Take one back, or ask for any of them."),
        Block::Names(vec![Link::to("Any of them", any_of_them)]),
    ];
    PageSection::new("matched", "No adversary has all of these", blocks)
}

fn matched_section(head: &str, table: Table) -> PageSection {
    PageSection::new("matched", head, vec![Block::Table(table)])
}

fn matched_table(rows: Vec<TableRow>) -> Table {
    let columns = vec![
        Column::new("Adversary", ""),
        Column::new("Said of it", "mid"),
        Column::new("Techniques", "n"),
        Column::new("", ""),
    ];
    Table::new("Adversaries", columns, rows)
}

fn adversary_row(context: &PageContext<'_>, adversary: &MatchedAdversary) -> TableRow {
    let statements: BTreeSet<&str> = adversary
        .said
        .iter()
        .map(|statement| statement.what.as_str())
        .collect();
    let actor = &adversary.actor;
    let threat = [("threat", actor.id.as_deref().unwrap_or(&actor.name))];
    matched_row(
        actor_link(context, actor),
        &statements.into_iter().collect::<Vec<_>>().join(", "),
        adversary.techniques,
        [&THREATS, &ALIGNMENT].map(|page| context.links.with(page.at([]), &threat)),
    )
}

/// An adversary, what sources state about it, and its pages of a threat and an alignment.
fn matched_row(name: Link, statements: &str, techniques: u32, pages: [Address; 2]) -> TableRow {
    let links = ["Model", "Align"].into_iter().zip(pages);
    TableRow::new(vec![
        Cell::Link(name),
        Cell::words(statements),
        Cell::number(techniques),
        Cell::Links(
            links
                .map(|(words, address)| Link::to(words, address))
                .collect(),
        ),
    ])
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
    let mut field_sets: Vec<FieldSet> = own_field_sets(context).into();
    field_sets.extend(category_field_sets(context, &page.categories));
    SideForm {
        words: "Choose a threat",
        action: context.links.to(THREATS.at([])),
        button: "Show",
        field_sets,
        hidden: Vec::new(),
    }
}

/// What the reader writes: a name or a layer; and how categories are combined.
fn own_field_sets(context: &PageContext<'_>) -> [FieldSet; 3] {
    [
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
    ]
}

/// The categories by which sources describe adversaries. Only motives and what is chosen are unfolded: countries are many.
fn category_field_sets(
    context: &PageContext<'_>,
    categories: &categories::Answer,
) -> impl Iterator<Item = FieldSet> {
    [
        ("motive", "Motive"),
        ("sector", "Victim sector"),
        ("base", "Base"),
        ("victim", "Victim country"),
    ]
    .into_iter()
    .map(|(of, legend)| {
        let boxes: Vec<Choice> = categories
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
        FieldSet {
            legend: SafeText::of(legend),
            folded: of != "motive" && !boxes.iter().any(|choice| choice.checked),
            boxes,
            ..FieldSet::default()
        }
    })
}
