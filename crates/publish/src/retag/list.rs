//! Values in YAML and in lists of TOML: an item of its own line, an element between brackets or commas, or the value of a
//! key. A list names nothing twice after it was edited, and each list is one rule's: those of others are not looked at.

use super::file_edit::{Lines, NOT_FOUND, OTHER_PLACE};
use super::line::{self, Value};

/// Writes these words instead of the old ones: one for the value of a key, any number in a list.
pub(super) fn replace(
    lines: &mut Lines,
    at: usize,
    old: &str,
    new: &[&str],
) -> Result<(), &'static str> {
    let text = lines[at].first().ok_or(NOT_FOUND)?.clone();
    let value = line::find(&text, old).ok_or(NOT_FOUND)?;
    if text[..value.quoted.start].trim() == "-" {
        return replace_item(lines, at, &value, new);
    }
    if let Some(others) = elements(lines, at, &value) {
        return replace_element(lines, at, (&text, &value), (new, &others));
    }
    let [new] = new else {
        return Err(OTHER_PLACE);
    };
    lines[at][0] = with(&text, &value, new);
    Ok(())
}

fn with(text: &str, value: &Value, new: &str) -> String {
    let (before, after) = (&text[..value.words.start], &text[value.words.end..]);
    format!("{before}{new}{after}")
}

/// The words that are not there yet, each once.
fn missing<'a>(new: &[&'a str], others: &[String]) -> Vec<&'a str> {
    let mut missing: Vec<&str> = Vec::new();
    for word in new {
        let is = |other: &str| other.eq_ignore_ascii_case(word);
        if !others.iter().any(|other| is(other)) && !missing.iter().any(|other| is(other)) {
            missing.push(word);
        }
    }
    missing
}

const EMPTY: &str = "its list would be empty";

/// An item of a line of its own: `- attack.t1059`.
fn replace_item(
    lines: &mut Lines,
    at: usize,
    value: &Value,
    new: &[&str],
) -> Result<(), &'static str> {
    let text = lines[at][0].clone();
    let others = items_beside(lines, at);
    let missing = missing(new, &others);
    let Some((first, more)) = missing.split_first() else {
        if others.is_empty() {
            return Err(EMPTY);
        }
        lines[at].clear();
        return Ok(());
    };
    let (before, after) = (
        &text[..value.words.start],
        &text[value.words.end..value.quoted.end],
    );
    let mut written = vec![with(&text, value, first)];
    // At the end of a file a line may end with nothing.
    let (newline, last) = match line::ending(&text) {
        "" => ("\n", ""),
        newline => (newline, newline),
    };
    for word in more {
        if let Some(line) = written
            .last_mut()
            .filter(|line| line::ending(line).is_empty())
        {
            line.push_str(newline);
        }
        written.push(format!("{before}{word}{after}{last}"));
    }
    lines[at] = written;
    Ok(())
}

/// The values of the other items of its list.
fn items_beside(lines: &Lines, at: usize) -> Vec<String> {
    let indent = line::indent(&lines[at][0]);
    let above = lines[..at]
        .iter()
        .rev()
        .flat_map(|lines| lines.iter().rev());
    let below = lines[at + 1..].iter().flatten();
    let mut items = items(above, indent);
    items.extend(self::items(below, indent));
    items
}

/// The values of these lines as long as they are items of one list, or deeper, or say nothing.
fn items<'a>(lines: impl Iterator<Item = &'a String>, indent: usize) -> Vec<String> {
    let mut items = Vec::new();
    for line in lines {
        let code = line::without_comment(line).trim_end();
        if code.trim().is_empty() || line::indent(code) > indent {
            continue;
        }
        match code.trim_start().strip_prefix("- ") {
            Some(item) if line::indent(code) == indent => items.push(line::bare(item).to_owned()),
            _ => break,
        }
    }
    items
}

/// An element between brackets or commas.
fn replace_element(
    lines: &mut Lines,
    at: usize,
    (text, value): (&str, &Value),
    (new, others): (&[&str], &[String]),
) -> Result<(), &'static str> {
    let missing = missing(new, others);
    let quote = &text[value.quoted.start..value.words.start];
    let written: Vec<String> = missing
        .iter()
        .map(|word| format!("{quote}{word}{quote}"))
        .collect();
    let (before, after) = (&text[..value.quoted.start], &text[value.quoted.end..]);
    lines[at][0] = if !written.is_empty() {
        format!("{before}{}{after}", written.join(", "))
    } else if others.is_empty() {
        return Err(EMPTY);
    } else if let Some(rest) = after.trim_start().strip_prefix(',') {
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        format!("{before}{}", &rest[spaces..])
    } else {
        let trimmed = before.trim_end();
        let kept = trimmed.strip_suffix(',').unwrap_or(before);
        format!("{kept}{after}")
    };
    if lines[at][0].trim().is_empty() {
        lines[at].clear();
    }
    Ok(())
}

/// The other elements of the list that holds the value; none where it is in no list.
fn elements(lines: &Lines, at: usize, value: &Value) -> Option<Vec<String>> {
    let text = &lines[at][0];
    let bracketed = open(lines, at, value.quoted.start).map(|(first, begin)| {
        let mut all = lines[first..].iter().flatten();
        let head = all.next().map_or("", |line| &line[begin..]);
        let rest = all.map(String::as_str);
        std::iter::once(head)
            .chain(rest)
            .map(|line| line::without_comment(line).trim_end())
            .scan(false, |closed, line| {
                let goes_on = !*closed;
                *closed = line.contains(']');
                goes_on.then_some(line)
            })
            .collect::<Vec<&str>>()
            .join(" ")
    });
    let inside = if let Some(inside) = bracketed {
        inside.split(']').next().unwrap_or_default().to_owned()
    } else {
        let code = line::without_comment(text);
        let begin = line::without_quoted(code).find([':', '='])? + 1;
        let written = &code[begin..];
        written.contains(',').then(|| written.to_owned())?
    };
    let words = &text[value.words.clone()];
    let mut elements: Vec<String> = inside
        .split(',')
        .map(|element| line::bare(element).to_owned())
        .filter(|element| !element.is_empty())
        .collect();
    let own = elements.iter().position(|element| element == words)?;
    elements.remove(own);
    Some(elements)
}

/// The line and the place behind the bracket that is open here.
fn open(lines: &Lines, at: usize, here: usize) -> Option<(usize, usize)> {
    /// More lines than any list of tags has.
    const MOST: usize = 200;
    for (place, lines) in lines[..=at].iter().enumerate().rev().take(MOST) {
        let Some(line) = lines.first() else { continue };
        let code = line::without_comment(line);
        let code = line::without_quoted(if place == at { &code[..here] } else { code });
        match code.rfind(['[', ']']) {
            Some(found) if code[found..].starts_with('[') => return Some((place, found + 1)),
            Some(_) => return None,
            // An element stands between other elements: a key ends the search.
            None if place < at && code.contains([':', '=']) => return None,
            None => {}
        }
    }
    None
}
