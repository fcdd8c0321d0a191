//! The numbers of techniques in tables: what exists, how far it is proven, what is missing.

use model::Kind;
use questions::align::{Reason, Row};

use super::list::{CellStyle, ListColumn, list_with_headings};
use crate::columns::{CONTROLS, DETECTIONS, GAP, NAME, RUNG, TECHNIQUE, TESTS, WEIGHT};
use crate::numbers::techniques_with_numbers;
use crate::style::Style;
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
