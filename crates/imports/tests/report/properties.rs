//! What holds for any bytes.

use imports::report::{Finding, Review, Vocabulary, find, report};
use proptest::prelude::*;

use super::evaluation::bytes;
use super::page::pdf;
use super::vocabulary::{names, vocabulary};

fn findings(bytes: &[u8], vocabulary: &Vocabulary) -> Vec<Finding> {
    report("x", bytes)
        .map(|report| find(&report, vocabulary))
        .unwrap_or_default()
}

/// Places and words are where they say.
fn check(bytes: &[u8], vocabulary: &Vocabulary) {
    let Ok(report) = report("x", bytes) else {
        return;
    };
    for passage in &report.passages {
        assert!(!passage.text.is_empty());
        assert_eq!(passage.place_at(0), passage.place);
    }
    let findings = find(&report, vocabulary);
    for finding in &findings {
        assert!(!finding.occurrences.is_empty());
        for occurrence in &finding.occurrences {
            let words = occurrence.quote.get(occurrence.words.clone());
            assert!(
                words.is_some_and(|words| !words.is_empty()),
                "{occurrence:?}"
            );
            assert!(
                report
                    .passages
                    .iter()
                    .any(|passage| passage.text.contains(&occurrence.quote))
            );
        }
    }
    assert!(findings.is_sorted_by_key(|finding| finding.place));
    let review = Review::new(&report, findings);
    assert_eq!(Review::read("x", review.json().as_bytes()), Ok(review));
}

/// Text in which something is to be found.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("PowerShell"),
        Just("T1059.001"),
        Just("t1059/1"),
        Just("Domains"),
        Just("Carbanak"),
        Just("not"),
        Just("APT"),
        Just("29"),
        Just("pass the"),
        Just("hash"),
        Just("-\n"),
        Just("é"),
        Just("ﬁ"),
        Just("İ"),
        Just("\u{ad}"),
        Just(". "),
        Just("\n\n"),
        Just("|"),
        Just("https://attack.mitre.org/techniques/"),
        Just("<p>"),
        Just("&nbsp;"),
        Just("# "),
        Just(".exe"),
        Just("[.]"),
        Just("s"),
        Just(" "),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_safe(bytes in proptest::collection::vec(any::<u8>(), 0..400), start in prop_oneof![Just(""), Just("%PDF-1.4\n"), Just("<html>")]) {
        check(&[start.as_bytes(), &bytes].concat(), &vocabulary());
    }

    #[test]
    fn any_text_is_safe(text in words(), other in "\\PC{0,80}") {
        let vocabulary = vocabulary();
        check(text.as_bytes(), &vocabulary);
        check(format!("<html>{text}{other}").as_bytes(), &vocabulary);
        check(format!("{other}{text}").as_bytes(), &vocabulary);
    }

    #[test]
    fn damaged_pdfs_are_safe(at in 0_usize..1500, byte in any::<u8>(), cut in 0_usize..3000) {
        let mut bytes = pdf(&["We saw T1059.001\nand Power-\nShell", "Mimikatz"]);
        let at = at % bytes.len();
        bytes[at] = byte;
        bytes.truncate(bytes.len().saturating_sub(cut / 10));
        check(&bytes, &vocabulary());
    }

    #[test]
    fn the_order_of_names_makes_no_difference(text in words(), names in Just(names()).prop_shuffle()) {
        prop_assert_eq!(findings(text.as_bytes(), &Vocabulary::new(names)), findings(text.as_bytes(), &vocabulary()));
    }
}

#[test]
fn the_order_of_names_makes_no_difference_to_reports() {
    let mut backwards = names();
    backwards.reverse();
    let (backwards, forwards) = (Vocabulary::new(backwards), vocabulary());
    for text in [
        "tuning/notes.md",
        "held_out/knowledge.html",
        "held_out/slides.pdf",
    ] {
        assert_eq!(
            findings(&bytes(text), &backwards),
            findings(&bytes(text), &forwards)
        );
        check(&bytes(text), &forwards);
    }
}
