//! What was found.

use catalogue::{Hit, TechniqueSummary};
use questions::question;
use questions::search::Answer;

use super::{Listing, Publish, lines};
use crate::columns::{EXCERPT, ID, KEY, KIND, SOURCE, TITLE};
use crate::options::Options;
use crate::style::Style;
use crate::table::{Table, Value};
use crate::terminal::{Cell, ColumnFit, paging_note, table as lines_of};

impl Publish for question::Search {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Search",
        table,
    });

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.items)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let style = options.style;
        let mut text = String::new();
        if let Some(corrected) = &answer.corrected {
            text += &format!(
                "Nothing matches these words; searched for {} instead.\n\n",
                style.bold(corrected)
            );
        }
        if answer.items.is_empty() {
            return text + "Nothing found. Fewer or shorter words find more.\n";
        }
        let rows: Vec<Vec<Cell>> = answer
            .items
            .iter()
            .map(|found| cells(&found.hit, style))
            .collect();
        let columns = [
            ColumnFit::Whole,
            ColumnFit::Whole,
            ColumnFit::Text,
            ColumnFit::Whole,
        ];
        let lines = lines_of(&columns, &rows, 0, style);
        for (found, line) in answer.items.iter().zip(lines.lines()) {
            text += &format!("{line}\n");
            if let Some(excerpt) = &found.excerpt {
                let excerpt = style.cut(excerpt, style.width.saturating_sub(5));
                text += &format!("     {}\n", style.dim(excerpt));
            }
        }
        text + &paging_note(answer, style)
    }
}

fn cells(hit: &Hit, style: Style) -> Vec<Cell> {
    match hit {
        Hit::Technique(technique) => {
            let address = technique.id.url();
            vec![
                Cell::plain(" "),
                Cell::styled(technique.id.to_string(), move |id| {
                    style.bold(style.link(Some(&address), id))
                }),
                Cell::styled(&technique.name, move |name| style.bold(name)),
                Cell::styled(technique_status(technique), move |word| style.dim(word)),
            ]
        }
        Hit::Resource(resource) => {
            let kind = resource.kind;
            let id = resource.id.clone().filter(|id| id.len() < 20);
            vec![
                Cell::styled(style.glyph(kind), move |glyph| style.kind(kind, glyph)),
                Cell::plain(id.unwrap_or_default()),
                Cell::plain(&resource.title),
                Cell::styled(&resource.source, move |source| style.dim(source)),
            ]
        }
    }
}

fn technique_status(technique: &TechniqueSummary) -> String {
    match technique.successor {
        _ if technique.active => "technique".to_owned(),
        Some(successor) => format!("replaced by {successor}"),
        None => "no longer in use".to_owned(),
    }
}

fn table(answer: &Answer) -> Table {
    let rows = answer.items.iter().map(|found| {
        let excerpt = found.excerpt.as_ref().into();
        match &found.hit {
            Hit::Technique(technique) => vec![
                "technique".into(),
                technique.id.into(),
                (&technique.name).into(),
                (&answer.catalogue.techniques_of).into(),
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
