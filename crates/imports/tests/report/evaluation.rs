//! How well reports are read: precision and recall on texts with known answers.
//!
//! `tuning` are the texts on which rules were tried; `held_out` were written before the rules and only measured.
//! To add one: a text and its `.answers` beside it, a row in `TEXTS`, and `cargo insta review`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use imports::report::{Confidence, MatchedBy, NameKind, find, report};

use super::page::pdf;
use super::vocabulary::vocabulary;

const TEXTS: [&str; 8] = [
    "tuning/vendor_blog.txt",
    "tuning/advisory.txt",
    "tuning/notes.md",
    "tuning/page.html",
    "held_out/ransom_blog.txt",
    "held_out/cert_bulletin.md",
    "held_out/knowledge.html",
    "held_out/slides.pdf",
];

const CATEGORIES: [&str; 3] = ["id", "name", "actor"];

type Answers = BTreeSet<(String, String)>;

#[derive(Clone, Copy, Default)]
struct Score {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Score {
    fn of(found: &Answers, expected: &Answers, category: &str) -> Self {
        let of = |(found, _): &&(String, String)| category == "all" || found == category;
        Self {
            right: found.intersection(expected).filter(of).count(),
            wrong: found.difference(expected).filter(of).count(),
            missed: expected.difference(found).filter(of).count(),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            wrong: self.wrong + other.wrong,
            missed: self.missed + other.missed,
        }
    }

    fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few dozen")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/report"))
}

fn is_pdf(text: &str) -> bool {
    Path::new(text)
        .extension()
        .is_some_and(|ending| ending == "pdf")
}

/// The bytes of a text; those of the PDF are made from its lines.
pub(crate) fn bytes(text: &str) -> Vec<u8> {
    if is_pdf(text) {
        let pages = fs::read_to_string(folder().join(format!("{text}.txt"))).unwrap();
        return pdf(&pages.split("===\n").collect::<Vec<_>>());
    }
    fs::read(folder().join(text)).unwrap()
}

fn expected(text: &str) -> Answers {
    let name = text.rsplit_once('.').unwrap().0;
    let stem = if is_pdf(text) {
        format!("{name}.pdf")
    } else {
        name.to_owned()
    };
    let answers = fs::read_to_string(folder().join(format!("{stem}.answers"))).unwrap();
    let rows = answers.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| row.split_once(' '))
        .map(|(category, id)| (category.to_owned(), id.to_owned()))
        .collect()
}

/// What a user would see in the threat: at least Medium.
fn found(text: &str) -> Answers {
    let report = report(text, &bytes(text)).unwrap();
    let mut found = Answers::new();
    for finding in find(&report, &vocabulary()) {
        let sure = finding
            .occurrences
            .iter()
            .filter(|occurrence| occurrence.confidence >= Confidence::Medium);
        for occurrence in sure {
            let category = match (finding.kind, occurrence.matched_by) {
                (NameKind::Technique, MatchedBy::Id | MatchedBy::Link) => "id",
                (NameKind::Technique, _) => "name",
                (NameKind::Tactic, _) => continue,
                _ => "actor",
            };
            found.insert((category.to_owned(), finding.id.clone()));
        }
    }
    found
}

fn row(name: &str, scores: [Score; 4]) -> String {
    let cell = |score: Score| {
        format!(
            " | {:>2} {:>2} {:>2}  {:.2} {:.2}",
            score.right,
            score.wrong,
            score.missed,
            score.precision(),
            score.recall()
        )
    };
    format!("{name:<26}{}\n", scores.map(cell).concat())
}

#[test]
fn reports_are_read_well() {
    let mut table =
        "each: right wrong missed, precision recall; then all, ids, names, actors\n".to_owned();
    let mut faults = String::new();
    let mut halves = [
        ("tuning", [Score::default(); 4]),
        ("held_out", [Score::default(); 4]),
    ];
    for text in TEXTS {
        let (found, expected) = (found(text), expected(text));
        let score = |category| Score::of(&found, &expected, category);
        let scores = ["all", CATEGORIES[0], CATEGORIES[1], CATEGORIES[2]].map(score);
        table += &row(text, scores);
        for (half, sums) in &mut halves {
            if text.starts_with(*half) {
                *sums = std::array::from_fn(|at| sums[at].plus(scores[at]));
            }
        }
        for (category, id) in found.difference(&expected) {
            faults += &format!("{text}: wrong {category} {id}\n");
        }
        for (category, id) in expected.difference(&found) {
            faults += &format!("{text}: missed {category} {id}\n");
        }
    }
    for (half, sums) in halves {
        table += &row(half, sums);
    }
    let overall: [Score; 4] = std::array::from_fn(|at| halves[0].1[at].plus(halves[1].1[at]));
    table += &row("overall", overall);
    insta::assert_snapshot!("scores", format!("{table}\n{faults}"));
    assert!(overall[0].precision() >= 0.95, "{table}\n{faults}");
    assert!(overall[0].recall() >= 0.9, "{table}\n{faults}");
}
