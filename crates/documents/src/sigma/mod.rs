//! Sigma files: <https://sigmahq.io/sigma-specification/>. A file holds one document or several, which may be rules,
//! correlations of rules, or an `action: global` whose fields hold for all that follow it.

mod detection;
mod node;
mod raw_document;

use model::sigma::Document;

use self::raw_document::RawDocument;
use crate::Error;
use crate::yaml::{self, Limits, Spanned};

/// The most bytes that the documents of one file may hand down to each other: a few bytes of a hostile file could become
/// gigabytes, as each document takes over what stands above it.
const LARGEST_COLLECTION: usize = 32 << 20;

/// The documents of a file that stand for themselves, each with what is handed down to it.
pub fn read(content: &str, limits: &'static Limits) -> Result<Vec<Document>, Error> {
    let documents: Vec<Spanned<RawDocument>> = yaml::all(content, limits)?;
    let any_hands_down = documents
        .iter()
        .any(|document| document.value.action().is_some());
    if any_hands_down && documents.len().saturating_mul(content.len()) > LARGEST_COLLECTION {
        return Err(Error {
            line: None,
            column: None,
            what: "it repeats too much in too many documents".to_owned(),
        });
    }
    Ok(collection(documents))
}

fn collection(documents: Vec<Spanned<RawDocument>>) -> Vec<Document> {
    let mut global = RawDocument::default();
    let mut all: Vec<(Option<u32>, RawDocument)> = Vec::new();
    for spanned in documents {
        let line = yaml::line(&spanned);
        let document = spanned.value;
        match document.action() {
            Some("global") => global = document.over(&global),
            Some("reset") => global = RawDocument::default(),
            action => {
                let above = match all.last() {
                    Some((_, last)) if action == Some("repeat") => last,
                    _ => &global,
                };
                let document = document.over(above);
                all.push((line, document));
            }
        }
    }
    all.into_iter()
        .map(|(line, document)| document.into_document(line))
        .collect()
}
