//! No bytes make it panic; what was written is read.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use proptest::prelude::*;
use proptest::string::string_regex;

/// Text that looks like one of the formats, so that more than the first check is tried.
fn almost() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        ";",
        "\"",
        "\n",
        "\t",
        " ",
        "=",
        "#",
        "-",
        "\\",
        "0",
        "-1",
        "1e999",
        "true",
        "null",
        "T1059",
        "T1059.001",
        "\"techniques\"",
        "\"techniqueID\"",
        "\"id\"",
        "\"score\"",
        "\"type\"",
        "\"objects\"",
        "\"bundle\"",
        "\"Event\"",
        "\"response\"",
        "\"Tag\"",
        "\"name\"",
        "\"resources\"",
        "\"value\"",
        "\"properties\"",
        "\"entry\"",
        "\"rule_id\"",
        "\"data\"",
        "file_type: technique-administration\n",
        "file_type: data-source-administration\n",
        "techniques:\n",
        "data_sources:\n",
        "- technique_id: T1059\n",
        "  detection:\n",
        "  - score_logbook:\n",
        "    - date: 2024-01-01\n",
        "      score: 3\n",
        "technique,score\n",
        "rule\n",
        "sep=;\n",
        "[ESCU - x - Rule]\n",
        "disabled = 0\n",
        "[[claims]]\n",
        "name = \"x\"\n",
        "é",
        "\u{feff}",
        "&a ",
        "*a",
        "? ",
        "!!",
        "|\n",
        ">-\n",
        "'",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "-",
        "x.toml",
        "x.json",
        "https://example.org/x",
        "",
        "://",
        "x.conf",
    ])
}

proptest! {
    #[test]
    fn any_bytes_are_safe(name in name(), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = imports::threat(name, &bytes);
        let _ = imports::stack(name, &bytes);
    }

    #[test]
    fn any_text_is_safe(name in ".{0,20}", text in "\\PC{0,200}") {
        let _ = imports::threat(&name, text.as_bytes());
        let _ = imports::stack(&name, text.as_bytes());
    }

    #[test]
    fn anything_that_looks_like_a_format_is_safe(name in name(), text in almost()) {
        let _ = imports::threat(name, text.as_bytes());
        let _ = imports::stack(name, text.as_bytes());
    }

    #[test]
    fn a_list_of_ids_is_read_as_it_was_written(
        ids in prop::collection::vec(string_regex("[Tt][0-9]{4}([./][0-9]{1,3})?").unwrap(), 1..60),
        between in prop::sample::select(vec!["\n", ", ", ";", " ", "\r\n", "\t", " # said\n"]),
    ) {
        let threat = imports::threat("-", ids.join(between).as_bytes()).unwrap();
        let read: Vec<String> = threat.techniques.iter().map(|technique| technique.id.clone()).collect();
        prop_assert_eq!(read, ids);
        prop_assert_eq!(threat.notes, Vec::<String>::new());
    }

    #[test]
    fn a_threat_that_was_written_is_read_as_it_was(
        ids in prop::collection::vec("T[0-9]{4}(\\.[0-9]{3})?", 1..20),
        name in "\\PC{1,20}",
        score in prop::option::of(-1000i32..1000),
    ) {
        let mut threat = model::Threat::named(name);
        threat.origins.push("a test".to_owned());
        threat.techniques = ids.into_iter().map(model::ThreatTechnique::plain).collect();
        threat.techniques[0].score = score.map(f64::from);
        let written = serde_json::to_vec(&threat).unwrap();
        prop_assert_eq!(imports::threat("-", &written), Ok(threat));
    }
}
