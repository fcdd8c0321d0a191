//! An audit pack as files: controls, techniques, rules and tests joined, with versions, commits, licences, dates, hashes, and
//! a reason wherever a cell is empty.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use model::{Kind, TechniqueId};
use questions::Explained;
use questions::pack::Answer;
use sha2::{Digest, Sha256};

use crate::format::{Error, Format, Layout, Options, publish};
use crate::markdown::escaped;
use crate::rows::Rows;
use crate::style::Style;

/// The files of the pack, by name; the last holds the sums of all others.
pub fn pack(answer: &Answer) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let aligned = questions::Answer::Align(Box::new(answer.aligned.clone()));
    let mut files = vec![("README.md".to_owned(), readme(answer).into_bytes())];
    for (name, rows) in [
        ("techniques.csv", techniques(answer)),
        ("resources.csv", resources(answer)),
        ("sources.csv", sources(answer)),
    ] {
        files.push((name.to_owned(), crate::format::csv(&rows)?.into_bytes()));
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

fn techniques(answer: &Answer) -> Rows {
    let mut columns: Vec<Cow<'static, str>> = [
        "technique",
        "name",
        "written",
        "weight",
        "rung",
        "gap",
        "reason",
    ]
    .map(Cow::Borrowed)
    .to_vec();
    for (_, pillar) in PILLARS {
        columns.extend([
            Cow::Borrowed(pillar),
            Cow::Owned(format!("{pillar}_why_none")),
        ]);
    }
    let mut of: BTreeMap<TechniqueId, Vec<&Explained>> = BTreeMap::new();
    for one in &answer.resources {
        of.entry(one.technique).or_default().push(one);
    }
    let cells = answer.aligned.list.items.iter().map(|row| {
        let technique = &row.technique;
        let written: Vec<&str> = technique
            .written
            .iter()
            .map(|one| one.id.as_str())
            .collect();
        let mut cells = vec![
            technique.id.to_string(),
            technique.name.clone(),
            if written.is_empty() {
                technique.id.to_string()
            } else {
                written.join("; ")
            },
            crate::rows::rounded(technique.weight),
            row.numbers.rung.to_string(),
            crate::rows::rounded(row.gap),
            row.reason.to_string(),
        ];
        let none = Vec::new();
        let all = of.get(&technique.id).unwrap_or(&none);
        for (kind, pillar) in PILLARS {
            let of_kind: Vec<&Explained> = all
                .iter()
                .copied()
                .filter(|one| one.resource.kind == kind)
                .collect();
            let counted: Vec<&str> = of_kind
                .iter()
                .filter(|one| one.counted)
                .map(|one| one.resource.key.as_str())
                .collect();
            let why = if counted.is_empty() {
                why_none(pillar, &of_kind)
            } else {
                String::new()
            };
            cells.extend([counted.join("; "), why]);
        }
        cells
    });
    Rows {
        columns,
        cells: cells.collect(),
    }
}

/// Why a cell is empty.
fn why_none(pillar: &str, of_kind: &[&Explained]) -> String {
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

fn resources(answer: &Answer) -> Rows {
    let columns = [
        "technique",
        "kind",
        "source",
        "id",
        "title",
        "state",
        "counted",
        "why_not",
        "runs",
        "rung",
        "mapped",
        "log",
        "tested",
        "status",
        "changed",
        "commit",
        "licence",
        "path",
        "line",
        "link",
        "key",
    ];
    let flag =
        |value: Option<bool>| value.map_or_else(|| "unknown".to_owned(), |value| value.to_string());
    let cells = answer.resources.iter().map(|one| {
        let resource = &one.resource;
        let provenance = answer
            .provenance
            .iter()
            .find(|provenance| provenance.source == resource.source);
        let detection = resource.kind == Kind::Detection;
        let none = || "not a detection".to_owned();
        let facts = one.facts.unwrap_or_default();
        vec![
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
        ]
    });
    Rows {
        columns: columns.map(Cow::Borrowed).to_vec(),
        cells: cells.collect(),
    }
}

fn sources(answer: &Answer) -> Rows {
    let used: BTreeSet<&str> = answer
        .resources
        .iter()
        .map(|one| one.resource.source.as_str())
        .collect();
    let columns = [
        "source",
        "title",
        "in_this_pack",
        "repository",
        "release",
        "commit",
        "commit_date",
        "read",
        "licence",
        "copyright",
    ];
    let cells = answer.provenance.iter().map(|one| {
        let unknown = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        vec![
            one.source.clone(),
            one.title.clone(),
            used.contains(one.source.as_str()).to_string(),
            one.repository.clone(),
            one.release.clone().unwrap_or_else(|| "has none".to_owned()),
            unknown(&one.commit),
            unknown(&one.commit_date),
            unknown(&one.read),
            one.licence.clone(),
            one.copyright.clone(),
        ]
    });
    Rows {
        columns: columns.map(Cow::Borrowed).to_vec(),
        cells: cells.collect(),
    }
}
