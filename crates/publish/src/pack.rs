//! An audit pack as files: controls, techniques, rules and tests joined, with versions, commits, licences, dates, hashes, and
//! a reason wherever a cell is empty.

use std::collections::{BTreeMap, BTreeSet};

use model::{Kind, Provenance, TechniqueId};
use questions::ResourceExplanation;
use questions::align::{self, Row};
use questions::pack::Answer;
use sha2::{Digest, Sha256};

use crate::columns::{
    CHANGED, COMMIT, COMMIT_DATE, COPYRIGHT, COUNTED, GAP, ID, IN_THIS_PACK, KEY, KIND, LICENCE,
    LINE, LINK, LOG, MAPPED, NAME, PATH, READ, REASON, RELEASE, REPOSITORY, RUNG, RUNS, SOURCE,
    STATE, STATUS, TECHNIQUE, TESTED, TITLE, WEIGHT, WHY_NOT, WRITTEN,
};
use crate::format::{Error, Format, publish};
use crate::markdown::escape;
use crate::options::{Layout, Options};
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
    let options = Options {
        layout: Layout::Full,
        style: Style::plain(100),
        rows: 0,
        score: None,
    };
    for (name, format) in [
        ("alignment.json", Format::Json),
        ("alignment.xlsx", Format::Xlsx),
        ("layer.json", Format::Layer),
    ] {
        files.push((
            name.to_owned(),
            publish(&aligned, format, &options)?.as_bytes().to_vec(),
        ));
    }
    let mut sums = String::new();
    for (name, bytes) in &files {
        sums += &format!(
            "{}  {name}
",
            sha256(bytes)
        );
    }
    files.push(("SHA256SUMS".to_owned(), sums.into_bytes()));
    Ok(files)
}

fn sha256(bytes: &[u8]) -> String {
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
        escape(&aligned.threat.name),
        escape(&about.attack),
        about.sources,
        about.resources,
        if about.date.is_empty() {
            "on an unknown day"
        } else {
            &about.date
        }
    );
    text += &assumptions(aligned);
    text + "\n## Files\n\n\
            - `techniques.csv`: one row per technique: controls, detections and tests that count, and why there are none\n\
            - `resources.csv`: every resource of these techniques, how it was counted, commit, licence and link\n\
            - `sources.csv`: repository, commit, dates, licence and copyright of every source\n\
            - `alignment.json`, `alignment.xlsx`, `layer.json`: the same numbers for programs, spreadsheets and ATT&CK Navigator\n\
            - `SHA256SUMS`: `sha256sum -c SHA256SUMS`\n"
}

/// Everything that the numbers depend on, with what was left out: an auditor asks for it first.
fn assumptions(aligned: &align::Answer) -> String {
    let unplaced: Vec<String> = aligned
        .threat
        .unplaced
        .iter()
        .map(|unplaced| format!("{} {}: {}", unplaced.id, unplaced.state, unplaced.reason))
        .collect();
    let exclusions: Vec<String> = aligned
        .stack
        .exclusions
        .iter()
        .map(|exclusion| {
            format!(
                "{}: {} ({}, {})",
                exclusion.what, exclusion.reason, exclusion.owner, exclusion.date
            )
        })
        .collect();
    let mut text = String::new();
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
                    escape(line)
                );
            }
        }
    }
    text
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
    for explained in &answer.resources {
        of.entry(explained.technique).or_default().push(explained);
    }
    let rows = &answer.aligned.list.items;
    PILLARS
        .iter()
        .fold(Table::of(TECHNIQUES, rows), |table, (kind, pillar)| {
            let cells = rows.iter().map(|row| {
                let all = of.get(&row.technique.id).into_iter().flatten();
                let of_kind: Vec<&ResourceExplanation> = all
                    .copied()
                    .filter(|explained| explained.resource.kind == *kind)
                    .collect();
                pillar_cells(pillar, &of_kind)
            });
            let (keys, reasons): (Vec<_>, Vec<_>) = cells.unzip();
            table.with(Column::new(pillar, Type::List), keys).with(
                Column::with_key(format!("{pillar}_why_none"), Type::Text),
                reasons,
            )
        })
}

/// The keys of what counts, or why nothing does.
fn pillar_cells(pillar: &str, of_kind: &[&ResourceExplanation]) -> (Value, Value) {
    let counted: Vec<&str> = of_kind
        .iter()
        .filter(|explained| explained.counted)
        .map(|explained| explained.resource.key.as_str())
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
    for explained in of_kind {
        *reasons
            .entry(explained.why_not.as_deref().unwrap_or("not counted"))
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
    let rows = answer
        .resources
        .iter()
        .map(|explained| resource_row(answer, explained));
    Table::from_rows(columns.to_vec(), rows)
}

/// The cells of a resource. None is empty: where a value is missing, the cell gives the reason.
fn resource_row(answer: &Answer, explained: &ResourceExplanation) -> Vec<Value> {
    let or = |text: Option<&String>, reason: &str| text.map_or(reason, String::as_str).to_owned();
    let resource = &explained.resource;
    let provenance = answer
        .provenance
        .iter()
        .find(|provenance| provenance.source == resource.source);
    let line = resource.place.line.map(|line| line.to_string());
    let page = explained.links.pinned.as_ref();
    let [running, rung, mapped, log, tested] = evidence(explained);
    [
        explained.technique.to_string(),
        resource.kind.to_string(),
        resource.source.clone(),
        or(resource.id.as_ref(), "its source gives none"),
        resource.title.clone(),
        explained.state.to_string(),
        explained.counted.to_string(),
        or(explained.why_not.as_ref(), "it is counted"),
        running,
        rung,
        mapped,
        log,
        tested,
        resource.status.to_string(),
        or(resource.changed.as_ref(), "its source does not say"),
        or(
            provenance.and_then(|provenance| provenance.commit.as_ref()),
            "read from a folder",
        ),
        or(provenance.map(|provenance| &provenance.licence), ""),
        resource.place.path.clone(),
        or(line.as_ref(), "the whole file"),
        or(
            page.or(explained.links.page.as_ref()),
            "it lies on no public page",
        ),
        resource.key.clone(),
    ]
    .map(Value::from)
    .to_vec()
}

/// Whether a detection runs, its rung, and the facts that the rung follows from; other resources have none of these.
fn evidence(explained: &ResourceExplanation) -> [String; 5] {
    let none = || "not a detection".to_owned();
    let facts = explained.facts.unwrap_or_default();
    let of_detection = |value: String| match explained.resource.kind {
        Kind::Detection => value,
        Kind::Control | Kind::Test | Kind::Knowledge => none(),
    };
    let log = facts
        .log
        .map_or("unknown".to_owned(), |log| log.to_string());
    [
        explained.runs.map_or_else(none, |runs| runs.to_string()),
        explained.rung.map_or_else(none, |rung| rung.to_string()),
        of_detection(facts.mapped.to_string()),
        of_detection(log),
        of_detection(facts.tested.to_string()),
    ]
}

const SOURCES: &[Field<Provenance>] = &[
    (REPOSITORY, |provenance| (&provenance.repository).into()),
    (RELEASE, |provenance| {
        provenance.release.as_deref().unwrap_or("has none").into()
    }),
    (COMMIT, |provenance| or_unknown(provenance.commit.as_ref())),
    (COMMIT_DATE, |provenance| {
        or_unknown(provenance.commit_date.as_ref())
    }),
    (READ, |provenance| or_unknown(provenance.read.as_ref())),
    (LICENCE, |provenance| (&provenance.licence).into()),
    (COPYRIGHT, |provenance| (&provenance.copyright).into()),
];

fn or_unknown(text: Option<&String>) -> Value {
    text.map_or("unknown", String::as_str).into()
}

fn sources(answer: &Answer) -> Table {
    let resources = answer.resources.iter();
    let used: BTreeSet<&str> = resources
        .map(|explained| explained.resource.source.as_str())
        .collect();
    let all = answer.provenance.iter();
    Table::default()
        .with(SOURCE, all.clone().map(|provenance| &provenance.source))
        .with(TITLE, all.clone().map(|provenance| &provenance.title))
        .with(
            IN_THIS_PACK,
            all.clone()
                .map(|provenance| used.contains(provenance.source.as_str())),
        )
        .and(SOURCES, all)
}
