//! Platforms by their one name.

use vocabulary::platform;

use crate::notes::{Notes, clipped};

/// The platforms that the words mean; none for `all`, which is what leaving them out says. What no table knows becomes a note.
pub(super) fn named(words: &[String], notes: &mut Notes) -> Vec<String> {
    let mut names = Vec::new();
    for word in words {
        let read = platform::read(None, word);
        for unknown in read.unknown {
            let near = platform::nearest(&unknown).join(", ");
            let unknown = clipped(&unknown);
            notes.say(format!(
                "platform `{unknown}` left out: nobody knows it; near: {near}"
            ));
        }
        names.extend(read.platforms.iter().map(|platform| platform.name.clone()));
    }
    names
}
