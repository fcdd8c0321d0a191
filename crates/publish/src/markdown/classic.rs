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
        for (section, indirect) in sections(page, kind) {
            text += &section::of(section)
                .map(|classic| section_text(classic, section, indirect, &technique.id.to_string()))
                .unwrap_or_default();
        }
    }
    text
}

/// The sections of a pillar, each with what is indirect of the same source: the old pages did not tell these apart.
fn sections(page: &Answer, kind: Kind) -> Vec<(&Section, Option<&Section>)> {
    let source = |section: &Section| section.provenance.source.clone();
    let of_kind = |section: &&Section| section.kind == kind;
    let mut all: Vec<(&Section, Option<&Section>)> = page
        .sections
        .iter()
        .filter(of_kind)
        .map(|section| (section, None))
        .collect();
    for indirect in page.indirect.iter().filter(of_kind) {
        let same = all
            .iter()
            .position(|(section, _)| source(section) == source(indirect));
        if let Some(place) = same {
            all[place].1 = Some(indirect);
            continue;
        }
        let title = &indirect.provenance.title;
        let after = all.partition_point(|(section, _)| section.provenance.title < *title);
        all.insert(after, (indirect, None));
    }
    all
}

fn section_text(
    classic: &ClassicSection,
    section: &Section,
    indirect: Option<&Section>,
    technique: &str,
) -> String {
    let indirect = indirect.into_iter().flat_map(|section| &section.resources);
    let mut rows: Vec<&Row> = section
        .resources
        .iter()
        .chain(indirect)
        .filter(|row| section::shows(classic, row))
        .collect();
    rows.sort_by_key(|row| row.mapped.resource.row);
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
