//! The page of a technique.

use std::collections::{BTreeSet, HashMap};

use model::Kind;
use questions::page::{Answer, Row, Section, Strategy};
use questions::technique::Pillar;

use super::table::{Cell, ColumnFit, block, left_and_right, table, wrap};
use super::technique::{head, pillar_name};
use crate::related::{copies, copies_note, tests, unit_tests};
use crate::style::Style;

pub(crate) fn page(page: &Answer, style: Style, rows: usize) -> String {
    let mut text = head(&page.summary, style);
    text += &description(page, style);
    for pillar in &page.summary.pillars {
        text += "\n";
        text += &pillar_head(pillar, style);
        text += &self::sections(page, pillar.kind, style, rows);
    }
    text += &not_mappable(page, style);
    text += &ambiguous(page, style);
    text += &strategies(&page.strategies, style);
    text += &users(page, style);
    text + &notices(page, style)
}

fn sections(page: &Answer, kind: Kind, style: Style, rows: usize) -> String {
    let sections = || page.sections.iter().filter(|section| section.kind == kind);
    if sections().count() == 0 {
        return format!("  {}\n", style.dim("none in these sources"));
    }
    let copies = copies(&page.sections);
    let mut text: String = sections()
        .map(|section| self::section(section, &copies, style, rows))
        .collect();
    if sections().any(|section| shown(section, rows) < listed(section).len()) {
        let id = page.summary.technique.id;
        let command = format!("rhumb resources --technique {id} --kind {kind}");
        text += &format!("  All of them: {}\n", style.dim(command));
    }
    text
}

fn description(page: &Answer, style: Style) -> String {
    let technique = &page.summary.technique;
    match &technique.description {
        // The first paragraph is enough here; the whole is one link away.
        Some(description) => {
            let first = crate::style::clean(description.split("\n\n").next().unwrap_or(""));
            format!("\n{}", wrap(&without_links(&first), 0, style))
        }
        None => format!(
            "\nText: {}\n",
            style.link(Some(&page.summary.url), &page.summary.url)
        ),
    }
}

/// `[words](address)` as its words, citations as nothing.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['[', '(']) {
        let (before, from) = rest.split_at(at);
        plain += before;
        let link = from
            .strip_prefix('[')
            .and_then(|inner| inner.split_once("]("))
            .and_then(|(words, tail)| Some((words, tail.split_once(')')?.1)));
        let citation = from
            .strip_prefix("(Citation: ")
            .and_then(|inner| Some(("", inner.split_once(')')?.1)));
        let (words, tail) = link.or(citation).unwrap_or_else(|| from.split_at(1));
        plain += words;
        rest = tail;
    }
    plain + rest
}

fn pillar_head(pillar: &Pillar, style: Style) -> String {
    let name = pillar_name(pillar.kind);
    let glyph = style.glyph(pillar.kind);
    let below = pillar.with_sub_techniques.saturating_sub(pillar.own);
    let mut numbers = format!("{} own", pillar.own);
    if pillar.distinct < pillar.own {
        numbers += &format!(" ({} without copies)", pillar.distinct);
    }
    if below > 0 {
        numbers += &format!(", {below} in sub-techniques");
    }
    if pillar.not_counted > 0 {
        numbers += &format!(", {} not counted", pillar.not_counted);
    }
    let left = format!("{} {}", style.kind(pillar.kind, glyph), style.bold(name));
    left_and_right(
        (&left, 2 + name.len()),
        (&style.dim(&numbers), numbers.len()),
        style,
    )
}

/// The resources of a section without copies, which are shown with their originals.
fn listed(section: &Section) -> Vec<&Row> {
    let rows = section.resources.iter();
    rows.filter(|row| row.copy_of.is_none()).collect()
}

/// How many resources of a section are shown; a line that says "1 more" could as well show it.
fn shown(section: &Section, most: usize) -> usize {
    let all = listed(section).len();
    if most == 0 || all <= most + 1 {
        all
    } else {
        most
    }
}

fn section(section: &Section, copies: &Copies<'_>, style: Style, most: usize) -> String {
    let head = format!("{} ({})", section.title, section.own);
    let mut text = format!("  {}\n", style.fit(&head, style.width.saturating_sub(2)));
    let listed = listed(section);
    let shown = shown(section, most);
    let rows: Vec<Vec<Cell>> = listed[..shown]
        .iter()
        .map(|row| cells(row, copies, style))
        .collect();
    text += &table(
        &[ColumnFit::Text, ColumnFit::Whole, ColumnFit::Path],
        &rows,
        4,
        style,
    );
    let left = listed.len() - shown;
    if left > 0 {
        text += &format!("    {} {left} more\n", style.ellipsis());
    }
    if let Some(copied) = copies_note(section) {
        text += &format!("    {}\n", style.dim(copied));
    }
    text
}

type Copies<'a> = HashMap<&'a str, Vec<(&'a Section, &'a Row)>>;

fn cells(row: &Row, copies: &Copies<'_>, style: Style) -> Vec<Cell> {
    let resource = &row.mapped.resource;
    let address = row.links.page.clone();
    let place = resource.place.line.filter(|&line| line > 1).map_or_else(
        || resource.place.path.clone(),
        |line| format!("{}:{line}", resource.place.path),
    );
    vec![
        Cell::styled(&resource.title, move |title| {
            style.link(address.as_deref(), title)
        }),
        Cell::styled(marks(row, copies), move |marks| style.dim(marks)),
        Cell::styled(
            match &resource.id {
                // Knowledge bases have no file of their own per resource; the id is what people know.
                Some(id) if row.links.file.is_none() => id.clone(),
                _ => place,
            },
            move |place| style.dim(place),
        ),
    ]
}

/// Level, and what keeps it from counting or explains how it got here.
fn marks(row: &Row, copies: &Copies<'_>) -> String {
    let resource = &row.mapped.resource;
    let mut marks: Vec<String> = resource
        .level
        .map(|level| level.to_string())
        .into_iter()
        .collect();
    if !resource.status.counts() || resource.status == model::Status::Experimental {
        marks.push(resource.status.to_string());
    }
    match row.mapped.state {
        // The head of the page says that the technique is deprecated.
        model::MappingState::AsWritten
        | model::MappingState::Inferred
        | model::MappingState::Indirect
        | model::MappingState::Deprecated => {}
        state => marks.push(state.to_string().replace('_', " ")),
    }
    for (word, tests) in tests(row) {
        if !tests.is_empty() {
            marks.push(format!("{word} {}", tests.len()));
        }
    }
    // There is little room on a line of the terminal.
    marks.extend(unit_tests(row).map(|words| words.replace(" of its own", "")));
    match copies
        .get(row.mapped.resource.key.as_str())
        .map_or(0, Vec::len)
    {
        0 => {}
        1 => marks.push("1 copy".to_owned()),
        many => marks.push(format!("{many} copies")),
    }
    marks.join(", ")
}

/// That it was looked at and cannot be mapped: no gap of the framework's authors.
fn not_mappable(page: &Answer, style: Style) -> String {
    let frameworks = page.not_mappable.iter();
    let lines: Vec<String> = frameworks.map(questions::NotMappable::words).collect();
    block("Looked at, and cannot be mapped", &lines, style)
}

/// What may be for the technique: how many of each source, and why.
fn ambiguous(page: &Answer, style: Style) -> String {
    if page.ambiguous.is_empty() {
        return String::new();
    }
    let technique = page.summary.technique.id;
    let head = format!("May be for {technique} or for a part of it, not counted");
    let mut text = format!("\n{}\n", style.bold(head));
    let cells = |section: &Section| {
        vec![
            Cell::plain(&section.title),
            Cell::plain(section.resources.len().to_string()),
        ]
    };
    let rows: Vec<Vec<Cell>> = page.ambiguous.iter().map(cells).collect();
    text += &table(&[ColumnFit::Text, ColumnFit::Number], &rows, 2, style);
    // The last step is the ambiguous one; the page of each resource lists those before it.
    let steps = page
        .ambiguous
        .iter()
        .flat_map(|section| &section.resources)
        .filter_map(|row| row.mapped.reason.as_deref()?.rsplit("; ").next());
    for step in steps.collect::<BTreeSet<_>>() {
        text += &wrap(&crate::style::clean(step), 2, style);
    }
    text
}

fn strategies(strategies: &[Strategy], style: Style) -> String {
    if strategies.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "\n{}\n",
        style.bold("Detection strategies of ATT&CK and the logs they read")
    );
    for strategy in strategies {
        let id = strategy.resource.id.clone().unwrap_or_default();
        text += &format!(
            "  {id}  {}\n",
            style.fit(
                &strategy.resource.title,
                style.width.saturating_sub(id.len() + 4)
            )
        );
        for analytic in &strategy.analytics {
            let mut logs: Vec<String> = analytic
                .logs
                .iter()
                .filter_map(|log| log.log.product.clone())
                .collect();
            logs.sort();
            logs.dedup();
            let id = analytic.resource.id.clone().unwrap_or_default();
            text += &wrap(
                &format!(
                    "{id}  {}: {}",
                    analytic.resource.platforms.join(", "),
                    logs.join(", ")
                ),
                4,
                style,
            );
        }
    }
    text
}

fn users(page: &Answer, style: Style) -> String {
    let mut text = String::new();
    for users in page.users.iter().filter(|users| users.count > 0) {
        let names: Vec<String> = users
            .named
            .iter()
            .map(|user| format!("{} {}", user.title, user.id.clone().unwrap_or_default()))
            .collect();
        let unnamed = (users.count as usize).saturating_sub(names.len());
        let more = if unnamed > 0 {
            format!(" and {unnamed} more")
        } else {
            String::new()
        };
        text += &wrap(
            &format!(
                "{} ({}): {}{more}",
                capital(&users.of),
                users.count,
                names.join(", ")
            ),
            2,
            style,
        );
    }
    if text.is_empty() {
        text
    } else {
        format!("\n{}\n{text}", style.bold("Used by"))
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn notices(page: &Answer, style: Style) -> String {
    let mut text = format!("\n{}\n", style.bold("Sources and licences"));
    for notice in &page.notices {
        let line = notice.attribution.as_ref().unwrap_or(&notice.copyright);
        text += &wrap(
            &format!("{}: {}. {line}", notice.title, notice.licence),
            2,
            style,
        );
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn links_and_citations_are_read_as_words() {
        let text =
            "Use [SSH](https://attack.mitre.org/x) (here) [open(Citation: Some Report) end [";
        assert_eq!(super::without_links(text), "Use SSH (here) [open end [");
    }
}
