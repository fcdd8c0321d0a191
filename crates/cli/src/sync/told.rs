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

/// So many with the same remedy are told one by one; more are told together, as when there is no network at all.
const FEW: usize = 3;

/// Says what failed, why, and, once for all that it helps, what to try.
pub(super) fn print(failures: &[Failure]) {
    let mut groups: Vec<(&str, Vec<&Failure>)> = Vec::new();
    for failure in failures {
        let said = remedy(&failure.reason);
        match groups.iter_mut().find(|(other, _)| *other == said) {
            Some((_, group)) => group.push(failure),
            None => groups.push((said, vec![failure])),
        }
    }
    for (remedy, group) in groups {
        if group.len() > FEW {
            together(&group);
        } else {
            group.iter().copied().for_each(alone);
        }
        eprintln!("  try: {}", remedy.replace("ID", &group[0].id));
    }
}

fn alone(failure: &Failure) {
    let kept = match &failure.kept {
        Some(date) => format!("; its state of {date} stays"),
        None => String::new(),
    };
    eprintln!("warning: {} could not be synced{kept}", failure.id);
    eprintln!("  why: {}", failure.reason);
}

fn together(group: &[&Failure]) {
    let ids: Vec<&str> = group.iter().map(|failure| failure.id.as_str()).collect();
    let kept = match group
        .iter()
        .filter(|failure| failure.kept.is_some())
        .count()
    {
        0 => String::new(),
        kept => format!("; the former state of {kept} stays"),
    };
    let (number, ids) = (group.len(), ids.join(", "));
    eprintln!("warning: {number} repositories could not be synced{kept}: {ids}");
    eprintln!("  why: {} ({})", group[0].reason, group[0].id);
}

fn remedy(reason: &str) -> &'static str {
    let helps = |words: &[&str]| words.iter().any(|word| reason.contains(word));
    let found = REMEDIES.iter().find(|(words, _)| helps(words));
    found.map_or(OTHERWISE, |(_, remedy)| remedy)
}
