//! Which log sources make how much of a threat detectable.

use questions::question;
use questions::telemetry::{Answer, Row, StatedBy, Visibility};

use super::{Listing, Publish, lines};
use crate::columns::{ALONE, DETECTIONS, LOG_SOURCE, NAME, OWNED, SAID_BY, SHARE, TECHNIQUES};
use crate::options::Options;
use crate::style::Style;
use crate::subject::Subject;
use crate::table::{Field, Table};
use crate::terminal::{ListColumn, list_with_headings, name, paging_note, percent, wrap};

impl Publish for question::Telemetry {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Telemetry",
        table: |answer| Table::of(COLUMNS, &answer.list.items),
    });

    fn subject(answer: &Answer) -> Subject<'_> {
        Subject::of_threat(&answer.threat, &answer.stack, &[])
    }

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.list.items)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let style = options.style;
        let mut text = name(&answer.threat, style);
        if let Some(detectable) = answer.detectable {
            text += &format!(
                "\n  {} of the threat is detectable with the logs that arrive\n",
                style.bold(percent(detectable))
            );
        }
        text += &visibility(answer, style);
        for (said_by, title) in [
            (StatedBy::Detections, "As detections say"),
            (StatedBy::Attack, "As ATT&CK says"),
        ] {
            let rows: Vec<&Row> = answer
                .list
                .items
                .iter()
                .filter(|row| row.said_by == said_by)
                .collect();
            if !rows.is_empty() {
                text += &format!("\n{}\n{}", style.bold(title), log_sources(&rows, style));
            }
        }
        for (count, what) in [
            (answer.without_log_source, "name no log source"),
            (
                answer.not_understood,
                "name one that the vocabulary does not know",
            ),
        ] {
            if count > 0 {
                let note = format!("{count} detections {what}; nothing follows from them.");
                text += &format!("\n{}", wrap(&note, 0, style));
            }
        }
        text + &paging_note(&answer.list, style)
    }
}

/// How many techniques are seen, and which are not.
fn visibility(answer: &Answer, style: Style) -> String {
    let mut text = String::new();
    for (state, title) in [
        (Visibility::Seen, "Seen"),
        (Visibility::Partial, "Partial"),
        (Visibility::Blind, "Blind"),
    ] {
        let of_state = answer.visibility.iter();
        let ids: Vec<String> = of_state
            .filter(|technique| technique.visibility == state)
            .map(|technique| technique.id.to_string())
            .collect();
        if !ids.is_empty() {
            let line = match state {
                Visibility::Seen => String::new(),
                Visibility::Partial | Visibility::Blind => format!(": {}", ids.join(", ")),
            };
            text += &wrap(&format!("{title} {}{line}", ids.len()), 2, style);
        }
    }
    if text.is_empty() {
        return text;
    }
    format!(
        "\n{}\n{text}",
        style.bold("Techniques by the logs of ATT&CK's analytics")
    )
}

fn log_sources(rows: &[&Row], style: Style) -> String {
    let table = Table::of(COLUMNS, rows.iter().copied());
    let of = |column| ListColumn::of(&table, column);
    // The words for an event say what it is; the id of a data component does not.
    let names = rows.iter().map(|row| match row.said_by {
        StatedBy::Detections => String::new(),
        StatedBy::Attack => row.name.clone().unwrap_or_default(),
    });
    let owned = rows.iter().map(|row| match row.owned {
        Some(true) => "arrives".to_owned(),
        Some(false) => "missing".to_owned(),
        None => String::new(),
    });
    let columns = [
        of(&LOG_SOURCE),
        ListColumn::extra("", names),
        ListColumn::extra("", owned),
        of(&SHARE),
        of(&ALONE),
        of(&TECHNIQUES),
        of(&DETECTIONS),
    ];
    list_with_headings(&columns, 2, style)
}

const COLUMNS: &[Field<Row>] = &[
    (LOG_SOURCE, |row| (&row.log_source).into()),
    (NAME, |row| row.name.as_ref().into()),
    (SAID_BY, |row| row.said_by.to_string().into()),
    (OWNED, |row| row.owned.into()),
    (TECHNIQUES, |row| row.techniques.into()),
    (SHARE, |row| row.share.into()),
    (ALONE, |row| row.alone.into()),
    (DETECTIONS, |row| row.detections.into()),
];
