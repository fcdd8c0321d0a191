//! The numbers of techniques in tables: what exists, how far it is proven, what is missing.

use model::Kind;
use questions::align::{Reason, Row};

use super::list::{CellStyle, ListColumn, list_with_headings};
use super::table::wrap;
use crate::columns::{CONTROLS, DETECTIONS, GAP, NAME, RUNG, TECHNIQUE, TESTS, WEIGHT};
use crate::numbers::techniques_with_numbers;
use crate::style::{Style, clean};
use crate::table::Width;

/// One line per technique.
pub(crate) fn techniques(rows: &[Row], style: Style) -> String {
    let table = techniques_with_numbers(rows.iter());
    let of = |column| ListColumn::of(&table, column);
    let reasons = rows.iter().map(|row| reason(row.reason).to_owned());
    let columns = [
        of(&TECHNIQUE).look(CellStyle::Technique),
        of(&NAME),
        of(&WEIGHT),
        of(&CONTROLS).look(CellStyle::OfKind(Kind::Control)),
        of(&DETECTIONS).look(CellStyle::OfKind(Kind::Detection)),
        of(&TESTS).look(CellStyle::OfKind(Kind::Test)),
        of(&RUNG).look(CellStyle::Proof),
        of(&GAP),
        ListColumn::extra("", reasons)
            .width(Width::Spare)
            .look(CellStyle::Dim),
    ];
    list_with_headings(&columns, 0, style)
}

/// Why there is a gap, in a few words.
pub(crate) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NothingExists => "no rule exists",
        Reason::NoRule => "log, but no rule",
        Reason::NoLog => "rule, but no log",
        Reason::NoTest => "rule, but no test",
        Reason::NotProven => "test never proven",
        Reason::Proven => "proven",
        Reason::OtherPlatform => "other platforms",
        Reason::Excluded => "left out on purpose",
    }
}

/// A heading and lines below it, where there are any.
pub(crate) fn block(title: &str, lines: &[String], style: Style) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: String = lines
        .iter()
        .map(|line| wrap(&clean(line), 2, style))
        .collect();
    format!("\n{}\n{lines}", style.bold(title))
}

/// A share of one as per cent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A weight or a gap: two places are enough to compare them.
pub(crate) fn two_places(value: f64) -> String {
    format!("{value:.2}")
}
