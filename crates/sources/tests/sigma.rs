//! The detections of the real Sigma rules, compared with an independent reading. Needs `RHUMB_CORPUS`, a folder that holds
//! bundles; says so when it skips.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use documents::sigma;
use documents::yaml::Limits;
use model::sigma::{Detection, Document, Selection, Value};
use sources::{Bundle, source};

const LIMITS: Limits = Limits {
    depth: 200,
    nodes: 500_000,
    too_deep: "too deep",
    too_much: "too much",
};

#[test]
fn sigma_is_read_whole() {
    check(
        "sigma",
        &[
            ("conditions", 4041),
            ("detections", 4041),
            ("fields", 13_312),
            ("integers", 1060),
            ("keywords", 744),
            ("modifiers", 10_833),
            ("null", 99),
            ("selections", 8496),
            ("texts", 46_757),
            ("timeframes", 49),
            ("true or false", 4),
        ],
    );
}

#[test]
fn hayabusa_is_read_whole() {
    check(
        "hayabusa",
        &[
            ("conditions", 192),
            ("correlations", 3),
            ("detections", 193),
            ("fields", 924),
            ("integers", 226),
            ("modifiers", 316),
            ("null", 1),
            ("selections", 306),
            ("texts", 723),
            ("timeframes", 3),
            ("true or false", 1),
        ],
    );
}

/// How often each thing occurs in the detections of a source.
fn check(source_id: &str, expected: &[(&str, usize)]) {
    let Some(corpus) = std::env::var_os("RHUMB_CORPUS") else {
        eprintln!("SKIPPED: RHUMB_CORPUS is not set, so the real rules were not read");
        return;
    };
    let bundle = Bundle::open(&PathBuf::from(corpus).join("corpus")).unwrap();
    let source = source(source_id).unwrap();
    let entry = bundle.entries.iter().find(|entry| entry.id == source_id);
    let tree = bundle.tree(entry.unwrap(), source.paths).unwrap();
    let mut counts = Counts::new();
    for file in tree.files(source.paths) {
        for document in sigma::read(file.text().unwrap(), &LIMITS).unwrap() {
            count(&document, &mut counts);
        }
    }
    assert_eq!(counts, expected.iter().copied().collect());
}

type Counts = BTreeMap<&'static str, usize>;

fn add(counts: &mut Counts, what: &'static str, number: usize) {
    if number > 0 {
        *counts.entry(what).or_default() += number;
    }
}

fn count(document: &Document, counts: &mut Counts) {
    add(counts, "correlations", document.correlation.iter().len());
    let Some(detection) = &document.detection else {
        return;
    };
    let Detection {
        selections,
        conditions,
        timeframe,
        ..
    } = detection;
    add(counts, "detections", 1);
    add(counts, "selections", selections.len());
    add(counts, "conditions", conditions.len());
    add(counts, "timeframes", timeframe.iter().len());
    for (_, selection) in selections {
        count_selection(selection, counts);
    }
}

fn count_selection(selection: &Selection, counts: &mut Counts) {
    match selection {
        Selection::Any(alternatives) => {
            for alternative in alternatives {
                count_selection(alternative, counts);
            }
        }
        Selection::Keyword(_) => add(counts, "keywords", 1),
        Selection::All(tests) => {
            add(counts, "fields", tests.len());
            for test in tests {
                add(counts, "modifiers", test.modifiers.len());
                for value in &test.values {
                    let kind = match value {
                        Value::Null => "null",
                        Value::Boolean(_) => "true or false",
                        Value::Integer(_) => "integers",
                        Value::Float(_) => "floats",
                        Value::Text(_) => "texts",
                        Value::Nested => "nested",
                    };
                    add(counts, kind, 1);
                }
            }
        }
    }
}
