//! Plans, telemetry, comparisons and log sources.

use questions::plan::{Action, Answer};
use questions::{compare, log_source, telemetry};

use super::align::head;
use super::lists::more;
use super::numbers::{block, percent};
use super::table::{Cell, Column, table};
use crate::style::{Style, clean};

pub(super) fn plan(answer: &Answer, style: Style) -> String {
    let mut text = head(&answer.threat, 0, style).replace("  0 techniques", "");
    text += &format!(
        "\n  Gap  {:.2}, after {} steps {:.2}\n\n",
        answer.gap,
        answer.steps.len(),
        answer.left
    );
    if answer.steps.is_empty() {
        text += "Nothing in this catalogue closes more of it.\n";
    }
    let cells = answer.steps.iter().zip(1..).map(|(step, number)| {
        let word = match step.action {
            Action::Deploy => "deploy",
            Action::SwitchOn => "log",
            Action::Test => "test",
        };
        let raises: Vec<String> = step
            .raises
            .iter()
            .map(|(technique, rung)| format!("{technique} to {rung}"))
            .collect();
        vec![
            Cell::painted(number.to_string(), move |number| style.dim(number)),
            Cell::plain(word),
            Cell::painted(format!("-{:.2}", step.closes), move |closes| {
                style.bold(closes)
            }),
            Cell::plain(step.title.as_deref().unwrap_or(&step.what)),
            Cell::painted(
                if step.title.is_some() { &step.what } else { "" },
                move |what| style.dim(what),
            ),
            Cell::painted(raises.join(", "), move |raises| style.dim(raises)),
        ]
    });
    let columns = [
        Column::Number,
        Column::Whole,
        Column::Number,
        Column::Text,
        Column::Path,
        Column::Spare,
    ];
    text += &table(&columns, &cells.collect::<Vec<_>>(), 0, style);
    text += &block(
        "In no technique of this release, not counted",
        &unplaced(&answer.threat),
        style,
    );
    text + &block("Assumed", &answer.assumed, style)
}

fn unplaced(threat: &questions::threat::PlacedThreat) -> Vec<String> {
    threat
        .unplaced
        .iter()
        .map(|one| format!("{} {}: {}", one.id, one.state, one.reason))
        .collect()
}

pub(super) fn telemetry(answer: &telemetry::Answer, style: Style) -> String {
    let mut text = head(&answer.threat, 0, style).replace("  0 techniques", "");
    if let Some(detectable) = answer.detectable {
        text += &format!(
            "\n  {} of the threat is detectable with the logs that arrive\n",
            style.bold(percent(detectable))
        );
    }
    for (said_by, title) in [
        (telemetry::SaidBy::Detections, "As detections say"),
        (telemetry::SaidBy::Attack, "As ATT&CK says"),
    ] {
        let of: Vec<&telemetry::Row> = answer
            .list
            .items
            .iter()
            .filter(|row| row.said_by == said_by)
            .collect();
        if of.is_empty() {
            continue;
        }
        let heading = ["", "", "", "share", "alone", "techniques", "rules"];
        let heading: Vec<Cell> = heading
            .into_iter()
            .map(|word| Cell::painted(word, move |word| style.dim(word)))
            .collect();
        let cells = of.into_iter().map(|row| {
            let owned = match row.owned {
                Some(true) => "arrives",
                Some(false) => "missing",
                None => "",
            };
            vec![
                Cell::plain(&row.log_source),
                Cell::plain(row.name.as_deref().unwrap_or_default()),
                Cell::plain(owned),
                Cell::plain(percent(row.share)),
                Cell::plain(percent(row.alone)),
                Cell::plain(row.techniques.to_string()),
                Cell::plain(row.detections.to_string()),
            ]
        });
        let columns = [
            Column::Text,
            Column::Text,
            Column::Whole,
            Column::Number,
            Column::Number,
            Column::Number,
            Column::Number,
        ];
        text += &format!("\n{}\n", style.bold(title));
        text += &table(
            &columns,
            &std::iter::once(heading).chain(cells).collect::<Vec<_>>(),
            2,
            style,
        );
    }
    if answer.without_log_source > 0 {
        text += &format!(
            "\n{} detections name no log source; nothing follows from them.\n",
            answer.without_log_source
        );
    }
    text + &more(
        answer.list.items.len(),
        answer.list.total,
        answer.list.next.as_deref(),
        style,
    )
}

pub(super) fn compare(answer: &compare::Answer, style: Style) -> String {
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
        let (one, other) = (&names[pair.one as usize], &names[pair.other as usize]);
        text += &format!(
            "  {one} and {other}: {} alike, {} shared\n",
            percent(pair.similarity),
            pair.shared
        );
    }
    let heading = ["", ""]
        .into_iter()
        .map(str::to_owned)
        .chain(names.iter().map(|name| style.fit(name, 16)));
    let heading: Vec<Cell> = heading
        .map(|word| Cell::painted(word, move |word| style.dim(word)))
        .collect();
    let cells = answer.list.items.iter().map(|row| {
        let mut cells = vec![
            Cell::painted(row.id.to_string(), move |id| style.bold(id)),
            Cell::plain(&row.name),
        ];
        cells.extend(row.values.iter().map(|&value| {
            let text = if value <= 0.0 {
                "-".to_owned()
            } else if answer.value == "rung" {
                format!("{value:.0}")
            } else {
                format!("{value:.2}")
            };
            Cell::plain(text)
        }));
        cells
    });
    let mut columns = vec![Column::Whole, Column::Text];
    columns.extend(names.iter().map(|_| Column::Number));
    text += "\n";
    text += &table(
        &columns,
        &std::iter::once(heading).chain(cells).collect::<Vec<_>>(),
        0,
        style,
    );
    text + &more(
        answer.list.items.len(),
        answer.list.total,
        answer.list.next.as_deref(),
        style,
    )
}

pub(super) fn log_source(answer: &log_source::Answer, style: Style) -> String {
    let counts = |counts: &std::collections::BTreeMap<String, u32>| {
        let mut counts: Vec<(&String, &u32)> = counts.iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        counts
            .into_iter()
            .map(|(name, count)| vec![Cell::plain(name), Cell::plain(count.to_string())])
            .collect::<Vec<_>>()
    };
    let columns = [Column::Text, Column::Number];
    let mut text = format!(
        "{}\n{}",
        style.bold("Log sources"),
        table(&columns, &counts(&answer.log_sources), 2, style)
    );
    text += &format!(
        "\n{}\n{}",
        style.bold("Detections that read them"),
        table(&columns, &counts(&answer.detections), 2, style)
    );
    let cells = answer.list.items.iter().map(|row| {
        vec![
            Cell::painted(row.id.to_string(), move |id| style.bold(id)),
            Cell::plain(&row.name),
            Cell::plain(format!("{} of {}", row.detections, row.of)),
        ]
    });
    let columns = [Column::Whole, Column::Text, Column::Number];
    text += &format!(
        "\n{}\n{}",
        style.bold("Techniques"),
        table(&columns, &cells.collect::<Vec<_>>(), 2, style)
    );
    text + &more(
        answer.list.items.len(),
        answer.list.total,
        answer.list.next.as_deref(),
        style,
    )
}
