//! The sources with how much each gave.

use model::{Kind, Provenance};
use questions::question;
use questions::sources::{Answer, Row};
use strum::VariantArray;

use super::{Listing, Publish, lines};
use crate::columns::{
    COMMIT, COMMIT_DATE, KINDS, LICENCE, MAPPED, PAIRS, PAIRS_FOLLOWED, PART, PROBLEMS, READ,
    REPOSITORY, RESOURCES, SOURCE, TITLE,
};
use crate::options::Options;
use crate::style::Style;
use crate::table::{Field, Table, Value};
use crate::terminal::{Cell, ColumnFit, table as lines_of, wrap};

impl Publish for question::Sources {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Sources",
        table,
    });

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.sources)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let style = options.style;
        let heading =
            HEADINGS.map(|(heading, _)| Cell::styled(heading, move |heading| style.dim(heading)));
        let mut rows = vec![heading.into()];
        rows.extend(answer.sources.iter().map(|row| cells(answer, row, style)));
        let columns = HEADINGS.map(|(_, column)| column);
        let kinds: Vec<String> = Kind::VARIANTS
            .iter()
            .map(|&kind| format!("{} {kind}", style.kind(kind, style.glyph(kind))))
            .collect();
        let attack = &answer.catalogue.attack;
        let pairs = format!(
            "Mappings are followed to ATT&CK {attack}; pairs are (resource, technique) as written."
        );
        lines_of(&columns, &rows, 0, style)
            + &format!("\n{}\n", kinds.join("  "))
            + &wrap(&pairs, 0, style)
    }
}

const HEADINGS: [(&str, ColumnFit); 9] = [
    ("Source", ColumnFit::Whole),
    ("Kind", ColumnFit::Whole),
    ("Title", ColumnFit::Text),
    ("Resources", ColumnFit::Number),
    ("Mapped", ColumnFit::Number),
    ("Pairs", ColumnFit::Number),
    ("Commit", ColumnFit::Spare),
    ("Read", ColumnFit::Spare),
    ("Licence", ColumnFit::Spare),
];

fn cells(answer: &Answer, row: &Row, style: Style) -> Vec<Cell> {
    let provenance = provenance(answer, row);
    let of =
        |field: fn(&Provenance) -> Option<String>| provenance.and_then(field).unwrap_or_default();
    let dimmed = |text: String| Cell::styled(text, move |text| style.dim(text));
    let glyphs: String = row.kinds.iter().map(|&kind| style.glyph(kind)).collect();
    let kinds = row.kinds.clone();
    vec![
        Cell::styled(row.part.as_ref().unwrap_or(&row.source), move |id| {
            style.bold(id)
        }),
        Cell::styled(glyphs, move |_| {
            let glyph = |&kind: &Kind| style.kind(kind, style.glyph(kind));
            kinds.iter().map(glyph).collect()
        }),
        Cell::plain(&row.title),
        Cell::plain(row.counts.resources.to_string()),
        Cell::plain(row.counts.mapped.to_string()),
        Cell::plain(row.counts.pairs.to_string()),
        dimmed(of(|provenance| {
            Some(provenance.commit.as_deref()?.chars().take(9).collect())
        })),
        dimmed(of(|provenance| provenance.read.clone())),
        Cell::plain(of(|provenance| Some(provenance.licence.clone()))),
    ]
}

fn provenance<'a>(answer: &'a Answer, row: &Row) -> Option<&'a Provenance> {
    let mut all = answer.provenance.iter();
    all.find(|provenance| provenance.source == row.source)
}

const COLUMNS: &[Field<Row>] = &[
    (SOURCE, |row| (&row.source).into()),
    (PART, |row| row.part.as_ref().into()),
    (TITLE, |row| (&row.title).into()),
    (KINDS, |row| Value::list(&row.kinds)),
    (RESOURCES, |row| row.counts.resources.into()),
    (MAPPED, |row| row.counts.mapped.into()),
    (PAIRS, |row| row.counts.pairs.into()),
    (PAIRS_FOLLOWED, |row| row.counts.pairs_followed.into()),
    (PROBLEMS, |row| row.problems.into()),
];

fn table(answer: &Answer) -> Table {
    let provenance = answer.sources.iter().map(|row| provenance(answer, row));
    let of = |field: fn(&Provenance) -> Option<&String>| {
        provenance
            .clone()
            .map(move |provenance| provenance.and_then(field))
    };
    Table::of(COLUMNS, &answer.sources)
        .with(REPOSITORY, of(|provenance| Some(&provenance.repository)))
        .with(COMMIT, of(|provenance| provenance.commit.as_ref()))
        .with(
            COMMIT_DATE,
            of(|provenance| provenance.commit_date.as_ref()),
        )
        .with(READ, of(|provenance| provenance.read.as_ref()))
        .with(LICENCE, of(|provenance| Some(&provenance.licence)))
}
