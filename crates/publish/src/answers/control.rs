//! A control: its techniques, and what exists against them.

use std::collections::BTreeMap;

use model::TechniqueId;
use questions::align::Row;
use questions::control::{Answer, Control};
use questions::question;

use super::{Listing, Publish, lines};
use crate::columns::{CONTROL, FRAMEWORK};
use crate::heat::{HeatMap, HeatMapSource, MatrixLayout, Score};
use crate::numbers::technique_table;
use crate::options::Options;
use crate::statements::Statements;
use crate::style::{Style, clean};
use crate::subject::Subject;
use crate::table::Table;
use crate::terminal::{first_line, techniques, wrap};

impl Publish for question::Control {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Control",
        table,
    });
    const HEAT: Option<HeatMapSource<Answer>> = Some(HeatMapSource {
        read: |answer, score| {
            let rows = answer
                .controls
                .iter()
                .flat_map(|control| &control.techniques);
            Ok(HeatMap::of_rows(rows, score, Score::Gap))
        },
        scores: &Score::ALL,
        picture: Some(MatrixLayout::Flat),
    });
    const STATEMENTS: Option<fn(&Answer) -> Statements<'_>> = Some(statements);

    fn subject(answer: &Answer) -> Subject<'_> {
        let first = answer.controls.first();
        let of = first.map_or_else(Subject::default, |control| {
            let id = control.resource.id.as_deref().unwrap_or_default();
            Subject::of(&format!("{id} {}", control.resource.title))
        });
        Subject {
            stack: Some(&answer.stack),
            ..of
        }
    }

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.controls)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let controls = answer
            .controls
            .iter()
            .map(|control| self::control(control, options.style));
        controls.collect::<Vec<_>>().join("\n")
    }
}

fn control(control: &Control, style: Style) -> String {
    let resource = &control.resource;
    let id = resource.id.clone().unwrap_or_default();
    let mark = if control.counts {
        ""
    } else {
        "  does not count: its framework has a newer edition"
    };
    let mut text = format!(
        "{}  {}  {}{}\n",
        style.bold(clean(&id)),
        style.link(control.links.page.as_deref(), clean(&resource.title)),
        style.dim(clean(&resource.source)),
        style.dim(mark)
    );
    if let Some(description) = &control.description {
        text += &wrap(&first_line(description), 2, style);
    }
    text += &format!("\n  {} techniques\n", control.techniques.len());
    text + &techniques(&control.techniques, style)
}

fn table(answer: &Answer) -> Table {
    let controls = answer.controls.iter();
    let rows =
        controls.flat_map(|control| control.techniques.iter().map(move |row| (control, row)));
    let id = |control: &Control| {
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
        .join_columns(technique_table(rows.map(|(_, row)| row)))
}

fn statements(answer: &Answer) -> Statements<'_> {
    let mut statements = Statements::default();
    let how = |row: &Row| {
        let written = row.technique.written.first();
        written.map_or_else(String::new, |written| {
            format!("followed from {}", written.id)
        })
    };
    for control in answer.controls.iter().filter(|control| control.counts) {
        let rows = control.techniques.iter();
        let names = rows
            .clone()
            .map(|row| (row.technique.id, row.technique.name.as_str()));
        statements.names.extend(names);
        let techniques: BTreeMap<TechniqueId, String> =
            rows.map(|row| (row.technique.id, how(row))).collect();
        statements.add(&control.resource, control.links.page.as_deref(), techniques);
    }
    statements
}
