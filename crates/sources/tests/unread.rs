//! What stands in the real repositories and is not read, with the reason: folders of files that no source asks for, and
//! ids in files that are read but in no field that is. A folder or a field that is new fails, so that somebody looks at it.
//! Needs `RHUMB_CORPUS`, a folder that holds bundles; says so when it skips.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;

use model::{FileOutcome, Harvest, TechniqueId};
use sources::{Bundle, BundleEntry, RELEASES, Tree, sources_of};

const EVERYTHING: &[&str] = &["**/*"];

/// Files with techniques that no source asks for: (archive, pattern, why).
#[rustfmt::skip]
const FOLDERS: &[(&str, &str, &str)] = &[
    ("art", "atomic_red_team/test_data/*", "tests of a program of the repository"),
    ("art", "atomics/Indexes/**", "lists and layers that are made from the tests"),
    ("art", "atomics/T*/*.md", "pages that are made from the YAML beside them"),
    ("atc", "analytics/generated/**", "lists and layers that are made from the pages of rules; the playbook of responses is no rule"),
    ("atlas", "data/*.yaml", "parts of which the file of all is made"),
    ("car", "docs/coverage/**", "a comparison with rules of Sigma, Elastic and Splunk, which are read from there"),
    ("car", "docs/data/*.json", "a list that is made from the analytics"),
    ("categorized-adversary-ttps", "*.csv", "the same as the JSON beside it"),
    ("chronicle", "{README,STYLE_GUIDE}.md", "examples of how to write a rule"),
    ("chronicle", "tools/**", "tests of a program of the repository"),
    ("crowdsec", "taxonomy/*.json", "names of techniques, and a list that is made from the scenarios"),
    ("ctid-nist", "frameworks/*/*/layers/by_family/**", "a layer for each family of controls; that of all is read"),
    ("elastic", "detection_rules/etc/**", "techniques of ATT&CK and how their ids changed"),
    ("elastic", "hunting/**/*.md", "pages that are made from the TOML beside them"),
    ("elastic", "hunting/{__main__.py,index.yml}", "the program that makes them, and the list of hunts"),
    ("elastic-protections", "behavior/README.md", "how many rules there are for each technique"),
    ("emulation-library", "README.md", "a list of the plans"),
    ("engage", "Data/json/activity_details.json", "the same pairs by activity"),
    ("engage", "Data/json/attack_tactics_techniques.json", "names of techniques"),
    ("gcp-csa", "README.md", "a list of the analytics; each says the same of itself"),
    ("mappings-explorer", "schema/**", "an example of the format"),
    ("misp-galaxy", "clusters/tidal-technique.json", "techniques of ATT&CK"),
    ("nsm-attack", "NSM_Rules.json", "a layer of the pages that are read"),
    ("rta", "attack-navigator-coverage.json", "a layer that names no test"),
    ("security-stack", "docs/mapping_format.md", "an example of the format"),
    ("security-stack", "mappings/*/layers/**", "layers that are made from the mappings"),
    ("sigma", "regression_data/**", "recorded events that rules are tried on, some of them of Atomic Red Team"),
    ("splunk", "stories/**", "stories tell of techniques; their detections name those that they find"),
    ("stratus", "v2/**", "code, of which the list and the pages are made"),
    ("summiting", "docs/analytics/*.rst", "what was learnt about analytics of others, whose scores are read"),
    ("threathunting-app", "attack_matrix/*.json", "a layer that is made from the searches"),
];

/// Files that are read and name techniques that none of their resources states: (archive, how many files, where they
/// stand).
#[rustfmt::skip]
const FIELDS: &[(&str, usize, &str)] = &[
    ("armory", 262, "descriptions name tests of Atomic Red Team and software by technique"),
    ("art", 29, "descriptions, and commands that use files of other tests"),
    ("atc", 2, "links for reading"),
    ("atlas", 1, "descriptions"),
    ("bertjan-kql", 6, "links for reading, a comment of a query, and a list of all queries that has them from the pages"),
    ("capa-rules", 1, "a comment"),
    ("car", 8, "links for reading, most of them of replaced ids"),
    ("chronicle", 9, "facts that are commented out, for a rule may state each but once, and links for reading"),
    ("d3fend", 1, "the ontology: countermeasures are concluded from it"),
    ("elastic", 6, "links for reading, and a note for analysts"),
    ("elastic-protections", 2, "links for reading"),
    ("elastic-rta", 56, "an older comment above the call that states what a test shows"),
    ("emulation-library", 11, "steps tell of more than they state, and micro emulation plans tell of adversaries"),
    ("falconfriday", 5, "links for reading, comments of queries"),
    ("hayabusa", 18, "recorded events, their paths, links for reading, and a tag without its namespace"),
    ("mappings-explorer", 8, "techniques that were looked at and cannot be mapped"),
    ("misp-galaxy", 3, "descriptions"),
    ("panther", 18, "events of unit tests, and links for reading"),
    ("prelude", 8, "names of facts in commands"),
    ("scythe", 1, "the file is damaged"),
    ("security-stack", 2, "comments of scores"),
    ("sentinel", 11, "queries, descriptions and links for reading"),
    ("sentinel-attack", 3, "descriptions that were copied from another rule"),
    ("sigma", 111, "links for reading, descriptions, and the technique of a linked test"),
    ("splunk", 163, "links for reading, and addresses of recordings"),
    ("stockpile", 1, "a fact in a command"),
    ("stratus", 1, "ids of a catalogue that extends ATT&CK"),
    ("sublime", 1, "a link for reading"),
    ("top-techniques", 1, "descriptions"),
];

#[test]
fn every_folder_with_techniques_is_read_or_has_a_reason() {
    let Some(corpus) = Corpus::open() else {
        return;
    };
    let mut known = BTreeSet::new();
    for entry in corpus.entries() {
        let everything = corpus.bundle.tree(entry, EVERYTHING).unwrap();
        let unread = corpus.unread(entry, &everything);
        let mut without_reason: BTreeSet<&str> = unread.iter().map(String::as_str).collect();
        for (archive, pattern, _) in FOLDERS.iter().filter(|(archive, ..)| *archive == entry.id) {
            for file in everything.files(&[pattern]) {
                if without_reason.remove(file.path) || unread.contains(file.path) {
                    known.insert((*archive, *pattern));
                }
            }
        }
        assert!(
            without_reason.is_empty(),
            "{}: no source reads the techniques in {without_reason:#?}",
            entry.id
        );
    }
    let listed = FOLDERS
        .iter()
        .map(|&(archive, pattern, _)| (archive, pattern));
    assert_eq!(
        known,
        listed.collect::<BTreeSet<_>>(),
        "folders in which something is unread"
    );
}

#[test]
fn every_field_with_techniques_is_read_or_has_a_reason() {
    let Some(corpus) = Corpus::open() else {
        return;
    };
    let found: BTreeMap<&str, usize> = corpus
        .entries()
        .map(|entry| (entry.id.as_str(), corpus.not_stated(entry)))
        .filter(|(_, files)| *files > 0)
        .collect();
    let listed = FIELDS.iter().map(|&(archive, files, _)| (archive, files));
    assert_eq!(
        found,
        listed.collect(),
        "files with techniques that nothing states"
    );
}

/// The bundle, and every id that any release of ATT&CK has.
struct Corpus {
    bundle: Bundle,
    techniques: HashSet<TechniqueId>,
}

impl Corpus {
    fn open() -> Option<Self> {
        let Some(corpus) = std::env::var_os("RHUMB_CORPUS") else {
            eprintln!("SKIPPED: RHUMB_CORPUS is not set, so the real repositories were not read");
            return None;
        };
        let bundle = Bundle::open(&PathBuf::from(corpus).join("corpus")).unwrap();
        let mut techniques = HashSet::new();
        for entry in bundle.entries.iter().filter(|entry| is_release(entry)) {
            let harvest = RELEASES.harvest(&bundle.tree(entry, RELEASES.paths).unwrap());
            let release = harvest.release.into_iter();
            techniques.extend(
                release
                    .flat_map(|release| release.techniques)
                    .map(|of| of.id),
            );
        }
        Some(Self { bundle, techniques })
    }

    fn entries(&self) -> impl Iterator<Item = &BundleEntry> {
        let entries = self.bundle.entries.iter();
        entries.filter(|entry| entry.default && !is_release(entry))
    }

    /// Files with techniques that no source of the archive asks for.
    fn unread(&self, entry: &BundleEntry, everything: &Tree) -> BTreeSet<String> {
        let mut unread: BTreeSet<String> = everything
            .files(EVERYTHING)
            .filter(|file| !self.techniques_in(file.bytes).is_empty())
            .map(|file| file.path.to_owned())
            .collect();
        for source in sources_of(entry.source()) {
            for file in everything.files(source.paths) {
                unread.remove(file.path);
            }
        }
        unread
    }

    /// How many files that are read, and not known to hold nothing, name techniques that none of their resources states.
    fn not_stated(&self, entry: &BundleEntry) -> usize {
        let mut named: BTreeMap<String, BTreeSet<TechniqueId>> = BTreeMap::new();
        for source in sources_of(entry.source()) {
            let tree = self.bundle.tree(entry, source.paths).unwrap();
            let harvest = source.harvest(&tree);
            for file in tree.files(EVERYTHING) {
                if !matches!(
                    harvest.files.get(file.path),
                    Some(FileOutcome::HoldsNone(_))
                ) {
                    let ids = named.entry(file.path.to_owned());
                    ids.or_insert_with(|| self.techniques_in(file.bytes));
                }
            }
            for (path, stated) in stated(&harvest) {
                named
                    .entry(path.to_owned())
                    .or_default()
                    .retain(|id| !stated.contains(id));
            }
        }
        named.values().filter(|ids| !ids.is_empty()).count()
    }

    /// `T1059.001`, `t1059.001` and `T1059/001`, as far as ATT&CK ever had them. A name that ends in such letters is none.
    fn techniques_in(&self, bytes: &[u8]) -> BTreeSet<TechniqueId> {
        let starts = (0..bytes.len()).filter(|&at| {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            bytes[at].eq_ignore_ascii_case(&b't') && !before.is_some_and(u8::is_ascii_alphanumeric)
        });
        let ids = starts.filter_map(|at| id(&bytes[at..]));
        ids.filter(|id| self.techniques.contains(id)).collect()
    }
}

fn is_release(entry: &BundleEntry) -> bool {
    entry.source() == RELEASES.id
}

/// The id that the text begins with.
fn id(text: &[u8]) -> Option<TechniqueId> {
    let digits = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        digits.iter().all(u8::is_ascii_digit).then_some(digits)
    };
    let number = std::str::from_utf8(digits(1, 5)?).ok()?;
    let sub = matches!(text.get(5), Some(b'.' | b'/'))
        .then(|| digits(6, 9))
        .flatten()
        .and_then(|sub| std::str::from_utf8(sub).ok());
    match sub {
        Some(sub) => format!("T{number}.{sub}").parse().ok(),
        None if text.get(5).is_some_and(u8::is_ascii_alphanumeric) => None,
        None => format!("T{number}").parse().ok(),
    }
}

/// What the resources of each file state, with the parents of sub-techniques.
fn stated(harvest: &Harvest) -> BTreeMap<&str, BTreeSet<TechniqueId>> {
    let mut stated: BTreeMap<&str, BTreeSet<TechniqueId>> = BTreeMap::new();
    for resource in &harvest.resources {
        let ids = resource
            .mappings
            .iter()
            .filter_map(|mapping| mapping.technique);
        let of_file = stated.entry(&resource.place.path).or_default();
        of_file.extend(ids.flat_map(|id| [Some(id), id.parent()].into_iter().flatten()));
    }
    stated
}
