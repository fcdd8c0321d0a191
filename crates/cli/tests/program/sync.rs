//! Fetching repositories, noting their states in the lock, and building from exactly these.

use std::fs;

use crate::sandbox::{Sandbox, err, fixture};
use crate::upstream::{FIRST, Upstream, git};

const FIVE: [&str; 5] = ["art", "attack", "car", "d3fend", "sigma"];
const ONLY_FIVE: &str = "art,attack,car,d3fend,sigma";

#[test]
fn five_repositories_give_what_their_folders_give() {
    let upstream = Upstream::of(&FIVE);
    let said = upstream.done(&["sync", "--only", ONLY_FIVE]);
    assert!(
        said.contains("5 repositories changed, 0 did not, 0 could not"),
        "{said}"
    );
    let folders = Sandbox::empty();
    folders.build(&FIVE.map(|source| format!("{source}={}", fixture(source).display())));
    for source in FIVE {
        let arguments = ["resources", "--source", source, "--limit", "1000"];
        let mut of_folder = folders.json(&arguments);
        let mut synced: serde_json::Value = serde_json::from_slice(
            &upstream
                .run(&[&arguments[..], &["--format", "json"]].concat())
                .stdout,
        )
        .unwrap();
        for answer in [&mut of_folder, &mut synced] {
            for item in answer["items"].as_array_mut().unwrap() {
                item.as_object_mut().unwrap().remove("links");
            }
        }
        assert_eq!(of_folder["items"], synced["items"], "{source}");
    }
    let again = upstream.done(&["sync", "--only", ONLY_FIVE]);
    assert!(
        again.contains("0 repositories changed, 5 did not"),
        "{again}"
    );
}

#[test]
fn only_what_is_read_is_fetched() {
    let upstream = Upstream::of(&["sigma"]);
    upstream.write("sigma", "README.md", "Lamps.");
    upstream.commit("sigma", FIRST);
    upstream.done(&["sync", "--only", "sigma"]);
    let clone = upstream.clone("sigma");
    let objects = git(
        &clone,
        FIRST,
        &[
            "cat-file",
            "--batch-check=%(objecttype) %(objectsize)",
            "--batch-all-objects",
        ],
    );
    let has = |row: &str| objects.lines().any(|line| line == row);
    assert!(!has("blob 6"), "the README is there: {objects}");
    assert_eq!(
        objects
            .lines()
            .filter(|line| line.starts_with("commit"))
            .count(),
        1
    );
}

#[test]
fn a_server_without_filters_is_read_all_the_same() {
    let upstream = Upstream::of(&["sigma"]);
    let repository = upstream.repository("sigma");
    git(
        &repository,
        FIRST,
        &["config", "uploadpack.allowFilter", "false"],
    );
    let said = upstream.done(&["sync", "--only", "sigma"]);
    assert!(said.contains(" 0 fetched"), "{said}");
    assert!(!upstream.titles("sigma").is_empty());
    upstream.one_rule_more("zeta", "2031-02-01");
    upstream.done(&["sync", "--only", "sigma"]);
    assert!(upstream.titles("sigma").contains(&"zeta".to_owned()));
}

#[test]
fn the_lock_is_sorted_and_says_what_was_read() {
    let upstream = Upstream::of(&["car", "sigma"]);
    upstream.done(&["sync", "--only", "sigma"]);
    upstream.done(&["sync", "--only", "car"]);
    let lock = fs::read_to_string(upstream.data("rhumb.lock")).unwrap();
    let is_changing = |line: &&str| line.starts_with("commit = ") || line.starts_with("read = ");
    let stable: Vec<&str> = lock.lines().filter(|line| !is_changing(line)).collect();
    crate::snapshot("lock", &stable.join("\n"));
    assert_eq!(lock.lines().filter(is_changing).count(), 4);
}

#[test]
fn a_build_without_from_is_of_the_lock_and_needs_no_network() {
    let upstream = Upstream::of(&["car", "sigma"]);
    let nothing = upstream.run(&["build"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(
        err(&nothing).contains("try: rhumb sync"),
        "{}",
        err(&nothing)
    );
    upstream.done(&["sync", "--only", "car,sigma"]);
    let synced = upstream.catalogue();
    fs::remove_dir_all(upstream.sandbox.path().join("upstream")).unwrap();
    fs::remove_file(upstream.data("catalogue.rhumb")).unwrap();
    upstream.done(&["build"]);
    assert!(upstream.catalogue() == synced);
    upstream.done(&["build", "--only", "car"]);
    assert!(!upstream.titles("car").is_empty());
    let output = upstream.run(&["resources", "--source", "sigma"]);
    assert!(
        err(&output).contains("there is no source `sigma`"),
        "{}",
        err(&output)
    );
    fs::remove_dir_all(upstream.clone("sigma")).unwrap();
    let gone = upstream.run(&["build"]);
    assert_eq!(gone.status.code(), Some(2));
    assert!(
        err(&gone).contains("try: rhumb sync --locked"),
        "{}",
        err(&gone)
    );
}

#[test]
fn the_same_lock_gives_the_same_bytes_wherever_and_whenever() {
    let upstream = Upstream::of(&FIVE);
    upstream.done(&["sync", "--only", ONLY_FIVE]);
    let (before, lock) = (
        upstream.catalogue(),
        fs::read(upstream.data("rhumb.lock")).unwrap(),
    );
    upstream.one_rule_more("zeta", "2031-02-01");
    upstream.done(&["sync", "--only", ONLY_FIVE]);
    assert!(upstream.catalogue() != before);
    fs::write(upstream.data("rhumb.lock"), &lock).unwrap();
    // Elsewhere there is no cache yet.
    upstream.done(&["sync", "--locked", "--cache", "elsewhere"]);
    assert!(upstream.catalogue() == before);
    assert!(fs::read(upstream.data("rhumb.lock")).unwrap() == lock);
}

#[test]
fn a_lock_that_cannot_be_kept_changes_nothing() {
    let upstream = Upstream::of(&["car", "sigma"]);
    upstream.done(&["sync", "--only", "car,sigma"]);
    let before = upstream.catalogue();
    fs::rename(
        upstream.repository("sigma"),
        upstream.sandbox.path().join("away"),
    )
    .unwrap();
    let locked = ["sync", "--locked", "--cache", "elsewhere"];
    let output = upstream.run(&locked);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("not all that the lock names"),
        "{}",
        err(&output)
    );
    assert!(upstream.catalogue() == before);
}

#[test]
fn the_state_of_a_day() {
    let upstream = Upstream::of(&["car", "sigma"]);
    let february = upstream.one_rule_more("alpha", "2031-02-10");
    upstream.one_rule_more("beta", "2031-03-10");
    upstream.done(&["sync", "--only", "car,sigma", "--as-of", "2031-02-20"]);
    let titles = upstream.titles("sigma");
    assert!(titles.contains(&"alpha".to_owned()) && !titles.contains(&"beta".to_owned()));
    let lock = fs::read_to_string(upstream.data("rhumb.lock")).unwrap();
    assert!(lock.contains(&february), "{lock}");
    // The day itself belongs to it; what is known already is not fetched again.
    fs::rename(
        upstream.sandbox.path().join("upstream"),
        upstream.sandbox.path().join("away"),
    )
    .unwrap();
    upstream.done(&["sync", "--only", "sigma", "--as-of", "2031-02-10"]);
    assert!(upstream.titles("sigma").contains(&"alpha".to_owned()));
    fs::rename(
        upstream.sandbox.path().join("away"),
        upstream.sandbox.path().join("upstream"),
    )
    .unwrap();
    let output = upstream.run(&["sync", "--only", "sigma", "--as-of", "2030-12-31"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("no commit of 2030-12-31 or before"),
        "{}",
        err(&output)
    );
    upstream.done(&["sync", "--only", "sigma"]);
    assert!(upstream.titles("sigma").contains(&"beta".to_owned()));
}

#[test]
fn the_configuration_says_where_from_and_which_state() {
    let upstream = Upstream::of(&["car", "sigma"]);
    upstream.one_rule_more("alpha", "2031-02-01");
    upstream.one_rule_more("beta", "2031-03-01");
    let alpha = git(
        &upstream.repository("sigma"),
        FIRST,
        &["rev-parse", "HEAD~1"],
    );
    let mirror = upstream.sandbox.path().join("mirror");
    fs::rename(upstream.repository("sigma"), &mirror).unwrap();
    let own = upstream.sandbox.path().join("own");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("lamp.yml"), crate::upstream::rule("of-our-own")).unwrap();
    git(&own, FIRST, &["init", "--quiet", "--initial-branch=trunk"]);
    git(&own, FIRST, &["add", "."]);
    git(&own, FIRST, &["commit", "--quiet", "--message=Lamps"]);
    let others = sources::SOURCES
        .iter()
        .map(|source| source.archive)
        .filter(|archive| !["car", "sigma"].contains(archive));
    let skipped = others.collect::<std::collections::BTreeSet<_>>();
    let skip = |all: String, archive| all + "[repositories." + archive + "]\nskip = true\n";
    let skipped = skipped.into_iter().fold(String::new(), skip);
    let configuration = format!(
        "[repositories.sigma]\nrepository = \"./mirror\"\ncommit = \"{}\"\n{skipped}
         [[source]]\nid = \"ours\"\nformat = \"sigma\"\nrepository = \"./own\"\n",
        alpha.trim()
    );
    fs::write(upstream.sandbox.path().join("rhumb.toml"), configuration).unwrap();
    let said = upstream.done(&["sync"]);
    assert!(
        said.contains("3 repositories changed, 0 did not, 0 could not"),
        "{said}"
    );
    let titles = upstream.titles("sigma");
    assert!(titles.contains(&"alpha".to_owned()) && !titles.contains(&"beta".to_owned()));
    assert_eq!(upstream.titles("ours"), ["of-our-own"]);
    let before = upstream.catalogue();
    // The lock stands beside the configuration, and holds elsewhere.
    assert!(upstream.sandbox.path().join("rhumb.lock").is_file());
    fs::remove_dir_all(&mirror).unwrap();
    let again = upstream.done(&["sync"]);
    assert!(
        again.contains("0 repositories changed, 3 did not"),
        "{again}"
    );
    assert!(
        upstream
            .run(&["sync", "--locked", "--cache", "x"])
            .status
            .code()
            == Some(2)
    );
    upstream.done(&["build"]);
    assert!(upstream.catalogue() == before);
}

#[test]
fn a_branch_that_is_a_commit() {
    let upstream = Upstream::of(&["sigma"]);
    let pinned = sources::source("elastic-rta").unwrap();
    assert_eq!(
        pinned.branch.len(),
        40,
        "no source is read at a commit any more"
    );
    // No invented repository has that very commit: that it is asked for by its id is all that can be seen.
    let repository = upstream.repository("elastic-rta");
    fs::create_dir_all(&repository).unwrap();
    git(&repository, FIRST, &["init", "--quiet"]);
    let output = upstream.run(&["sync", "--only", "elastic-rta"]);
    assert!(err(&output).contains(pinned.branch), "{}", err(&output));
}
