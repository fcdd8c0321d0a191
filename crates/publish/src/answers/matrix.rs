//! All techniques with their numbers.

use model::Kind;
use questions::matrix::{Answer, Row, WithSubTechniques};
use questions::question;

use super::{Listing, Publish, lines};
use crate::columns::{
    CONTROLS, CONTROLS_WITH_SUB_TECHNIQUES, DETECTIONS, DETECTIONS_WITH_SUB_TECHNIQUES, NAME,
    PLATFORMS, POTENTIAL, RUNG, TACTICS, TECHNIQUE, TESTS, TESTS_WITH_SUB_TECHNIQUES,
};
use crate::heat::{Cell, Scale};
use crate::heat::{
    HeatMap, HeatMapSource, MatrixLayout, Score, missing_score, score_of_numbers, words,
};
use crate::numbers::{NUMBERS, with_sources};
use crate::options::Options;
use crate::subject::Subject;
use crate::table::{Field, Table};
use crate::terminal::{CellStyle, ListColumn, list_with_headings, paging_note};

impl Publish for question::Matrix {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Matrix",
        table,
    });
    const HEAT: Option<HeatMapSource<Answer>> = Some(HeatMapSource {
        read: heat,
        scores: &Score::WITHOUT_THREAT,
        picture: Some(MatrixLayout::Folded),
    });

    fn subject(answer: &Answer) -> Subject<'_> {
        Subject {
            stack: Some(&answer.stack),
            ..Subject::of(&answer.domain.to_string())
        }
    }

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.list.items)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let table = own(answer);
        let of = |column| ListColumn::of(&table, column);
        let columns = [
            of(&TECHNIQUE).look(CellStyle::Technique),
            of(&NAME),
            of(&CONTROLS).look(CellStyle::OfKind(Kind::Control)),
            of(&DETECTIONS).look(CellStyle::OfKind(Kind::Detection)),
            of(&TESTS).look(CellStyle::OfKind(Kind::Test)),
            of(&POTENTIAL),
            of(&RUNG).look(CellStyle::Proof),
        ];
        list_with_headings(&columns, 0, options.style) + &paging_note(&answer.list, options.style)
    }
}

const COLUMNS: &[Field<Row>] = &[
    (TECHNIQUE, |row| row.id.into()),
    (NAME, |row| (&row.name).into()),
    (TACTICS, |row| (&row.tactics).into()),
    (PLATFORMS, |row| (&row.platforms).into()),
];

const FAMILY: &[Field<WithSubTechniques>] = &[
    (CONTROLS_WITH_SUB_TECHNIQUES, |family| {
        family.controls.into()
    }),
    (DETECTIONS_WITH_SUB_TECHNIQUES, |family| {
        family.detections.into()
    }),
    (TESTS_WITH_SUB_TECHNIQUES, |family| family.tests.into()),
];

/// Without the columns of single sources.
fn own(answer: &Answer) -> Table {
    let rows = answer.list.items.iter();
    Table::of(COLUMNS, rows.clone())
        .and(NUMBERS, rows.clone().map(|row| &row.numbers))
        .and(FAMILY, rows.map(|row| &row.with_sub_techniques))
}

fn table(answer: &Answer) -> Table {
    let rows = answer.list.items.iter();
    with_sources(own(answer), &rows.map(|row| &row.numbers))
}

fn heat(answer: &Answer, score: Option<Score>) -> Result<HeatMap<'_>, String> {
    let score = score.unwrap_or(Score::Total);
    let cells: Option<Vec<Cell<'_>>> = answer
        .list
        .items
        .iter()
        .map(|row| {
            Some(Cell {
                id: row.id,
                name: &row.name,
                tactics: &row.tactics,
                platforms: &row.platforms,
                score: score_of_numbers(&row.numbers, score)?,
                family: family(row.with_sub_techniques, score),
                included: true,
                words: words::numbers(&row.numbers),
                facts: words::facts(&row.numbers),
            })
        })
        .collect();
    let tactics = answer.tactics.iter();
    Ok(HeatMap {
        scale: Scale::of(score),
        domain: answer.domain,
        tactics: tactics
            .map(|tactic| (tactic.shortname.as_str(), tactic.name.as_str()))
            .collect(),
        cells: cells.ok_or_else(|| missing_score(score, "no threat is faced there"))?,
    })
}

/// The score of a technique with its sub-techniques, where it is counted.
fn family(with: WithSubTechniques, score: Score) -> Option<f64> {
    match score {
        Score::Controls => Some(f64::from(with.controls)),
        Score::Detections => Some(f64::from(with.detections)),
        Score::Tests => Some(f64::from(with.tests)),
        Score::Total => Some(f64::from(with.controls + with.detections + with.tests)),
        Score::Potential | Score::Rung | Score::Gap | Score::Weight => None,
    }
}
