//! What a person reads, through a pipe: plain letters, and no line wider than the terminal.

use unicode_width::UnicodeWidthStr;

use crate::sandbox::{QUESTIONS, Sandbox};
use crate::snapshot;

/// Labels stand in columns of this width.
const LABEL: usize = 16;

const MORE: &[(&str, &[&str])] = &[
    ("page-of-a-deprecated", &["page", "T1043"]),
    ("page-whole", &["page", "T1021.002", "--rows", "0"]),
    ("technique-revoked", &["technique", "T1086"]),
    ("search-corrected", &["search", "swithced", "--limit", "3"]),
    ("search-nothing", &["search", "*"]),
    ("search-excerpt", &["search", "paragraph"]),
    ("search-in-text", &["search", "Image|endswith"]),
    (
        "resources-none",
        &["resources", "--source", "car", "--kind", "control"],
    ),
    ("resource-group", &["resource", "G9001"]),
    (
        "resource-rule",
        &[
            "resource",
            "sigma:rules/windows/process_creation/lamp_switched_on.yml",
        ],
    ),
    ("sources-whole", &["sources"]),
    ("notices-of-attack", &["notices", "attack"]),
];

#[test]
fn every_answer_at_80_and_at_160_columns() {
    let sandbox = Sandbox::new();
    for (name, arguments) in QUESTIONS.iter().chain(MORE) {
        for columns in [80, 160] {
            let text = sandbox.ask(arguments, columns);
            snapshot(&format!("terminal-{columns}-{name}"), &text);
        }
    }
}

#[test]
fn a_table_is_what_the_terminal_shows() {
    let sandbox = Sandbox::new();
    for (_, arguments) in QUESTIONS {
        let table = [arguments, &["--format", "table"][..]].concat();
        assert_eq!(sandbox.ask(&table, 100), sandbox.ask(arguments, 100));
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let sandbox = Sandbox::new();
    for (name, arguments) in QUESTIONS.iter().chain(MORE) {
        // Ids of parts and their numbers alone are wider than 60 columns.
        let narrowest = if *name == "sources" { 80 } else { 60 };
        for columns in [narrowest, 80, 100, 160] {
            check(name, &sandbox.ask(arguments, columns), columns);
        }
    }
}

#[test]
fn what_is_piped_has_no_colour_and_no_letters_of_ours_beyond_ascii() {
    let sandbox = Sandbox::new();
    for (name, arguments) in QUESTIONS.iter().chain(MORE) {
        let text = sandbox.ask(arguments, 80);
        // These signs are MITRE's, in the sentences that its licences ask for.
        let strange: Vec<char> = text
            .chars()
            .filter(|&letter| !letter.is_ascii() && !['©', '®'].contains(&letter))
            .chain(
                text.chars()
                    .filter(|&letter| letter.is_control() && letter != '\n'),
            )
            .collect();
        assert!(strange.is_empty(), "{name}: {strange:?}");
    }
}

/// A line may be too wide for one word that cannot be broken, alone or behind a label: an id, a key, an address.
fn check(name: &str, text: &str, columns: usize) {
    for line in text.lines().filter(|line| line.width() > columns) {
        let last = line.rfind(' ').map_or(0, |at| at + 1);
        assert!(
            line[..last].width() <= LABEL,
            "{name} at {columns} columns: {line}"
        );
    }
}
