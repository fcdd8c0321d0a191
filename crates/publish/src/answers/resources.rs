//! The list of resources.

use catalogue::{MappingRow, ResourceSummary};
use questions::question;
use questions::resources::{Answer, Row};

use super::{Listing, Publish, lines};
use crate::columns::{
    CHANGED, ID, KEY, KIND, LEVEL, LEVEL_WRITTEN, LINE, LINK, PART, PATH, PLATFORMS, SOURCE,
    STATES, STATUS, TECHNIQUE_IDS, TITLE, WRITTEN,
};
use crate::options::Options;
use crate::statements::{Statements, mapped};
use crate::style::Style;
use crate::table::{Field, Table, Value};
use crate::terminal::{Cell, ColumnFit, paging_note, table as lines_of};

impl Publish for question::Resources {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Resources",
        table,
    });
    const STATEMENTS: Option<fn(&Answer) -> Statements<'_>> = Some(statements);

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.items)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        if answer.items.is_empty() {
            return "No resource matches all of these filters.\n".to_owned();
        }
        let style = options.style;
        let rows: Vec<Vec<Cell>> = answer.items.iter().map(|row| cells(row, style)).collect();
        let columns = [
            ColumnFit::Whole,
            ColumnFit::Whole,
            ColumnFit::Text,
            ColumnFit::Text,
            ColumnFit::Text,
            ColumnFit::Path,
        ];
        lines_of(&columns, &rows, 0, style) + &paging_note(answer, style)
    }
}

fn cells(row: &Row, style: Style) -> Vec<Cell> {
    let resource = &row.resource;
    let kind = resource.kind;
    let address = row.links.page.clone();
    let conclusions = row
        .mappings
        .iter()
        .filter_map(|mapping| mapping.conclusion.technique);
    let mut techniques: Vec<String> = conclusions.map(|id| id.to_string()).collect();
    techniques.sort();
    techniques.dedup();
    let marks = [
        resource.level.map(|level| level.to_string()),
        (!resource.status.counts()).then(|| resource.status.to_string()),
    ];
    vec![
        Cell::styled(style.glyph(kind), move |glyph| style.kind(kind, glyph)),
        Cell::styled(&resource.source, move |source| style.dim(source)),
        Cell::styled(&resource.title, move |title| {
            style.link(address.as_deref(), title)
        }),
        Cell::plain(marks.into_iter().flatten().collect::<Vec<_>>().join(", ")),
        Cell::plain(techniques.join(" ")),
        Cell::styled(&resource.place.path, move |path| style.dim(path)),
    ]
}

const RESOURCE: &[Field<ResourceSummary>] = &[
    (SOURCE, |resource| (&resource.source).into()),
    (PART, |resource| (&resource.part).into()),
    (KIND, |resource| resource.kind.to_string().into()),
    (ID, |resource| resource.id.as_ref().into()),
    (TITLE, |resource| (&resource.title).into()),
];

const DETAILS: &[Field<ResourceSummary>] = &[
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
pub(super) fn resource_table<'a, R: 'a>(
    rows: impl Iterator<Item = &'a R> + Clone,
    resource: fn(&R) -> &ResourceSummary,
    mapped: &[Field<R>],
    page: fn(&R) -> Option<&String>,
) -> Table {
    let resources = rows.clone().map(resource);
    Table::of(RESOURCE, resources.clone())
        .and(mapped, rows.clone())
        .and(DETAILS, resources.clone())
        .with(LINK, rows.map(page))
        .with(KEY, resources.map(|resource| &resource.key))
}

fn table(answer: &Answer) -> Table {
    resource_table(
        answer.items.iter(),
        |row| &row.resource,
        &[
            (TECHNIQUE_IDS, |row: &Row| {
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

fn statements(answer: &Answer) -> Statements<'_> {
    let mut statements = Statements::default();
    for row in &answer.items {
        let mappings = mapped(row.mappings.iter());
        statements.add(&row.resource, row.links.page.as_deref(), mappings);
    }
    statements
}
