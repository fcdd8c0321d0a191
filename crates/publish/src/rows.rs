//! Answers as plain rows, for CSV and Markdown tables: every field, nothing shortened.

mod threat;

use std::borrow::Cow;

pub(crate) use threat::rounded;

use catalogue::{Hit, Listed, MappingRow};
use questions::Answer;

/// A table of text.
pub(crate) struct Rows {
    pub(crate) columns: Vec<Cow<'static, str>>,
    pub(crate) cells: Vec<Vec<String>>,
}

/// The rows of a list; none where the answer is no list.
pub(crate) fn rows(answer: &Answer) -> Option<Rows> {
    Some(match answer {
        Answer::Page(page) => resources(
            page.sections
                .iter()
                .chain(&page.ambiguous)
                .flat_map(|section| &section.resources)
                .map(|row| {
                    let mapping = (
                        row.mapped.technique.to_string(),
                        row.mapped.state.to_string(),
                    );
                    (
                        &row.mapped.resource,
                        row.links.page.clone(),
                        mapping.0,
                        mapping.1,
                        String::new(),
                    )
                }),
        ),
        Answer::Resources(list) => resources(list.items.iter().map(|row| {
            let (followed, states, written) = mappings(&row.mappings);
            (
                &row.resource,
                row.links.page.clone(),
                followed,
                states,
                written,
            )
        })),
        Answer::Search(list) => search(list),
        Answer::Sources(answer) => sources(answer),
        Answer::Problems(list) => Rows {
            columns: columns(&["source", "path", "line", "what"]),
            cells: list
                .items
                .iter()
                .map(|one| {
                    vec![
                        one.source.clone(),
                        one.problem.path.clone(),
                        number(one.problem.line),
                        one.problem.what.clone(),
                    ]
                })
                .collect(),
        },
        Answer::Drift(list) => drift(list),
        Answer::Notices(answer) => Rows {
            columns: columns(&[
                "source",
                "title",
                "repository",
                "commit",
                "licence",
                "copyright",
                "attribution",
            ]),
            cells: answer
                .notices
                .iter()
                .map(|notice| {
                    let (commit, attribution) = (
                        notice.commit.clone().unwrap_or_default(),
                        notice.attribution.clone().unwrap_or_default(),
                    );
                    vec![
                        notice.source.clone(),
                        notice.title.clone(),
                        notice.repository.clone(),
                        commit,
                        notice.licence.clone(),
                        notice.copyright.clone(),
                        attribution,
                    ]
                })
                .collect(),
        },
        Answer::Matrix(answer) => threat::matrix(answer),
        Answer::Align(answer) => threat::align(answer),
        Answer::Gaps(answer) => threat::gaps(answer),
        Answer::Plan(answer) => threat::plan(answer),
        Answer::Telemetry(answer) => threat::telemetry(answer),
        Answer::Compare(answer) => threat::compare(answer),
        Answer::Fit(answer) => threat::fit(answer),
        Answer::Adversaries(list) => threat::adversaries(list),
        Answer::Categories(list) => threat::categories(list),
        Answer::Adversary(answer) | Answer::Software(answer) | Answer::Campaign(answer) => {
            threat::aligned(&answer.techniques)
        }
        Answer::Control(answer) => threat::control(answer),
        Answer::LogSource(answer) => threat::log_source(answer),
        Answer::Technique(_) | Answer::Resource(_) => return None,
    })
}

fn drift(list: &questions::drift::Answer) -> Rows {
    let cells = list.items.iter().map(|row| {
        vec![
            row.source.clone(),
            row.path.clone(),
            number(row.line),
            row.written.clone(),
            row.to
                .iter()
                .map(|technique| technique.id.to_string())
                .collect::<Vec<_>>()
                .join(" "),
            row.state.to_string(),
            row.reason.clone(),
            row.title.clone(),
            row.key.clone(),
        ]
    });
    Rows {
        columns: columns(&[
            "source", "path", "line", "written", "to", "state", "reason", "title", "key",
        ]),
        cells: cells.collect(),
    }
}

type ResourceCells<'a> = (&'a Listed, Option<String>, String, String, String);

fn resources<'a>(rows: impl Iterator<Item = ResourceCells<'a>>) -> Rows {
    let cells = rows.map(|(resource, link, techniques, states, written)| {
        vec![
            resource.source.clone(),
            resource.part.clone(),
            resource.kind.to_string(),
            resource.id.clone().unwrap_or_default(),
            resource.title.clone(),
            techniques,
            states,
            written,
            resource
                .level
                .map(|level| level.to_string())
                .unwrap_or_default(),
            resource.level_written.clone().unwrap_or_default(),
            resource.status.to_string(),
            resource.platforms.join("; "),
            resource.changed.clone().unwrap_or_default(),
            resource.place.path.clone(),
            number(resource.place.line),
            link.unwrap_or_default(),
            resource.key.clone(),
        ]
    });
    Rows {
        columns: columns(&[
            "source",
            "part",
            "kind",
            "id",
            "title",
            "techniques",
            "states",
            "written",
            "level",
            "level_written",
            "status",
            "platforms",
            "changed",
            "path",
            "line",
            "link",
            "key",
        ]),
        cells: cells.collect(),
    }
}

fn mappings(mappings: &[MappingRow]) -> (String, String, String) {
    let each =
        |of: &dyn Fn(&MappingRow) -> String| mappings.iter().map(of).collect::<Vec<_>>().join("; ");
    (
        each(&|mapping| {
            mapping
                .conclusion
                .technique
                .map(|id| id.to_string())
                .unwrap_or_default()
        }),
        each(&|mapping| mapping.conclusion.state.to_string()),
        each(&|mapping| mapping.written.clone().unwrap_or_default()),
    )
}

fn search(answer: &questions::search::Answer) -> Rows {
    let cells = answer.items.iter().map(|found| {
        let excerpt = found.excerpt.clone().unwrap_or_default();
        match &found.hit {
            Hit::Technique(technique) => vec![
                "technique".to_owned(),
                technique.id.to_string(),
                technique.name.clone(),
                "attack".to_owned(),
                String::new(),
                excerpt,
            ],
            Hit::Resource(resource) => {
                let id = resource.id.clone().unwrap_or_default();
                vec![
                    resource.kind.to_string(),
                    id,
                    resource.title.clone(),
                    resource.source.clone(),
                    resource.key.clone(),
                    excerpt,
                ]
            }
        }
    });
    Rows {
        columns: columns(&["kind", "id", "title", "source", "key", "excerpt"]),
        cells: cells.collect(),
    }
}

fn sources(answer: &questions::sources::Answer) -> Rows {
    let cells = answer.sources.iter().map(|row| {
        let provenance = answer
            .provenance
            .iter()
            .find(|provenance| provenance.source == row.source);
        let of = |field: fn(&model::Provenance) -> Option<String>| {
            provenance.and_then(field).unwrap_or_default()
        };
        vec![
            row.source.clone(),
            row.part.clone().unwrap_or_default(),
            row.title.clone(),
            row.kinds
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; "),
            row.counts.resources.to_string(),
            row.counts.mapped.to_string(),
            row.counts.pairs.to_string(),
            row.counts.pairs_followed.to_string(),
            row.problems.to_string(),
            of(|provenance| Some(provenance.repository.clone())),
            of(|provenance| provenance.commit.clone()),
            of(|provenance| provenance.commit_date.clone()),
            of(|provenance| provenance.read.clone()),
            of(|provenance| Some(provenance.licence.clone())),
        ]
    });
    Rows {
        columns: columns(&[
            "source",
            "part",
            "title",
            "kinds",
            "resources",
            "mapped",
            "pairs",
            "pairs_followed",
            "problems",
            "repository",
            "commit",
            "commit_date",
            "read",
            "licence",
        ]),
        cells: cells.collect(),
    }
}

fn number(number: Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn columns(names: &[&'static str]) -> Vec<Cow<'static, str>> {
    names.iter().map(|&name| Cow::Borrowed(name)).collect()
}
