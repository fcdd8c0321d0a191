//! The page with everything that is known, in the order and style of the classic one.

use std::collections::HashMap;
use std::fmt::Write;

use model::{Kind, MappingState};
use questions::page::{Answer, Row, Section, Strategy};
use questions::technique::Pillar;

use super::classic::date;
use super::section;
use super::{address, escape};
use crate::related::{copies, copies_note, tests, unit_tests};

const HEADINGS: [(Kind, &str); 3] = [
    (Kind::Control, "Policy / Process Controls"),
    (Kind::Detection, "Technical Controls (Detection Rules)"),
    (Kind::Test, "Offensive Security Tests"),
];

pub(super) fn page(page: &Answer) -> String {
    let mut text = head(page);
    text += &numbers(page);
    let copies = copies(&page.sections);
    for (kind, heading) in HEADINGS {
        let _ = writeln!(text, "## {heading}");
        let sections: Vec<&Section> = page
            .sections
            .iter()
            .filter(|section| section.kind == kind)
            .collect();
        if sections.is_empty() {
            text += "\nNone in these sources.\n\n";
        }
        for section in sections {
            text += &self::section(section, &page.summary.technique.id.to_string(), &copies);
        }
    }
    text += &not_mappable(page);
    text += &ambiguous(page);
    text += &strategies(&page.strategies);
    text += &users(page);
    text + &notices(page)
}

fn head(page: &Answer) -> String {
    let technique = &page.summary.technique;
    let tactics: Vec<&str> = technique
        .tactics
        .iter()
        .map(|tactic| tactic.name.as_str())
        .collect();
    let mut text = format!("# {}: {}\n", technique.id, escape(&technique.name));
    let _ = writeln!(text, "**MITRE ATT&CK Tactic(s):** {}\n", tactics.join(", "));
    let attack = &page.summary.catalogue.attack;
    let _ = writeln!(text, "**ATT&CK:** {attack}, {} matrix\n", technique.domain);
    if !technique.platforms.is_empty() {
        let _ = writeln!(text, "**Platforms:** {}\n", technique.platforms.join(", "));
    }
    if let Some(parent) = &page.summary.parent {
        let _ = writeln!(
            text,
            "**Sub-technique of:** {} {}\n",
            parent.id,
            escape(&parent.name)
        );
    }
    if technique.revoked || technique.deprecated {
        let successor = technique.successor.map_or_else(
            || "without successor".to_owned(),
            |id| format!("replaced by {id}"),
        );
        let _ = writeln!(text, "**No longer in use:** {successor}\n");
    }
    let _ = writeln!(text, "**[MITRE ATT&CK Description]({})**", page.summary.url);
    match &technique.description {
        Some(description) => {
            let _ = writeln!(
                text,
                "<blockquote>{}</blockquote>\n",
                sanitized(description)
            );
        }
        None => {
            text += "<blockquote>The catalogue holds facts only; the text is behind the link.</blockquote>\n\n";
        }
    }
    text
}

/// ATT&CK's Markdown stays Markdown; HTML in it does not stay HTML, but for the two tags that it uses.
fn sanitized(description: &str) -> String {
    let safe = description.replace('<', "&lt;");
    ["code", "/code", "br"].iter().fold(safe, |text, tag| {
        text.replace(&format!("&lt;{tag}>"), &format!("<{tag}>"))
    })
}

fn numbers(page: &Answer) -> String {
    let mut text = String::from(
        "| | Own | Without copies | With sub-techniques | Sources | Volume | Terms |\n| --- | ---: | ---: | ---: | ---: | --- | --- |\n",
    );
    for pillar in &page.summary.pillars {
        let name = match pillar.kind {
            Kind::Control => "Controls",
            Kind::Detection => "Detections",
            Kind::Test => "Tests",
            Kind::Knowledge => "Knowledge",
        };
        let (own, distinct, with, sources, volume) = (
            pillar.own,
            pillar.distinct,
            pillar.with_sub_techniques,
            pillar.sources,
            pillar.volume,
        );
        let _ = writeln!(
            text,
            "| {name} | {own} | {distinct} | {with} | {sources} | {volume} | {} |",
            terms(pillar)
        );
    }
    let potential = page.summary.potential;
    let _ = writeln!(
        text,
        "\n**Validation potential:** {} (detections {}, tests {})\n",
        potential.potential, potential.detections, potential.tests
    );
    text
}

fn terms(pillar: &Pillar) -> String {
    let term =
        |term: &count::VolumeTerm| format!("{} {} → {}", term.source, term.resources, term.points);
    pillar.terms.iter().map(term).collect::<Vec<_>>().join(", ")
}

fn section(section: &Section, technique: &str, copies: &Copies<'_>) -> String {
    let mut text = section_head(section, technique);
    if let Some(copied) = copies_note(section) {
        let _ = writeln!(text, "{copied}.\n");
    }
    for row in section.resources.iter().filter(|row| row.copy_of.is_none()) {
        let _ = writeln!(
            text,
            "* {}{}",
            entry(row, section),
            related_lines(row, copies)
        );
    }
    text + "\n"
}

/// The heading of a source, with its commit and counts.
fn section_head(section: &Section, technique: &str) -> String {
    let provenance = &section.provenance;
    let classic = section::of(section);
    let heading = classic.map_or_else(
        || {
            format!(
                "[{}](https://github.com/{})",
                escape(&provenance.title),
                address(&provenance.repository)
            )
        },
        section::heading,
    );
    let total: u32 = section.parts.iter().map(|part| part.pairs).sum();
    let mut text = format!("### {heading}\n");
    let _ = writeln!(
        text,
        "**Last accessed:** {}\n",
        date(provenance.read.as_deref())
    );
    if let Some(commit) = &provenance.commit {
        let _ = writeln!(text, "**Commit:** {commit}\n");
    }
    let of = classic.map_or("resources", |classic| section::noun(classic.kind));
    let _ = writeln!(text, "**Total ATT&CK-mapped {of}:** {total}\n");
    let shown = section.resources.len();
    let not_counted = shown - section.own as usize;
    let marked = if not_counted > 0 {
        format!(" (and {not_counted} marked ones that do not count)")
    } else {
        String::new()
    };
    let _ = writeln!(
        text,
        "**ATT&CK-mapped resources for this (sub)technique:** {}{marked}\n",
        section.own
    );
    if let Some(classic) = classic {
        let _ = writeln!(text, "{}\n", section::intro(classic, technique));
    }
    text
}

fn entry(row: &Row, section: &Section) -> String {
    let resource = &row.mapped.resource;
    let title = escape(&resource.title);
    let mut line = match &row.links.page {
        Some(page) if row.links.file.is_none() => format!("**[{title}]({})**", address(page)),
        _ => {
            folders(row, section)
                + &format!(
                    "**[{title}]({})**",
                    address(row.links.file.as_deref().unwrap_or(""))
                )
        }
    };
    if let Some(pinned) = &row.links.pinned {
        line += &format!(" ([pinned]({}))", address(pinned));
    }
    let marks = marks(row);
    if !marks.is_empty() {
        line += &format!(": {}", marks.join(", "));
    }
    line
}

type Copies<'a> = HashMap<&'a str, Vec<(&'a Section, &'a Row)>>;

/// What tests it, what it tests, its copies: one line each below the entry.
fn related_lines(row: &Row, copies: &Copies<'_>) -> String {
    let mut lines = String::new();
    for (word, tests) in tests(row)
        .into_iter()
        .filter(|(_, tests)| !tests.is_empty())
    {
        let tests = tests.iter().map(|test| link(&test.words, test.url));
        let _ = write!(
            lines,
            "\n  * {word} {}",
            tests.collect::<Vec<_>>().join(", ")
        );
    }
    if let Some(words) = unit_tests(row) {
        let _ = write!(lines, "\n  * {words}");
    }
    for (section, copy) in copies
        .get(row.mapped.resource.key.as_str())
        .into_iter()
        .flatten()
    {
        let copy = link(&copy.mapped.resource.title, copy.links.page.as_deref());
        let _ = write!(lines, "\n  * copy: {copy} ({})", escape(&section.title));
    }
    lines
}

fn link(words: &str, url: Option<&str>) -> String {
    match url {
        Some(url) => format!("[{}]({})", escape(words), address(url)),
        None => escape(words),
    }
}

/// That it was looked at and cannot be mapped: no gap of the framework's authors.
fn not_mappable(page: &Answer) -> String {
    if page.not_mappable.is_empty() {
        return String::new();
    }
    let mut text = "## Looked at, and cannot be mapped\n\n".to_owned();
    for framework in &page.not_mappable {
        let _ = writeln!(text, "* {}", escape(&framework.words()));
    }
    text + "\n"
}

fn ambiguous(page: &Answer) -> String {
    if page.ambiguous.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "## May be for {} or for a part of it (not counted)\n",
        page.summary.technique.id
    );
    for section in &page.ambiguous {
        let _ = writeln!(text, "### {}\n", escape(&section.title));
        for row in &section.resources {
            let _ = writeln!(text, "* {}", entry(row, section));
        }
        text += "\n";
    }
    text
}

/// The folders of the file, each with a link to it.
fn folders(row: &Row, section: &Section) -> String {
    let mut line = String::new();
    let mut folder = String::new();
    let path = &row.mapped.resource.place.path;
    let parts: Vec<&str> = path.split('/').collect();
    for part in &parts[..parts.len().saturating_sub(1)] {
        folder = format!("{folder}{part}/");
        match section.provenance.folder_url(&folder) {
            Some(url) => line += &format!("[{}]({}) / ", escape(part), address(&url)),
            None => line += &format!("{} / ", escape(part)),
        }
    }
    line
}

fn marks(row: &Row) -> Vec<String> {
    let resource = &row.mapped.resource;
    let mut marks = Vec::new();
    marks.extend(resource.level.map(|level| level.to_string()));
    if resource.status != model::Status::Unstated {
        let status = resource.status.to_string();
        marks.push(if resource.status.counts() {
            status
        } else {
            format!("**{status}**")
        });
    }
    if !resource.platforms.is_empty() {
        marks.push(escape(&resource.platforms.join(" ")));
    }
    match row.mapped.state {
        MappingState::AsWritten => {}
        state => marks.push(format!(
            "{}{}",
            state.to_string().replace('_', " "),
            reason(row)
        )),
    }
    marks
}

fn reason(row: &Row) -> String {
    row.mapped
        .reason
        .as_ref()
        .map(|reason| format!(" ({})", escape(reason)))
        .unwrap_or_default()
}

fn strategies(strategies: &[Strategy]) -> String {
    if strategies.is_empty() {
        return String::new();
    }
    let mut text = String::from("## Detection strategies\n");
    for strategy in strategies {
        let resource = &strategy.resource;
        let _ = writeln!(
            text,
            "### [{}]({}): {}\n",
            id(resource),
            address(resource.page.as_deref().unwrap_or("")),
            escape(&resource.title)
        );
        for analytic in &strategy.analytics {
            let resource = &analytic.resource;
            let _ = writeln!(
                text,
                "* {} ({})",
                id(resource),
                escape(&resource.platforms.join(", "))
            );
            for log in &analytic.logs {
                let component = log
                    .component
                    .clone()
                    .or_else(|| log.log.component.clone())
                    .unwrap_or_default();
                let words = [&log.log.product, &log.log.service]
                    .into_iter()
                    .flatten()
                    .map(|word| escape(word))
                    .collect::<Vec<_>>();
                let _ = writeln!(text, "  * {}: {}", escape(&component), words.join(", "));
            }
        }
        text += "\n";
    }
    text
}

fn id(resource: &catalogue::ResourceSummary) -> String {
    resource.id.clone().unwrap_or_default()
}

fn users(page: &Answer) -> String {
    let mut text = String::new();
    for users in page.users.iter().filter(|users| users.count > 0) {
        let name = |user: &catalogue::ResourceSummary| {
            format!(
                "[{}]({})",
                escape(&user.title),
                address(user.page.as_deref().unwrap_or(""))
            )
        };
        let names: Vec<String> = users.named.iter().map(name).collect();
        let unnamed = (users.count as usize).saturating_sub(names.len());
        let more = if unnamed > 0 {
            format!(" and {unnamed} more")
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "* **{} {}:** {}{more}",
            users.count,
            users.of,
            names.join(", ")
        );
    }
    if text.is_empty() {
        text
    } else {
        format!("## Used by\n\n{text}\n")
    }
}

fn notices(page: &Answer) -> String {
    let mut text = String::from("## Sources and licences\n\n");
    for notice in &page.notices {
        let line = notice.attribution.as_ref().unwrap_or(&notice.copyright);
        let _ = writeln!(
            text,
            "* {}: {}. {}",
            escape(&notice.title),
            escape(&notice.licence),
            escape(line)
        );
    }
    text
}
