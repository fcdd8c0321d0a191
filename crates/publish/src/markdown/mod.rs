//! Answers as Markdown.

mod classic;
mod full;
mod section;

use questions::page::Answer as Page;

use crate::options::Layout;
use crate::table::Table;

/// The page of a technique.
pub(crate) fn page(page: &Page, layout: Layout) -> String {
    match layout {
        Layout::Full => full::page(page),
        Layout::Classic => classic::page(page),
    }
}

/// A list as a table.
pub(crate) fn table(table: &Table) -> String {
    let line = |cells: &mut dyn Iterator<Item = String>| {
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    let columns = table.columns();
    let mut text = line(&mut columns.iter().map(|column| column.key.to_string()));
    text += &line(&mut columns.iter().map(|_| "---".to_owned()));
    for row in table.text_rows() {
        text += &line(&mut row.iter().map(|cell| escape(cell)));
    }
    text
}

/// Text from outside as text: nothing in it is markup.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in crate::style::clean(text).chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => safe.extend(['\\', letter]),
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '&' => safe += "&amp;",
            _ => safe.push(letter),
        }
    }
    safe
}

/// An address inside `(...)` of a link.
pub(crate) fn address(address: &str) -> String {
    let safe = |letter: char| match letter {
        '(' => "%28".to_owned(),
        ')' => "%29".to_owned(),
        ' ' => "%20".to_owned(),
        '<' => "%3C".to_owned(),
        '>' => "%3E".to_owned(),
        other => other.to_string(),
    };
    address
        .chars()
        .filter(|letter| !letter.is_control())
        .map(safe)
        .collect()
}
