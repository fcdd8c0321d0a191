//! Text from outside that is damaged or hostile: each test says what a user is told, and that all else is read.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use model::Harvest;
use sources::{Bundle, Error, Source, Tree, source};
use tar::EntryType;
use tempfile::TempDir;

const SOUND: &str = "analytics/CAR-2030-01-001.yaml";
const DAMAGED: &str = "analytics/CAR-2030-01-002.yaml";

/// The analytic that must be read whatever stands beside it.
const ANALYTIC: &str = "id: CAR-2030-01-001\ntitle: Sound\n";

#[test]
fn an_archive_that_ends_too_early() {
    let folder = tempfile::tempdir().unwrap();
    let whole = fs::read(archive(&folder, |tar| file(tar, "car/a.bin", &noise()))).unwrap();
    let path = folder.path().join("car.tar.zst");
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(
        refused(Tree::archive(&path, "car", None, car().paths)),
        format!(
            "`{}` is not a whole archive: incomplete frame",
            path.display()
        )
    );
}

#[test]
fn an_archive_that_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("car.tar.zst");
    fs::write(&path, "<html>Not found</html>").unwrap();
    assert_eq!(
        refused(Tree::archive(&path, "car", None, car().paths)),
        format!(
            "`{}` is not a whole archive: Unknown frame descriptor",
            path.display()
        )
    );
}

#[test]
fn an_archive_that_is_another_than_the_list_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = archive(&folder, |_| ());
    let told = refused(Tree::archive(
        &path,
        "car",
        Some(&"0".repeat(64)),
        car().paths,
    ));
    let found = told.split(' ').nth(6).unwrap().trim_end_matches(',');
    assert_eq!(found.len(), 64);
    assert_eq!(
        told,
        format!(
            "`{}` is damaged: its SHA-256 is {found}, the list says {}",
            path.display(),
            "0".repeat(64)
        )
    );
    assert!(Tree::archive(&path, "car", Some(&found.to_uppercase()), car().paths).is_ok());
}

#[test]
fn paths_that_lead_out_of_an_archive() {
    let harvest = of_archive(|tar| {
        for name in [
            "car/../../etc/x.yaml",
            "/etc/x.yaml",
            "car//etc/x.yaml",
            "car/.git/hooks/x.yaml",
            "car/analytics\\..\\x.yaml",
            "../car/x.yaml",
        ] {
            named(
                tar,
                name.as_bytes(),
                EntryType::Regular,
                b"id: X\ntitle: X\n",
            );
        }
    });
    assert_eq!(
        told(&harvest),
        [
            "../../etc/x.yaml: its path leads out of the tree",
            "../car/x.yaml: its path does not start with `car/`",
            ".git/hooks/x.yaml: its path leads out of the tree",
            "/etc/x.yaml: its path does not start with `car/`",
            "/etc/x.yaml: its path leads out of the tree",
            "analytics\\..\\x.yaml: its path leads out of the tree",
        ]
    );
}

#[test]
fn links_in_an_archive_are_not_followed() {
    let harvest = of_archive(|tar| {
        for kind in [EntryType::Symlink, EntryType::Link] {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(kind);
            header.set_size(0);
            tar.append_link(&mut header, format!("car/{DAMAGED}"), "/etc/passwd")
                .unwrap();
        }
    });
    assert_eq!(told(&harvest), [""; 0]);
}

#[test]
fn a_name_that_is_in_an_archive_twice() {
    let harvest = of_archive(|tar| {
        file(tar, &format!("car/{SOUND}"), b"id: X\ntitle: Another\n");
    });
    assert_eq!(
        told(&harvest),
        [format!("{SOUND}: it is there twice; the first one is read")]
    );
}

#[test]
fn names_that_are_no_text() {
    let harvest = of_archive(|tar| {
        for name in [
            &b"car/analytics/\xff.yaml"[..],
            b"car/analytics/\x1b[2J.yaml",
        ] {
            named(tar, name, EntryType::Regular, b"id: X\ntitle: X\n");
        }
        named(
            tar,
            b"car/docs/\xff.png",
            EntryType::Regular,
            b"not asked for",
        );
    });
    assert_eq!(
        told(&harvest),
        [
            "analytics/\\u{1b}[2J.yaml: its name holds control characters",
            "analytics/\u{fffd}.yaml: its name is not UTF-8",
        ]
    );
    assert_eq!(harvest.not_asked_for, 1);
}

#[test]
fn a_line_of_a_hundred_megabytes() {
    let harvest = of_archive(|tar| {
        let mut header = tar::Header::new_gnu();
        header.set_size(100 << 20);
        let line = std::io::Read::take(std::io::repeat(b'a'), 100 << 20);
        tar.append_data(&mut header, format!("car/{DAMAGED}"), line)
            .unwrap();
    });
    assert_eq!(
        told(&harvest),
        [format!(
            "{DAMAGED}: is larger than 8 MiB: no rule or test is"
        )]
    );
}

#[test]
fn aliases_that_unfold_without_end() {
    let mut bomb = String::from("id: X\ntitle: X\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let below = format!("*a{}", level - 1);
        let row = vec![below; 10].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{row}]").unwrap();
    }
    let harvest = beside(bomb.as_bytes());
    assert_eq!(
        told(&harvest),
        [format!(
            "{DAMAGED}:8: is not the YAML expected here: it unfolds to more than any rule or test holds"
        )]
    );
}

#[test]
fn a_hundred_thousand_levels() {
    let deep = [
        format!("id: X\ntitle: X\nreferences: {}", "[".repeat(100_000)),
        format!("id: X\ntitle: X\nother: {}", "{a: ".repeat(100_000)),
        format!("id: X\ntitle: X\nother:\n {}x", "- ".repeat(100_000)),
        format!("id: X\ntitle: X\nother:\n {}x", "? ".repeat(100_000)),
    ];
    for text in deep {
        let harvest = beside(text.as_bytes());
        let line = text.lines().count();
        assert_eq!(
            told(&harvest),
            [format!(
                "{DAMAGED}:{line}: is not the YAML expected here: it is nested deeper than any rule or test"
            )]
        );
    }
}

#[test]
fn bytes_that_are_no_text() {
    let harvest = beside(b"id: X\ntitle: X\ndescription: caf\xe9\n");
    assert_eq!(told(&harvest), [format!("{DAMAGED}:3: is not UTF-8 text")]);
}

#[test]
fn a_key_that_is_there_twice() {
    let harvest = beside(b"id: X\ntitle: X\nother:\n  a: 1\n  b: 2\n  a: 3\n");
    assert_eq!(
        told(&harvest),
        [format!(
            "{DAMAGED}:6: is not the YAML expected here: the key `a` is there twice"
        )]
    );
}

#[test]
fn a_key_that_is_missing() {
    let harvest = beside(b"id: X\ncoverage: []\n");
    assert_eq!(
        told(&harvest),
        [format!(
            "{DAMAGED}:2: is not the YAML expected here: missing field `title`"
        )]
    );
}

#[test]
fn a_value_of_another_kind() {
    let harvest = beside(b"id: X\ntitle: [X]\n");
    assert_eq!(
        told(&harvest),
        [format!(
            "{DAMAGED}:2: is not the YAML expected here: a text or number should be here"
        )]
    );
}

#[test]
fn files_with_nothing_in_them() {
    for nothing in ["", " \n\n", "\u{feff}"] {
        let harvest = beside(nothing.as_bytes());
        assert_eq!(told(&harvest), [format!("{DAMAGED}: is empty")]);
    }
}

#[test]
fn a_folder_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none");
    assert_eq!(
        refused(Tree::folder(&path, car().paths)),
        format!("cannot read `{}`", path.display())
    );
}

/// Paths beyond the length that the system takes: unreadable even to root, who may read everything else.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_read_within_one_that_can() {
    let root = tempfile::tempdir().unwrap();
    let splunk = source("splunk").unwrap();
    let detections = root.path().join("detections");
    let mut deep = detections.join("a");
    while deep.as_os_str().len() < 3_700 {
        deep.push("d".repeat(200));
    }
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("deep.yml"), "name: Deep\nid: X\n").unwrap();
    fs::write(detections.join("sound.yml"), "name: Sound\nid: X\n").unwrap();
    let read = || splunk.harvest(&Tree::folder(root.path(), splunk.paths).unwrap());
    assert_eq!(titles(&read()), ["Deep", "Sound"]);

    let long = detections.join("a".repeat(250));
    fs::create_dir(&long).unwrap();
    fs::rename(detections.join("a"), long.join("a".repeat(250))).unwrap();
    let harvest = read();
    assert_eq!(titles(&harvest), ["Sound"]);
    assert_eq!(harvest.problems.len(), 1);
    let unread = format!("detections/{0}/{0}/", "a".repeat(250));
    assert!(harvest.problems[0].path.starts_with(&unread));
    assert_eq!(
        harvest.problems[0].what,
        "it cannot be read: File name too long (os error 36)"
    );
}

#[test]
fn a_list_that_names_an_archive_elsewhere() {
    for archive in ["../x.tar.zst", "/x.tar.zst", ".x", "a\\x.tar.zst", "C:x"] {
        let list = serde_json::json!({"format": 1, "sources": [{"id": "car", "archive": archive}]});
        assert_eq!(
            list_refused(&list.to_string()),
            format!(
                "the archive `{}` is not a file beside it",
                archive.escape_debug()
            )
        );
    }
}

#[test]
fn a_list_of_another_format() {
    assert_eq!(
        list_refused(r#"{"format": 2, "archives": {}}"#),
        "its format is 2, this program reads format 1"
    );
}

#[test]
fn a_list_that_is_no_json() {
    assert_eq!(
        list_refused("format = 1"),
        "expected ident at line 1 column 2"
    );
}

#[test]
fn a_list_whose_archive_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let list = r#"{"format": 1, "sources": [{"id": "car", "archive": "car.tar.zst"}]}"#;
    fs::write(folder.path().join("sources.json"), list).unwrap();
    let bundle = Bundle::open(folder.path()).unwrap();
    assert_eq!(
        refused(bundle.tree(&bundle.entries[0], car().paths)),
        format!(
            "cannot read `{}`",
            folder.path().join("car.tar.zst").display()
        )
    );
}

fn car() -> &'static Source {
    source("car").unwrap()
}

/// What a user is told when a tree cannot be opened at all.
fn refused(opened: Result<Tree, Error>) -> String {
    opened.unwrap_err().to_string()
}

fn list_refused(list: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sources.json");
    fs::write(&path, list).unwrap();
    let told = Bundle::open(folder.path()).unwrap_err().to_string();
    let introduction = format!("`{}` is not the list of a bundle: ", path.display());
    told.strip_prefix(&introduction).unwrap().to_owned()
}

/// What a user is told about the files.
fn told(harvest: &Harvest) -> Vec<String> {
    harvest
        .problems
        .iter()
        .map(|problem| match problem.line {
            Some(line) => format!("{}:{line}: {}", problem.path, problem.what),
            None => format!("{}: {}", problem.path, problem.what),
        })
        .collect()
}

fn titles(harvest: &Harvest) -> Vec<&str> {
    let resources = harvest.resources.iter();
    resources.map(|resource| resource.title.as_str()).collect()
}

/// The harvest of a sound analytic and a damaged one beside it; the sound one was read.
fn beside(damaged: &[u8]) -> Harvest {
    let files = [(SOUND, ANALYTIC.as_bytes()), (DAMAGED, damaged)]
        .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()));
    let harvest = car().harvest(&Tree::of_files(files, car().paths));
    assert_eq!(titles(&harvest), ["Sound"]);
    harvest
}

/// The harvest of an archive that holds a sound analytic and then more; the sound one was read.
fn of_archive(fill: impl FnOnce(&mut tar::Builder<Vec<u8>>)) -> Harvest {
    let folder = tempfile::tempdir().unwrap();
    let path = archive(&folder, fill);
    let harvest = car().harvest(&Tree::archive(&path, "car", None, car().paths).unwrap());
    assert_eq!(titles(&harvest), ["Sound"]);
    harvest
}

fn archive(folder: &TempDir, fill: impl FnOnce(&mut tar::Builder<Vec<u8>>)) -> PathBuf {
    let mut tar = tar::Builder::new(Vec::new());
    file(&mut tar, &format!("car/{SOUND}"), ANALYTIC.as_bytes());
    fill(&mut tar);
    let unpacked = tar.into_inner().unwrap();
    let path = folder.path().join("car.tar.zst");
    fs::write(&path, zstd::encode_all(unpacked.as_slice(), 1).unwrap()).unwrap();
    path
}

fn file(tar: &mut tar::Builder<Vec<u8>>, path: &str, bytes: &[u8]) {
    named(tar, path.as_bytes(), EntryType::Regular, bytes);
}

/// An entry whose name the archive's writer would refuse.
fn named(tar: &mut tar::Builder<Vec<u8>>, name: &[u8], kind: EntryType, bytes: &[u8]) {
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..name.len()].copy_from_slice(name);
    header.set_entry_type(kind);
    header.set_size(bytes.len() as u64);
    header.set_cksum();
    tar.append(&header, bytes).unwrap();
}

/// Bytes that do not compress.
fn noise() -> Vec<u8> {
    let mut state = 1_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    std::iter::repeat_with(next).take(100_000).collect()
}
