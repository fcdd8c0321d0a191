//! What is missing for a threat.

use questions::gaps::{Answer, Gap, Suggestion};
use questions::question;

use super::{Listing, Publish, lines};
use crate::columns::{
    DEPLOY, DEPLOYABLE, GAP, NAME, REASON, RUNG, RUNNING, SWITCH_ON, TECHNIQUE, TEST, WEIGHT,
};
use crate::heat::{HeatMap, HeatMapSource, MatrixLayout, Score, words};
use crate::options::Options;
use crate::style::{Style, clean};
use crate::subject::Subject;
use crate::table::{Field, Table, Value};
use crate::terminal::{
    Cell, ColumnFit, closing_notes, followed_ids, head, paging_note, reason, table, two_places,
};

impl Publish for question::Gaps {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Gaps",
        table: |answer| Table::of(COLUMNS, &answer.list.items),
    });
    const HEAT: Option<HeatMapSource<Answer>> = Some(HeatMapSource {
        read: |answer, score| Ok(heat(answer, score)),
        scores: &Score::ALL,
        picture: Some(MatrixLayout::Flat),
    });

    fn subject(answer: &Answer) -> Subject<'_> {
        Subject::of_threat(&answer.threat, &answer.stack, &answer.assumed)
    }

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.list.items)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let style = options.style;
        let mut text = head(&answer.threat, answer.list.total, style);
        text += "\n";
        let cells = answer.reasons.iter().map(|(name, missing)| {
            vec![
                Cell::plain(name.replace('_', " ")),
                Cell::plain(missing.techniques.to_string()),
                Cell::plain(two_places(missing.gap)),
            ]
        });
        let columns = [ColumnFit::Whole, ColumnFit::Number, ColumnFit::Number];
        text += &table(&columns, &cells.collect::<Vec<_>>(), 2, style);
        for gap in &answer.list.items {
            text += &self::gap(gap, style);
        }
        text += &paging_note(&answer.list, style);
        text += &followed_ids(answer.list.items.iter().map(|gap| &gap.row), style);
        text + &closing_notes(&answer.threat, &answer.assumed, style)
    }
}

fn gap(gap: &Gap, style: Style) -> String {
    let row = &gap.row;
    let technique = &row.technique;
    let title = format!("{}  {}", technique.id, technique.name);
    let mut text = format!(
        "\n{}  {}  {}\n",
        style.bold(style.fit(&clean(&title), style.width.saturating_sub(30))),
        two_places(row.gap),
        reason(row.reason)
    );
    let offers = |offers: &[Suggestion]| {
        let offers = offers.iter();
        let named = offers.map(|offer| format!("{} ({})", offer.title, offer.key));
        named.collect::<Vec<_>>()
    };
    let helps = [
        ("deploy", offers(&gap.deploy)),
        ("log", gap.switch_on.clone()),
        ("test", offers(&gap.test)),
    ];
    for (word, lines) in helps {
        for line in lines {
            text += &format!(
                "  {}  {}\n",
                style.dim(format!("{word:6}")),
                style.fit(&clean(&line), style.width.saturating_sub(10))
            );
        }
    }
    text
}

const COLUMNS: &[Field<Gap>] = &[
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

fn keys(offers: &[Suggestion]) -> Value {
    Value::list(offers.iter().map(|offer| &offer.key))
}

fn heat(answer: &Answer, score: Option<Score>) -> HeatMap<'_> {
    let rows = answer.list.items.iter().map(|gap| &gap.row);
    let mut heat = HeatMap::of_rows(rows, score, Score::Gap);
    for (cell, gap) in heat.cells.iter_mut().zip(&answer.list.items) {
        cell.words.extend(words::remedies(gap));
    }
    heat
}
