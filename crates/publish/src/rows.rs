//! The list of an answer as a table: every field, nothing shortened.

mod threat;

use catalogue::{DriftRow, Hit, Listed, MappingRow, SourceProblem};
use model::Provenance;
use questions::notices::Notice;
use questions::{Answer, page, resources, search, sources};

use crate::columns::{
    ATTRIBUTION, CHANGED, COMMIT, COMMIT_DATE, COPYRIGHT, EXCERPT, ID, KEY, KIND, KINDS, LEVEL,
    LEVEL_WRITTEN, LICENCE, LINE, LINK, MAPPED, PAIRS, PAIRS_FOLLOWED, PART, PATH, PLATFORMS,
    PROBLEMS, READ, REASON, REPOSITORY, RESOURCES, SOURCE, STATE, STATES, STATUS, TECHNIQUE_IDS,
    TITLE, TO, WHAT, WRITTEN, WRITTEN_ID,
};
use crate::table::{Field, Table, Value};

/// The table of a list; none where the answer is no list.
pub(crate) fn rows(answer: &Answer) -> Option<Table> {
    Some(match answer {
        Answer::Page(answer) => page(answer),
        Answer::Resources(list) => resources(list),
        Answer::Search(list) => search(list),
        Answer::Sources(answer) => sources(answer),
        Answer::Problems(list) => Table::of(PROBLEM, &list.items),
        Answer::Drift(list) => Table::of(DRIFT, &list.items),
        Answer::Notices(answer) => Table::of(NOTICE, &answer.notices),
        Answer::Matrix(answer) => threat::matrix(answer),
        Answer::Align(answer) => threat::aligned(answer.list.items.iter()),
        Answer::Gaps(answer) => Table::of(threat::GAPS, &answer.list.items),
        Answer::Plan(answer) => threat::plan(answer),
        Answer::Telemetry(answer) => Table::of(threat::TELEMETRY, &answer.list.items),
        Answer::Compare(answer) => threat::compare(answer),
        Answer::Fit(answer) => Table::of(threat::FIT, &answer.list.items),
        Answer::Adversaries(list) => Table::of(threat::ADVERSARIES, &list.items),
        Answer::Categories(list) => Table::of(threat::CATEGORIES, &list.items),
        Answer::Adversary(answer) | Answer::Software(answer) | Answer::Campaign(answer) => {
            threat::aligned(answer.techniques.iter())
        }
        Answer::Control(answer) => threat::control(answer),
        Answer::LogSource(answer) => Table::of(threat::LOG_SOURCE, &answer.list.items),
        Answer::Technique(_) | Answer::Resource(_) => return None,
    })
}

const PROBLEM: &[Field<SourceProblem>] = &[
    (SOURCE, |row| (&row.source).into()),
    (PATH, |row| (&row.problem.path).into()),
    (LINE, |row| row.problem.line.into()),
    (WHAT, |row| (&row.problem.what).into()),
];

const NOTICE: &[Field<Notice>] = &[
    (SOURCE, |notice| (&notice.source).into()),
    (TITLE, |notice| (&notice.title).into()),
    (REPOSITORY, |notice| (&notice.repository).into()),
    (COMMIT, |notice| notice.commit.as_ref().into()),
    (LICENCE, |notice| (&notice.licence).into()),
    (COPYRIGHT, |notice| (&notice.copyright).into()),
    (ATTRIBUTION, |notice| notice.attribution.as_ref().into()),
];

const DRIFT: &[Field<DriftRow>] = &[
    (SOURCE, |row| (&row.source).into()),
    (PATH, |row| (&row.path).into()),
    (LINE, |row| row.line.into()),
    (WRITTEN_ID, |row| (&row.written).into()),
    (TO, |row| {
        let ids = row.to.iter().map(|technique| technique.id.to_string());
        ids.collect::<Vec<_>>().join(" ").into()
    }),
    (STATE, |row| row.state.to_string().into()),
    (REASON, |row| (&row.reason).into()),
    (TITLE, |row| (&row.title).into()),
    (KEY, |row| (&row.key).into()),
];

const RESOURCE: &[Field<Listed>] = &[
    (SOURCE, |resource| (&resource.source).into()),
    (PART, |resource| (&resource.part).into()),
    (KIND, |resource| resource.kind.to_string().into()),
    (ID, |resource| resource.id.as_ref().into()),
    (TITLE, |resource| (&resource.title).into()),
];

const RESOURCE_DETAILS: &[Field<Listed>] = &[
    (LEVEL, |resource| {
        resource.level.map(|level| level.to_string()).into()
    }),
    (LEVEL_WRITTEN, |resource| {
        resource.level_written.as_ref().into()
    }),
    (STATUS, |resource| resource.status.to_string().into()),
    (PLATFORMS, |resource| (&resource.platforms).into()),
    (CHANGED, |resource| resource.changed.as_ref().into()),
    (PATH, |resource| (&resource.place.path).into()),
    (LINE, |resource| resource.place.line.into()),
];

/// Resources: what they are, how they are mapped, their details, where they are.
fn resource_table<'a, R: 'a>(
    rows: impl Iterator<Item = &'a R> + Clone,
    resource: fn(&R) -> &Listed,
    mapped: &[Field<R>],
    page: fn(&R) -> Option<&String>,
) -> Table {
    let resources = rows.clone().map(resource);
    Table::of(RESOURCE, resources.clone())
        .and(mapped, rows.clone())
        .and(RESOURCE_DETAILS, resources.clone())
        .with(LINK, rows.map(page))
        .with(KEY, resources.map(|resource| &resource.key))
}

fn page(answer: &page::Answer) -> Table {
    let sections = answer.sections.iter().chain(&answer.ambiguous);
    resource_table(
        sections.flat_map(|section| &section.resources),
        |row| &row.mapped.resource,
        &[
            (TECHNIQUE_IDS, |row: &page::Row| {
                Value::list([row.mapped.technique])
            }),
            (STATES, |row| Value::list([row.mapped.state])),
            (WRITTEN, |_| Value::Nothing),
        ],
        |row| row.links.page.as_ref(),
    )
}

fn resources(list: &resources::Answer) -> Table {
    resource_table(
        list.items.iter(),
        |row| &row.resource,
        &[
            (TECHNIQUE_IDS, |row: &resources::Row| {
                each(&row.mappings, |mapping| {
                    let technique = mapping.conclusion.technique;
                    technique.map(|id| id.to_string()).unwrap_or_default()
                })
            }),
            (STATES, |row| {
                each(&row.mappings, |mapping| {
                    mapping.conclusion.state.to_string()
                })
            }),
            (WRITTEN, |row| {
                each(&row.mappings, |mapping| {
                    mapping.written.clone().unwrap_or_default()
                })
            }),
        ],
        |row| row.links.page.as_ref(),
    )
}

fn each(mappings: &[MappingRow], word: fn(&MappingRow) -> String) -> Value {
    Value::List(mappings.iter().map(word).collect())
}

fn search(answer: &search::Answer) -> Table {
    let rows = answer.items.iter().map(|found| {
        let excerpt = found.excerpt.as_ref().into();
        match &found.hit {
            Hit::Technique(technique) => vec![
                "technique".into(),
                technique.id.into(),
                (&technique.name).into(),
                "attack".into(),
                Value::Nothing,
                excerpt,
            ],
            Hit::Resource(resource) => vec![
                resource.kind.to_string().into(),
                resource.id.as_ref().into(),
                (&resource.title).into(),
                (&resource.source).into(),
                (&resource.key).into(),
                excerpt,
            ],
        }
    });
    Table::from_rows(vec![KIND, ID, TITLE, SOURCE, KEY, EXCERPT], rows)
}

const SOURCES: &[Field<sources::Row>] = &[
    (SOURCE, |row| (&row.source).into()),
    (PART, |row| row.part.as_ref().into()),
    (TITLE, |row| (&row.title).into()),
    (KINDS, |row| Value::list(&row.kinds)),
    (RESOURCES, |row| row.counts.resources.into()),
    (MAPPED, |row| row.counts.mapped.into()),
    (PAIRS, |row| row.counts.pairs.into()),
    (PAIRS_FOLLOWED, |row| row.counts.pairs_followed.into()),
    (PROBLEMS, |row| row.problems.into()),
];

fn sources(answer: &sources::Answer) -> Table {
    let provenance = |row: &sources::Row| {
        let mut all = answer.provenance.iter();
        all.find(|provenance| provenance.source == row.source)
    };
    let of: Vec<Option<&Provenance>> = answer.sources.iter().map(provenance).collect();
    let known = |value: fn(&Provenance) -> Option<&String>| {
        of.iter().map(move |provenance| provenance.and_then(value))
    };
    Table::of(SOURCES, &answer.sources)
        .with(REPOSITORY, known(|provenance| Some(&provenance.repository)))
        .with(COMMIT, known(|provenance| provenance.commit.as_ref()))
        .with(
            COMMIT_DATE,
            known(|provenance| provenance.commit_date.as_ref()),
        )
        .with(READ, known(|provenance| provenance.read.as_ref()))
        .with(LICENCE, known(|provenance| Some(&provenance.licence)))
}
