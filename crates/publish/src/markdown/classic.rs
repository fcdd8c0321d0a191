//! The page as the Control Validation Compass published it in 2022, byte for byte, but for the numbers, the order and
//! the links that were wrong there.

use std::fmt::Write;

use model::Kind;
use questions::page::{Answer, Row, Section};

use super::section::{Face, breadcrumbs};

/// The old pages had these sections in this order.
const PILLARS: [(Kind, &str); 3] = [
    (Kind::Control, "## Policy / Process Controls\n"),
    (Kind::Detection, "## Technical Controls (Detection Rules)\n"),
    (Kind::Test, "\n## Offensive Security Tests\n"),
];

/// What stands for the description in a catalogue that has none.
const NO_TEXT: &str = "The catalogue holds facts only; the text is behind the link.";

pub(super) fn page(page: &Answer) -> String {
    let technique = &page.summary.technique;
    let tactics: Vec<&str> = technique
        .tactics
        .iter()
        .map(|tactic| tactic.name.as_str())
        .collect();
    let mut text = format!("# {}: {}\n", technique.id, technique.name);
    let _ = writeln!(text, "**MITRE ATT&CK Tactic(s):** {}\n", tactics.join(", "));
    let _ = writeln!(text, "**[MITRE ATT&CK Description]({})**", page.summary.url);
    let _ = writeln!(
        text,
        "<blockquote>{}</blockquote>\n",
        technique.description.as_deref().unwrap_or(NO_TEXT)
    );
    for (kind, heading) in PILLARS {
        text += heading;
        for section in page.sections.iter().filter(|section| section.kind == kind) {
            text += &Face::of(section)
                .map(|face| self::section(face, section, &technique.id.to_string()))
                .unwrap_or_default();
        }
    }
    text
}

fn section(face: &Face, section: &Section, technique: &str) -> String {
    let rows: Vec<&Row> = section
        .resources
        .iter()
        .filter(|row| in_root(face, row))
        .collect();
    let entries = entries(face, &rows);
    if entries.is_empty() {
        return String::new();
    }
    let mut text = format!("### {}\n", face.heading);
    let _ = writeln!(
        text,
        "**Last accessed:** {}\n",
        date(section.provenance.read.as_deref())
    );
    let _ = writeln!(
        text,
        "**Total ATT&CK-mapped {}:** {}\n",
        face.total_of,
        total(face, section)
    );
    let _ = writeln!(
        text,
        "**ATT&CK-mapped resources for this (sub)technique:** {}\n",
        entries.len()
    );
    let _ = writeln!(text, "{}\n", face.intro(technique));
    for entry in entries {
        let _ = writeln!(text, "* {entry}");
    }
    text + "\n"
}

/// The old pages looked into one folder of each repository.
fn in_root(face: &Face, row: &Row) -> bool {
    let path = &row.mapped.resource.place.path;
    face.root.is_none_or(|root| {
        path.strip_prefix(root)
            .is_some_and(|below| below.starts_with('/'))
    })
}

/// A file with several tests stands on a page once.
fn total(face: &Face, section: &Section) -> u32 {
    let by_file = face.parts == ["car_unit_tests"];
    let parts = section
        .parts
        .iter()
        .filter(|part| face.parts.contains(&part.id.as_str()));
    parts
        .map(|part| if by_file { part.file_pairs } else { part.pairs })
        .sum()
}

fn entries(face: &Face, rows: &[&Row]) -> Vec<String> {
    match (face.source, face.kind) {
        ("car", Kind::Detection) => rows.iter().map(|row| car(row)).collect(),
        ("car", _) => by_file(rows)
            .into_iter()
            .map(|(row, tests)| format!("{}: {tests} unit tests", car(row)))
            .collect(),
        ("art", _) => rows
            .iter()
            .map(|row| row.mapped.resource.title.clone())
            .collect(),
        _ => rows.iter().map(|row| entry(face, row)).collect(),
    }
}

fn entry(face: &Face, row: &Row) -> String {
    let resource = &row.mapped.resource;
    match face.root {
        Some(root) => {
            let base = face
                .heading
                .rsplit_once('(')
                .map_or("", |(_, address)| address.trim_end_matches(')'));
            breadcrumbs(
                root,
                &resource.place.path,
                &resource.title,
                base,
                face.branch,
            )
        }
        None => format!(
            "[{}]({})",
            resource.title,
            row.links.page.as_deref().unwrap_or("")
        ),
    }
}

fn car(row: &Row) -> String {
    let resource = &row.mapped.resource;
    format!(
        "[{}](https://github.com/mitre-attack/car/tree/master/{})",
        resource.title, resource.place.path
    )
}

/// The first row of each file, and how many rows it has.
fn by_file<'a>(rows: &[&'a Row]) -> Vec<(&'a Row, usize)> {
    let mut files: Vec<(&Row, usize)> = Vec::new();
    for row in rows {
        match files.last_mut() {
            Some((first, count))
                if first.mapped.resource.place.path == row.mapped.resource.place.path =>
            {
                *count += 1;
            }
            _ => files.push((row, 1)),
        }
    }
    files
}

/// `May 19, 2022`.
pub(super) fn date(day: Option<&str>) -> String {
    let parsed = day.and_then(|day| day.parse::<jiff::civil::Date>().ok());
    parsed.map_or_else(
        || day.unwrap_or("unknown").to_owned(),
        |day| day.strftime("%B %d, %Y").to_string(),
    )
}
