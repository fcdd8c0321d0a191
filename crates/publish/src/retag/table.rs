//! Techniques as tables of TOML: an id beside its name and its address, sub-techniques nested in their technique.

use catalogue::TechniqueSummary;
use model::TechniqueId;

use super::file_edit::{Lines, NOT_FOUND};
use super::line;

/// Whether the line is the id of a table of a technique: `[[rule.threat.technique]]`, and no other with an id or a name.
pub(super) fn is_of_technique(lines: &Lines, at: usize) -> bool {
    let header = header(lines, at).and_then(|header| lines[header].first());
    let Some(header) = header else { return false };
    let name = line::without_comment(header).trim();
    let name = name.trim_matches(['[', ']']).rsplit('.').next();
    let key = lines[at].first().map(|line| key(line));
    matches!(name, Some("technique" | "subtechnique")) && key == Some("id")
}

/// Writes the new id, and beside it the name and the address of the new technique.
pub(super) fn retag(
    lines: &mut Lines,
    at: usize,
    (old, to): (TechniqueId, &TechniqueSummary),
    new: &str,
) -> Result<(), &'static str> {
    // A sub-technique stays where it is, in the table of its technique; a technique takes its own along.
    let same_place = if old.is_sub_technique() {
        to.id.is_sub_technique() && old.parent() == to.id.parent()
    } else {
        !to.id.is_sub_technique() && !has_nested(lines, at)
    };
    if !same_place {
        return Err("its place in the file would change");
    }
    if ids_beside(lines, at).iter().any(|id| id == new) {
        return Err("its rule names the new one beside it");
    }
    for place in table(lines, at) {
        let Some(line) = lines[place].first_mut() else {
            continue;
        };
        let value = match key(line) {
            "id" => new.to_owned(),
            "name" => to.name.clone(),
            "reference" => to.id.url() + "/",
            _ => continue,
        };
        *line = with_value(line, &value).ok_or(NOT_FOUND)?;
    }
    Ok(())
}

fn key(line: &str) -> &str {
    line.split('=').next().unwrap_or_default().trim()
}

fn is_header(line: &str) -> bool {
    line.trim_start().starts_with('[')
}

/// The header of the table that the line stands in.
fn header(lines: &Lines, at: usize) -> Option<usize> {
    let is = |place: &usize| lines[*place].first().is_some_and(|line| is_header(line));
    (0..at).rev().find(is)
}

/// The lines of the table.
fn table(lines: &Lines, at: usize) -> Vec<usize> {
    let begin = header(lines, at).map_or(0, |header| header + 1);
    let inside = |place: &usize| !lines[*place].first().is_some_and(|line| is_header(line));
    (begin..lines.len()).take_while(inside).collect()
}

/// Whether the next table is nested in this one.
fn has_nested(lines: &Lines, at: usize) -> bool {
    let name = |place: usize| {
        let line = lines.get(place).and_then(|lines| lines.first());
        line.map(|line| line::without_comment(line).trim().trim_matches(['[', ']']))
    };
    let (own, next) = (
        header(lines, at).and_then(name),
        table(lines, at).last().and_then(|last| name(last + 1)),
    );
    match (own, next) {
        (Some(own), Some(next)) => next
            .strip_prefix(own)
            .is_some_and(|rest| rest.starts_with('.')),
        _ => false,
    }
}

/// The other ids under the same tactic: from the header of the list that this one is nested in to the next such.
fn ids_beside(lines: &Lines, at: usize) -> Vec<String> {
    let is_entry = |lines: &Vec<String>| {
        let header = lines.first().filter(|line| is_header(line));
        header.is_some_and(|line| line.trim().trim_end_matches(']').ends_with(".threat"))
    };
    let begin = lines[..at].iter().rposition(is_entry).unwrap_or(0);
    let end = lines[at..].iter().position(is_entry);
    let end = end.map_or(lines.len(), |end| at + end);
    let others = (begin..end).filter(|&place| place != at);
    let ids = others
        .filter_map(|place| lines[place].first())
        .filter(|line| key(line) == "id");
    ids.filter_map(|line| Some(line::bare(line::without_comment(line).split_once('=')?.1)))
        .map(str::to_owned)
        .collect()
}

/// The line of a key with another value; its indentation, comment and line ending stay.
fn with_value(line: &str, value: &str) -> Option<String> {
    let code = line::without_comment(line);
    let begin = code.find('=')? + 1;
    let end = code.trim_end().len();
    let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
    Some(format!("{} \"{escaped}\"{}", &line[..begin], &line[end..]))
}
