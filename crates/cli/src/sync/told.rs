//! What is said when repositories could not be synced: which, why, and what to try.

use super::Failure;

/// What stands in git's words, and what helps.
const REMEDIES: &[(&[&str], &str)] = &[
    (
        &[
            "not found",
            "does not appear to be a git repository",
            "does not exist",
        ],
        "`repository = \"...\"` or `skip = true` below `[repositories.ID]` in rhumb.toml",
    ),
    (
        &["remote ref", "not our ref", "unadvertised object"],
        "another `branch` or `commit` below `[repositories.ID]` in rhumb.toml",
    ),
    (
        &[
            "could not read Username",
            "could not read Password",
            "Authentication failed",
            "Permission denied",
        ],
        "a credential helper (git help credentials), or a mirror by `repository = \"...\"` in rhumb.toml",
    ),
    (
        &[
            "No space left",
            "unable to write",
            "File too large",
            "write error",
            "Disk quota",
        ],
        "free some space, or --cache FOLDER on another disk",
    ),
    (
        &[
            "Could not resolve",
            "unable to access",
            "Connection",
            "timed out",
            "nothing has come",
            "hung up",
            "early EOF",
            "RPC failed",
        ],
        "`rhumb sync` again once the network answers: it goes on where it ended; --timeout SECONDS for slow ones",
    ),
    (
        &["has no commit of"],
        "a later day; there is nothing of it to read yet",
    ),
    (&["cannot start `git`"], "install git 2.30 or newer"),
];

const OTHERWISE: &str = "`rhumb sync --only ID` again";

/// Says what failed; a remedy that helps several is said once, behind the last of them.
pub(super) fn print(failures: &[Failure]) {
    for (at, failure) in failures.iter().enumerate() {
        let kept = match &failure.kept {
            Some(date) => format!("; its state of {date} stays"),
            None => String::new(),
        };
        eprintln!("warning: {} could not be synced{kept}", failure.id);
        eprintln!("  why: {}", failure.reason);
        let said = remedy(&failure.reason);
        if failures[at + 1..]
            .iter()
            .all(|later| remedy(&later.reason) != said)
        {
            eprintln!("  try: {}", said.replace("ID", &failure.id));
        }
    }
}

fn remedy(reason: &str) -> &'static str {
    let helps = |words: &[&str]| words.iter().any(|word| reason.contains(word));
    let found = REMEDIES.iter().find(|(words, _)| helps(words));
    found.map_or(OTHERWISE, |(_, remedy)| remedy)
}
