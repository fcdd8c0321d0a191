//! Keys that are not known, and the one that was probably meant.

use crate::Error;

/// How like a known key the unknown one must be.
const LIKE: f64 = 0.7;

/// The same error, with the nearest right key as remedy where serde says that a key is unknown and which are known.
pub(crate) fn with_nearest(error: Error) -> Error {
    match nearest(&error.what) {
        Some(key) => error.with(format!("did you mean `{key}`?")),
        None => error,
    }
}

/// Of ``unknown field `x`, expected one of `y`, `z` `` the known key most like the unknown one.
fn nearest(message: &str) -> Option<String> {
    let (_, named) = message.split_once("unknown field `")?;
    let mut quoted = named.split('`');
    let unknown = quoted.next()?;
    let known = quoted.skip(1).step_by(2);
    let likeness = |key: &str| strsim::jaro_winkler(key, unknown);
    known
        .filter(|key| likeness(key) >= LIKE)
        .max_by(|left, right| likeness(left).total_cmp(&likeness(right)))
        .map(str::to_owned)
}
