//! Words for platforms and logs, as people write them: each is understood, or refused with the nearest.

use std::collections::{BTreeSet, HashSet};

use catalogue::Catalogue;
use count::log_name;
use model::{LogSource, RuleLogs};
use vocabulary::logs::{Meaning, log_words, logs_named, meaning};
use vocabulary::{fold, platform};

use crate::Error;
use crate::near::{NearMatch, like, nearest};

/// The names of the platforms that these words mean, each once. A word for all of them restricts nothing, and is left out.
pub fn platforms(words: &[String]) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = Vec::new();
    for word in words {
        let read = platform::read(None, word);
        if let Some(unknown) = read.unknown.first() {
            return Err(unknown_platform(unknown));
        }
        if let Some((word, reason)) = read.nothing.first()
            && read.platforms.is_empty()
        {
            return Err(Error::Argument(format!(
                "`{word}` names no platform: {reason}"
            )));
        }
        for platform in read.platforms {
            if !names.contains(&platform.name) {
                names.push(platform.name.clone());
            }
        }
    }
    Ok(names)
}

fn unknown_platform(word: &str) -> Error {
    let near = platform::nearest(word).into_iter();
    Error::Unknown {
        what: "platform",
        name: word.to_owned(),
        near: near
            .map(|name| NearMatch {
                id: name.to_owned(),
                name: part_of(name),
            })
            .collect(),
    }
}

/// What a platform is a part of, or that it is one of ATT&CK.
fn part_of(name: &str) -> String {
    match platform::platform(name) {
        Some(platform) if !platform.part_of.is_empty() => {
            format!("part of {}", platform.part_of.join(" and "))
        }
        Some(_) | None => "a platform of ATT&CK".to_owned(),
    }
}

/// That each of these words names a log: one that the vocabulary knows, or one that rules of this catalogue state in this word.
pub(crate) fn known_logs(catalogue: &Catalogue, words: &[String]) -> Result<(), Error> {
    let mut own: Option<HashSet<String>> = None;
    for word in words.iter().filter(|word| logs_named(word).is_none()) {
        let own = match &mut own {
            Some(own) => own,
            none => none.insert(own_words(catalogue)?),
        };
        if own.contains(&fold(word)) {
            continue;
        }
        return Err(match meaning(word) {
            Some(Meaning::Nothing(reason)) => {
                Error::Argument(format!("`{word}` names no log: {reason}"))
            }
            Some(Meaning::Logs(_)) | None => unknown_log(word, &catalogue.detection_logs()?),
        });
    }
    Ok(())
}

/// What rules state, folded: a word of theirs may stand in no table.
pub(crate) fn own_words(catalogue: &Catalogue) -> Result<HashSet<String>, Error> {
    let data = catalogue.counting_data(None)?;
    let words = data.logs.iter().filter_map(|logs| match logs {
        RuleLogs::Words(words) => Some(words),
        RuleLogs::Unstated | RuleLogs::Units(_) => None,
    });
    let mut own: HashSet<String> = words.flatten().map(|word| fold(word)).collect();
    let stated = catalogue.detection_logs()?;
    own.extend(stated.iter().map(|log| fold(&log_name(log))));
    Ok(own)
}

fn unknown_log(word: &str, stated: &[LogSource]) -> Error {
    let stated: BTreeSet<String> = stated.iter().map(log_name).collect();
    let known = stated.iter().chain(log_words());
    let known = known.map(|known| known.trim_end_matches('*'));
    Error::Unknown {
        what: "log source",
        name: word.to_owned(),
        near: nearest(
            known,
            |known| like(known, word),
            |known| NearMatch {
                id: known.to_owned(),
                name: "a word for logs".to_owned(),
            },
        ),
    }
}
