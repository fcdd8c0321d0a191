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
