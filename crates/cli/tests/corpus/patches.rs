//! Patches of real repositories: applied, parsed again, and compared key by key with what was there before; those of
//! Sigma's rules also with what its authors made of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;

use documents::yaml::Limits;
use serde_json::Value;

const LIMITS: Limits = Limits {
    depth: 200,
    nodes: 500_000,
    too_deep: "too deep",
    too_much: "too much",
};

/// (archive, folder in it, format, release of ATT&CK, keys that may change, files that the patch changes at least).
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    usize,
);

const CASES: &[Case] = &[
    ("sigma-v18", "", "sigma", "19", &["tags"], 1_300),
    ("sigma", "", "sigma", "18.1", &["tags"], 1_300),
    ("elastic", "rules", "elastic", "19", RULE_OF_ELASTIC, 300),
    ("elastic", "hunting", "elastic", "19", &["hunt.mitre"], 1),
    ("splunk", "", "splunk", "19", &["tags.mitre_attack_id"], 100),
    ("art", "", "atomic", "18.1", &["attack_technique"], 1),
    (
        "panther",
        "",
        "panther",
        "19",
        &["Reports.MITRE ATT&CK", "Tags"],
        20,
    ),
    (
        "sentinel",
        "",
        "sentinel",
        "19",
        &["tactics", "relevantTechniques"],
        100,
    ),
    ("falco", "", "falco", "19", &["tags"], 1),
];

const RULE_OF_ELASTIC: &[&str] = &[
    "rule.tags",
    "rule.threat.tactic.id",
    "rule.threat.tactic.name",
    "rule.threat.tactic.reference",
    "rule.threat.technique.id",
    "rule.threat.technique.name",
    "rule.threat.technique.reference",
    "rule.threat.technique.subtechnique.id",
    "rule.threat.technique.subtechnique.name",
    "rule.threat.technique.subtechnique.reference",
];

pub(crate) fn check(catalogue: &Path, bundle: &Path) {
    for &(archive, folder, format, attack, keys, at_least) in CASES {
        let house = tempfile::tempdir().unwrap();
        unpack(&bundle.join(format!("{archive}.tar.zst")), house.path());
        let files = patched(catalogue, &house.path().join(folder), format, attack);
        let name = format!("{archive} {folder} {attack}");
        assert!(files.len() >= at_least, "{name}: {} files", files.len());
        for (path, (old, new)) in &files {
            let (old, new) = (parsed(path, old), parsed(path, new));
            for (key, old, new) in changes(&old, &new) {
                assert!(
                    keys.contains(&key.as_str()),
                    "{name}: {}: {key}",
                    path.display()
                );
                assert_no_new_duplicates(&old, &new, path);
            }
        }
        if archive == "sigma-v18" {
            compare_with_sigma(house.path(), bundle);
        }
    }
}

fn unpack(archive: &Path, to: &Path) {
    let file = BufReader::new(fs::File::open(archive).unwrap());
    let mut archive = tar::Archive::new(zstd::Decoder::new(file).unwrap());
    archive.unpack(to).unwrap();
}

/// The texts before and after of each file that the patch changes, by its path.
fn patched(
    catalogue: &Path,
    folder: &Path,
    format: &str,
    attack: &str,
) -> BTreeMap<PathBuf, (String, String)> {
    // The archive has all in one folder.
    let folder = if folder.is_dir() {
        folder.to_owned()
    } else {
        let house = folder.parent().unwrap();
        let only = fs::read_dir(house).unwrap().next().unwrap().unwrap().path();
        only.join(folder.file_name().unwrap())
    };
    let patch = crate::rhumb(
        catalogue,
        &[
            "drift",
            folder.to_str().unwrap(),
            "--as",
            format,
            "--attack",
            attack,
            "--format",
            "diff",
        ],
    );
    let paths = patch.lines().filter_map(|line| line.strip_prefix("--- a/"));
    let paths: Vec<PathBuf> = paths.map(|path| folder.join(path)).collect();
    let read = || -> Vec<String> {
        let texts = paths.iter().map(|path| fs::read_to_string(path).unwrap());
        texts.collect()
    };
    let before = read();
    fs::write(folder.join("p.diff"), &patch).unwrap();
    let mut git = Command::new("git");
    let applied = git.args(["apply", "p.diff"]).current_dir(&folder);
    let applied = applied.output().unwrap();
    assert!(applied.status.success(), "{applied:?}");
    let texts = before.into_iter().zip(read());
    paths.iter().cloned().zip(texts).collect()
}

fn parsed(path: &Path, text: &str) -> Value {
    if path
        .extension()
        .is_some_and(|extension| extension == "toml")
    {
        return documents::toml::parse(text).unwrap();
    }
    let all: Vec<Value> = documents::yaml::all(text, &LIMITS).unwrap();
    Value::Array(all)
}

/// What differs: the keys that lead there, without places in lists, and both values. A list of texts is one value.
fn changes(old: &Value, new: &Value) -> Vec<(String, Value, Value)> {
    let mut found = Vec::new();
    compare(old, new, &mut Vec::new(), &mut found);
    found
}

fn compare(
    old: &Value,
    new: &Value,
    keys: &mut Vec<String>,
    found: &mut Vec<(String, Value, Value)>,
) {
    match (old, new) {
        _ if old == new => {}
        (Value::Object(old), Value::Object(new)) if old.keys().eq(new.keys()) => {
            for (key, value) in old {
                keys.push(key.clone());
                compare(value, &new[key], keys, found);
                keys.pop();
            }
        }
        (Value::Array(old), Value::Array(new))
            if old.len() == new.len() && !old.iter().any(Value::is_string) =>
        {
            for (old, new) in old.iter().zip(new) {
                compare(old, new, keys, found);
            }
        }
        _ => found.push((keys.join("."), old.clone(), new.clone())),
    }
}

fn assert_no_new_duplicates(old: &Value, new: &Value, path: &Path) {
    let (Value::Array(old), Value::Array(new)) = (old, new) else {
        return;
    };
    let count = |list: &[Value], value: &Value| list.iter().filter(|other| *other == value).count();
    for value in new {
        let before = count(old, value).max(1);
        assert!(
            count(new, value) <= before,
            "{}: {value} twice",
            path.display()
        );
    }
}

/// The tags of each rule, by its id.
fn tags(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yml") {
                let text = fs::read_to_string(&path).unwrap();
                let rules: Vec<Value> = documents::yaml::all(&text, &LIMITS).unwrap_or_default();
                found.extend(rules.iter().filter_map(tags_of));
            }
        }
    }
    found
}

fn tags_of(rule: &Value) -> Option<(String, BTreeSet<String>)> {
    let id = rule["id"].as_str()?;
    let tags = rule["tags"].as_array().into_iter().flatten();
    let tags = tags.filter_map(|tag| Some(tag.as_str()?.to_lowercase()));
    Some((id.to_owned(), tags.collect()))
}

/// Rules about firewalls whose old id has T1685 as its official successor; Sigma's authors read them and chose T1686.002.
const CHOSEN_BY_READING: [&str; 2] = [
    "5c8d7b41-3812-432f-a0bb-4cfb7c31827e",
    "f24ab7a8-f09a-4319-82c1-915586aa642b",
];

/// No edit of ours contradicts Sigma's own retagging, but where its authors changed what a rule is about.
fn compare_with_sigma(ours: &Path, bundle: &Path) {
    let house = tempfile::tempdir().unwrap();
    unpack(&bundle.join("sigma.tar.zst"), house.path());
    let theirs = tags(house.path());
    let before = tempfile::tempdir().unwrap();
    unpack(&bundle.join("sigma-v18.tar.zst"), before.path());
    let (before, ours) = (tags(before.path()), tags(ours));
    let mut contradictions = Vec::new();
    let mut same = 0;
    for (id, old) in &before {
        let (Some(ours), Some(theirs)) = (ours.get(id), theirs.get(id)) else {
            continue;
        };
        if ours == theirs {
            same += 1;
        }
        let taken_out: Vec<&String> = old
            .difference(ours)
            .filter(|tag| theirs.contains(*tag))
            .collect();
        // A sub-technique of what we write says the same, more exactly.
        let is_theirs = |tag: &&String| {
            let below = format!("{tag}.");
            theirs.contains(*tag) || theirs.iter().any(|other| other.starts_with(&below))
        };
        let put_in: Vec<&String> = ours.difference(old).filter(|tag| !is_theirs(tag)).collect();
        let is_known = CHOSEN_BY_READING.contains(&id.as_str());
        if !is_known && (!taken_out.is_empty() || !put_in.is_empty()) {
            contradictions.push(format!(
                "{id}: out {taken_out:?}, in {put_in:?}, theirs {theirs:?}"
            ));
        }
    }
    assert_eq!(contradictions, [""; 0], "of {} rules", before.len());
    assert!(same > 3_400, "{same}");
}
