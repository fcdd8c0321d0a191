//! What changed between two catalogues: on the terminal, as Markdown for release notes and mails, as JSON.

mod markdown;
mod terminal;

use catalogue::CatalogueSummary;
use model::TechniqueId;
use questions::diff::{Answer, Change, DiffResource, Field, SourceChanges};

use crate::format::{Error, Format};
use crate::options::Options;

/// The changes as text.
pub fn diff(answer: &Answer, format: Format, options: &Options) -> Result<String, Error> {
    match format {
        Format::Terminal | Format::Table => Ok(terminal::diff(answer, options)),
        Format::Markdown => Ok(markdown::diff(answer, options.rows)),
        Format::Json => {
            let text = serde_json::to_string_pretty(answer).map_err(|error| Error::Write {
                format,
                why: error.to_string(),
            })?;
            Ok(text + "\n")
        }
        other => Err(Error::FormatUnavailable(other)),
    }
}

/// What happened to a resource.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ChangeKind {
    Added,
    Changed,
    Moved,
    Gone,
}

/// All resources of a source to which something happened, and what.
fn entries(source: &SourceChanges) -> Vec<(ChangeKind, &DiffResource, &[Change])> {
    let added = source
        .added
        .iter()
        .map(|resource| (ChangeKind::Added, resource, &[][..]));
    let gone = source
        .gone
        .iter()
        .map(|resource| (ChangeKind::Gone, resource, &[][..]));
    let changed = source.changed.iter().map(|resource| {
        (
            ChangeKind::Changed,
            &resource.resource,
            &resource.changes[..],
        )
    });
    let moved = source.moved.iter();
    let moved =
        moved.map(|resource| (ChangeKind::Moved, &resource.resource, &resource.changes[..]));
    added.chain(changed).chain(moved).chain(gone).collect()
}

/// `12 new, 4 changed, 1 gone`.
fn numbers(source: &SourceChanges) -> String {
    let all = [
        (source.added.len(), "new"),
        (source.changed.len(), "changed"),
        (source.moved.len(), "moved"),
        (source.gone.len(), "gone"),
    ];
    let some: Vec<String> = all
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    some.join(", ")
}

/// `level medium to high; techniques +T1021 -T1059; other query`.
fn change_list(changes: &[Change]) -> String {
    let texts: Vec<String> = changes.iter().map(change_text).collect();
    texts.join("; ")
}

fn change_text(change: &Change) -> String {
    let name = change.field.to_string().to_lowercase();
    match change.field {
        Field::Description | Field::Query => format!("other {name}"),
        Field::Techniques | Field::LogSources => {
            let gained = change.new.iter().map(|value| format!("+{value}"));
            let lost = change.old.iter().map(|value| format!("-{value}"));
            format!(
                "{name} {}",
                gained.chain(lost).collect::<Vec<_>>().join(" ")
            )
        }
        Field::Path => format!("moved from {}", change.old.join(", ")),
        Field::Title => format!("title was \"{}\"", change.old.join(", ")),
        Field::Level | Field::Status => {
            let or_none = |words: &[String]| match words {
                [] => "none".to_owned(),
                words => words.join(", "),
            };
            format!(
                "{name} {} to {}",
                or_none(&change.old),
                or_none(&change.new)
            )
        }
    }
}

fn techniques(ids: &[TechniqueId]) -> String {
    /// More are only counted.
    const FEW: usize = 3;
    let few = ids
        .iter()
        .take(FEW)
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    match ids.len().saturating_sub(FEW) {
        0 => few,
        more => format!("{few} and {more} more"),
    }
}

/// `abc1234567 of 2026-10-20`.
fn state(state: Option<&questions::diff::SourceCommit>) -> String {
    let Some(state) = state else {
        return "not read".to_owned();
    };
    let commit: String = state
        .commit
        .as_deref()
        .unwrap_or("a folder")
        .chars()
        .take(10)
        .collect();
    match &state.commit_date {
        Some(date) => format!("{commit} of {date}"),
        None => commit,
    }
}

/// `2026-10-24 (ATT&CK 18.1)`.
fn about(about: &CatalogueSummary) -> String {
    let date = if about.date.is_empty() {
        "no date"
    } else {
        &about.date
    };
    let attack = if about.attack.is_empty() {
        "without"
    } else {
        &about.attack
    };
    format!("{date} (ATT&CK {attack})")
}
