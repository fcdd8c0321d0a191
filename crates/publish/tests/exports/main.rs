//! Spreadsheets, layers, bundles and pictures of small answers, read back by other programs' readers.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

mod answers;
mod bundle;
mod hostile;
mod layer;
mod page;
mod picture;
mod rules;
mod spreadsheet;
mod standard;

use publish::{Error, Format, Options, Score, Style, Type, Value, publish};
use questions::Answer;

fn options(score: Option<Score>) -> Options {
    Options {
        layout: publish::Layout::Full,
        style: Style::plain(80),
        rows: 0,
        score,
    }
}

/// The answer in the format.
fn export(answer: &Answer, format: Format) -> Vec<u8> {
    let published = publish(answer, format, &options(None)).unwrap();
    published.as_bytes().to_vec()
}

fn text(answer: &Answer, format: Format) -> String {
    String::from_utf8(export(answer, format)).unwrap()
}

fn has(answer: &Answer, format: Format) -> bool {
    match publish(answer, format, &options(None)) {
        Ok(_) => true,
        Err(Error::FormatUnavailable(_)) => false,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn every_answer_says_which_formats_it_has() {
    let formats = [Format::Xlsx, Format::Layer, Format::Stix, Format::Svg];
    let table: Vec<String> = answers::all("text")
        .iter()
        .map(|(name, answer)| {
            let has: Vec<String> = formats
                .iter()
                .filter(|format| has(answer, **format))
                .map(ToString::to_string)
                .collect();
            format!("{name}: {}", has.join(" "))
        })
        .collect();
    insta::assert_snapshot!(table.join("\n"), @"
    page: xlsx stix
    technique: 
    search: xlsx
    resources: xlsx stix
    resource: stix
    matrix: xlsx layer svg
    align: xlsx layer svg
    gaps: xlsx layer svg
    plan: xlsx
    compare: xlsx layer
    adversary: xlsx layer svg
    control: xlsx layer stix svg
    log-source: xlsx layer
    ");
}

#[test]
fn every_value_is_of_the_type_of_its_column() {
    for (name, answer) in answers::all("text") {
        let Some(table) = publish::table(&answer) else {
            continue;
        };
        for row in table.rows() {
            assert_eq!(row.len(), table.columns().len(), "{name}");
            for (column, value) in table.columns().iter().zip(row) {
                let fits = matches!(
                    (value, column.holds),
                    (Value::Nothing, _)
                        | (
                            Value::Text(_),
                            Type::Id | Type::Text | Type::Technique | Type::Link
                        )
                        | (
                            Value::Number(_),
                            Type::Count | Type::Share | Type::Weight | Type::Number
                        )
                        | (Value::Truth(_), Type::Truth)
                        | (Value::List(_), Type::List)
                );
                assert!(fits, "{name}: {column:?} holds {value:?}");
            }
        }
    }
}

#[test]
fn every_question_says_which_formats_its_answers_have() {
    let formats = [
        Format::Csv,
        Format::Xlsx,
        Format::Layer,
        Format::Stix,
        Format::Svg,
    ];
    for (name, answer) in answers::all("text") {
        let forms = publish::answer_shape(name).unwrap();
        for format in formats {
            assert_eq!(forms.has(format), has(&answer, format), "{name} {format}");
        }
    }
    assert_eq!(publish::answer_shape("no such question"), None);
}
