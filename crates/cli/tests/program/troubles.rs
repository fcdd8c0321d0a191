//! What can go wrong while repositories are fetched: whatever it is, what was there before stays, and the next sync mends
//! it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::sandbox::err;
use crate::upstream::{FIRST, Upstream, git};

const KILLS: u32 = 20;

#[test]
fn killed_at_any_moment_a_whole_catalogue_answers_and_the_next_sync_ends_well() {
    let upstream = Upstream::of(&["art", "attack", "car", "d3fend", "sigma"]);
    let sync = ["sync", "--only", "art,attack,car,d3fend,sigma"];
    let clock = Instant::now();
    upstream.done(&sync);
    let takes = clock.elapsed();
    let mut known = upstream.titles("sigma").len();
    let most = known;
    let mut unfinished = 0;
    for kill in 0..KILLS {
        upstream.one_rule_more(&format!("rule-{kill}"), "2031-02-01");
        let mut command = upstream.command(&sync);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(takes * kill / KILLS);
        child.kill().unwrap();
        child.wait().unwrap();
        let found = upstream.titles("sigma").len();
        let newest = most + kill as usize + 1;
        assert!(
            (known..=newest).contains(&found),
            "after {kill}: {found} of {newest}"
        );
        assert!(!upstream.titles("car").is_empty());
        unfinished += u32::from(found < newest);
        known = found;
    }
    assert!(unfinished > 0, "no sync was killed before its end");
    upstream.done(&sync);
    assert_eq!(upstream.titles("sigma").len(), most + KILLS as usize);
    let (synced, lock) = (upstream.catalogue(), upstream.data("rhumb.lock"));
    let lock = fs::read(lock).unwrap();
    upstream.done(&["sync", "--locked", "--cache", "elsewhere"]);
    assert!(
        upstream.catalogue() == synced && fs::read(upstream.data("rhumb.lock")).unwrap() == lock
    );
}

#[test]
fn what_a_killed_git_leaves_behind_is_removed() {
    let upstream = Upstream::of(&["sigma"]);
    upstream.done(&["sync", "--only", "sigma"]);
    let clone = upstream.clone("sigma");
    let left = [
        "shallow.lock",
        "config.lock",
        "refs/rhumb/incoming.lock",
        "objects/pack/tmp_pack_1",
    ];
    for name in left {
        fs::write(clone.join(name), "half").unwrap();
    }
    upstream.one_rule_more("zeta", "2031-02-01");
    upstream.done(&["sync", "--only", "sigma"]);
    assert!(upstream.titles("sigma").contains(&"zeta".to_owned()));
    for name in left {
        assert!(!clone.join(name).exists(), "{name}");
    }
    // A clone that is none any more is made anew.
    fs::write(clone.join("HEAD"), "").unwrap();
    fs::remove_dir_all(clone.join("refs")).unwrap();
    upstream.done(&["sync", "--only", "sigma"]);
    assert!(upstream.titles("sigma").contains(&"zeta".to_owned()));
}

#[test]
fn a_fetch_that_is_cut_off() {
    let upstream = Upstream::of(&["car", "sigma"]);
    upstream.done(&["sync", "--only", "car,sigma"]);
    let before = upstream.titles("sigma");
    upstream.one_rule_more("zeta", "2031-02-01");
    upstream.write("car", "analytics/more.yaml", "id: more");
    upstream.commit("car", "2031-02-01");
    let mut wholes = 0;
    for bytes in [0, 100, 400, 900, 1_100, 1_300, 1_500, 2_000, 100_000] {
        // Only what comes from Sigma is cut.
        // The shell lets go of its output: the fetch ends with the last byte.
        let cut = format!(
            "exec 3<&0; git upload-pack \"$@\" <&3 | dd bs=1 count={bytes} status=none & exec >&-; wait"
        );
        let script = of_sigma(&cut);
        program(&upstream, "cut", &script);
        let output = upstream.run(&["sync", "--only", "car,sigma", "--timeout", "1"]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let titles = upstream.titles("sigma");
        let is_new = titles.contains(&"zeta".to_owned());
        assert!(
            is_new || titles == before,
            "after {bytes} bytes: {titles:?}"
        );
        let kept = "warning: sigma could not be synced; its state of 2031-01-01 stays";
        assert_eq!(err(&output).contains(kept), !is_new, "{}", err(&output));
        wholes += u32::from(is_new);
    }
    assert!((1..9).contains(&wholes), "{wholes} of 9 were whole");
}

#[test]
fn a_fetch_that_stalls() {
    let upstream = Upstream::of(&["car", "sigma"]);
    let script = of_sigma("exec sleep 30");
    program(&upstream, "stall", &script);
    let clock = Instant::now();
    let said = upstream.done(&["sync", "--only", "car,sigma", "--timeout", "1"]);
    assert!(clock.elapsed().as_secs() < 20);
    assert!(said.contains("why: nothing has come for 1 s"), "{said}");
    assert!(!upstream.titles("car").is_empty());
    upstream.settings("");
    upstream.done(&["sync", "--only", "car,sigma"]);
    assert!(!upstream.titles("sigma").is_empty());
}

#[test]
fn a_repository_that_vanished() {
    let upstream = Upstream::of(&["car", "sigma"]);
    upstream.done(&["sync", "--only", "car,sigma"]);
    let before = upstream.titles("sigma");
    fs::remove_dir_all(upstream.repository("sigma")).unwrap();
    fs::remove_file(
        upstream
            .repository("car")
            .join("analytics/CAR-2030-01-001.yaml"),
    )
    .unwrap();
    upstream.commit("car", "2031-02-01");
    let cars = upstream.titles("car").len();
    let said = upstream.done(&["sync", "--only", "car,sigma"]);
    let told: Vec<&str> = said.lines().filter(|line| !line.ends_with(" s")).collect();
    crate::snapshot(
        "vanished",
        &upstream
            .sandbox
            .anywhere(&told[..told.len() - 1].join("\n")),
    );
    assert_eq!(upstream.titles("sigma"), before);
    assert!(upstream.titles("car").len() < cars);
    let catalogue = upstream.catalogue();
    let output = upstream.run(&["sync", "--only", "sigma"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("error: nothing could be synced"),
        "{}",
        err(&output)
    );
    assert!(upstream.catalogue() == catalogue);
}

#[test]
fn without_any_network_it_is_said_once() {
    let upstream = Upstream::of(&[]);
    let output = upstream.run(&["sync"]);
    assert_eq!(output.status.code(), Some(2));
    let said = err(&output);
    let told = said.lines().filter(|line| line.starts_with("warning: "));
    assert!(
        told.count() == 1 && said.contains("repositories could not be synced: "),
        "{said}"
    );
    assert_eq!(said.matches("  try: ").count(), 1, "{said}");
}

#[test]
fn many_fetches_leave_few_packs() {
    let upstream = Upstream::of(&["sigma"]);
    for number in 0..27 {
        upstream.one_rule_more(&format!("rule-{number}"), "2031-02-01");
        upstream.done(&["sync", "--only", "sigma", "--no-build"]);
    }
    let packs = fs::read_dir(upstream.clone("sigma").join("objects/pack")).unwrap();
    assert!(packs.count() < 60);
    upstream.done(&["build"]);
    assert!(upstream.titles("sigma").contains(&"rule-26".to_owned()));
    // The commits of older locks are still there.
    let repository = upstream.repository("sigma");
    let first = git(&repository, FIRST, &["rev-parse", "HEAD~20"]);
    git(
        &upstream.clone("sigma"),
        FIRST,
        &["cat-file", "-e", first.trim()],
    );
}

#[test]
fn a_branch_that_was_written_anew() {
    let upstream = Upstream::of(&["sigma"]);
    upstream.one_rule_more("alpha", "2031-02-01");
    upstream.done(&["sync", "--only", "sigma"]);
    let repository = upstream.repository("sigma");
    git(
        &repository,
        FIRST,
        &["reset", "--quiet", "--hard", "HEAD~1"],
    );
    git(
        &repository,
        FIRST,
        &["commit", "--quiet", "--amend", "--message=Other lamps"],
    );
    upstream.one_rule_more("beta", "2031-01-20");
    upstream.done(&["sync", "--only", "sigma"]);
    let titles = upstream.titles("sigma");
    assert!(titles.contains(&"beta".to_owned()) && !titles.contains(&"alpha".to_owned()));
}

#[test]
fn a_disk_that_is_full() {
    let upstream = Upstream::of(&["sigma"]);
    upstream.done(&["sync", "--only", "sigma"]);
    let (catalogue, lock) = (
        upstream.catalogue(),
        fs::read(upstream.data("rhumb.lock")).unwrap(),
    );
    // Does not compress: its pack is larger than what may be written.
    let numbers = (0_u64..20_000).map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let noise = numbers.fold(String::new(), |noise, number| noise + &number.to_string());
    upstream.write("sigma", "rules/noise.yml", &format!("title: {noise}"));
    upstream.one_rule_more("zeta", "2031-02-01");
    for (kilobytes, fails) in [(64, true), (100_000, false)] {
        let output = limited(&upstream, kilobytes, &["sync", "--only", "sigma"]);
        assert_eq!(output.status.success(), !fails, "{}", err(&output));
        assert_eq!(
            upstream.titles("sigma").contains(&"zeta".to_owned()),
            !fails
        );
        if fails {
            assert!(upstream.catalogue() == catalogue);
            assert!(fs::read(upstream.data("rhumb.lock")).unwrap() == lock);
        }
    }
    // Full only when the catalogue is written: what was fetched is kept, the old catalogue too.
    let catalogue = upstream.catalogue();
    upstream.one_rule_more("eta", "2031-03-01");
    let output = limited(&upstream, 48, &["sync", "--only", "sigma"]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    assert!(
        err(&output).contains("cannot write the catalogue"),
        "{}",
        err(&output)
    );
    assert!(upstream.catalogue() == catalogue);
    upstream.done(&["build"]);
    assert!(upstream.titles("sigma").contains(&"eta".to_owned()));
}

/// The program where no file may become larger.
fn limited(upstream: &Upstream, kilobytes: u32, arguments: &[&str]) -> std::process::Output {
    let of_program = upstream.command(arguments);
    let mut command = Command::new("bash");
    command
        .arg("-c")
        .arg(format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$@\""))
        .arg("bash")
        .arg(of_program.get_program())
        .args(of_program.get_args())
        .env_clear()
        .current_dir(upstream.sandbox.path());
    for (name, value) in of_program.get_envs() {
        command.env(name, value.unwrap());
    }
    command.output().unwrap()
}

/// A script that serves Sigma in this way, and all else as ever.
fn of_sigma(how: &str) -> String {
    format!(
        "#!/bin/sh\ncase \"$1\" in\n*sigma) {how} ;;\n*) exec git upload-pack \"$@\" ;;\nesac\n"
    )
}

/// Puts a program in the way of every fetch.
fn program(upstream: &Upstream, name: &str, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    let path: &Path = &upstream.sandbox.path().join(name);
    fs::write(path, script).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    upstream.settings(&format!(
        "[remote \"origin\"]\nuploadpack = {}\n",
        path.display()
    ));
}
