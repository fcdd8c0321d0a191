//! What is printed when repositories could not be synced: which, why, and what to try.

use repositories::Failure;

/// What git's messages contain, and what helps.
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

const DEFAULT_REMEDY: &str = "`rhumb sync --only ID` again";

/// So many failures with the same remedy are printed one by one; more are printed together, as when there is no network at
/// all.
const FEW: usize = 3;

/// Prints what failed, why, and, once for all that it helps, what to try.
pub(super) fn print(failures: &[Failure]) {
    let mut groups: Vec<(&str, Vec<&Failure>)> = Vec::new();
    for failure in failures {
        let remedy = remedy(&failure.reason());
        match groups.iter_mut().find(|(other, _)| *other == remedy) {
            Some((_, group)) => group.push(failure),
            None => groups.push((remedy, vec![failure])),
        }
    }
    for (remedy, group) in groups {
        if group.len() > FEW {
            print_group(&group);
        } else {
            group.iter().copied().for_each(print_one);
        }
        eprintln!("  try: {}", remedy.replace("ID", &group[0].id));
    }
}

fn print_one(failure: &Failure) {
    let unchanged = match &failure.locked_day {
        Some(day) => format!("; its state of {day} stays"),
        None => String::new(),
    };
    eprintln!("warning: {} could not be synced{unchanged}", failure.id);
    eprintln!("  why: {}", failure.reason());
}

fn print_group(group: &[&Failure]) {
    let ids: Vec<&str> = group.iter().map(|failure| failure.id.as_str()).collect();
    let locked = group.iter().filter(|failure| failure.locked_day.is_some());
    let unchanged = match locked.count() {
        0 => String::new(),
        number => format!("; the former state of {number} stays"),
    };
    let (number, ids) = (group.len(), ids.join(", "));
    eprintln!("warning: {number} repositories could not be synced{unchanged}: {ids}");
    eprintln!("  why: {} ({})", group[0].reason(), group[0].id);
}

fn remedy(reason: &str) -> &'static str {
    let helps = |words: &[&str]| words.iter().any(|word| reason.contains(word));
    let found = REMEDIES.iter().find(|(words, _)| helps(words));
    found.map_or(DEFAULT_REMEDY, |(_, remedy)| remedy)
}
