//! Formats: what is refused and with which remedy, and from findings to a threat.

use imports::report::{Confidence, Decision, Format, Position, Review, find, report, threat};

use super::evaluation::bytes;
use super::page::pdf;
use super::vocabulary::vocabulary;

fn check(bytes: &[u8]) -> String {
    let error = report("x", bytes).unwrap_err();
    format!("{error}\nhint: {}", error.remedy.as_deref().unwrap())
}

#[test]
fn what_is_no_report_is_refused_with_a_remedy() {
    let mut encrypted = pdf(&["T1059"]);
    encrypted.extend(b"trailer<</Encrypt 9 0 R>>");
    let pages = vec![""; 2001];
    let refusals = [
        check(b"%PDF-1.7 and nothing else"),
        check(&encrypted),
        check(&pdf(&["", ""])),
        check(&pdf(&pages)),
        check(b"PK\x03\x04 an office document"),
        check(b"\x7fELF\0\0"),
        check(&vec![b' '; (32 << 20) + 1]),
    ];
    insta::assert_snapshot!("refusals", refusals.join("\n"));
}

#[test]
fn pages_of_a_pdf_are_places() {
    let report = report("slides.pdf", &bytes("held_out/slides.pdf")).unwrap();
    assert_eq!(
        (report.format, report.title.as_deref()),
        (Format::Pdf, Some("Threat briefing"))
    );
    assert!(report.notes.is_empty());
    let text = |place| {
        let passages = report
            .passages
            .iter()
            .filter(move |passage| passage.place == place);
        passages
            .map(|passage| passage.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(
        "pages",
        format!(
            "{}\n---\n{}",
            text(Position::Page(1)),
            text(Position::Page(2))
        )
    );
}

#[test]
fn a_title_and_its_lines_survive_a_broken_encoding() {
    let report = report("x", b"# Caf\xe9\n\nT1059\n").unwrap();
    assert_eq!(report.title.as_deref(), Some("Caf\u{fffd}"));
    assert_eq!(
        report.notes,
        ["byte 5 is not UTF-8; such bytes are read as U+FFFD"]
    );
    assert_eq!(find(&report, &vocabulary())[0].place, Position::Line(3));
}

#[test]
fn a_review_becomes_a_threat() {
    let text = "# Turla again\n\nTurla used PowerShell (T1059.001) and Keylogging.\nMasquerading is common. They did not use Mimikatz.\n\nMore PowerShell. T1000 is a robot.\n";
    let report = report("turla.md", text.as_bytes()).unwrap();
    let findings = find(&report, &vocabulary());
    let undecided = Review::new(&report, findings.clone());
    assert_eq!(
        undecided.threat(Confidence::Medium),
        threat(&report, &findings, Confidence::Medium)
    );

    let mut edited = undecided.json();
    edited = edited.replacen(
        "\"decision\": \"undecided\",\n      \"id\": \"T1036\"",
        "\"decision\": \"accept\",\n      \"id\": \"T1036\"",
        1,
    );
    edited = edited.replacen(
        "\"decision\": \"undecided\",\n      \"id\": \"T1056.001\"",
        "\"decision\": \"reject\",\n      \"id\": \"T1056.001\"",
        1,
    );
    let review = Review::read("review.json", edited.as_bytes()).unwrap();
    assert!(
        review
            .findings
            .iter()
            .any(|reviewing| reviewing.decision == Decision::Accept)
    );
    let threat = serde_json::to_string_pretty(&review.threat(Confidence::Medium)).unwrap();
    insta::assert_snapshot!("review", format!("{edited}\n{threat}"));
}

#[test]
fn a_damaged_review_is_refused_with_its_place() {
    let report = report("x", b"Mimikatz").unwrap();
    let json = Review::new(&report, find(&report, &vocabulary())).json();
    let error = Review::read(
        "review.json",
        json.replace("\"end\": 8", "\"end\": 9").as_bytes(),
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "review.json: findings[0].occurrences[0].words: the words lie outside of the quote"
    );
    let error =
        Review::read("review.json", json.replace("undecided", "maybe").as_bytes()).unwrap_err();
    assert!(
        error.to_string().starts_with("review.json: line "),
        "{error}"
    );
}
