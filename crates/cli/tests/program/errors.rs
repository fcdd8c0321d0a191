//! What goes wrong is said on standard error, with what to try, and ends with 2.

use std::fs;

use crate::sandbox::{Sandbox, err};
use crate::snapshot;

#[test]
fn what_has_no_answer() {
    let sandbox = Sandbox::new();
    let mut said = String::new();
    for arguments in [
        &["page", "T1022"][..],
        &["technique", "lamps by scirpt"],
        &["resource", "CAR-2030-01-009"],
        &["resources", "--source", "sigam"],
        &["resources", "--cursor", "x"],
        &["problems", "sigam"],
        &["drift", "sigam"],
        &["page", "T1021", "--attack", "7"],
        &["technique", "T1021", "--format", "csv"],
        &["resource", "G9001", "--format", "markdown"],
        &["resources", "--kind", "rule"],
        &["page", "T1021", "--format", "xml"],
        &["page"],
        &["pgae", "T1021"],
    ] {
        said += &check(&sandbox, arguments);
    }
    snapshot("errors", &said);
}

#[test]
fn catalogues_that_are_none() {
    let sandbox = Sandbox::empty();
    let missing = check(&sandbox, &["sources"]);
    fs::write(sandbox.catalogue(), "title: Lamp").unwrap();
    let foreign = check(&sandbox, &["sources"]);
    fs::write(sandbox.catalogue(), "").unwrap();
    let empty = check(&sandbox, &["sources"]);
    snapshot("errors-catalogue", &(missing + &foreign + &empty));
}

#[test]
fn what_cannot_be_built() {
    let sandbox = Sandbox::empty();
    fs::create_dir(sandbox.path().join("odd")).unwrap();
    fs::write(sandbox.path().join("file"), "").unwrap();
    fs::create_dir(sandbox.path().join("list")).unwrap();
    fs::write(sandbox.path().join("list/sources.json"), "{\"format\": 2}").unwrap();
    let mut said = String::new();
    for from in [
        "odd",
        "none",
        "nosuch=odd",
        "sigma=none",
        "sigma=file",
        "list",
    ] {
        said += &check(&sandbox, &["build", "--out", "out.rhumb", "--from", from]);
    }
    said += &check(
        &sandbox,
        &["build", "--out", "file/out.rhumb", "--from", "sigma=odd"],
    );
    said += &check(&sandbox, &["build"]);
    assert!(!sandbox.path().join("out.rhumb").exists());
    snapshot("errors-build", &said);
}

fn check(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let output = sandbox.output(arguments, 80);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    // Reading is told, too, with its time.
    let message = err(&output);
    let lines: Vec<&str> = message
        .lines()
        .filter(|line| !line.ends_with(" s"))
        .collect();
    let said = sandbox.anywhere(&lines.join("\n"));
    format!("$ rhumb {}\n{said}\n\n", arguments.join(" "))
}
