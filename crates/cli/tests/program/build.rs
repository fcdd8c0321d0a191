//! Catalogues from bundles, folders and git repositories; what is damaged in one does not touch the others.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::packed;
use crate::sandbox::{Sandbox, err, fixture};

#[test]
fn a_bundle_gives_what_its_folders_give_and_says_where_it_is_from() {
    let (packed, plain) = (Sandbox::empty(), Sandbox::empty());
    let bundle = packed.path().join("bundle");
    packed::bundle(&bundle, &["car", "sigma"]);
    packed.build(&[bundle.display().to_string()]);
    plain.build(&["car", "sigma"].map(from));
    assert_eq!(check(&packed), check(&plain));
    let sources = packed.json(&["sources"]);
    assert_eq!(sources["provenance"][0]["repository"], "example/car");
    assert_eq!(sources["provenance"][0]["commit_date"], "2031-02-03");
    assert_eq!(sources["catalogue"]["date"], "2031-02-04");
}

#[test]
fn what_a_bundle_gives_on_demand_alone_is_read_on_demand() {
    let sandbox = Sandbox::empty();
    let bundle = sandbox.path().join("bundle");
    packed::bundle(&bundle, &["car", "sigma"]);
    let list = bundle.join("sources.json");
    let mut entries: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&list).unwrap()).unwrap();
    entries["sources"][1]["default"] = false.into();
    fs::write(&list, entries.to_string()).unwrap();
    let from = bundle.display().to_string();
    sandbox.build(std::slice::from_ref(&from));
    assert_eq!(
        sandbox.json(&["sources"])["sources"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let out = sandbox.catalogue().display().to_string();
    let also = |archive| {
        sandbox.output(
            &["build", "--from", &from, "--also", archive, "--out", &out],
            80,
        )
    };
    assert!(also("sigma").status.success());
    assert_eq!(
        sandbox.json(&["sources"])["sources"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let none = err(&also("sgima"));
    assert!(
        none.contains("has no archive `sgima`; it has car, sigma"),
        "{none}"
    );
}

#[test]
fn a_damaged_archive_is_a_problem_of_its_source_alone() {
    let sandbox = Sandbox::empty();
    let bundle = sandbox.path().join("bundle");
    packed::bundle(&bundle, &["art", "car", "elastic", "sigma"]);
    // Cut short; not there; changed; each without the sum being told.
    let cut = fs::read(bundle.join("sigma.tar.zst")).unwrap();
    fs::write(bundle.join("sigma.tar.zst"), &cut[..cut.len() / 2]).unwrap();
    fs::remove_file(bundle.join("elastic.tar.zst")).unwrap();
    let text = fs::read_to_string(bundle.join("sources.json")).unwrap();
    let mut list: Value = serde_json::from_str(&text).unwrap();
    list["sources"][3].as_object_mut().unwrap().remove("sha256");
    list["sources"][0]["sha256"] = json!("00");
    fs::write(bundle.join("sources.json"), list.to_string()).unwrap();
    sandbox.build(&[bundle.display().to_string()]);
    let plain = Sandbox::empty();
    plain.build(&[from("car")]);
    let given = check(&sandbox);
    let of_car: Vec<&Value> = given
        .iter()
        .filter(|resource| resource["source"] == "car")
        .collect();
    assert_eq!(of_car, check(&plain).iter().collect::<Vec<_>>());
    assert_eq!(given.len(), of_car.len());
    for (source, why) in [
        ("art", "SHA-256"),
        ("elastic", "cannot read"),
        ("sigma", "not a whole archive"),
    ] {
        let problems = sandbox.json(&["problems", source]);
        assert_eq!(problems["total"], 1, "{problems}");
        let what = problems["items"][0]["what"].as_str().unwrap();
        assert!(what.contains(why), "{source}: {what}");
        assert!(sandbox.ask(&["problems"], 80).contains(source));
    }
}

#[test]
fn a_git_repository_gives_what_its_folder_gives_and_its_commit() {
    let sandbox = Sandbox::empty();
    let repository = sandbox.path().join("car");
    copy(&fixture("car"), &repository);
    git(&repository, &["init", "--quiet", "--initial-branch=main"]);
    git(&repository, &["add", "."]);
    git(&repository, &["commit", "--quiet", "--message=Lamps"]);
    let commit = git(&repository, &["rev-parse", "HEAD"]);
    fs::remove_file(repository.join("analytics/CAR-2030-01-001.yaml")).unwrap();
    git(
        &repository,
        &["commit", "--quiet", "--all", "--message=Fewer lamps"],
    );
    // Its name says which source it is; a revision says which state.
    sandbox.build(&[format!("car={}@{}", repository.display(), commit.trim())]);
    let plain = Sandbox::empty();
    plain.build(&[from("car")]);
    assert_eq!(check(&sandbox), check(&plain));
    let provenance = &sandbox.json(&["sources"])["provenance"][0];
    assert_eq!(provenance["commit"], commit.trim());
    assert_eq!(provenance["commit_date"], "2031-02-03");
    let pinned = &sandbox.json(&["resource", "CAR-2030-01-001"])["resources"][0]["links"]["pinned"];
    assert!(pinned.as_str().unwrap().contains(commit.trim()), "{pinned}");
    sandbox.build(&[repository.display().to_string()]);
    assert!(check(&sandbox).len() < check(&plain).len());
}

#[test]
fn facts_only_leaves_out_every_sentence_and_query() {
    let sandbox = Sandbox::empty();
    let mut command = sandbox.command(80);
    command.args(["build", "--facts-only", "--from", &from("sigma"), "--out"]);
    assert!(
        command
            .arg(sandbox.catalogue())
            .output()
            .unwrap()
            .status
            .success()
    );
    for resource in check(&sandbox) {
        let key = resource["key"].as_str().unwrap();
        let whole = &sandbox.json(&["resource", key])["resources"][0];
        assert!(whole["title"].is_string());
        assert!(whole.get("description").is_none() && whole.get("query").is_none());
    }
    let bytes = fs::read(sandbox.catalogue()).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|at| at == text.as_bytes());
    assert!(holds("Lamp Switched On From A Script") && !holds("People use the switch"));
}

#[test]
fn what_has_not_changed_is_not_read_again() {
    let sandbox = Sandbox::empty();
    let bundle = sandbox.path().join("bundle");
    let from = [bundle.display().to_string()];
    let kept = |id: &str| {
        sandbox
            .path()
            .join(format!(".cache/rhumb/harvests/{id}@{id}.harvest"))
    };
    let facts = |id: &str| fs::metadata(kept(id)).unwrap().modified().unwrap();
    packed::bundle(&bundle, &["car", "sigma"]);
    sandbox.build(&from);
    let (first, of_car, of_sigma) = (
        fs::read(sandbox.catalogue()).unwrap(),
        facts("car"),
        facts("sigma"),
    );
    sandbox.build(&from);
    assert_eq!(fs::read(sandbox.catalogue()).unwrap(), first);
    assert_eq!((facts("car"), facts("sigma")), (of_car, of_sigma));
    // One archive is another: its source alone is read.
    packed::bundle(&bundle, &["car", "sigma"]);
    fs::copy(bundle.join("sigma.tar.zst"), bundle.join("car.tar.zst")).unwrap();
    let text = fs::read_to_string(bundle.join("sources.json")).unwrap();
    let mut list: Value = serde_json::from_str(&text).unwrap();
    list["sources"][0].as_object_mut().unwrap().remove("sha256");
    fs::write(bundle.join("sources.json"), list.to_string()).unwrap();
    sandbox.build(&from);
    assert_eq!(facts("sigma"), of_sigma);
    let changed = fs::read(sandbox.catalogue()).unwrap();
    assert_ne!(changed, first);
    // Whether kept or fresh, damaged or whole: the same bytes.
    let mut fresh = sandbox.command(80);
    fresh.args(["build", "--fresh", "--from", &from[0], "--out"]);
    assert!(
        fresh
            .arg(sandbox.catalogue())
            .output()
            .unwrap()
            .status
            .success()
    );
    assert_eq!(fs::read(sandbox.catalogue()).unwrap(), changed);
    fs::write(kept("sigma"), "damaged").unwrap();
    sandbox.build(&from);
    assert_eq!(fs::read(sandbox.catalogue()).unwrap(), changed);
    assert!(facts("sigma") > of_sigma);
}

/// All resources, without what says where they were read.
fn check(sandbox: &Sandbox) -> Vec<Value> {
    let page = sandbox.json(&["resources", "--limit", "1000"]);
    let mut items = page["items"].as_array().unwrap().clone();
    for item in &mut items {
        item.as_object_mut().unwrap().remove("links");
    }
    items
}

fn from(source: &str) -> String {
    format!("{source}={}", fixture(source).display())
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org"])
        .args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_DATE", "2031-02-03T04:05:06Z")
        .env("GIT_COMMITTER_DATE", "2031-02-03T04:05:06Z")
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
