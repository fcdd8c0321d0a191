//! One resource whole.

use catalogue::{CopyRow, MappingRow, RelatedRow};
use model::RelationMeaning;
use questions::resource::{Answer, ResourceWithLinks};

use super::table::{Cell, ColumnFit, table, wrap};
use crate::style::{Style, clean, clean_lines};

/// More lines of a query than this are one link away.
const QUERY_LINES: usize = 80;
const RELATED: usize = 20;
const REFERENCES: usize = 8;

pub(crate) fn resource(answer: &Answer, style: Style) -> String {
    let text = |shown: &ResourceWithLinks| self::shown(shown, answer.catalogue.facts_only, style);
    answer
        .resources
        .iter()
        .map(text)
        .collect::<Vec<_>>()
        .join("\n")
}

fn shown(shown: &ResourceWithLinks, facts_only: bool, style: Style) -> String {
    let resource = &shown.details.resource;
    let glyph = style.kind(resource.kind, style.glyph(resource.kind));
    let mut text = format!(
        "{glyph} {}\n",
        style.bold(style.fit(&resource.title, style.width.saturating_sub(2)))
    );
    text += &wrap(
        &format!("{}, {}", shown.provenance.title, resource.kind),
        2,
        style,
    );
    text += "\n";
    text += &facts(shown, style);
    text += &mappings(&shown.details.mappings, style);
    text += &related("Points to", &shown.details.related, style);
    text += &related("Pointed to by", &shown.details.related_from, style);
    text += &copies(&shown.details.copies, style);
    if let Some(description) = &shown.details.description {
        text += &format!("\n{}", wrap(&clean_lines(description), 2, style));
    }
    if let Some(query) = &shown.details.query {
        text += &format!("\n{}\n", style.dim("Query"));
        let lines = clean_lines(query);
        text.extend(
            lines
                .lines()
                .take(QUERY_LINES)
                .map(|line| format!("    {line}\n")),
        );
        let left = lines.lines().count().saturating_sub(QUERY_LINES);
        if left > 0 {
            text += &format!("    {} {left} more lines\n", style.ellipsis());
        }
    }
    if facts_only {
        text +=
            "\n  This catalogue holds facts only; descriptions and queries are behind the links.\n";
    }
    text
}

fn facts(shown: &ResourceWithLinks, style: Style) -> String {
    let mut text = String::new();
    for (label, value) in fact_rows(shown)
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
    {
        // Values are indented by hand: the label of the first line takes the place of its indentation.
        let options = textwrap::Options::new(style.width.max(40))
            .initial_indent("                ")
            .subsequent_indent("                ")
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        let filled = textwrap::fill(&clean_lines(&value), options);
        text += &format!(
            "  {}{}\n",
            style.dim(format!("{label:<14}")),
            filled.trim_start()
        );
    }
    text
}

/// The facts of a resource, each with its label; what is unknown is empty.
fn fact_rows(shown: &ResourceWithLinks) -> [(&'static str, String); 16] {
    let (whole, resource) = (&shown.details, &shown.details.resource);
    let with_raw = |word: Option<String>, raw: &Option<String>| match (word, raw) {
        (Some(word), Some(raw)) if *raw != word => format!("{word} (written: {raw})"),
        (Some(word), _) => word,
        (None, raw) => raw.clone().unwrap_or_default(),
    };
    let logs: Vec<String> = resource
        .log_sources
        .iter()
        .map(|log| {
            [&log.product, &log.category, &log.service, &log.component]
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>()
                .join(" / ")
        })
        .collect();
    let place = resource.place.line.map_or_else(
        || resource.place.path.clone(),
        |line| format!("{}:{line}", resource.place.path),
    );
    [
        ("Id", resource.id.clone().unwrap_or_default()),
        ("Key", resource.key.clone()),
        ("Other names", whole.aliases.join(", ")),
        (
            "Level",
            with_raw(
                resource.level.map(|level| level.to_string()),
                &resource.level_written,
            ),
        ),
        (
            "Status",
            with_raw(Some(resource.status.to_string()), &resource.status_written),
        ),
        ("Platforms", resource.platforms.join(", ")),
        ("Logs", logs.join("; ")),
        ("Data sources", whole.data_sources.join("; ")),
        ("Tactics", resource.tactics.join(", ")),
        ("Authors", whole.authors.join(", ")),
        ("Changed", resource.changed.clone().unwrap_or_default()),
        ("File", place),
        ("Page", shown.links.page.clone().unwrap_or_default()),
        ("Pinned", shown.links.pinned.clone().unwrap_or_default()),
        (
            "Licence",
            format!(
                "{}. {}",
                shown.provenance.licence, shown.provenance.copyright
            ),
        ),
        ("References", references(&whole.references)),
    ]
}

fn references(references: &[String]) -> String {
    let mut shown: Vec<String> = references.iter().take(REFERENCES).cloned().collect();
    if references.len() > REFERENCES {
        shown.push(format!(
            "and {} more (--format json)",
            references.len() - REFERENCES
        ));
    }
    shown.join("\n")
}

fn mappings(mappings: &[MappingRow], style: Style) -> String {
    if mappings.is_empty() {
        return format!("\n  {}\n", style.dim("Names no technique."));
    }
    let row = |mapping: &MappingRow| {
        let technique = mapping
            .conclusion
            .technique
            .map_or_else(|| "-".to_owned(), |id| id.to_string());
        let why = mapping
            .conclusion
            .reason
            .clone()
            .or_else(|| mapping.detail.clone())
            .unwrap_or_default();
        vec![
            Cell::styled(technique, move |id| style.bold(id)),
            Cell::plain(mapping.conclusion.state.to_string().replace('_', " ")),
            Cell::styled(
                mapping.written.clone().unwrap_or_default(),
                move |written| style.dim(written),
            ),
            Cell::styled(clean(&why), move |why| style.dim(why)),
        ]
    };
    let rows: Vec<Vec<Cell>> = mappings.iter().map(row).collect();
    format!("\n{}\n", style.dim("Techniques"))
        + &table(
            &[
                ColumnFit::Whole,
                ColumnFit::Whole,
                ColumnFit::Text,
                ColumnFit::Text,
            ],
            &rows,
            2,
            style,
        )
}

fn related(head: &str, related: &[RelatedRow], style: Style) -> String {
    if related.is_empty() {
        return String::new();
    }
    let row = |related: &RelatedRow| {
        vec![
            Cell::styled(relation(related), move |relation| style.dim(relation)),
            Cell::plain(&related.id),
            Cell::plain(related.title.clone().unwrap_or_default()),
        ]
    };
    let rows: Vec<Vec<Cell>> = related.iter().take(RELATED).map(row).collect();
    let mut text = format!("\n{}\n", style.dim(head))
        + &table(
            &[ColumnFit::Whole, ColumnFit::Text, ColumnFit::Text],
            &rows,
            2,
            style,
        );
    if related.len() > RELATED {
        text += &format!("  {} {} more\n", style.ellipsis(), related.len() - RELATED);
    }
    text
}

fn copies(copies: &[CopyRow], style: Style) -> String {
    if copies.is_empty() {
        return String::new();
    }
    let row = |copy: &CopyRow| {
        let by = copy.copied_by.map(|by| format!("same {by}"));
        vec![
            Cell::styled(by.unwrap_or_else(|| "original".to_owned()), move |by| {
                style.dim(by)
            }),
            Cell::plain(&copy.title),
            Cell::plain(&copy.key),
        ]
    };
    let rows: Vec<Vec<Cell>> = copies.iter().map(row).collect();
    format!("\n{}\n", style.dim("Copies"))
        + &table(
            &[ColumnFit::Whole, ColumnFit::Text, ColumnFit::Path],
            &rows,
            2,
            style,
        )
}

/// The word of the source, and what it means where that says more.
fn relation(related: &RelatedRow) -> String {
    let word = related.relation.replace('_', " ");
    match related.meaning {
        RelationMeaning::Related => word,
        meaning => format!("{} ({word})", meaning.to_string().replace('_', " ")),
    }
}
