//! Lists with a page of their own: search, problems, drift, changes.

use catalogue::Hit;
use model::Kind;
use questions::freshness::Freshness;
use questions::{drift as retag, problems as unread, search as find, sources};

use super::super::block::{Block, Cell, Column, Group, Line, Part, Table};
use super::super::face::{Face, day, number};
use super::super::safe::{Link, Words};
use super::super::way::Target;
use super::{Here, empty, face, line, main_cell, render};

/// What words find, group by group.
pub fn search(
    here: &Here<'_>,
    words: &str,
    answer: Option<&find::Answer>,
    about: &catalogue::About,
) -> String {
    let mut doc = here.doc("Search", about);
    let Some(answer) = answer else {
        doc.lead = vec![Words::of(
            "One search over ids, names, other names, titles, paths, descriptions and queries.",
        )];
        return render(&doc);
    };
    doc.title = Words::of(&format!("{} for “{words}”", number(answer.total)));
    if let Some(corrected) = &answer.corrected {
        doc.lead = vec![Words::of(&format!(
            "Nothing is named “{words}”. These are for “{corrected}”."
        ))];
    } else if answer.total == 0 {
        doc.lead = vec![Words::of(&format!(
            "Nothing is named “{words}”. Try an id (T1021), a name, a file name or a part of a query."
        ))];
    }
    let techniques: Vec<Line> = answer
        .items
        .iter()
        .filter_map(|one| technique(here, one))
        .collect();
    if !techniques.is_empty() {
        let columns = vec![Column::new("Id", ""), Column::new("Name", "")];
        doc.parts.push(Part::new(
            "techniques",
            "Techniques",
            vec![Block::Table(Table::new("Techniques", columns, techniques))],
        ));
    }
    for kind in [Kind::Detection, Kind::Test, Kind::Control, Kind::Knowledge] {
        let rows: Vec<Line> = answer
            .items
            .iter()
            .filter_map(|one| resource(here, one, kind))
            .collect();
        if rows.is_empty() {
            continue;
        }
        let of = face(kind);
        let columns = vec![
            Column::new("Title", ""),
            Column::new("Source", "mid"),
            Column::new("Found in", "opt"),
        ];
        let mut part = Part::new(
            of.id,
            name(of, kind),
            vec![Block::Table(Table::new(name(of, kind), columns, rows))],
        );
        part.face = Some(of);
        doc.parts.push(part);
    }
    if let Some(pager) = here.pager(answer.items.len(), answer.total, answer.next.as_deref()) {
        doc.parts.push(Part::plain(vec![Block::Table(Table {
            pager: Some(pager),
            ..Table::default()
        })]));
    }
    render(&doc)
}

fn name(of: Face, kind: Kind) -> &'static str {
    if kind == Kind::Knowledge {
        "Adversaries and knowledge"
    } else {
        of.name
    }
}

fn technique(here: &Here<'_>, one: &find::Found) -> Option<Line> {
    match &one.hit {
        Hit::Technique(technique) => Some(line(vec![
            Cell::code(&technique.id.to_string()),
            Cell::Link(here.link(&technique.name, Target::Technique(technique.id))),
        ])),
        Hit::Resource(_) => None,
    }
}

fn resource(here: &Here<'_>, one: &find::Found, kind: Kind) -> Option<Line> {
    match &one.hit {
        Hit::Resource(resource) if resource.kind == kind => {
            let found = match one.found_in {
                catalogue::Match::Title => "title, id or alias",
                catalogue::Match::Text => one.excerpt.as_deref().unwrap_or("text"),
            };
            Some(line(vec![
                main_cell(here, resource),
                Cell::Link(here.link(&resource.source, Target::Source(&resource.source))),
                Cell::words(found),
            ]))
        }
        Hit::Resource(_) | Hit::Technique(_) => None,
    }
}

/// Rows in groups by the source that each begins with.
pub(super) fn by_source(here: &Here<'_>, rows: Vec<(String, Line)>) -> Vec<Group> {
    let mut groups: Vec<(String, Group)> = Vec::new();
    for (source, row) in rows {
        if groups.last().is_none_or(|(last, _)| *last != source) {
            let group = Group {
                id: format!("of-{}", super::super::safe::anchor(&source)),
                head: Some(here.link(&source, Target::Source(&source))),
                ..Group::default()
            };
            groups.push((source, group));
        }
        if let Some((_, group)) = groups.last_mut() {
            group.rows.push(row);
        }
    }
    let counted = groups.into_iter().map(|(_, mut group)| {
        group.quiet = Words::of(&group.rows.len().to_string());
        group
    });
    counted.collect()
}

/// What could not be read, by source.
pub fn problems(here: &Here<'_>, answer: &unread::Answer) -> String {
    let mut doc = here.doc("Problems", &answer.catalogue);
    doc.lead = vec![Words::of(
        "What could not be read or understood, by source, file and line. The rest of each file was read.",
    )];
    doc.parts = vec![Part::plain(vec![problem_table(here, answer)])];
    render(&doc)
}

/// The table of problems; a sentence where there are none.
pub(super) fn problem_table(here: &Here<'_>, answer: &unread::Answer) -> Block {
    if answer.items.is_empty() {
        return empty("No problem: every file was read whole.");
    }
    let rows = answer.items.iter().map(|one| {
        let at = one
            .problem
            .line
            .map_or_else(String::new, |line| format!(":{line}"));
        let cells = vec![
            Cell::code(&format!("{}{at}", one.problem.path)),
            Cell::words(&cut(&if here.withholds(&one.source) {
                without_quotes(&one.problem.what)
            } else {
                one.problem.what.clone()
            })),
        ];
        (one.source.clone(), line(cells))
    });
    Block::Table(Table {
        label: Words::of("Problems"),
        columns: vec![Column::new("File", "path"), Column::new("What", "")],
        groups: by_source(here, rows.collect()),
        pager: here.pager(answer.items.len(), answer.total, answer.next.as_deref()),
    })
}

/// What is wrong, without what stands there.
fn without_quotes(what: &str) -> String {
    let mut parts = what.split('`');
    let mut said = parts.next().unwrap_or_default().to_owned();
    while let (Some(_), Some(rest)) = (parts.next(), parts.next()) {
        said += "“…”";
        said += rest;
    }
    said
}

/// At most 160 letters.
fn cut(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((at, _)) => format!("{} …", &text[..at]),
        None => text.to_owned(),
    }
}

/// What each source should retag.
pub fn drift(here: &Here<'_>, answer: &retag::Answer) -> String {
    let about = &answer.catalogue;
    let mut doc = here.doc("Drift", about);
    doc.lead = vec![Words::of(&if answer.total == 0 {
        format!("All mappings sit on ATT&CK {}.", about.attack)
    } else {
        format!(
            "{} ids that their sources should retag for ATT&CK {}.",
            number(answer.total),
            about.attack
        )
    })];
    doc.acts = vec![super::super::block::Act {
        words: "Export",
        primary: false,
        links: vec![
            here.export("Table for a patch (CSV)", "drift", "csv"),
            here.export("JSON", "drift", "json"),
        ],
    }];
    if answer.total > 0 {
        doc.parts = vec![Part::plain(vec![drift_table(here, answer)])];
    }
    render(&doc)
}

/// The table of ids to retag.
pub(super) fn drift_table(here: &Here<'_>, answer: &retag::Answer) -> Block {
    let rows = answer.items.iter().map(|one| {
        let to: Vec<Link> = one
            .to
            .iter()
            .map(|technique| {
                here.link(
                    &format!("{} {}", technique.id, technique.name),
                    Target::Technique(technique.id),
                )
            })
            .collect();
        let at = one.line.map_or_else(String::new, |line| format!(":{line}"));
        let cells = vec![
            Cell::code(&one.written),
            Cell::Links(to),
            Cell::Main {
                title: here.link(&one.title, Target::Resource(&one.key)),
                place: Link::words(&format!("{}{at}", one.path)),
                marks: Vec::new(),
                of: "",
            },
            Cell::words(&one.reason),
        ];
        (one.source.clone(), line(cells))
    });
    Block::Table(Table {
        label: Words::of("Ids to retag"),
        columns: vec![
            Column::new("As written", ""),
            Column::new("Now", ""),
            Column::new("Where", ""),
            Column::new("Why", "opt"),
        ],
        groups: by_source(here, rows.collect()),
        pager: here.pager(answer.items.len(), answer.total, answer.next.as_deref()),
    })
}

/// What changed; without an older catalogue, how fresh each source is.
pub fn changed(here: &Here<'_>, answer: &sources::Answer, fresh: &Freshness) -> String {
    let mut doc = here.doc("What changed", &answer.catalogue);
    doc.lead = vec![Words::of(
        "No older catalogue is at hand to compare with, so that nothing can be called added or retired. \
         `rhumb diff OLD NEW` compares two. Below: what authors changed last, as they say.",
    )];
    let mut rows: Vec<_> = answer.sources.iter().zip(&answer.provenance).collect();
    rows.sort_by(|one, other| {
        other
            .1
            .commit_date
            .cmp(&one.1.commit_date)
            .then_with(|| one.0.title.cmp(&other.0.title))
    });
    let lines = rows.into_iter().map(|(row, provenance)| {
        line(vec![
            Cell::Link(here.link(&row.title, Target::Source(&row.source))),
            Cell::words(
                &provenance
                    .commit_date
                    .as_deref()
                    .map_or_else(|| "not stated".to_owned(), day),
            ),
            Cell::code(
                &provenance
                    .commit
                    .as_deref()
                    .unwrap_or("–")
                    .chars()
                    .take(7)
                    .collect::<String>(),
            ),
            Cell::number(row.counts.resources),
        ])
    });
    let columns = vec![
        Column::new("Source", ""),
        Column::new("Last changed", ""),
        Column::new("Commit", "mid"),
        Column::new("Items", "n"),
    ];
    let table = Table::new("Sources by their last change", columns, lines.collect());
    doc.parts = vec![
        newest(here, fresh),
        Part::new(
            "sources",
            "Sources by their last change",
            vec![Block::Table(table)],
        ),
    ];
    render(&doc)
}

/// What authors say that they changed last.
fn newest(here: &Here<'_>, fresh: &Freshness) -> Part {
    let lines = fresh.newest.iter().map(|one| {
        line(vec![
            main_cell(here, one),
            Cell::Link(here.link(&one.source, Target::Source(&one.source))),
            Cell::words(one.changed.as_deref().unwrap_or("–")),
        ])
    });
    let columns = vec![
        Column::new("Item", ""),
        Column::new("Source", "mid"),
        Column::new("Changed", "n"),
    ];
    let lines: Vec<Line> = lines.collect();
    let block = if lines.is_empty() {
        super::empty("No source says when its items were changed.")
    } else {
        Block::Table(Table::new("Changed last", columns, lines))
    };
    Part::new("newest", "Changed last", vec![block]).quiet("rules, tests, controls and knowledge")
}
