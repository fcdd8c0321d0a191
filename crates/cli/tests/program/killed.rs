//! A build that is killed at any moment leaves the old catalogue whole, or the new one.

use std::fs;
use std::process::Stdio;
use std::time::Instant;

use catalogue::Catalogue;

use crate::sandbox::{SOURCES, Sandbox, fixture};

const KILLS: u32 = 40;

#[test]
fn killed_at_any_moment_the_catalogue_is_the_old_or_the_new_one() {
    let sandbox = Sandbox::empty();
    let new: Vec<String> = SOURCES
        .map(|source| format!("{source}={}", fixture(source).display()))
        .to_vec();
    let clock = Instant::now();
    sandbox.build(&new);
    let takes = clock.elapsed();
    let whole = fs::read(sandbox.catalogue()).unwrap();
    sandbox.build(&[format!("sigma={}", fixture("sigma").display())]);
    let old = fs::read(sandbox.catalogue()).unwrap();
    let mut unfinished = 0;
    for kill in 0..KILLS {
        let mut command = sandbox.command(80);
        command.args(["build", "--out"]).arg(sandbox.catalogue());
        command.args(new.iter().flat_map(|from| ["--from", from]));
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(takes * kill / KILLS);
        child.kill().unwrap();
        child.wait().unwrap();
        let found = fs::read(sandbox.catalogue()).unwrap();
        assert!(
            found == old || found == whole,
            "after {kill} of {KILLS}: half"
        );
        Catalogue::open(&sandbox.catalogue()).unwrap();
        unfinished += u32::from(found == old);
        fs::write(sandbox.catalogue(), &old).unwrap();
    }
    assert!(unfinished > 0, "no build was killed before its end");
    sandbox.build(&new);
    assert!(fs::read(sandbox.catalogue()).unwrap() == whole);
    let names: Vec<_> = fs::read_dir(sandbox.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["catalogue.rhumb"], "something is left over");
}
