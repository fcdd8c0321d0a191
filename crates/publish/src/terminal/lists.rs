//! Lists: what was found, resources, sources, problems, notices.

use catalogue::Hit;
use model::{Kind, Provenance};
use questions::{notices, problems, resources, search, sources};

use strum::VariantArray;

use super::table::{Cell, Column, table, wrapped};
use crate::style::Style;

pub(super) fn search(answer: &search::Answer, style: Style) -> String {
    let mut text = String::new();
    if let Some(corrected) = &answer.corrected {
        text += &format!(
            "Nothing matches these words; searched for {} instead.\n\n",
            style.bold(corrected)
        );
    }
    if answer.items.is_empty() {
        return text + "Nothing found. Fewer or shorter words find more.\n";
    }
    let rows: Vec<Vec<Cell>> = answer
        .items
        .iter()
        .map(|found| hit(&found.hit, style))
        .collect();
    let columns = [Column::Whole, Column::Whole, Column::Text, Column::Whole];
    let lines = table(&columns, &rows, 0, style);
    for (found, line) in answer.items.iter().zip(lines.lines()) {
        text += &format!("{line}\n");
        if let Some(excerpt) = &found.excerpt {
            let excerpt = style.cut(excerpt, style.width.saturating_sub(5));
            text += &format!("     {}\n", style.dim(excerpt));
        }
    }
    text + &more(
        answer.items.len(),
        answer.total,
        answer.next.as_deref(),
        style,
    )
}

fn hit(hit: &Hit, style: Style) -> Vec<Cell> {
    match hit {
        Hit::Technique(technique) => {
            let address = technique.id.url();
            vec![
                Cell::plain(" "),
                Cell::painted(technique.id.to_string(), move |id| {
                    style.bold(style.link(Some(&address), id))
                }),
                Cell::painted(&technique.name, move |name| style.bold(name)),
                Cell::painted(standing(technique), move |word| style.dim(word)),
            ]
        }
        Hit::Resource(resource) => {
            let kind = resource.kind;
            let id = resource
                .id
                .clone()
                .filter(|id| id.len() < 20)
                .unwrap_or_default();
            vec![
                Cell::painted(style.glyph(kind), move |glyph| style.kind(kind, glyph)),
                Cell::plain(id),
                Cell::plain(&resource.title),
                Cell::painted(&resource.source, move |source| style.dim(source)),
            ]
        }
    }
}

fn standing(technique: &catalogue::ListedTechnique) -> String {
    match technique.successor {
        _ if technique.active => "technique".to_owned(),
        Some(successor) => format!("replaced by {successor}"),
        None => "no longer in use".to_owned(),
    }
}

/// What of the list is not shown, and how to get it.
pub(super) fn more(shown: usize, total: u32, next: Option<&str>, style: Style) -> String {
    match next {
        Some(next) => {
            let how = format!(
                "{shown} of {total} shown; the next with --cursor {next}, more at once with --limit"
            );
            format!("\n{}\n", style.dim(wrapped(&how, 0, style).trim_end()))
        }
        None if shown > 20 => format!("\n{}\n", style.dim(format!("{total} in all"))),
        None => String::new(),
    }
}

pub(super) fn resources(answer: &resources::Answer, style: Style) -> String {
    if answer.items.is_empty() {
        return "No resource matches all of these filters.\n".to_owned();
    }
    let rows: Vec<Vec<Cell>> = answer
        .items
        .iter()
        .map(|row| resource(row, style))
        .collect();
    let columns = [
        Column::Whole,
        Column::Whole,
        Column::Text,
        Column::Text,
        Column::Text,
        Column::Path,
    ];
    table(&columns, &rows, 0, style)
        + &more(
            answer.items.len(),
            answer.total,
            answer.next.as_deref(),
            style,
        )
}

fn resource(row: &resources::Row, style: Style) -> Vec<Cell> {
    let resource = &row.resource;
    let kind = resource.kind;
    let address = row.links.page.clone();
    let mut techniques: Vec<String> = row
        .mappings
        .iter()
        .filter_map(|mapping| mapping.conclusion.technique)
        .map(|id| id.to_string())
        .collect();
    techniques.sort();
    techniques.dedup();
    let marks = [
        resource.level.map(|level| level.to_string()),
        (!resource.status.counts()).then(|| resource.status.to_string()),
    ];
    vec![
        Cell::painted(style.glyph(kind), move |glyph| style.kind(kind, glyph)),
        Cell::painted(&resource.source, move |source| style.dim(source)),
        Cell::painted(&resource.title, move |title| {
            style.link(address.as_deref(), title)
        }),
        Cell::plain(marks.into_iter().flatten().collect::<Vec<_>>().join(", ")),
        Cell::plain(techniques.join(" ")),
        Cell::painted(&resource.place.path, move |path| style.dim(path)),
    ]
}

pub(super) fn sources(answer: &sources::Answer, style: Style) -> String {
    let heads = [
        "Source",
        "Kind",
        "Title",
        "Resources",
        "Mapped",
        "Pairs",
        "Commit",
        "Read",
        "Licence",
    ];
    let mut rows = vec![
        heads
            .iter()
            .map(|head| Cell::painted(head, move |head| style.dim(head)))
            .collect(),
    ];
    rows.extend(answer.sources.iter().map(|row| source(answer, row, style)));
    let columns = [
        Column::Whole,
        Column::Whole,
        Column::Text,
        Column::Number,
        Column::Number,
        Column::Number,
        Column::Spare,
        Column::Spare,
        Column::Spare,
    ];
    let kinds = Kind::VARIANTS
        .iter()
        .map(|&kind| format!("{} {kind}", style.kind(kind, style.glyph(kind))));
    let kinds: Vec<String> = kinds.collect();
    let attack = &answer.catalogue.attack;
    table(&columns, &rows, 0, style)
        + &format!("\n{}\n", kinds.join("  "))
        + &wrapped(
            &format!(
                "Mappings are followed to ATT&CK {attack}; pairs are (resource, technique) as written."
            ),
            0,
            style,
        )
}

fn source(answer: &sources::Answer, row: &sources::Row, style: Style) -> Vec<Cell> {
    let provenance = answer
        .provenance
        .iter()
        .find(|provenance| provenance.source == row.source);
    let of =
        |field: fn(&Provenance) -> Option<String>| provenance.and_then(field).unwrap_or_default();
    let dimmed = |text: String| Cell::painted(text, move |text| style.dim(text));
    let glyphs: String = row.kinds.iter().map(|&kind| style.glyph(kind)).collect();
    let kinds = row.kinds.clone();
    vec![
        Cell::painted(row.part.as_ref().unwrap_or(&row.source), move |id| {
            style.bold(id)
        }),
        Cell::painted(glyphs, move |_| {
            kinds
                .iter()
                .map(|&kind| style.kind(kind, style.glyph(kind)))
                .collect()
        }),
        Cell::plain(&row.title),
        Cell::plain(row.counts.resources.to_string()),
        Cell::plain(row.counts.mapped.to_string()),
        Cell::plain(row.counts.pairs.to_string()),
        dimmed(of(|provenance| {
            Some(provenance.commit.as_deref()?.chars().take(9).collect())
        })),
        dimmed(of(|provenance| provenance.read.clone())),
        Cell::plain(of(|provenance| Some(provenance.licence.clone()))),
    ]
}

pub(super) fn problems(answer: &problems::Answer, style: Style) -> String {
    if answer.items.is_empty() {
        return "No problems: every file that was asked for could be read.\n".to_owned();
    }
    let mut text = String::new();
    for one in &answer.items {
        let line = one
            .problem
            .line
            .map(|line| format!(":{line}"))
            .unwrap_or_default();
        let place = if one.problem.path.is_empty() {
            String::new()
        } else {
            format!(" {}{line}", one.problem.path)
        };
        text += &wrapped(
            &crate::style::clean(&format!("{}:{place}", one.source)),
            0,
            style,
        );
        text += &wrapped(&crate::style::clean(&one.problem.what), 4, style);
    }
    text + &more(
        answer.items.len(),
        answer.total,
        answer.next.as_deref(),
        style,
    )
}

pub(super) fn notices(answer: &notices::Answer, style: Style) -> String {
    let mut text = String::new();
    for notice in &answer.notices {
        text += &format!("{}\n", style.bold(&notice.title));
        let commit = notice
            .commit
            .as_ref()
            .map(|commit| format!(" at {commit}"))
            .unwrap_or_default();
        text += &wrapped(&format!("{}{commit}", notice.repository), 2, style);
        text += &wrapped(&format!("Licence: {}", notice.licence), 2, style);
        text += &wrapped(&notice.copyright, 2, style);
        for line in notice
            .attribution
            .iter()
            .filter(|line| **line != notice.copyright)
        {
            text += &wrapped(line, 2, style);
        }
        if let Some(licence) = &notice.licence_text {
            text += &format!(
                "\n{}",
                wrapped(&crate::style::clean_lines(licence), 4, style)
            );
        }
        text += "\n";
    }
    text
}
