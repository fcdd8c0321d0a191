//! A threat against a stack.

use questions::align::{Answer, Row};
use questions::question;

use super::{Listing, Publish, lines};
use crate::heat::{HeatMap, HeatMapSource, MatrixLayout, Score};
use crate::numbers::technique_table;
use crate::options::Options;
use crate::style::Style;
use crate::subject::Subject;
use crate::terminal::{
    Cell, ColumnFit, block, closing_notes, followed_ids, head, paging_note, table, techniques,
    totals,
};

impl Publish for question::Align {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Alignment",
        table: |answer| technique_table(answer.list.items.iter()),
    });
    const HEAT: Option<HeatMapSource<Answer>> = Some(HeatMapSource {
        read: |answer, score| {
            Ok(HeatMap::of_rows(
                answer.list.items.iter(),
                score,
                Score::Gap,
            ))
        },
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
        let rows = &answer.list.items;
        let mut text = head(&answer.threat, answer.list.total, style);
        text += &totals(&answer.totals, style);
        text += "\n";
        text += &techniques(rows, style);
        text += &paging_note(&answer.list, style);
        text += &explanation(answer, style);
        text += &followed_ids(rows.iter(), style);
        text += &block(
            "Claimed by imported files, not counted",
            &claims(rows),
            style,
        );
        text += &closing_notes(&answer.threat, &answer.assumed, style);
        let unknown = &answer.stack.unknown_rules;
        text + &block(
            "Deployed rules that this catalogue does not know",
            unknown,
            style,
        )
    }
}

fn claims(rows: &[Row]) -> Vec<String> {
    let claims = rows.iter().flat_map(|row| {
        row.claims
            .iter()
            .map(move |claim| (row.technique.id, claim))
    });
    claims
        .map(|(id, claim)| format!("{id} {} {} ({})", claim.of, claim.score, claim.origin))
        .collect()
}

fn explanation(answer: &Answer, style: Style) -> String {
    let Some(first) = answer.explained.first() else {
        return String::new();
    };
    let cells = answer.explained.iter().map(|explained| {
        let kind = explained.resource.kind;
        let standing = match (&explained.why_not, explained.rung) {
            (Some(why), _) => why.clone(),
            (None, Some(0)) => "does not run".to_owned(),
            (None, Some(rung)) => format!("rung {rung}"),
            (None, None) => "counted".to_owned(),
        };
        let place = explained.resource.place.path.clone();
        vec![
            Cell::styled(style.glyph(kind), move |glyph| style.kind(kind, glyph)),
            Cell::plain(&explained.resource.source),
            Cell::plain(&explained.resource.title),
            Cell::plain(standing),
            Cell::styled(place, move |place| style.dim(place)),
        ]
    });
    let columns = [
        ColumnFit::Whole,
        ColumnFit::Whole,
        ColumnFit::Text,
        ColumnFit::Whole,
        ColumnFit::Path,
    ];
    format!(
        "\n{}\n{}",
        style.bold(format!("Behind the numbers of {}", first.technique)),
        table(&columns, &cells.collect::<Vec<_>>(), 2, style)
    )
}
