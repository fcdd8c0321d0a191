//! Drift as a patch that `git apply` takes, after which nothing drifts.

use std::fs;
use std::process::Command;

use crate::sandbox::{Sandbox, crates, err};

const RULE: &str = "title: Lamp gone
id: 5b2a7a52-7d3f-4c0c-9a52-5a9a3d6f0c11
logsource: { product: windows, category: process_creation }
detection: { lamp: { Image: lamp.exe }, condition: lamp }
tags:
    - attack.t1086
    - attack.t9999
";

#[test]
fn what_the_patch_retags_drifts_no_more() {
    let sandbox = Sandbox::empty();
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules");
    fs::create_dir(&rules).unwrap();
    fs::write(rules.join("lamp.yml"), RULE).unwrap();
    let files = format!("sigma={}", folder.path().display());
    let attack = crates().join("questions/tests/attack");
    let from = [format!("attack={}", attack.display()), files.clone()];
    sandbox.build(&from);
    let drift = ["drift", "sigma"];
    let asked = [&drift[..], &["--format", "diff", "--files", &files]].concat();
    let patch = sandbox.output(&asked, 80);
    let said = err(&patch);
    assert!(said.contains("retagged for ATT&CK 31.0: 1"), "{said}");
    assert!(
        said.contains("left to the authors of sigma: 1, for nothing stands for it"),
        "{said}"
    );
    fs::write(folder.path().join("p.diff"), &patch.stdout).unwrap();
    let applied = Command::new("git")
        .args(["apply", "p.diff"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(applied.status.success(), "{applied:?}");
    let text = fs::read_to_string(rules.join("lamp.yml")).unwrap();
    assert_eq!(text, RULE.replace("t1086", "t1059.001"));
    sandbox.build(&from);
    let left = sandbox.json(&drift);
    assert_eq!(left["total"], 1, "{left}");
}

#[test]
fn a_patch_needs_the_files() {
    let sandbox = Sandbox::new();
    let output = sandbox.output(&["drift", "--format", "diff", "--files", "nowhere"], 80);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("`nowhere` is no folder"),
        "{}",
        err(&output)
    );
}

/// A git repository with the rule in a folder of it.
fn repository(folder: &std::path::Path) {
    let rules = folder.join("detections/rules");
    fs::create_dir_all(&rules).unwrap();
    fs::write(rules.join("lamp.yml"), RULE).unwrap();
    let mut git = Command::new("git");
    let init = git.args(["init", "-q"]).current_dir(folder);
    assert!(init.status().unwrap().success());
}

fn apply(folder: &std::path::Path, patch: &[u8]) {
    fs::write(folder.join("p.diff"), patch).unwrap();
    let mut git = Command::new("git");
    let applied = git.args(["apply", "p.diff"]).current_dir(folder);
    let applied = applied.output().unwrap();
    assert!(applied.status.success(), "{applied:?}");
    let text = fs::read_to_string(folder.join("detections/rules/lamp.yml")).unwrap();
    assert_eq!(text, RULE.replace("t1086", "t1059.001"));
}

/// A catalogue with the small release of ATT&CK and nothing else.
fn release_alone() -> Sandbox {
    let sandbox = Sandbox::empty();
    let attack = crates().join("questions/tests/attack");
    sandbox.build(&[format!("attack={}", attack.display())]);
    sandbox
}

#[test]
fn files_in_no_catalogue_are_retagged_from_the_root_of_their_repository() {
    let sandbox = release_alone();
    let folder = tempfile::tempdir().unwrap();
    repository(folder.path());
    let path = folder.path().join("detections");
    let path = path.to_str().unwrap();
    let answer = sandbox.json(&["drift", path, "--as", "sigma"]);
    assert_eq!(answer["total"], 2, "{answer}");
    assert_eq!(
        answer["items"][0]["path"], "detections/rules/lamp.yml",
        "{answer}"
    );
    assert_eq!(answer["items"][0]["to"][0]["id"], "T1059.001", "{answer}");
    let asked = ["drift", path, "--as", "sigma", "--format", "diff"];
    let output = sandbox.output(&asked, 80);
    assert!(output.status.success(), "{}", err(&output));
    apply(folder.path(), &output.stdout);
    let after = sandbox.json(&["drift", path, "--as", "sigma"]);
    assert_eq!(after["total"], 1, "{after}");
}

#[test]
fn a_folder_of_a_repository_is_patched_from_its_root() {
    let sandbox = Sandbox::empty();
    let folder = tempfile::tempdir().unwrap();
    repository(folder.path());
    let attack = crates().join("questions/tests/attack");
    let files = format!("sigma={}", folder.path().join("detections").display());
    sandbox.build(&[format!("attack={}", attack.display()), files.clone()]);
    let asked = ["drift", "sigma", "--format", "diff", "--files", &files];
    let patch = sandbox.output(&asked, 80);
    apply(folder.path(), &patch.stdout);
}

#[test]
fn a_path_needs_a_format_and_a_format_a_path() {
    let sandbox = release_alone();
    for asked in [
        &["drift", "--as", "sigma"][..],
        &["drift", "nowhere", "--as", "sigma"],
    ] {
        let output = sandbox.output(asked, 80);
        assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    }
}
