//! A threat against a stack, gaps, and the matrix.

use questions::align::{Answer, Row, Totals};
use questions::gaps::{self, Gap};
use questions::matrix;
use questions::threat::PlacedThreat;

use super::lists::more;
use super::numbers::{block, pillars, reason, rows};
use super::table::{Cell, Column, table, wrapped};
use crate::style::{Style, clean};

pub(super) fn align(answer: &Answer, style: Style) -> String {
    let mut text = head(&answer.threat, answer.list.total, style);
    text += &totals(&answer.totals, style);
    text += "\n";
    text += &rows(&answer.list.items, style);
    text += &more(
        answer.list.items.len(),
        answer.list.total,
        answer.list.next.as_deref(),
        style,
    );
    text += &explained(answer, style);
    text += &followed(answer.list.items.iter(), style);
    text += &block(
        "Claimed by imported files, not counted",
        &claims(&answer.list.items),
        style,
    );
    text += &tail(&answer.threat, &answer.assumed, style);
    let unknown = &answer.stack.unknown_rules;
    text + &block(
        "Deployed rules that this catalogue does not know",
        unknown,
        style,
    )
}

/// Name, size and origin of a threat.
pub(super) fn head(threat: &PlacedThreat, techniques: u32, style: Style) -> String {
    let name = if threat.name.is_empty() {
        "Threat"
    } else {
        &threat.name
    };
    let of = if techniques == 1 {
        "technique"
    } else {
        "techniques"
    };
    let mut text = format!("{}  {techniques} {of}\n", style.bold(clean(name)));
    for origin in &threat.origins {
        text += &style.dim(wrapped(&clean(origin), 0, style));
    }
    text
}

/// How far all of it is met.
pub(super) fn totals(totals: &Totals, style: Style) -> String {
    let share = if totals.weight > 0.0 {
        totals.gap / totals.weight
    } else {
        0.0
    };
    let rungs = totals
        .rungs
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0);
    let rungs: Vec<String> = rungs
        .map(|(rung, count)| format!("{count} on {rung}"))
        .collect();
    format!(
        "\n  Gap    {}  ({:.1} of {:.1} weight)\n  Rungs  {}\n",
        style.bold(format!("{:.0} %", share * 100.0)),
        totals.gap,
        totals.weight,
        style.proof(rungs.join(", "))
    )
}

/// Old ids, and where they lead.
fn followed<'a>(rows: impl Iterator<Item = &'a Row>, style: Style) -> String {
    let lines: Vec<String> = rows
        .flat_map(|row| {
            row.technique
                .written
                .iter()
                .map(move |one| (row.technique.id, one))
        })
        .map(|(id, one)| match &one.reason {
            Some(reason) => format!("{} {} to {id}: {reason}", one.id, one.state),
            None => format!("{} {} to {id}", one.id, one.state),
        })
        .collect();
    block("Followed", &lines, style)
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

/// What leads nowhere, what was old, what was assumed.
fn tail(threat: &PlacedThreat, assumed: &[String], style: Style) -> String {
    let unplaced: Vec<String> = threat
        .unplaced
        .iter()
        .map(|one| format!("{} {}: {}", one.id, one.state, one.reason))
        .collect();
    block(
        "In no technique of this release, not counted",
        &unplaced,
        style,
    ) + &block("Notes", &threat.notes, style)
        + &block("Assumed", assumed, style)
}

fn explained(answer: &Answer, style: Style) -> String {
    if answer.explained.is_empty() {
        return String::new();
    }
    let cells = answer.explained.iter().map(|one| {
        let kind = one.resource.kind;
        let standing = match (&one.why_not, one.rung) {
            (Some(why), _) => why.clone(),
            (None, Some(0)) => "does not run".to_owned(),
            (None, Some(rung)) => format!("rung {rung}"),
            (None, None) => "counted".to_owned(),
        };
        let place = one.resource.place.path.clone();
        vec![
            Cell::painted(style.glyph(kind), move |glyph| style.kind(kind, glyph)),
            Cell::plain(&one.resource.source),
            Cell::plain(&one.resource.title),
            Cell::plain(standing),
            Cell::painted(place, move |place| style.dim(place)),
        ]
    });
    let columns = [
        Column::Whole,
        Column::Whole,
        Column::Text,
        Column::Whole,
        Column::Path,
    ];
    let technique = answer.explained[0].technique;
    format!(
        "\n{}\n{}",
        style.bold(format!("Behind the numbers of {technique}")),
        table(&columns, &cells.collect::<Vec<_>>(), 2, style)
    )
}

pub(super) fn gaps(answer: &gaps::Answer, style: Style) -> String {
    let mut text = head(&answer.threat, answer.list.total, style);
    text += "\n";
    let cells = answer.reasons.iter().map(|(name, missing)| {
        vec![
            Cell::plain(name.replace('_', " ")),
            Cell::plain(missing.techniques.to_string()),
            Cell::plain(format!("{:.2}", missing.gap)),
        ]
    });
    let columns = [Column::Whole, Column::Number, Column::Number];
    text += &table(&columns, &cells.collect::<Vec<_>>(), 2, style);
    for gap in &answer.list.items {
        text += &one_gap(gap, style);
    }
    text += &more(
        answer.list.items.len(),
        answer.list.total,
        answer.list.next.as_deref(),
        style,
    );
    text += &followed(answer.list.items.iter().map(|gap| &gap.row), style);
    text + &tail(&answer.threat, &answer.assumed, style)
}

fn one_gap(gap: &Gap, style: Style) -> String {
    let row = &gap.row;
    let technique = &row.technique;
    let title = format!("{}  {}", technique.id, technique.name);
    let mut text = format!(
        "\n{}  {:.2}  {}\n",
        style.bold(style.fit(&clean(&title), style.width.saturating_sub(30))),
        row.gap,
        reason(row.reason)
    );
    let offers = |offers: &[gaps::Offer]| {
        offers
            .iter()
            .map(|one| format!("{} ({})", one.title, one.key))
            .collect::<Vec<_>>()
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

pub(super) fn matrix(answer: &matrix::Answer, style: Style) -> String {
    let heading = ["", "", "controls", "rules", "tests", "potential", "rung"];
    let heading: Vec<Cell> = heading
        .into_iter()
        .map(|word| Cell::painted(word, move |word| style.dim(word)))
        .collect();
    let cells = answer.list.items.iter().map(|row| {
        let address = row.id.url();
        let mut cells = vec![
            Cell::painted(row.id.to_string(), move |id| {
                style.bold(style.link(Some(&address), id))
            }),
            Cell::plain(&row.name),
        ];
        cells.extend(pillars(&row.numbers, style));
        cells.push(Cell::plain(row.numbers.potential.to_string()));
        cells.push(Cell::painted(row.numbers.rung.to_string(), move |rung| {
            style.proof(rung)
        }));
        cells
    });
    let columns = [
        Column::Whole,
        Column::Text,
        Column::Number,
        Column::Number,
        Column::Number,
        Column::Spare,
        Column::Number,
    ];
    table(
        &columns,
        &std::iter::once(heading).chain(cells).collect::<Vec<_>>(),
        0,
        style,
    ) + &more(
        answer.list.items.len(),
        answer.list.total,
        answer.list.next.as_deref(),
        style,
    )
}
