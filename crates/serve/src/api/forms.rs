//! In which forms each question answers, and by what its layers and pictures can be coloured. A test asks for all of them.

use publish::{Format, Score};
use strum::VariantNames;

use super::arguments::FORMATS;

/// What every list is.
const LIST: [&str; 5] = ["json", "ndjson", "csv", "markdown", "xlsx"];

/// The formats of an answer by name.
pub(crate) fn formats(question: &str) -> Vec<&'static str> {
    let more: &[&str] = match question {
        "technique" => return vec!["json", "ndjson"],
        "resource" => return vec!["json", "ndjson", "stix"],
        "page" | "resources" => &["stix"],
        "compare" | "log-source" => &["layer"],
        "control" => &["layer", "svg", "stix"],
        "matrix" | "align" | "gaps" | "adversary" | "software" | "campaign" => &["layer", "svg"],
        _ => &[],
    };
    [&LIST, more].concat()
}

/// The same with what they are.
pub(crate) fn known(question: &str) -> impl Iterator<Item = Format> {
    let names = formats(question);
    FORMATS
        .into_iter()
        .filter(move |(name, _)| names.contains(name))
        .map(|(_, format)| format)
}

/// By what the techniques of an answer can be coloured, where there is a choice.
pub(crate) fn scores(question: &str) -> Vec<&'static str> {
    let all = Score::VARIANTS.iter().copied();
    match question {
        "align" | "gaps" | "adversary" | "software" | "campaign" | "control" => all.collect(),
        // No threat is faced there.
        "matrix" => all
            .filter(|score| !["gap", "weight"].contains(score))
            .collect(),
        _ => Vec::new(),
    }
}
