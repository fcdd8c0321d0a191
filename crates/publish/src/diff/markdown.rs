//! Changes as Markdown: for release notes and weekly mails.

use questions::diff::{Answer, SourceChanges, TechniqueChanges};

use super::{Happened, about, entries, numbers, state, techniques, told};
use crate::markdown::escaped;

pub(super) fn diff(answer: &Answer, rows: usize) -> String {
    let mut text = format!(
        "# Changes from {} to {}\n",
        escaped(&about(&answer.old)),
        escaped(&about(&answer.new))
    );
    if answer.sources.is_empty() {
        return text + "\nNothing changed.\n";
    }
    for changes in &answer.sources {
        text += &source(changes, rows);
    }
    if !answer.techniques.is_empty() {
        text += "\n## Techniques\n\n| Technique | Name | Gained | Lost |\n| --- | --- | ---: | ---: |\n";
        text.extend(answer.techniques.iter().map(technique));
    }
    text
}

fn source(changes: &SourceChanges, rows: usize) -> String {
    let mut text = format!(
        "\n## {}: {}\n\n{} to {}\n\n",
        escaped(&changes.title),
        numbers(changes),
        escaped(&state(changes.old.as_ref())),
        escaped(&state(changes.new.as_ref()))
    );
    let all = entries(changes);
    let shown = if rows == 0 {
        all.len()
    } else {
        all.len().min(rows)
    };
    for (happened, resource, what) in &all[..shown] {
        text += &format!("- {}: {}", word(*happened), escaped(&resource.title));
        if !resource.techniques.is_empty() {
            text += &format!(" ({})", techniques(&resource.techniques));
        }
        if !what.is_empty() {
            text += &format!("; {}", escaped(&told(what)));
        }
        text += "\n";
    }
    if shown < all.len() {
        text += &format!("- and {} more\n", all.len() - shown);
    }
    text
}

fn technique(changes: &TechniqueChanges) -> String {
    format!(
        "| {} | {} | {} | {} |\n",
        changes.id,
        escaped(&changes.name),
        changes.gained.len(),
        changes.lost.len()
    )
}

fn word(happened: Happened) -> &'static str {
    match happened {
        Happened::Added => "new",
        Happened::Changed => "changed",
        Happened::Moved => "moved",
        Happened::Gone => "gone",
    }
}
