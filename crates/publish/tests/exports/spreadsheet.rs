//! Spreadsheets, read back.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use publish::Format;
use questions::Answer;

use crate::{answers, export, has, text};

type Sheets = Xlsx<Cursor<Vec<u8>>>;

pub(crate) fn open(bytes: Vec<u8>) -> Sheets {
    open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

/// The cells of a sheet; formulas there are none.
pub(crate) fn cells(sheets: &mut Sheets, at: usize) -> Vec<Vec<Data>> {
    let name = sheets.sheet_names()[at].clone();
    let formulas = sheets.worksheet_formula(&name).unwrap();
    assert!(formulas.cells().all(|(.., formula)| formula.is_empty()));
    let range = sheets.worksheet_range(&name).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn file(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn rows_of_csv(answer: &Answer) -> Vec<Vec<String>> {
    let text = text(answer, Format::Csv);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn every_cell_is_that_of_the_rows() {
    for (name, answer) in answers::all("text") {
        if !has(&answer, Format::Xlsx) {
            continue;
        }
        let cells = cells(&mut open(export(&answer, Format::Xlsx)), 0);
        let rows = rows_of_csv(&answer);
        assert_eq!(cells.len(), rows.len(), "{name}");
        for (line, (cells, row)) in cells.iter().zip(&rows).enumerate() {
            for (column, text) in row.iter().enumerate() {
                let of = format!("{name}, line {line}, {}: {text}", rows[0][column]);
                match cells.get(column).unwrap_or(&Data::Empty) {
                    Data::Empty => assert_eq!(text, "", "{of}"),
                    Data::String(cell) => assert_eq!(cell, text, "{of}"),
                    Data::Float(number) => assert_eq!(&number.to_string(), text, "{of}"),
                    Data::Bool(truth) => assert_eq!(&truth.to_string(), text, "{of}"),
                    other => panic!("{of}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn numbers_are_those_of_the_answer_and_ids_stay_text() {
    let answer = answers::align("text");
    let cells = cells(&mut open(export(&answer, Format::Xlsx)), 0);
    let Answer::Align(answer) = answer else {
        panic!("is no alignment")
    };
    let column = |name: &str| {
        let head = cells[0].iter();
        head.into_iter().position(|cell| cell == name).unwrap()
    };
    for (row, cells) in answer.list.items.iter().zip(&cells[1..]) {
        let number = |name: &str| match &cells[column(name)] {
            Data::Float(number) => *number,
            other => panic!("{name}: {other:?}"),
        };
        let numbers = &row.numbers;
        assert_eq!(
            cells[column("technique")],
            row.technique.id.to_string().as_str()
        );
        for (name, expected) in [
            ("weight", row.technique.weight),
            ("controls", f64::from(numbers.controls.resources)),
            ("detections", f64::from(numbers.detections.resources)),
            ("tests", f64::from(numbers.tests.resources)),
            ("total", f64::from(numbers.total())),
            ("rung", f64::from(numbers.rung)),
            ("gap", (row.gap * 10_000.0).round() / 10_000.0),
        ] {
            assert!((number(name) - expected).abs() < 1e-9, "{name}: {expected}");
        }
    }
    let listed = self::cells(
        &mut open(export(&answers::resources("text"), Format::Xlsx)),
        0,
    );
    let ids: Vec<&Data> = listed[1..].iter().map(|row| &row[3]).collect();
    let expected =
        ["00000429", "6001.6380", "429", "1e5", "G0016"].map(|id| Data::String(id.to_owned()));
    assert_eq!(ids, expected.iter().collect::<Vec<_>>());
}

#[test]
fn the_second_sheet_says_what_was_asked() {
    let cells = cells(&mut open(export(&answers::align("text"), Format::Xlsx)), 1);
    let lines: Vec<String> = cells
        .iter()
        .map(|row| format!("{}: {}", row[0], row[1]))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_same_answer_gives_the_same_bytes() {
    let bytes = export(&answers::align("text"), Format::Xlsx);
    assert!(bytes == export(&answers::align("text"), Format::Xlsx));
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for at in 0..zip.len() {
        let file = zip.by_index(at).unwrap();
        let changed = file.last_modified().unwrap();
        assert_eq!(
            (changed.year(), changed.month(), changed.day()),
            (1980, 1, 1),
            "{}",
            file.name().unwrap()
        );
    }
    let core = file(&bytes, "docProps/core.xml");
    assert_eq!(core.matches("2026-11-24T00:00:00Z").count(), 2, "{core}");
}

#[test]
fn the_head_stays_and_links_lead_to_the_web() {
    let bytes = export(&answers::resources("text"), Format::Xlsx);
    let sheet = file(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<autoFilter ref=\"A1:Q6\"/>"), "{sheet}");
    assert!(sheet.contains("state=\"frozen\""));
    let links = file(&bytes, "xl/worksheets/_rels/sheet1.xml.rels");
    assert!(
        links.contains("Target=\"https://example.org/a%20b?c=1&amp;d=2\""),
        "{links}"
    );
    let aligned = file(
        &export(&answers::align("text"), Format::Xlsx),
        "xl/worksheets/_rels/sheet1.xml.rels",
    );
    assert!(
        aligned.contains("https://attack.mitre.org/techniques/T1003/001"),
        "{aligned}"
    );
}

#[test]
fn what_is_too_long_for_a_cell_is_cut_with_a_mark() {
    let long = "😀".repeat(40_000);
    let cells = cells(
        &mut open(export(&answers::resources(&long), Format::Xlsx)),
        0,
    );
    let title = cells[1][4].to_string();
    assert!(title.ends_with("😀…") && title.encode_utf16().count() <= 32_767);
}
