//! The knowledge centre: all sources, and each of them.

use model::{Kind, Provenance, Text};
use questions::freshness::Freshness;
use questions::{drift, matrix, notices as terms, problems, sources as asked};

use super::super::block::{Act, Bar, Block, Cell, Column, Line, Part, Spark, Stat, Table};
use super::super::face::{day, number};
use super::super::safe::{Link, Words};
use super::super::way::{Place, Target};
use super::lists::{drift_table, problem_table};
use super::{Here, face, line, render};

/// All sources, and how fresh they are.
pub fn sources(here: &Here<'_>, answer: &asked::Answer, fresh: &Freshness) -> String {
    let about = &answer.catalogue;
    let mut doc = here.doc("Sources", about);
    doc.lead = vec![Words::of(&format!(
        "{} sources, {} things in them. Each was read at the commit that its page names; nothing is copied without its place, line and licence.",
        number(about.sources),
        number(about.resources)
    ))];
    doc.acts = vec![Act {
        words: "Export",
        primary: false,
        links: vec![
            here.export("CSV", "sources", "csv"),
            here.export("JSON", "sources", "json"),
        ],
    }];
    doc.chips = vec![
        here.link("Problems", Target::Problems),
        here.link("Drift", Target::Drift),
        here.link("What changed", Target::Changed),
        Link::to("Control frameworks", here.way.to(Target::Framework(""))),
        here.link("Adversaries", Target::Adversaries),
        here.link("Licences and attribution", Target::Source("notices")),
    ];
    for kind in [Kind::Control, Kind::Detection, Kind::Test, Kind::Knowledge] {
        let rows: Vec<Line> = answer
            .sources
            .iter()
            .zip(&answer.provenance)
            .filter(|(row, _)| row.kinds.first() == Some(&kind))
            .map(|(row, provenance)| source_row(here, row, provenance, fresh))
            .collect();
        let of = face(kind);
        let mut part = Part::new(
            of.id,
            of.name,
            vec![Block::Table(Table::new(of.name, columns(), rows))],
        );
        part.face = Some(of);
        doc.parts.push(part);
    }
    doc.parts.push(tutorial());
    render(&doc)
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("Source", ""),
        Column::new("Licence", "mid"),
        Column::new("Items", "n"),
        Column::new("Mapped", "n mid"),
        Column::new("Mappings", "n mid"),
        Column::new("Freshness", "opt fresh"),
        Column::new("Changed", "mid"),
        Column::new("Read", "opt"),
        Column::new("Problems", "n"),
    ]
}

fn source_row(
    here: &Here<'_>,
    row: &asked::Row,
    provenance: &Provenance,
    fresh: &Freshness,
) -> Line {
    let date = |date: &Option<String>| Cell::words(date.as_deref().unwrap_or("–"));
    let mut line = line(vec![
        Cell::Main {
            title: here.link(&row.title, Target::Source(&row.source)),
            place: Link::words(&provenance.repository),
            marks: if quiet(provenance) {
                vec![Words::of("quiet")]
            } else {
                Vec::new()
            },
            of: "",
        },
        Cell::words(&provenance.licence),
        Cell::number(row.counts.resources),
        Cell::number(row.counts.mapped),
        Cell::number(row.counts.pairs_followed),
        match fresh.months.get(&row.source) {
            Some(months) => Cell::Spark(Spark::of(months)),
            None => Cell::words("not stated"),
        },
        date(&provenance.commit_date),
        date(&provenance.read),
        Cell::number(row.problems),
    ]);
    line.id = super::super::safe::anchor(&row.source);
    line
}

/// Its authors have not changed it in the year before it was read.
fn quiet(provenance: &Provenance) -> bool {
    let parsed = |text: &Option<String>| text.as_deref()?.parse::<jiff::civil::Date>().ok();
    match (parsed(&provenance.commit_date), parsed(&provenance.read)) {
        (Some(changed), Some(read)) => (read - changed).get_days() > 365,
        _ => false,
    }
}

fn tutorial() -> Part {
    let texts = [
        "Threat modelling: choose an adversary, a sector or a report on the Threats page; its techniques are weighted by how many of the chosen use them.",
        "Alignment: the same threat against what you own. Read it from the top: the gap is the weight of a technique times what is still unproven.",
        "Validation: a rule that only exists proves nothing. A linked test, then a recorded firing, then a firing in your lab raise its rung from 1 to 5.",
        "Limits: a mapping is its author's opinion. Counts compare what exists, not what would stop an adversary; a technique with a hundred rules may still be missed.",
        "Lowest level means sub-techniques, and techniques that have none.",
    ];
    Part::new(
        "how",
        "How to use it",
        texts
            .iter()
            .map(|text| Block::Text(Words::of(text)))
            .collect(),
    )
}

/// One source: what it is, how it maps, what could not be read.
pub fn source(
    here: &Here<'_>,
    answer: &asked::Answer,
    id: &str,
    matrix: &matrix::Answer,
    (retag, unread): (&drift::Answer, &problems::Answer),
) -> Option<String> {
    let of = answer
        .provenance
        .iter()
        .position(|one| one.source.eq_ignore_ascii_case(id))?;
    let provenance = &answer.provenance[of];
    let rows: Vec<&asked::Row> = answer
        .sources
        .iter()
        .filter(|row| row.source == provenance.source)
        .collect();
    let mut doc = here.doc(&provenance.title, &answer.catalogue);
    doc.crumbs = vec![here.link("Sources", Target::Sources)];
    doc.code = Some(Words::of(&provenance.source));
    doc.lead = vec![Words::of(what(provenance, &rows))];
    doc.chips = rows
        .iter()
        .flat_map(|row| &row.kinds)
        .map(|kind| Link::words(&kind.to_string()))
        .collect();
    doc.chips.dedup_by(|one, other| one.words == other.words);
    let kinds: Vec<Kind> = rows.iter().flat_map(|row| row.kinds.clone()).collect();
    if kinds.contains(&Kind::Control) {
        doc.chips
            .push(here.link("Its controls", Target::Framework(&provenance.source)));
    }
    doc.chips.push(Link::to(
        "Its matrix",
        here.way
            .with(Target::Matrix, &[("source", &provenance.source)]),
    ));
    let sum = |of: fn(&asked::Row) -> u32| number(rows.iter().map(|row| of(row)).sum());
    doc.parts = vec![
        Part::plain(vec![Block::Stats(vec![
            Stat::new("Items", &sum(|row| row.counts.resources), "things in it"),
            Stat::new("Mapped", &sum(|row| row.counts.mapped), "name a technique"),
            Stat::new(
                "Mappings",
                &sum(|row| row.counts.pairs_followed),
                &format!("on ATT&CK {}", answer.catalogue.attack),
            ),
            Stat::new("Retag", &number(retag.total), "ids are old"),
            Stat::new("Problems", &number(unread.total), "not read whole"),
        ])]),
        Part::new(
            "facts",
            "Where it comes from",
            vec![Block::Facts(facts(provenance))],
        ),
        parts(&rows),
        by_tactic(here, &provenance.source, matrix),
        Part::new(
            "drift",
            "Drift",
            vec![if retag.total == 0 {
                super::empty("Every mapping sits on the chosen release.")
            } else {
                drift_table(here, retag)
            }],
        )
        .more(whole(here, Target::Drift, provenance, retag.total)),
        Part::new("problems", "Problems", vec![problem_table(here, unread)]).more(whole(
            here,
            Target::Problems,
            provenance,
            unread.total,
        )),
    ];
    Some(render(&doc))
}

/// The whole list of a source; a static site has no place for it where it is empty.
fn whole(here: &Here<'_>, list: Target<'_>, provenance: &Provenance, total: u32) -> Link {
    match here.place() {
        Place::Site if total == 0 => Link::words(""),
        Place::Site | Place::Server => Link::to(
            "All",
            here.way.with(list, &[("source", &provenance.source)]),
        ),
    }
}

fn what(provenance: &Provenance, rows: &[&asked::Row]) -> &'static str {
    if provenance.own {
        return "Your own source: read like the public ones, and counted beside them.";
    }
    match rows.first().and_then(|row| row.kinds.first()) {
        Some(Kind::Control) => {
            "Controls, mitigations or countermeasures. Each names the techniques that it helps against."
        }
        Some(Kind::Detection) => {
            "Detection rules, analytics or hunting queries. Each names the techniques that it looks for."
        }
        Some(Kind::Test) => "Offensive tests. They are listed and linked here, and never run.",
        Some(Kind::Knowledge) | None => {
            "Knowledge about adversaries, techniques and logs. It counts in no pillar."
        }
    }
}

fn facts(provenance: &Provenance) -> Vec<(&'static str, Vec<Link>)> {
    let mut facts = Vec::new();
    let mut some = |name, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            facts.push((name, vec![Link::words(&text)]));
        }
    };
    some("Branch", Some(provenance.branch.clone()));
    some("Commit", provenance.commit.clone());
    some("Last changed", provenance.commit_date.as_deref().map(day));
    some("Read", provenance.read.as_deref().map(day));
    some("Release", provenance.release.clone());
    some("Licence", Some(provenance.licence.clone()));
    some("Copyright", Some(provenance.copyright.clone()));
    some("Attribution", provenance.attribution.clone());
    some(
        "Its words",
        Some(
            match provenance.text {
                Text::Free => "may be republished with attribution",
                Text::LinkOnly => "are linked to, and shown on your own machine only",
            }
            .to_owned(),
        ),
    );
    let address = if provenance.repository.contains("://") {
        provenance.repository.clone()
    } else {
        format!("https://github.com/{}", provenance.repository)
    };
    facts.insert(
        0,
        (
            "Repository",
            vec![Link::new(&provenance.repository, Some(&address))],
        ),
    );
    facts
}

fn parts(rows: &[&asked::Row]) -> Part {
    let lines = rows.iter().map(|row| {
        let kinds: Vec<String> = row.kinds.iter().map(ToString::to_string).collect();
        line(vec![
            Cell::words(&row.title),
            Cell::code(row.part.as_deref().unwrap_or(&row.source)),
            Cell::words(&kinds.join(", ")),
            Cell::number(row.counts.resources),
            Cell::number(row.counts.mapped),
            Cell::number(row.counts.pairs_followed),
        ])
    });
    let columns = vec![
        Column::new("Part", ""),
        Column::new("Id", "mid"),
        Column::new("Kind", "mid"),
        Column::new("Items", "n"),
        Column::new("Mapped", "n"),
        Column::new("Mappings", "n"),
    ];
    Part::new(
        "maps",
        "How it maps",
        vec![Block::Table(Table::new("Parts", columns, lines.collect()))],
    )
}

/// Of each tactic: how many of its techniques the source is mapped to.
fn by_tactic(here: &Here<'_>, source: &str, matrix: &matrix::Answer) -> Part {
    if matrix.list.items.iter().all(|row| row.numbers.total() == 0) {
        let none = super::empty("It counts for no technique of the enterprise matrix.");
        return Part::new("tactics", "By tactic", vec![none]);
    }
    let lines = matrix.tactics.iter().map(|tactic| {
        let within = matrix.list.items.iter();
        let within = within.filter(|row| row.tactics.contains(&tactic.shortname));
        let (all, mapped) = within.fold((0, 0), |(all, mapped), row| {
            (all + 1, mapped + u32::from(row.numbers.total() > 0))
        });
        let address = here.way.with(
            Target::Matrix,
            &[("source", source), ("tactic", &tactic.shortname)],
        );
        line(vec![
            Cell::Link(Link::to(&tactic.name, address)),
            Bar::of(mapped, all, "ink"),
            Cell::number(all),
        ])
    });
    let columns = vec![
        Column::new("Tactic", ""),
        Column::new("Techniques it is mapped to", "n"),
        Column::new("All", "n"),
    ];
    let table = Table::new("Techniques by tactic", columns, lines.collect());
    Part::new("tactics", "By tactic", vec![Block::Table(table)]).quiet("enterprise")
}

/// Licence and attribution of every source.
pub fn notices(here: &Here<'_>, answer: &terms::Answer) -> String {
    let mut doc = here.doc("Licences and attribution", &answer.catalogue);
    doc.crumbs = vec![here.link("Sources", Target::Sources)];
    let rows = answer.notices.iter().map(|notice| {
        line(vec![
            Cell::Link(here.link(&notice.title, Target::Source(&notice.source))),
            Cell::words(&notice.licence),
            Cell::words(notice.attribution.as_ref().unwrap_or(&notice.copyright)),
        ])
    });
    let columns = vec![
        Column::new("Source", ""),
        Column::new("Licence", ""),
        Column::new("Notice", ""),
    ];
    doc.parts = vec![Part::plain(vec![Block::Table(Table::new(
        "Notices",
        columns,
        rows.collect(),
    ))])];
    render(&doc)
}
