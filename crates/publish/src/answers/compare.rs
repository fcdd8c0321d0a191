//! Threats or stacks side by side.

use questions::compare::{Answer, Row};
use questions::question;

use super::{Listing, Publish, lines};
use crate::columns::{NAME, SIDES, TECHNIQUE, of_side};
use crate::heat::{Cell, HeatMap, HeatMapSource, Scale, Score, missing_score, name_only, words};
use crate::options::Options;
use crate::style::{Style, clean};
use crate::subject::Subject;
use crate::table::{Field, Table};
use crate::terminal::{
    CellStyle, ListColumn, list_with_headings, paging_note, percent, two_places,
};

impl Publish for question::Compare {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Comparison",
        table,
    });
    const HEAT: Option<HeatMapSource<Answer>> = Some(HeatMapSource {
        read: heat,
        scores: &[],
        // Sides come without tactics.
        picture: None,
    });

    fn subject(answer: &Answer) -> Subject<'_> {
        let sides: Vec<&str> = answer.sides.iter().map(|side| side.name.as_str()).collect();
        Subject::of(&sides.join(", "))
    }

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.list.items)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let style = options.style;
        let names: Vec<String> = answer.sides.iter().map(|side| clean(&side.name)).collect();
        let mut text = String::new();
        for (side, name) in answer.sides.iter().zip(&names) {
            text += &format!(
                "{}  {} techniques, {} of them its own alone\n",
                style.bold(name),
                side.techniques,
                side.only
            );
        }
        text += &format!("\n{} techniques are common to all\n", answer.common);
        for pair in &answer.alike {
            let (left, right) = (&names[pair.one as usize], &names[pair.other as usize]);
            text += &format!(
                "  {left} and {right}: {} alike, {} shared\n",
                percent(pair.similarity),
                pair.shared
            );
        }
        text += "\n";
        text += &techniques(answer, &names, style);
        text + &paging_note(&answer.list, style)
    }
}

fn techniques(answer: &Answer, names: &[String], style: Style) -> String {
    let rows = &answer.list.items;
    let table = Table::of(COLUMNS, rows);
    let mut columns = vec![
        ListColumn::of(&table, &TECHNIQUE).look(CellStyle::Bold),
        ListColumn::of(&table, &NAME),
    ];
    columns.extend(names.iter().enumerate().map(|(at, name)| {
        let values = rows.iter().map(|row| value(answer, row.values[at]));
        ListColumn::extra(style.fit(name, 16), values).aligned_right()
    }));
    list_with_headings(&columns, 0, style)
}

fn value(answer: &Answer, value: f64) -> String {
    if value <= 0.0 {
        "-".to_owned()
    } else if answer.value == "rung" {
        format!("{value:.0}")
    } else {
        two_places(value)
    }
}

const COLUMNS: &[Field<Row>] = &[
    (TECHNIQUE, |row| row.id.into()),
    (NAME, |row| (&row.name).into()),
    (SIDES, |row| row.sides.into()),
];

fn table(answer: &Answer) -> Table {
    let rows = &answer.list.items;
    let sides = answer.sides.iter().enumerate();
    sides.fold(Table::of(COLUMNS, rows), |table, (at, side)| {
        let values = rows.iter().map(|row| row.values.get(at).copied());
        table.with(of_side(&side.name), values)
    })
}

/// One layer of all sides: what most of them have most of is darkest.
fn heat(answer: &Answer, score: Option<Score>) -> Result<HeatMap<'_>, String> {
    if let Some(score) = score.filter(|score| score.to_string() != answer.value) {
        return Err(missing_score(
            score,
            "sides are compared by their sum alone",
        ));
    }
    let cells = answer.list.items.iter().map(|row| {
        let sides = || answer.sides.iter().zip(&row.values);
        Cell {
            score: row.values.iter().sum(),
            words: words::sides(&answer.value, sides()),
            facts: words::side_facts(sides()),
            ..name_only(row.id, &row.name)
        }
    });
    let scale = Scale::sum(&answer.value, answer.sides.len());
    Ok(HeatMap::of_cells(scale, cells.collect()))
}
