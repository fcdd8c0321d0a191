//! Tables of what is asked of threats and stacks.

use std::collections::BTreeSet;

use questions::align::Row;
use questions::gaps::{Gap, Offer};
use questions::threat::{Matched, PlacedTechnique, Spoken};
use questions::{Numbers, compare, control, fit, log_source, matrix, plan, telemetry};

use crate::columns::{
    self, ACTION, ALIASES, ALONE, ARGUMENT, CLOSES, COMMENTS, CONTROL, CONTROLS, CONTROLS_VOLUME,
    CONTROLS_WITH_SUB_TECHNIQUES, DEPLOY, DEPLOYABLE, DETECTIONS, DETECTIONS_VOLUME,
    DETECTIONS_WITH_SUB_TECHNIQUES, EXCLUDED_BY, EXPLAINS, FRAMEWORK, FROM, GAP, ID, JACCARD, KIND,
    LEFT, NAME, OF, OWNED, PLATFORMS, POTENTIAL, RAISES, REASON, RUNG, RUNNING, SAID, SAID_BY,
    SCORE, SHARE, SHARED, SHARED_TECHNIQUES, SIDES, STEP, SWITCH_ON, TACTICS, TECHNIQUE,
    TECHNIQUES, TEST, TESTS, TESTS_VOLUME, TESTS_WITH_SUB_TECHNIQUES, TITLE, TOTAL, WEIGHT, WHAT,
    WITHOUT_LOG, WRITTEN,
};
use crate::table::{Field, Table, Value};

const FACED: &[Field<PlacedTechnique>] = &[
    (TECHNIQUE, |technique| technique.id.into()),
    (NAME, |technique| (&technique.name).into()),
    (TACTICS, |technique| (&technique.tactics).into()),
    (PLATFORMS, |technique| (&technique.platforms).into()),
    (WEIGHT, |technique| technique.weight.into()),
    (SCORE, |technique| technique.score.into()),
];

const NUMBERS: &[Field<Numbers>] = &[
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

/// Techniques of a threat with how they are met.
pub(super) fn aligned<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> Table {
    let numbers = rows.clone().map(|row| &row.numbers);
    let table = Table::of(FACED, rows.clone().map(|row| &row.technique))
        .and(NUMBERS, numbers.clone())
        .and(MISSING, rows);
    with_sources(table, numbers)
}

/// With a column for each source of each pillar. Nothing where a source has nothing; never a made-up zero.
fn with_sources<'a>(table: Table, numbers: impl Iterator<Item = &'a Numbers> + Clone) -> Table {
    let pillars = |numbers: &'a Numbers| {
        let Numbers {
            controls,
            detections,
            tests,
            ..
        } = numbers;
        [
            ("controls", controls),
            ("detections", detections),
            ("tests", tests),
        ]
    };
    let mut sources = BTreeSet::new();
    for (at, (_, pillar)) in numbers
        .clone()
        .flat_map(|numbers| pillars(numbers).into_iter().enumerate())
    {
        sources.extend(pillar.terms.iter().map(|term| (at, term.source.as_str())));
    }
    sources.into_iter().fold(table, |table, (at, source)| {
        let pillar = ["controls", "detections", "tests"][at];
        let counts = numbers.clone().map(|numbers| {
            let mut terms = pillars(numbers)[at].1.terms.iter();
            terms
                .find(|term| term.source == source)
                .map(|term| term.resources)
        });
        table.with(columns::of_source(pillar, source), counts)
    })
}

const MATRIX: &[Field<matrix::Row>] = &[
    (TECHNIQUE, |row| row.id.into()),
    (NAME, |row| (&row.name).into()),
    (TACTICS, |row| (&row.tactics).into()),
    (PLATFORMS, |row| (&row.platforms).into()),
];

const WITH_SUB_TECHNIQUES: &[Field<matrix::WithSubTechniques>] = &[
    (CONTROLS_WITH_SUB_TECHNIQUES, |with| with.controls.into()),
    (DETECTIONS_WITH_SUB_TECHNIQUES, |with| {
        with.detections.into()
    }),
    (TESTS_WITH_SUB_TECHNIQUES, |with| with.tests.into()),
];

pub(super) fn matrix(answer: &matrix::Answer) -> Table {
    let rows = answer.list.items.iter();
    let numbers = rows.clone().map(|row| &row.numbers);
    let table = Table::of(MATRIX, rows.clone())
        .and(NUMBERS, numbers.clone())
        .and(
            WITH_SUB_TECHNIQUES,
            rows.map(|row| &row.with_sub_techniques),
        );
    with_sources(table, numbers)
}

pub(super) const GAPS: &[Field<Gap>] = &[
    (TECHNIQUE, |gap| gap.row.technique.id.into()),
    (NAME, |gap| (&gap.row.technique.name).into()),
    (WEIGHT, |gap| gap.row.technique.weight.into()),
    (RUNG, |gap| gap.row.numbers.rung.into()),
    (GAP, |gap| gap.row.gap.into()),
    (REASON, |gap| gap.row.reason.to_string().into()),
    (RUNNING, |gap| gap.row.numbers.running.into()),
    (DEPLOYABLE, |gap| gap.row.numbers.deployable.into()),
    (DEPLOY, |gap| keys(&gap.deploy)),
    (SWITCH_ON, |gap| (&gap.switch_on).into()),
    (TEST, |gap| keys(&gap.test)),
];

fn keys(offers: &[Offer]) -> Value {
    Value::list(offers.iter().map(|offer| &offer.key))
}

const PLAN: &[Field<plan::Step>] = &[
    (ACTION, |step| step.action.to_string().into()),
    (WHAT, |step| (&step.what).into()),
    (TITLE, |step| step.title.as_ref().into()),
    (CLOSES, |step| step.closes.into()),
    (LEFT, |step| step.left.into()),
    (RAISES, |step| {
        Value::list(
            step.raises
                .iter()
                .map(|(technique, rung)| format!("{technique} to {rung}")),
        )
    }),
];

pub(super) fn plan(answer: &plan::Answer) -> Table {
    let numbers = (1u32..).zip(&answer.steps).map(|(number, _)| number);
    Table::default()
        .with(STEP, numbers)
        .and(PLAN, &answer.steps)
}

pub(super) const TELEMETRY: &[Field<telemetry::Row>] = &[
    (columns::LOG_SOURCE, |row| (&row.log_source).into()),
    (NAME, |row| row.name.as_ref().into()),
    (SAID_BY, |row| row.said_by.to_string().into()),
    (OWNED, |row| row.owned.into()),
    (TECHNIQUES, |row| row.techniques.into()),
    (SHARE, |row| row.share.into()),
    (ALONE, |row| row.alone.into()),
    (DETECTIONS, |row| row.detections.into()),
];

const COMPARE: &[Field<compare::Row>] = &[
    (TECHNIQUE, |row| row.id.into()),
    (NAME, |row| (&row.name).into()),
    (SIDES, |row| row.sides.into()),
];

pub(super) fn compare(answer: &compare::Answer) -> Table {
    let rows = &answer.list.items;
    let sides = answer.sides.iter().enumerate();
    sides.fold(Table::of(COMPARE, rows), |table, (at, side)| {
        let values = rows.iter().map(|row| row.values.get(at).copied());
        table.with(columns::of_side(&side.name), values)
    })
}

pub(super) const FIT: &[Field<fit::Row>] = &[
    (ID, |row| row.actor.id.as_ref().into()),
    (NAME, |row| (&row.actor.name).into()),
    (KIND, |row| row.actor.kind.to_string().into()),
    (EXPLAINS, |row| row.explains.into()),
    (JACCARD, |row| row.jaccard.into()),
    (SHARED, |row| {
        u32::try_from(row.shared.len()).unwrap_or(u32::MAX).into()
    }),
    (TECHNIQUES, |row| row.techniques.into()),
    (SHARED_TECHNIQUES, |row| Value::list(&row.shared)),
];

pub(super) const ADVERSARIES: &[Field<Matched>] = &[
    (ID, |matched| matched.actor.id.as_ref().into()),
    (NAME, |matched| (&matched.actor.name).into()),
    (ALIASES, |matched| (&matched.actor.aliases).into()),
    (TECHNIQUES, |matched| matched.techniques.into()),
    (SAID, |matched| {
        let said = matched.said.iter();
        Value::list(said.map(|said| format!("{}: {} ({})", said.of, said.what, said.by)))
    }),
];

pub(super) const CATEGORIES: &[Field<Spoken>] = &[
    (ARGUMENT, |category| (&category.argument).into()),
    (WHAT, |category| (&category.what).into()),
    (columns::ADVERSARIES, |category| {
        category.adversaries.to_string().into()
    }),
];

pub(super) fn control(answer: &control::Answer) -> Table {
    let controls = answer.controls.iter();
    let rows =
        controls.flat_map(|control| control.techniques.iter().map(move |row| (control, row)));
    let id = |control: &control::Control| {
        let resource = &control.resource;
        resource
            .id
            .clone()
            .unwrap_or_else(|| resource.title.clone())
    };
    Table::default()
        .with(CONTROL, rows.clone().map(|(control, _)| id(control)))
        .with(
            FRAMEWORK,
            rows.clone().map(|(control, _)| &control.resource.source),
        )
        .beside(aligned(rows.map(|(_, row)| row)))
}

pub(super) const LOG_SOURCE: &[Field<log_source::Row>] = &[
    (TECHNIQUE, |row| row.id.into()),
    (NAME, |row| (&row.name).into()),
    (DETECTIONS, |row| row.detections.into()),
    (OF, |row| row.of.into()),
];
