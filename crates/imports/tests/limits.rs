//! What is too large, too deep or too much is refused at once.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::time::{Duration, Instant};

use imports::{Error, ErrorPosition, LARGEST_FILE, MOST_ENTRIES, MOST_NOTES};

/// Generous for a debug build on a busy machine; what runs away takes minutes.
const LONG: Duration = Duration::from_secs(20);

fn both(bytes: &[u8]) -> [Option<Error>; 2] {
    let started = Instant::now();
    let errors = [
        imports::threat("x", bytes).err(),
        imports::stack("x", bytes).err(),
    ];
    assert!(started.elapsed() < LONG, "took {:?}", started.elapsed());
    errors
}

fn refused(bytes: &[u8], why: &str) {
    for error in both(bytes) {
        let error = error.expect("refused");
        assert!(error.what.contains(why), "{error}");
        assert!(error.what.chars().count() < 400, "{error}");
    }
}

#[test]
fn a_full_bundle_is_too_large() {
    refused(
        &vec![b'['; LARGEST_FILE + 1],
        "is too large: 16777217 bytes",
    );
    let error = imports::threat("attack.json", &vec![b' '; 45 << 20]).unwrap_err();
    assert!(error.remedy.unwrap().contains("catalogue"));
}

#[test]
fn more_techniques_than_there_are_is_too_much() {
    let ids = |number: usize| "T1059 ".repeat(number);
    assert!(imports::threat("-", ids(MOST_ENTRIES).as_bytes()).is_ok());
    let error = imports::threat("-", ids(MOST_ENTRIES + 1).as_bytes()).unwrap_err();
    assert_eq!(error.name, "standard input");
    assert!(error.what.contains("20000"), "{error}");
    let rows = format!("rule\n{}", "a\n".repeat(MOST_ENTRIES + 1));
    assert!(imports::stack("-", rows.as_bytes()).is_err());
}

#[test]
fn depth_is_refused_with_its_place() {
    let deep = format!("{{\n\"techniques\": {}", "[".repeat(1 << 20));
    for error in both(deep.as_bytes()) {
        assert_eq!(error.unwrap().place, Some(ErrorPosition::At(2, 114)));
    }
}

#[test]
fn depth_of_any_kind_is_safe() {
    let deep = |head: &str, unit: &str| format!("{head}{}", unit.repeat(300_000 / unit.len()));
    for unit in [
        "- ", "? ", "{a: ", "[", "&a [", "!!x [", "{? ", "- - ", "'", "|\n ",
    ] {
        both(deep("file_type: technique-administration\ntechniques:\n  ", unit).as_bytes());
        both(
            deep(
                "file_type: data-source-administration\ndata_sources: ",
                unit,
            )
            .as_bytes(),
        );
        both(deep("file_type: group-administration\ngroups: ", unit).as_bytes());
    }
    let indented: String = (0..900).map(|at| " ".repeat(at) + "a:\n").collect();
    both(format!("file_type: technique-administration\n{indented}").as_bytes());
    for text in [
        deep("deployed = ", "["),
        deep("deployed = ", "{a="),
        deep("a", ".a") + " = 1",
        deep("[a", ".a") + "]\n",
        deep("[[a", ".a") + "]]\nb = 1\n",
        "[[a]]\n".repeat(50_000),
    ] {
        assert!(imports::stack("stack.toml", text.as_bytes()).is_err());
    }
}

#[test]
fn huge_files_of_one_kind_end_soon() {
    let size = LARGEST_FILE / 8;
    for unit in [
        "x", "[", "{\"a\":", "\"", "a: [", "-", "#", "T1059", "[a]\n", "\\\n", "a,", ";\n", "[1],",
        "\t", "&a ",
    ] {
        both(unit.repeat(size / unit.len()).as_bytes());
    }
    let list = |unit: &str, head: &str, tail: &str| {
        format!(
            "{head}{}{unit}{tail}",
            format!("{unit},").repeat((size - 200) / (unit.len() + 1))
        )
    };
    both(list("1", "{\"techniques\":[", "]}").as_bytes());
    both(list("{}", "{\"objects\":[", "]}").as_bytes());
    both(list("{\"a\":1}", "{\"resources\":[", "]}").as_bytes());
    both(
        list(
            "x",
            "file_type: technique-administration\ntechniques: [",
            "]\n",
        )
        .as_bytes(),
    );
    both(list("\"x\"", "deployed = [", "]\n").as_bytes());
}

#[test]
fn notes_are_bounded() {
    let words = "T1059\n".to_owned() + &"word\n".repeat(1000);
    let notes = imports::threat("-", words.as_bytes()).unwrap().notes;
    assert_eq!(notes.len(), MOST_NOTES + 1);
    assert_eq!(notes[MOST_NOTES], "980 more");
}

#[test]
fn what_is_not_utf_8_is_told_with_its_place() {
    let error = imports::threat("list.txt", b"T1059\n T\xff").unwrap_err();
    assert_eq!(error.place, Some(ErrorPosition::Line(2)));
    assert!(error.what.contains("offset 8"), "{error}");
}

#[test]
fn an_address_is_shown_without_its_secrets() {
    let name = "https://user:secret@example.org/x/fox.json?token=secret#secret";
    let layer = br#"{"techniques": [{"techniqueID": "T1059"}]}"#;
    let threat = imports::threat(name, layer).unwrap();
    assert_eq!(threat.name, "fox");
    assert_eq!(
        threat.origins,
        ["layer `fox` of Navigator (https://example.org/x/fox.json)"]
    );
    assert_eq!(
        imports::threat(name, b"").unwrap_err().name,
        "https://example.org/x/fox.json"
    );
}
