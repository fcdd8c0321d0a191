//! Every source and every format on files that nobody would write: reading never panics, and no file is lost from the account.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::path::{Path, PathBuf};

use model::TextPolicy;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use sources::{FORMATS, OwnSource, Reader, SOURCES, Tree};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_bytes_are_safe(bytes in vec(any::<u8>(), 0..400)) {
        for_each_file(|source, path, _| check(source, path, bytes.clone()))?;
    }

    #[test]
    fn any_text_is_safe(text in vec(select(WORDS), 0..60)) {
        for_each_file(|source, path, _| check(source, path, text.concat().into_bytes()))?;
    }

    #[test]
    fn a_fixture_with_a_wound_is_safe(wounds in vec(wound(), 1..4)) {
        for_each_file(|source, path, fixture| {
            let mut bytes = fixture.to_vec();
            for wound in &wounds {
                wound.strike(&mut bytes);
            }
            check(source, path, bytes)
        })?;
    }
}

/// What the formats give a meaning to.
const WORDS: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " ",
    "    ",
    "\u{feff}",
    "---\n",
    "...\n",
    "- ",
    ": ",
    "? ",
    "| ",
    ">-\n",
    "#",
    "&a ",
    "*a",
    "!!str ",
    "<<: ",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "'",
    "\"",
    "\\",
    "null",
    "true",
    "-1",
    "1e999",
    "2030-01-02",
    "id",
    "title",
    "name",
    "tags",
    "attack.t1059",
    "T1059.001",
    "detection",
    "action",
    "global",
    "repeat",
    "query",
    "[[rule.threat]]\n",
    "[rule]\n",
    " = ",
    "technique",
    "'''",
    "é",
    "\u{0}",
];

/// A change to some bytes of a file.
#[derive(Clone, Debug)]
enum Wound {
    Cut(Index, Index),
    Repeat(Index, Index),
    Insert(Index, &'static str),
    Flip(Index, u8),
}

fn wound() -> impl Strategy<Value = Wound> {
    let at = any::<Index>;
    prop_oneof![
        (at(), at()).prop_map(|(from, to)| Wound::Cut(from, to)),
        (at(), at()).prop_map(|(from, to)| Wound::Repeat(from, to)),
        (at(), select(WORDS)).prop_map(|(at, word)| Wound::Insert(at, word)),
        (at(), any::<u8>()).prop_map(|(at, mask)| Wound::Flip(at, mask)),
    ]
}

impl Wound {
    fn strike(&self, bytes: &mut Vec<u8>) {
        let place = |index: &Index| index.index(bytes.len() + 1);
        match self {
            Self::Cut(from, to) => {
                let (from, to) = (place(from), place(to));
                bytes.drain(from.min(to)..from.max(to));
            }
            Self::Repeat(from, to) => {
                let (from, to) = (place(from), place(to));
                let again = bytes[from.min(to)..from.max(to)].to_vec();
                bytes.splice(to..to, again);
            }
            Self::Insert(at, word) => {
                let at = place(at);
                bytes.splice(at..at, word.bytes());
            }
            Self::Flip(at, mask) => {
                let at = place(at);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= mask;
                }
            }
        }
    }
}

/// The file alone at a path that the source asks for.
fn check(source: &Reader, path: &str, bytes: Vec<u8>) -> Result<(), TestCaseError> {
    let tree = Tree::of_files([(path.to_owned(), bytes)], &source.paths());
    let harvest = source.harvest(&tree);
    let account = harvest.account();
    let none: u32 = account.hold_none.values().sum();
    prop_assert_eq!(
        account.read,
        account.stated + account.problems + none,
        "{}: {}",
        source.id(),
        path
    );
    prop_assert_eq!(
        account.problems > 0,
        !harvest.problems.is_empty(),
        "{}: {}",
        source.id(),
        path
    );
    prop_assert!(
        harvest.files.contains_key(path),
        "{}: {} was lost",
        source.id(),
        path
    );
    Ok(())
}

fn for_each_file(
    mut check: impl FnMut(&Reader, &str, &[u8]) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    for (source, folder) in readers() {
        let tree = Tree::folder(&folder, &source.paths()).unwrap();
        for file in tree.files(&source.paths()) {
            check(&source, file.path, file.bytes)?;
        }
    }
    Ok(())
}

/// The public sources, and sources of one's own in formats that have fixtures of their own.
fn readers() -> Vec<(Reader, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let public = SOURCES.iter().map(|&source| {
        let folder = root.join("fixtures").join(source.archive).join("tree");
        (Reader::Public(source), folder)
    });
    let own = FORMATS
        .iter()
        .map(|&format| {
            let own = OwnSource {
                id: "acme".to_owned(),
                title: "Acme".to_owned(),
                format,
                kind: format.kinds[0],
                role: None,
                repository: None,
                branch: None,
                licence: None,
                text: TextPolicy::LinkOnly,
                paths: format
                    .include
                    .iter()
                    .map(|path| (*path).to_owned())
                    .collect(),
            };
            let folder = root
                .join("fixtures-of-formats")
                .join(format.id)
                .join("tree");
            (Reader::Own(Box::new(own)), folder)
        })
        .filter(|(_, folder)| folder.is_dir());
    public.chain(own).collect()
}
