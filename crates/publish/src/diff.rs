//! What changed between two catalogues: on the terminal, as Markdown for release notes and mails, as JSON.

mod markdown;
mod terminal;

use catalogue::About;
use model::TechniqueId;
use questions::diff::{Answer, Change, Field, Named, SourceChanges};

use crate::format::{Error, Format, Options};

/// The changes as text.
pub fn diff(answer: &Answer, options: &Options) -> Result<String, Error> {
    let format = options.format;
    match format {
        Format::Terminal | Format::Table => Ok(terminal::diff(answer, options)),
        Format::Markdown => Ok(markdown::diff(answer, options.rows)),
        Format::Json => {
            let text = serde_json::to_string_pretty(answer);
            let text = text.map_err(|error| Error::Write {
                format,
                why: error.to_string(),
            })?;
            Ok(text + "\n")
        }
        other => Err(Error::NoForm(other)),
    }
}

/// What happened to a resource.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Happened {
    Added,
    Changed,
    Moved,
    Gone,
}

/// All resources of a source to which something happened, and what.
fn entries(source: &SourceChanges) -> Vec<(Happened, &Named, &[Change])> {
    let added = source
        .added
        .iter()
        .map(|one| (Happened::Added, one, &[][..]));
    let gone = source.gone.iter().map(|one| (Happened::Gone, one, &[][..]));
    let changed = source.changed.iter();
    let changed = changed.map(|one| (Happened::Changed, &one.resource, &one.changes[..]));
    let moved = source.moved.iter();
    let moved = moved.map(|one| (Happened::Moved, &one.resource, &one.changes[..]));
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
    let some = all.iter().filter(|(number, _)| *number > 0);
    let some: Vec<String> = some
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    some.join(", ")
}

/// `level medium to high; techniques +T1021 -T1059; other query`.
fn told(changes: &[Change]) -> String {
    let told: Vec<String> = changes.iter().map(one).collect();
    told.join("; ")
}

fn one(change: &Change) -> String {
    let name = change.field.to_string().to_lowercase();
    match change.field {
        Field::Description | Field::Query => format!("other {name}"),
        Field::Techniques | Field::LogSources => {
            let gained = change.new.iter().map(|one| format!("+{one}"));
            let lost = change.old.iter().map(|one| format!("-{one}"));
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
    /// More are told by their number.
    const FEW: usize = 3;
    let few = ids.iter().take(FEW).map(ToString::to_string);
    let few = few.collect::<Vec<_>>().join(", ");
    match ids.len().saturating_sub(FEW) {
        0 => few,
        more => format!("{few} and {more} more"),
    }
}

/// `abc1234567 of 2026-10-20`.
fn state(state: Option<&questions::diff::State>) -> String {
    let Some(state) = state else {
        return "not read".to_owned();
    };
    let commit = state.commit.as_deref().unwrap_or("a folder");
    let commit: String = commit.chars().take(10).collect();
    match &state.commit_date {
        Some(date) => format!("{commit} of {date}"),
        None => commit,
    }
}

/// `2026-10-24 (ATT&CK 18.1)`.
fn about(about: &About) -> String {
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
