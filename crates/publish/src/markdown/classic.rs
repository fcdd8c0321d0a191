//! The page as the Control Validation Compass published it in 2022, byte for byte, but for the numbers, the order and
//! the links that were wrong there.

use std::fmt::Write;

use model::{ClassicEntries, ClassicSection, Kind};
use questions::page::{Answer, Row, Section};

use super::section;

/// The old pages had these sections in this order.
const PILLARS: [(Kind, &str); 3] = [
    (Kind::Control, "## Policy / Process Controls\n"),
    (Kind::Detection, "## Technical Controls (Detection Rules)\n"),
    (Kind::Test, "\n## Offensive Security Tests\n"),
];

/// The text instead of a description in a catalogue without texts.
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
            text += &section::of(section)
                .map(|classic| section_text(classic, section, &technique.id.to_string()))
                .unwrap_or_default();
        }
    }
    text
}

fn section_text(classic: &ClassicSection, section: &Section, technique: &str) -> String {
    let rows: Vec<&Row> = section
        .resources
        .iter()
        .filter(|row| section::shows(classic, row))
        .collect();
    let entries = section::entries(classic, &rows);
    if entries.is_empty() {
        return String::new();
    }
    let mut text = format!("### {}\n", section::heading(classic));
    let _ = writeln!(
        text,
        "**Last accessed:** {}\n",
        date(section.provenance.read.as_deref())
    );
    let _ = writeln!(
        text,
        "**Total ATT&CK-mapped {}:** {}\n",
        section::noun(classic.kind),
        total(classic, section)
    );
    let _ = writeln!(
        text,
        "**ATT&CK-mapped resources for this (sub)technique:** {}\n",
        entries.len()
    );
    let _ = writeln!(text, "{}\n", section::intro(classic, technique));
    for entry in entries {
        let _ = writeln!(text, "* {entry}");
    }
    text + "\n"
}

/// A file with several tests is listed once.
fn total(classic: &ClassicSection, section: &Section) -> u32 {
    let by_file = classic.entries == ClassicEntries::FilesOfTests;
    let parts = section
        .parts
        .iter()
        .filter(|part| classic.parts.contains(&part.id));
    parts
        .map(|part| if by_file { part.file_pairs } else { part.pairs })
        .sum()
}

/// `May 19, 2022`.
pub(super) fn date(day: Option<&str>) -> String {
    let parsed = day.and_then(|day| day.parse::<jiff::civil::Date>().ok());
    parsed.map_or_else(
        || day.unwrap_or("unknown").to_owned(),
        |day| day.strftime("%B %d, %Y").to_string(),
    )
}
