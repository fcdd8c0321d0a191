//! Techniques with their numbers as a table: what several lists have in common.

use std::collections::BTreeSet;

use questions::Numbers;
use questions::align::Row;
use questions::threat::PlacedTechnique;

use crate::columns::{
    COMMENTS, CONTROLS, CONTROLS_VOLUME, DEPLOYABLE, DETECTIONS, DETECTIONS_VOLUME, EXCLUDED_BY,
    FROM, GAP, NAME, PLATFORMS, POTENTIAL, REASON, RUNG, RUNNING, SCORE, TACTICS, TECHNIQUE, TESTS,
    TESTS_VOLUME, TOTAL, WEIGHT, WITHOUT_LOG, WRITTEN, of_source,
};
use crate::table::{Field, Table, Value};

const PLACED: &[Field<PlacedTechnique>] = &[
    (TECHNIQUE, |technique| technique.id.into()),
    (NAME, |technique| (&technique.name).into()),
    (TACTICS, |technique| (&technique.tactics).into()),
    (PLATFORMS, |technique| (&technique.platforms).into()),
    (WEIGHT, |technique| technique.weight.into()),
    (SCORE, |technique| technique.score.into()),
];

/// The numbers of a technique.
pub(crate) const NUMBERS: &[Field<Numbers>] = &[
    (CONTROLS, |numbers| numbers.controls.resources.into()),
    (CONTROLS_VOLUME, |numbers| {
        numbers.controls.volume.to_string().into()
    }),
    (DETECTIONS, |numbers| numbers.detections.resources.into()),
    (DETECTIONS_VOLUME, |numbers| {
        numbers.detections.volume.to_string().into()
    }),
    (TESTS, |numbers| numbers.tests.resources.into()),
    (TESTS_VOLUME, |numbers| {
        numbers.tests.volume.to_string().into()
    }),
    (TOTAL, |numbers| numbers.total().into()),
    (POTENTIAL, |numbers| numbers.potential.to_string().into()),
    (RUNNING, |numbers| numbers.running.into()),
    (WITHOUT_LOG, |numbers| numbers.without_log.into()),
    (DEPLOYABLE, |numbers| numbers.deployable.into()),
    (RUNG, |numbers| numbers.rung.into()),
];

const MISSING: &[Field<Row>] = &[
    (GAP, |row| row.gap.into()),
    (REASON, |row| row.reason.to_string().into()),
    (WRITTEN, |row| {
        let written = row.technique.written.iter();
        Value::list(written.map(|written| format!("{} ({})", written.id, written.state)))
    }),
    (FROM, |row| (&row.technique.from).into()),
    (COMMENTS, |row| (&row.technique.comments).into()),
    (EXCLUDED_BY, |row| {
        let exclusion = row.exclusion.as_ref();
        exclusion
            .map(|by| format!("{}, {}: {}", by.owner, by.date, by.reason))
            .into()
    }),
];

/// Techniques of a threat with their numbers, and a column for each source.
pub(crate) fn technique_table<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> Table {
    let table = techniques_with_numbers(rows.clone());
    with_sources(table, &rows.map(|row| &row.numbers))
}

/// Techniques of a threat with their numbers.
pub(crate) fn techniques_with_numbers<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> Table {
    Table::of(PLACED, rows.clone().map(|row| &row.technique))
        .and(NUMBERS, rows.clone().map(|row| &row.numbers))
        .and(MISSING, rows)
}

/// With a column for each source of each pillar. Nothing where a source has nothing; never a made-up zero.
pub(crate) fn with_sources<'a>(
    table: Table,
    numbers: &(impl Iterator<Item = &'a Numbers> + Clone),
) -> Table {
    let pillars = |numbers: &'a Numbers| [&numbers.controls, &numbers.detections, &numbers.tests];
    let mut sources = BTreeSet::new();
    for numbers in numbers.clone() {
        for (at, pillar) in pillars(numbers).into_iter().enumerate() {
            sources.extend(pillar.terms.iter().map(|term| (at, term.source.as_str())));
        }
    }
    sources.into_iter().fold(table, |table, (at, source)| {
        let pillar = ["controls", "detections", "tests"][at];
        let counts = numbers.clone().map(|numbers| {
            let mut terms = pillars(numbers)[at].terms.iter();
            terms
                .find(|term| term.source == source)
                .map(|term| term.resources)
        });
        table.with(of_source(pillar, source), counts)
    })
}
