//! What went wrong, why, and what to try.

use catalogue::Error as CatalogueError;
use questions::Error as QuestionError;
use repositories::Error as RepositoriesError;

use crate::repository::NoBase;

/// Prints the error to standard error.
pub(crate) fn print(error: &anyhow::Error) {
    eprintln!("error: {error}");
    let mut last = error.to_string();
    for source in error.chain().skip(1) {
        let cause = source.to_string();
        // Some messages contain their cause.
        if !last.contains(&cause) {
            eprintln!("  why: {cause}");
            last = cause;
        }
    }
    for remedy in remedies(error) {
        eprintln!("  try: {remedy}");
    }
}

fn remedies(error: &anyhow::Error) -> Vec<String> {
    match error.downcast_ref::<QuestionError>() {
        Some(QuestionError::Unknown { near, .. }) if near.is_empty() => {
            vec!["rhumb search WORDS".to_owned()]
        }
        Some(QuestionError::Unknown { near, .. }) => near.iter().map(ToString::to_string).collect(),
        Some(QuestionError::Elsewhere(other)) => {
            let near = other.near.iter().map(ToString::to_string);
            near.chain([format!("--attack {}", other.attack)]).collect()
        }
        Some(QuestionError::Catalogue(error)) => catalogue_remedies(error),
        Some(QuestionError::Argument(_) | QuestionError::Endless(_)) => Vec::new(),
        None => match error.downcast_ref::<CatalogueError>() {
            Some(error) => catalogue_remedies(error),
            None => other_remedy(error).into_iter().collect(),
        },
    }
}

fn catalogue_remedies(error: &CatalogueError) -> Vec<String> {
    match error {
        CatalogueError::Missing(_) => {
            vec!["rhumb build --from BUNDLE --out FILE, or leave out --catalogue".to_owned()]
        }
        CatalogueError::Foreign { .. }
        | CatalogueError::Database(_)
        | CatalogueError::Damaged(_) => vec!["rhumb build --from BUNDLE builds it anew".to_owned()],
        CatalogueError::NoRelease { known, .. } => known
            .iter()
            .rev()
            .map(|version| format!("--attack {version}"))
            .collect(),
        CatalogueError::GivenUp => Vec::new(),
        CatalogueError::Write { .. } => vec!["--out FILE in another folder".to_owned()],
    }
}

fn other_remedy(error: &anyhow::Error) -> Option<String> {
    match error.downcast_ref::<RepositoriesError>() {
        Some(RepositoriesError::NothingSynced) => {
            return Some("rhumb sync, --from BUNDLE, or sources in rhumb.toml".to_owned());
        }
        Some(RepositoriesError::NotSynced { .. }) => return Some("rhumb sync --locked".to_owned()),
        _ => {}
    }
    if let Some(error) = error.downcast_ref::<imports::Error>() {
        return error.remedy.clone();
    }
    if error.downcast_ref::<NoBase>().is_some() {
        return Some(
            "git fetch, which a shallow clone needs; `fetch-depth: 0` in a GitHub workflow"
                .to_owned(),
        );
    }
    if let Some(error) = error.downcast_ref::<serve::Error>() {
        return match error {
            serve::Error::Listen { .. } => {
                Some("--listen with another port, or with port 0 for a free one".to_owned())
            }
            serve::Error::Unprotected(_) => {
                Some("--token-file FILE, or --public where anyone may ask".to_owned())
            }
            serve::Error::Setting(_) => None,
        };
    }
    match error.downcast_ref::<publish::Error>()? {
        publish::Error::FormatUnavailable(_) => Some("--format json".to_owned()),
        publish::Error::NoScore { .. } | publish::Error::Write { .. } => None,
    }
}
