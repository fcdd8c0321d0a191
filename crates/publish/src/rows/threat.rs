//! Rows of what is asked of threats and stacks.

use std::borrow::Cow;
use std::collections::BTreeSet;

use questions::align::Row;
use questions::{
    Numbers, adversaries, align, categories, compare, control, fit, gaps, log_source, matrix, plan,
    telemetry,
};

use super::{Rows, columns};

const TECHNIQUE: [&str; 4] = ["technique", "name", "tactics", "platforms"];
const NUMBERS: [&str; 12] = [
    "controls",
    "controls_volume",
    "detections",
    "detections_volume",
    "tests",
    "tests_volume",
    "total",
    "potential",
    "running",
    "without_log",
    "deployable",
    "rung",
];

fn numbers(numbers: &Numbers) -> Vec<String> {
    let pillars = [&numbers.controls, &numbers.detections, &numbers.tests];
    let pillars = pillars
        .into_iter()
        .flat_map(|pillar| [pillar.resources.to_string(), pillar.volume.to_string()]);
    let rest = [
        numbers.total().to_string(),
        numbers.potential.to_string(),
        numbers.running.to_string(),
        numbers.without_log.to_string(),
        numbers.deployable.to_string(),
        numbers.rung.to_string(),
    ];
    pillars.chain(rest).collect()
}

/// A column for each source of each pillar.
struct PerSource(Vec<(&'static str, String)>);

impl PerSource {
    fn of<'a>(all: impl Iterator<Item = &'a Numbers>) -> Self {
        let mut columns = BTreeSet::new();
        for numbers in all {
            for (at, pillar) in [&numbers.controls, &numbers.detections, &numbers.tests]
                .into_iter()
                .enumerate()
            {
                columns.extend(pillar.terms.iter().map(|term| (at, term.source.clone())));
            }
        }
        let pillar = |at| ["controls", "detections", "tests"][at];
        Self(
            columns
                .into_iter()
                .map(|(at, source)| (pillar(at), source))
                .collect(),
        )
    }

    fn columns(&self) -> impl Iterator<Item = Cow<'static, str>> {
        self.0
            .iter()
            .map(|(pillar, source)| Cow::Owned(format!("{pillar}:{source}")))
    }

    /// Nothing where a source has nothing; never a made-up zero.
    fn cells(&self, numbers: &Numbers) -> impl Iterator<Item = String> {
        self.0.iter().map(|(pillar, source)| {
            let terms = match *pillar {
                "controls" => &numbers.controls.terms,
                "detections" => &numbers.detections.terms,
                _ => &numbers.tests.terms,
            };
            let term = terms.iter().find(|term| term.source == *source);
            term.map(|term| term.resources.to_string())
                .unwrap_or_default()
        })
    }
}

pub(super) fn aligned(rows: &[Row]) -> Rows {
    let per_source = PerSource::of(rows.iter().map(|row| &row.numbers));
    let mut names: Vec<&'static str> = TECHNIQUE.to_vec();
    names.extend(["weight", "score"]);
    names.extend(NUMBERS);
    names.extend([
        "gap",
        "reason",
        "written",
        "from",
        "comments",
        "excluded_by",
    ]);
    Rows {
        columns: columns(&names)
            .into_iter()
            .chain(per_source.columns())
            .collect(),
        cells: rows
            .iter()
            .map(|row| {
                align_row(row)
                    .chain(per_source.cells(&row.numbers))
                    .collect()
            })
            .collect(),
    }
}

fn align_row(row: &Row) -> impl Iterator<Item = String> {
    let technique = &row.technique;
    let written = technique
        .written
        .iter()
        .map(|one| format!("{} ({})", one.id, one.state));
    let mut cells = vec![
        technique.id.to_string(),
        technique.name.clone(),
        technique.tactics.join("; "),
        technique.platforms.join("; "),
        rounded(technique.weight),
        technique
            .score
            .map(|score| score.to_string())
            .unwrap_or_default(),
    ];
    cells.extend(numbers(&row.numbers));
    cells.extend([
        rounded(row.gap),
        row.reason.to_string(),
        written.collect::<Vec<_>>().join("; "),
        technique.from.join("; "),
        technique.comments.join("; "),
        row.exclusion
            .as_ref()
            .map(|one| format!("{}, {}: {}", one.owner, one.date, one.reason))
            .unwrap_or_default(),
    ]);
    cells.into_iter()
}

/// Four places are more than any weight is known by.
pub(crate) fn rounded(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

pub(super) fn align(answer: &align::Answer) -> Rows {
    aligned(&answer.list.items)
}

pub(super) fn matrix(answer: &matrix::Answer) -> Rows {
    let items = &answer.list.items;
    let per_source = PerSource::of(items.iter().map(|row| &row.numbers));
    let mut names: Vec<&'static str> = TECHNIQUE.to_vec();
    names.extend(NUMBERS);
    names.extend([
        "controls_with_sub_techniques",
        "detections_with_sub_techniques",
        "tests_with_sub_techniques",
    ]);
    let cells = items.iter().map(|row| {
        let mut cells = vec![
            row.id.to_string(),
            row.name.clone(),
            row.tactics.join("; "),
            row.platforms.join("; "),
        ];
        cells.extend(numbers(&row.numbers));
        let with = row.with_sub_techniques;
        cells.extend([with.controls, with.detections, with.tests].map(|count| count.to_string()));
        cells.extend(per_source.cells(&row.numbers));
        cells
    });
    Rows {
        columns: columns(&names)
            .into_iter()
            .chain(per_source.columns())
            .collect(),
        cells: cells.collect(),
    }
}

pub(super) fn gaps(answer: &gaps::Answer) -> Rows {
    let offers = |offers: &[gaps::Offer]| {
        offers
            .iter()
            .map(|one| one.key.clone())
            .collect::<Vec<_>>()
            .join("; ")
    };
    let cells = answer.list.items.iter().map(|gap| {
        let row = &gap.row;
        vec![
            row.technique.id.to_string(),
            row.technique.name.clone(),
            rounded(row.technique.weight),
            row.numbers.rung.to_string(),
            rounded(row.gap),
            row.reason.to_string(),
            row.numbers.running.to_string(),
            row.numbers.deployable.to_string(),
            offers(&gap.deploy),
            gap.switch_on.join("; "),
            offers(&gap.test),
        ]
    });
    Rows {
        columns: columns(&[
            "technique",
            "name",
            "weight",
            "rung",
            "gap",
            "reason",
            "running",
            "deployable",
            "deploy",
            "switch_on",
            "test",
        ]),
        cells: cells.collect(),
    }
}

pub(super) fn plan(answer: &plan::Answer) -> Rows {
    let cells = answer.steps.iter().zip(1u32..).map(|(step, number)| {
        let raises = step
            .raises
            .iter()
            .map(|(technique, rung)| format!("{technique} to {rung}"));
        vec![
            number.to_string(),
            step.action.to_string(),
            step.what.clone(),
            step.title.clone().unwrap_or_default(),
            rounded(step.closes),
            rounded(step.left),
            raises.collect::<Vec<_>>().join("; "),
        ]
    });
    Rows {
        columns: columns(&[
            "step", "action", "what", "title", "closes", "left", "raises",
        ]),
        cells: cells.collect(),
    }
}

pub(super) fn telemetry(answer: &telemetry::Answer) -> Rows {
    let cells = answer.list.items.iter().map(|row| {
        vec![
            row.log_source.clone(),
            row.name.clone().unwrap_or_default(),
            row.said_by.to_string(),
            row.owned.map(|owned| owned.to_string()).unwrap_or_default(),
            row.techniques.to_string(),
            rounded(row.share),
            rounded(row.alone),
            row.detections.to_string(),
        ]
    });
    Rows {
        columns: columns(&[
            "log_source",
            "name",
            "said_by",
            "owned",
            "techniques",
            "share",
            "alone",
            "detections",
        ]),
        cells: cells.collect(),
    }
}

pub(super) fn compare(answer: &compare::Answer) -> Rows {
    let sides = answer
        .sides
        .iter()
        .map(|side| Cow::Owned(side.name.clone()));
    let cells = answer.list.items.iter().map(|row| {
        let mut cells = vec![row.id.to_string(), row.name.clone(), row.sides.to_string()];
        cells.extend(row.values.iter().map(|value| rounded(*value)));
        cells
    });
    Rows {
        columns: columns(&["technique", "name", "sides"])
            .into_iter()
            .chain(sides)
            .collect(),
        cells: cells.collect(),
    }
}

pub(super) fn fit(answer: &fit::Answer) -> Rows {
    let cells = answer.list.items.iter().map(|row| {
        let shared: Vec<String> = row.shared.iter().map(ToString::to_string).collect();
        vec![
            row.actor.id.clone().unwrap_or_default(),
            row.actor.name.clone(),
            row.actor.kind.to_string(),
            rounded(row.explains),
            rounded(row.jaccard),
            row.shared.len().to_string(),
            row.techniques.to_string(),
            shared.join("; "),
        ]
    });
    Rows {
        columns: columns(&[
            "id",
            "name",
            "kind",
            "explains",
            "jaccard",
            "shared",
            "techniques",
            "shared_techniques",
        ]),
        cells: cells.collect(),
    }
}

pub(super) fn adversaries(list: &adversaries::Answer) -> Rows {
    let cells = list.items.iter().map(|one| {
        let said: Vec<String> = one
            .said
            .iter()
            .map(|said| format!("{}: {} ({})", said.of, said.what, said.by))
            .collect();
        vec![
            one.actor.id.clone().unwrap_or_default(),
            one.actor.name.clone(),
            one.actor.aliases.join("; "),
            one.techniques.to_string(),
            said.join("; "),
        ]
    });
    Rows {
        columns: columns(&["id", "name", "aliases", "techniques", "said"]),
        cells: cells.collect(),
    }
}

pub(super) fn categories(list: &categories::Answer) -> Rows {
    let cells = list.items.iter().map(|one| {
        let adversaries = one.adversaries.to_string();
        vec![one.argument.clone(), one.what.clone(), adversaries]
    });
    Rows {
        columns: columns(&["argument", "what", "adversaries"]),
        cells: cells.collect(),
    }
}

pub(super) fn control(answer: &control::Answer) -> Rows {
    let mut all = Rows {
        columns: columns(&["control", "framework"]),
        cells: Vec::new(),
    };
    let rows: Vec<(&control::Control, &Row)> = answer
        .controls
        .iter()
        .flat_map(|one| one.techniques.iter().map(move |row| (one, row)))
        .collect();
    let techniques: Vec<Row> = rows.iter().map(|(_, row)| (*row).clone()).collect();
    let aligned = aligned(&techniques);
    all.columns.extend(aligned.columns);
    for ((control, _), cells) in rows.iter().zip(aligned.cells) {
        let id = control
            .resource
            .id
            .clone()
            .unwrap_or_else(|| control.resource.title.clone());
        all.cells.push(
            [id, control.resource.source.clone()]
                .into_iter()
                .chain(cells)
                .collect(),
        );
    }
    all
}

pub(super) fn log_source(answer: &log_source::Answer) -> Rows {
    let cells = answer.list.items.iter().map(|row| {
        vec![
            row.id.to_string(),
            row.name.clone(),
            row.detections.to_string(),
            row.of.to_string(),
        ]
    });
    Rows {
        columns: columns(&["technique", "name", "detections", "of"]),
        cells: cells.collect(),
    }
}
