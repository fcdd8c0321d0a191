//! Techniques and tactics as tables of TOML: an id beside its name and its address, sub-techniques nested in their technique,
//! and both in the entry of a threat.

use catalogue::{TacticWords, TechniqueSummary};
use model::TechniqueId;

use super::file_edit::{Lines, NOT_FOUND, OTHER_PLACE};
use super::line;

/// Tables of techniques: their headers end with these names, and the id is what they are known by.
pub(super) const TECHNIQUE: (&[&str], &[&str]) = (&["technique", "subtechnique"], &["id"]);

/// Tables of tactics.
pub(super) const TACTIC: (&[&str], &[&str]) = (&["tactic"], &["id", "name"]);

/// Whether the line is a key of these in a table of these names. Other tables have an id or a name, too.
pub(super) fn is_of((names, keys): (&[&str], &[&str]), lines: &Lines, at: usize) -> bool {
    let header = header(lines, at).and_then(|header| lines[header].first());
    let Some(header) = header else { return false };
    let name = line::without_comment(header).trim();
    let name = name.trim_matches(['[', ']']).rsplit('.').next();
    let key = lines[at].first().map(|line| key(line));
    name.is_some_and(|name| names.contains(&name)) && key.is_some_and(|key| keys.contains(&key))
}

/// Writes the new id, and beside it the name and the address of the new technique.
pub(super) fn retag_technique(
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
        return Err(OTHER_PLACE);
    }
    if ids(lines, entry(lines, at), at).any(|id| id == new) {
        return Err(BESIDE);
    }
    write(lines, at, (new, &to.name, &(to.id.url() + "/")))
}

/// Writes id, name and address of the new tactic. Its entry says one thing: the techniques in it must be those of the
/// tactic, so none may be left as it was.
pub(super) fn retag_tactic(
    lines: &mut Lines,
    at: usize,
    to: &TacticWords,
    left: &[String],
) -> Result<(), &'static str> {
    let own = entry(lines, at);
    if ids(lines, own, at).any(|id| left.iter().any(|left| left == id)) {
        return Err("a technique of it is left");
    }
    let elsewhere = [(0, own.0), (own.1, lines.len())];
    if elsewhere
        .into_iter()
        .any(|other| ids(lines, other, at).any(|id| id == to.id))
    {
        return Err(BESIDE);
    }
    let address = format!("https://attack.mitre.org/tactics/{}/", to.id);
    write(lines, at, (&to.id, &to.name, &address))
}

const BESIDE: &str = "its rule names the new one beside it";

/// Writes these values in the table.
fn write(
    lines: &mut Lines,
    at: usize,
    (id, name, address): (&str, &str, &str),
) -> Result<(), &'static str> {
    for place in table(lines, at) {
        let Some(line) = lines[place].first_mut() else {
            continue;
        };
        let value = match key(line) {
            "id" => id,
            "name" => name,
            "reference" => address,
            _ => continue,
        };
        *line = with_value(line, value).ok_or(NOT_FOUND)?;
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

/// The lines of the entry of a threat: its tactic and its techniques.
fn entry(lines: &Lines, at: usize) -> (usize, usize) {
    let is_entry = |lines: &Vec<String>| {
        let header = lines.first().filter(|line| is_header(line));
        let name = header.map(|line| line::without_comment(line).trim().trim_matches(['[', ']']));
        name.is_some_and(|name| name == "threat" || name.ends_with(".threat"))
    };
    let begin = lines[..at].iter().rposition(is_entry).unwrap_or(0);
    let end = lines[at..].iter().position(is_entry);
    (begin, end.map_or(lines.len(), |end| at + end))
}

/// The other ids in these lines.
fn ids(lines: &Lines, (begin, end): (usize, usize), at: usize) -> impl Iterator<Item = &str> {
    let others = (begin..end).filter(move |&place| place != at);
    let lines = others.filter_map(|place| lines[place].first());
    lines
        .filter(|line| key(line) == "id")
        .filter_map(|line| Some(line::bare(line::without_comment(line).split_once('=')?.1)))
}

/// The line of a key with another value; its indentation, comment and line ending stay.
fn with_value(line: &str, value: &str) -> Option<String> {
    let code = line::without_comment(line);
    let begin = code.find('=')? + 1;
    let end = code.trim_end().len();
    let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
    Some(format!("{} \"{escaped}\"{}", &line[..begin], &line[end..]))
}
