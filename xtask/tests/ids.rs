//! No source and no part of one is written down outside `sources`: whoever needs to know what something is asks for its
//! role, its relations or its product, so that a source of the user's own is treated as a public one.
//!
//! What counts is a string in code that ships: one that is an id, that holds an id with a `_` or `-` in it as a word, or that
//! is what the ids of several parts begin with (`attack_`). Comments, tests and attributes (help texts, names in JSON) do not
//! count: they decide nothing. Some ids are ordinary words: a string with another meaning is listed in [`EXCEPTIONS`].

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sources::SOURCES;

/// File, string, how often it occurs, and its meaning there.
const EXCEPTIONS: &[(&str, &str, usize, &str)] = &[
    (
        "cli/src/check/policy.rs",
        "attack",
        1,
        "a key of the policy: the release",
    ),
    (
        "questions/src/notices.rs",
        "sigma",
        1,
        "an example of an argument, as documentation shows it",
    ),
    (
        "serve/src/api/arguments.rs",
        "attack",
        1,
        "an argument of every question: the release",
    ),
    (
        "serve/src/api/describe.rs",
        "attack",
        2,
        "the same argument, and a key of Navigator layers",
    ),
    (
        "serve/src/mcp/ask.rs",
        "attack",
        1,
        "an argument of every tool: the release",
    ),
    ("serve/src/mcp/tools.rs", "attack", 1, "the same argument"),
    (
        "catalogue/src/conclusions/tactics.rs",
        "atlas",
        3,
        "a domain: its tactics are in no release of ATT&CK",
    ),
    (
        "vocabulary/src/tactic.rs",
        "atlas",
        1,
        "a domain: its tactics are in no release of ATT&CK",
    ),
    (
        "serve/src/router.rs",
        "attack",
        1,
        "a field of the answer on health: the release",
    ),
];

#[test]
fn no_source_or_part_is_named_outside_sources() {
    let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
    let ids = Ids::known();
    for file in files() {
        let code = std::fs::read_to_string(crates().join(&file)).unwrap();
        for string in strings(&without_tests(&code)) {
            if ids.are_in(&string) {
                *found.entry((file.clone(), string)).or_default() += 1;
            }
        }
    }
    let exceptions = EXCEPTIONS
        .iter()
        .map(|(file, string, times, _)| (((*file).to_owned(), (*string).to_owned()), *times));
    assert_eq!(found, exceptions.collect());
}

/// The ids that may not be written.
struct Ids {
    all: BTreeSet<&'static str>,
    /// What the ids of several parts begin with, to the `_`.
    beginnings: BTreeSet<String>,
}

impl Ids {
    fn known() -> Self {
        let parts: Vec<&str> = SOURCES
            .iter()
            .flat_map(|source| source.parts)
            .map(|part| part.id)
            .collect();
        let mut beginnings: BTreeMap<&str, usize> = BTreeMap::new();
        for (beginning, _) in parts.iter().filter_map(|part| part.split_once('_')) {
            *beginnings.entry(beginning).or_default() += 1;
        }
        let of_several = beginnings.into_iter().filter(|(_, parts)| *parts > 1);
        let of_sources = SOURCES
            .iter()
            .flat_map(|source| [source.id, source.archive]);
        Self {
            all: of_sources.chain(parts.iter().copied()).collect(),
            beginnings: of_several
                .map(|(beginning, _)| format!("{beginning}_"))
                .collect(),
        }
    }

    fn are_in(&self, string: &str) -> bool {
        let is_letter = |letter: char| letter.is_alphanumeric() || "_-".contains(letter);
        let mut words = string.split(|letter| !is_letter(letter));
        self.all.contains(string)
            || self.beginnings.contains(string)
            || words.any(|word| word.contains(['_', '-']) && self.all.contains(word))
    }
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .join("crates")
}

/// All files of code that ships, but for those of `sources`, below `crates`.
fn files() -> Vec<String> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = std::fs::read_dir(crates())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|folder| !folder.ends_with("sources"))
        .map(|folder| folder.join("src"))
        .collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let of_tests = path.file_stem().is_some_and(|name| name == "tests");
            if path.is_dir() && !of_tests {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") && !of_tests {
                let below = path.strip_prefix(crates()).unwrap();
                files.push(below.to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    files.sort();
    assert!(files.len() > 200, "{}", files.len());
    files
}

/// The code without its module of tests, which stands at the end of a file.
fn without_tests(code: &str) -> String {
    let end = code.find("\n#[cfg(test)]\nmod tests {");
    code[..end.unwrap_or(code.len())].to_owned()
}

/// The strings in code, without comments and attributes.
fn strings(code: &str) -> Vec<String> {
    let letters: Vec<char> = code.chars().collect();
    let mut strings = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        at += match rest {
            ['/', '/', ..] => until(rest, &['\n']),
            ['/', '*', ..] => until(rest, &['*', '/']),
            ['#', '[', ..] | ['#', '!', '[', ..] => attribute(rest),
            ['\'', '\\', _, ..] => 2 + until(&rest[2..], &['\'']),
            ['\'', _, '\'', ..] => 3,
            ['r', '"' | '#', ..] if !follows_a_name(&letters, at) => raw(rest, &mut strings),
            ['"', ..] => quoted(rest, &mut strings),
            _ => 1,
        };
    }
    strings
}

/// How far it is to behind this mark, past the first letter.
fn until(letters: &[char], mark: &[char]) -> usize {
    let from = 1..letters.len();
    let found = from
        .map(|at| &letters[at..])
        .position(|rest| rest.starts_with(mark));
    found.map_or(letters.len(), |at| 1 + at + mark.len())
}

/// `for` ends with an `r`, too.
fn follows_a_name(letters: &[char], at: usize) -> bool {
    at > 0 && (letters[at - 1].is_alphanumeric() || letters[at - 1] == '_')
}

fn attribute(letters: &[char]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < letters.len() {
        match letters[at] {
            '"' => at += quoted(&letters[at..], &mut Vec::new()) - 1,
            '[' => depth += 1,
            ']' if depth == 1 => return at + 1,
            ']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    at
}

fn quoted(letters: &[char], strings: &mut Vec<String>) -> usize {
    let mut string = String::new();
    let mut at = 1;
    while at < letters.len() && letters[at] != '"' {
        if letters[at] == '\\' {
            at += 1;
        }
        string.extend(letters.get(at));
        at += 1;
    }
    strings.push(string);
    at + 1
}

/// `r"..."`, `r#"..."#`.
fn raw(letters: &[char], strings: &mut Vec<String>) -> usize {
    let hashes = letters[1..]
        .iter()
        .take_while(|letter| **letter == '#')
        .count();
    if letters.get(1 + hashes) != Some(&'"') {
        return 1;
    }
    let mut end = vec!['"'];
    end.extend(std::iter::repeat_n('#', hashes));
    let length = until(&letters[1 + hashes..], &end);
    let string = &letters[2 + hashes..(1 + hashes + length).saturating_sub(end.len())];
    strings.push(string.iter().collect());
    1 + hashes + length
}

#[test]
fn strings_are_found_among_all_else() {
    let code = r##"
        // "comment" /* "comment" */
        /* "comment" */
        #[arg(long = "attribute", help = "a ] in it")]
        fn f<'a>(x: &'a str) -> char { g("one", r"two", r#"th"ree"#, b"four", "a\"b"); for"five"; '"' }
        let quote = '\''; let six = "six";
    "##;
    assert_eq!(
        strings(code),
        ["one", "two", "th\"ree", "four", "a\"b", "five", "six"]
    );
}

#[test]
fn ids_are_found_whole_in_sentences_and_by_their_beginning() {
    let ids = Ids::known();
    for string in [
        "sigma",
        "attack_groups",
        "part = 'attack_groups'",
        "attack_",
        "mapex-aws",
    ] {
        assert!(ids.are_in(string), "{string}");
    }
    for string in [
        "",
        "rules for sigma",
        "attack_group",
        "sigma-rules",
        "attack",
    ] {
        assert_eq!(ids.are_in(string), string == "attack", "{string}");
    }
}
