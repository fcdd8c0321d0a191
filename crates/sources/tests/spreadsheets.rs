//! Tables in spreadsheets, sound and hostile.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::io::{Cursor, Write};

use model::{Harvest, TextPolicy};
use proptest::collection::vec;
use proptest::prelude::*;
use sources::{OwnSource, Tree, format};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[test]
fn a_sheet_is_read_as_a_table_is() {
    let sheet = rows(&[
        &["Lamp standard"],
        &["Control ID", "Title", "ATT&CK Techniques"],
        &["L.1", "Lamps are counted", "T1078; T1110.003"],
        &["", "", "T1021"],
        &["L.2", "Lamps are locked", "by hand"],
    ]);
    let harvest = read(book(&[
        ("Read me", &rows(&[&["Lamps"]])),
        ("Lamps", &sheet),
    ]));
    let resources = &harvest.resources;
    let written = |at: usize| {
        let mappings = resources[at].mappings.iter();
        mappings
            .map(|mapping| mapping.written.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(resources.len(), 2);
    assert_eq!(written(0), ["T1078", "T1110.003", "T1021"]);
    assert_eq!(resources[0].place.line, Some(3));
    assert_eq!(
        problems(&harvest),
        ["sheet `Lamps`, row 5: `by hand` names no technique"]
    );
}

#[test]
fn a_book_without_such_a_sheet_says_what_it_found() {
    let harvest = read(book(&[(
        "Lamps",
        &rows(&[&["Lamp", "Colour"], &["A", "red"]]),
    )]));
    assert_eq!(
        problems(&harvest),
        [
            "sheet `Lamps`, no row names a column `techniques` and a column `control id` or `title`; the first says: Lamp, Colour"
        ]
    );
}

#[test]
fn a_cell_far_out_is_no_rectangle_in_memory() {
    let sheet = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c>\
                 <c r=\"B1\" t=\"inlineStr\"><is><t>techniques</t></is></c></row>\
                 <row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>far</t></is></c></row>";
    let harvest = read(book(&[("Lamps", sheet)]));
    assert!(harvest.resources.is_empty());
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bomb = " ".repeat(130 << 20);
    let packed = book(&[("Lamps", &bomb)]);
    assert!(packed.len() < 8 << 20);
    let harvest = read(packed);
    assert_eq!(
        problems(&harvest),
        ["is not the spreadsheet expected here: it unpacks to more than 128 MiB"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_wounded_book_is_safe(wounds in vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = book(&[("Lamps", &rows(&[&["id", "techniques"], &["L.1", "T1078"]]))]);
        for (at, mask) in wounds {
            let at = at.index(bytes.len());
            bytes[at] ^= mask;
        }
        let harvest = read(bytes);
        prop_assert_eq!(harvest.account().read, 1);
    }
}

fn read(bytes: Vec<u8>) -> Harvest {
    let format = format("mapping-table").unwrap();
    let own = OwnSource {
        id: "acme".to_owned(),
        title: "Acme".to_owned(),
        format,
        kind: format.kinds[0],
        role: None,
        repository: None,
        branch: None,
        licence: None,
        text: TextPolicy::LinkOnly,
        paths: vec!["*".to_owned()],
    };
    own.harvest(&Tree::of_files(
        [("lamps.xlsx".to_owned(), bytes)],
        &own.paths(),
    ))
}

fn problems(harvest: &Harvest) -> Vec<&str> {
    let problems = harvest.problems.iter();
    problems.map(|problem| problem.what.as_str()).collect()
}

/// The rows of a sheet; empty texts are cells that are not there.
fn rows(rows: &[&[&str]]) -> String {
    let mut xml = String::new();
    for (number, row) in (1..).zip(rows) {
        xml += &format!("<row r=\"{number}\">");
        for (letter, text) in ('A'..).zip(row.iter()).filter(|(_, text)| !text.is_empty()) {
            let text = text.replace('&', "&amp;");
            xml += &format!("<c r=\"{letter}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
        }
        xml += "</row>";
    }
    xml
}

/// A book with these sheets, as small as one can be.
fn book(sheets: &[(&str, &str)]) -> Vec<u8> {
    let (mut list, mut links) = (String::new(), String::new());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (number, (name, rows)) in (1..).zip(sheets) {
        list += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>");
        links += &format!(
            "<Relationship Id=\"r{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/{number}.xml\"/>"
        );
        let sheet =
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
        put(&mut archive, &format!("xl/worksheets/{number}.xml"), &sheet);
    }
    let list = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>"
    );
    put(&mut archive, "xl/workbook.xml", &list);
    let links = format!("<Relationships xmlns=\"{PACKAGE}\">{links}</Relationships>");
    put(&mut archive, "xl/_rels/workbook.xml.rels", &links);
    let root = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" \
         Target=\"xl/workbook.xml\"/></Relationships>"
    );
    put(&mut archive, "_rels/.rels", &root);
    archive.finish().unwrap().into_inner()
}

fn put(archive: &mut ZipWriter<Cursor<Vec<u8>>>, path: &str, text: &str) {
    archive
        .start_file(path, SimpleFileOptions::default())
        .unwrap();
    archive.write_all(text.as_bytes()).unwrap();
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
