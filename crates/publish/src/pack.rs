//! An audit pack as files: controls, techniques, rules and tests joined, with versions, commits, licences, dates, hashes, and
//! a reason wherever a cell is empty.

use std::collections::{BTreeMap, BTreeSet};

use model::{Kind, Provenance, TechniqueId};
use questions::ResourceExplanation;
use questions::align::Row;
use questions::pack::Answer;
use sha2::{Digest, Sha256};

use crate::columns::{
    CHANGED, COMMIT, COMMIT_DATE, COPYRIGHT, COUNTED, GAP, ID, IN_THIS_PACK, KEY, KIND, LICENCE,
    LINE, LINK, LOG, MAPPED, NAME, PATH, READ, REASON, RELEASE, REPOSITORY, RUNG, RUNS, SOURCE,
    STATE, STATUS, TECHNIQUE, TESTED, TITLE, WEIGHT, WHY_NOT, WRITTEN,
};
use crate::format::{Error, Format, Layout, Options, publish};
use crate::markdown::escaped;
use crate::style::Style;
use crate::table::{Column, Field, Table, Type, Value};

/// The files of the pack, by name; the last holds the sums of all others.
pub fn pack(answer: &Answer) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let aligned = questions::Answer::Align(Box::new(answer.aligned.clone()));
    let mut files = vec![("README.md".to_owned(), readme(answer).into_bytes())];
    for (name, table) in [
        ("techniques.csv", techniques(answer)),
        ("resources.csv", resources(answer)),
        ("sources.csv", sources(answer)),
    ] {
        files.push((name.to_owned(), crate::format::csv(&table)?.into_bytes()));
    }
    for (name, format) in [
        ("alignment.json", Format::Json),
        ("alignment.xlsx", Format::Xlsx),
        ("layer.json", Format::Layer),
    ] {
        let options = Options {
            format,
            layout: Layout::Full,
            style: Style::plain(100),
            rows: 0,
            score: None,
        };
        files.push((
            name.to_owned(),
            publish(&aligned, &options)?.as_bytes().to_vec(),
        ));
    }
    let mut sums = String::new();
    for (name, bytes) in &files {
        sums += &format!(
            "{}  {name}
",
            sum(bytes)
        );
    }
    files.push(("SHA256SUMS".to_owned(), sums.into_bytes()));
    Ok(files)
}

fn sum(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(bytes) {
        hex += &format!("{byte:02x}");
    }
    hex
}

fn readme(answer: &Answer) -> String {
    let aligned = &answer.aligned;
    let about = &aligned.catalogue;
    let mut text = format!(
        "# Audit pack: {}\n\nATT&CK {}, {} sources, {} resources, the newest read {}.\n",
        escaped(&aligned.threat.name),
        escaped(&about.attack),
        about.sources,
        about.resources,
        if about.date.is_empty() {
            "on an unknown day"
        } else {
            &about.date
        }
    );
    let unplaced: Vec<String> = aligned
        .threat
        .unplaced
        .iter()
        .map(|one| format!("{} {}: {}", one.id, one.state, one.reason))
        .collect();
    let exclusions: Vec<String> = aligned
        .stack
        .exclusions
        .iter()
        .map(|one| format!("{}: {} ({}, {})", one.what, one.reason, one.owner, one.date))
        .collect();
    for (title, lines) in [
        ("The threat was taken from", &aligned.threat.origins),
        ("Assumed", &aligned.assumed),
        ("Left out on purpose", &exclusions),
        ("In no technique of this release, not counted", &unplaced),
        (
            "Deployed rules that this catalogue does not know",
            &aligned.stack.unknown_rules,
        ),
        ("Notes", &aligned.threat.notes),
    ] {
        if !lines.is_empty() {
            text += &format!("\n## {title}\n\n");
            for line in lines {
                text += &format!(
                    "- {}
",
                    escaped(line)
                );
            }
        }
    }
    text + "\n## Files\n\n\
            - `techniques.csv`: one row per technique: controls, detections and tests that count, and why there are none\n\
            - `resources.csv`: every resource of these techniques, how it was counted, commit, licence and link\n\
            - `sources.csv`: repository, commit, dates, licence and copyright of every source\n\
            - `alignment.json`, `alignment.xlsx`, `layer.json`: the same numbers for programs, spreadsheets and ATT&CK Navigator\n\
            - `SHA256SUMS`: `sha256sum -c SHA256SUMS`\n"
}

const PILLARS: [(Kind, &str); 3] = [
    (Kind::Control, "controls"),
    (Kind::Detection, "detections"),
    (Kind::Test, "tests"),
];

const TECHNIQUES: &[Field<Row>] = &[
    (TECHNIQUE, |row| row.technique.id.into()),
    (NAME, |row| (&row.technique.name).into()),
    (WRITTEN, |row| {
        let technique = &row.technique;
        match technique.written.as_slice() {
            [] => technique.id.into(),
            written => Value::list(written.iter().map(|written| &written.id)),
        }
    }),
    (WEIGHT, |row| row.technique.weight.into()),
    (RUNG, |row| row.numbers.rung.into()),
    (GAP, |row| row.gap.into()),
    (REASON, |row| row.reason.to_string().into()),
];

fn techniques(answer: &Answer) -> Table {
    let mut of: BTreeMap<TechniqueId, Vec<&ResourceExplanation>> = BTreeMap::new();
    for one in &answer.resources {
        of.entry(one.technique).or_default().push(one);
    }
    let rows = &answer.aligned.list.items;
    PILLARS
        .iter()
        .fold(Table::of(TECHNIQUES, rows), |table, (kind, pillar)| {
            let cells = rows.iter().map(|row| {
                let all = of.get(&row.technique.id).into_iter().flatten();
                let of_kind: Vec<&ResourceExplanation> = all
                    .copied()
                    .filter(|one| one.resource.kind == *kind)
                    .collect();
                pillar_cells(pillar, &of_kind)
            });
            let (keys, reasons): (Vec<_>, Vec<_>) = cells.unzip();
            table.with(Column::new(pillar, Type::List), keys).with(
                Column::named(format!("{pillar}_why_none"), Type::Text),
                reasons,
            )
        })
}

/// The keys of what counts, or why nothing does.
fn pillar_cells(pillar: &str, of_kind: &[&ResourceExplanation]) -> (Value, Value) {
    let counted: Vec<&str> = of_kind
        .iter()
        .filter(|one| one.counted)
        .map(|one| one.resource.key.as_str())
        .collect();
    let why = counted.is_empty().then(|| why_none(pillar, of_kind));
    (Value::list(counted), why.into())
}

/// Why a cell is empty.
fn why_none(pillar: &str, of_kind: &[&ResourceExplanation]) -> String {
    if of_kind.is_empty() {
        return format!("no source of this catalogue has {pillar} for it");
    }
    let mut reasons: BTreeMap<&str, u32> = BTreeMap::new();
    for one in of_kind {
        *reasons
            .entry(one.why_not.as_deref().unwrap_or("not counted"))
            .or_default() += 1;
    }
    let reasons: Vec<String> = reasons
        .into_iter()
        .map(|(reason, count)| format!("{count}: {reason}"))
        .collect();
    format!("none that counts; {}", reasons.join(", "))
}

fn resources(answer: &Answer) -> Table {
    let columns = [
        TECHNIQUE, KIND, SOURCE, ID, TITLE, STATE, COUNTED, WHY_NOT, RUNS, RUNG, MAPPED, LOG,
        TESTED, STATUS, CHANGED, COMMIT, LICENCE, PATH, LINE, LINK, KEY,
    ];
    let flag =
        |value: Option<bool>| value.map_or_else(|| "unknown".to_owned(), |value| value.to_string());
    let rows = answer.resources.iter().map(|one| {
        let resource = &one.resource;
        let provenance = answer
            .provenance
            .iter()
            .find(|provenance| provenance.source == resource.source);
        let detection = resource.kind == Kind::Detection;
        let none = || "not a detection".to_owned();
        let facts = one.facts.unwrap_or_default();
        let cells = [
            one.technique.to_string(),
            resource.kind.to_string(),
            resource.source.clone(),
            resource
                .id
                .clone()
                .unwrap_or_else(|| "its source gives none".to_owned()),
            resource.title.clone(),
            one.state.to_string(),
            one.counted.to_string(),
            one.why_not
                .clone()
                .unwrap_or_else(|| "it is counted".to_owned()),
            one.runs.map_or_else(none, |runs| runs.to_string()),
            one.rung.map_or_else(none, |rung| rung.to_string()),
            if detection {
                facts.mapped.to_string()
            } else {
                none()
            },
            if detection { flag(facts.log) } else { none() },
            if detection {
                facts.tested.to_string()
            } else {
                none()
            },
            resource.status.to_string(),
            resource
                .changed
                .clone()
                .unwrap_or_else(|| "its source does not say".to_owned()),
            provenance
                .and_then(|one| one.commit.clone())
                .unwrap_or_else(|| "read from a folder".to_owned()),
            provenance
                .map(|one| one.licence.clone())
                .unwrap_or_default(),
            resource.place.path.clone(),
            resource
                .place
                .line
                .map_or_else(|| "the whole file".to_owned(), |line| line.to_string()),
            one.links
                .pinned
                .clone()
                .or_else(|| one.links.page.clone())
                .unwrap_or_else(|| "it lies on no public page".to_owned()),
            resource.key.clone(),
        ];
        cells.map(Value::from).to_vec()
    });
    Table::from_rows(columns.to_vec(), rows)
}

const SOURCES: &[Field<Provenance>] = &[
    (REPOSITORY, |one| (&one.repository).into()),
    (RELEASE, |one| {
        one.release.as_deref().unwrap_or("has none").into()
    }),
    (COMMIT, |one| or_unknown(one.commit.as_ref())),
    (COMMIT_DATE, |one| or_unknown(one.commit_date.as_ref())),
    (READ, |one| or_unknown(one.read.as_ref())),
    (LICENCE, |one| (&one.licence).into()),
    (COPYRIGHT, |one| (&one.copyright).into()),
];

fn or_unknown(text: Option<&String>) -> Value {
    text.map_or("unknown", String::as_str).into()
}

fn sources(answer: &Answer) -> Table {
    let resources = answer.resources.iter();
    let used: BTreeSet<&str> = resources.map(|one| one.resource.source.as_str()).collect();
    let all = answer.provenance.iter();
    Table::default()
        .with(SOURCE, all.clone().map(|one| &one.source))
        .with(TITLE, all.clone().map(|one| &one.title))
        .with(
            IN_THIS_PACK,
            all.clone().map(|one| used.contains(one.source.as_str())),
        )
        .and(SOURCES, all)
}
