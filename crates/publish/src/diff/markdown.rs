//! Changes as Markdown: for release notes and weekly mails.

use questions::diff::{Answer, SourceChanges, TechniqueChanges};

use super::{ChangeKind, about, change_list, entries, numbers, state, techniques};
use crate::markdown::escape;

pub(super) fn diff(answer: &Answer, rows: usize) -> String {
    let mut text = format!(
        "# Changes from {} to {}\n",
        escape(&about(&answer.old)),
        escape(&about(&answer.new))
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
        escape(&changes.title),
        numbers(changes),
        escape(&state(changes.old.as_ref())),
        escape(&state(changes.new.as_ref()))
    );
    let all = entries(changes);
    let shown = if rows == 0 {
        all.len()
    } else {
        all.len().min(rows)
    };
    for (kind, resource, what) in &all[..shown] {
        text += &format!("- {}: {}", word(*kind), escape(&resource.title));
        if !resource.techniques.is_empty() {
            text += &format!(" ({})", techniques(&resource.techniques));
        }
        if !what.is_empty() {
            text += &format!("; {}", escape(&change_list(what)));
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
        escape(&changes.name),
        changes.gained.len(),
        changes.lost.len()
    )
}

fn word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "new",
        ChangeKind::Changed => "changed",
        ChangeKind::Moved => "moved",
        ChangeKind::Gone => "gone",
    }
}
