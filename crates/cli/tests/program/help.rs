//! What the program says of itself.

use crate::sandbox::Sandbox;
use crate::snapshot;

#[test]
fn help_of_the_program_and_of_its_commands() {
    for (name, arguments) in [
        ("welcome", &[][..]),
        ("help", &["--help"]),
        ("help-short", &["-h"]),
        ("help-page", &["page", "--help"]),
        ("help-resources", &["resources", "--help"]),
        ("help-build", &["build", "--help"]),
        ("help-sync", &["sync", "--help"]),
        ("help-bundle", &["bundle", "--help"]),
        ("help-diff", &["diff", "--help"]),
        ("help-check", &["check", "--help"]),
    ] {
        snapshot(name, &check(arguments));
    }
}

#[test]
fn man_page_and_completions_name_every_question() {
    for arguments in [
        &["man"][..],
        &["completions", "bash"],
        &["completions", "zsh"],
    ] {
        let text = check(arguments);
        for question in questions::DEFINITIONS {
            assert!(
                text.contains(question.name),
                "{arguments:?} {}",
                question.name
            );
        }
    }
}

fn check(arguments: &[&str]) -> String {
    let output = Sandbox::empty()
        .command(100)
        .args(arguments)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    assert!(output.stderr.is_empty(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}
