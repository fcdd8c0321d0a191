//! What each reader says of text that is odd, hostile or simply wrong: where, and what.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::collections::BTreeMap;

use documents::lenient::{Flag, Number, OneOrMany, Text, Texts};
use documents::text::{decode, line_at, offset_of, position};
use documents::yaml::{Limits, Spanned};
use documents::{Error, csv, json, toml, yaml};
use serde::Deserialize;

const LIMITS: Limits = Limits {
    depth: 10,
    nodes: 100,
    too_deep: "too deep",
    too_much: "too much",
};

type Map = BTreeMap<String, Vec<u32>>;

fn said<T: std::fmt::Debug>(read: Result<T, Error>) -> (Option<u64>, String) {
    let error = read.unwrap_err();
    (error.line, error.what)
}

#[test]
fn yaml_says_where_and_in_plain_words() {
    let wrong = |text: &str| said(yaml::parse::<Map>(text, &LIMITS));
    assert_eq!(wrong("a: [1]\na: [2]\n").1, "the key `a` is there twice");
    assert_eq!(
        wrong("a: [1]\nb: x\n"),
        (Some(2), "a list should be here".to_owned())
    );
    assert_eq!(
        wrong("- 1\n"),
        (Some(1), "keys and values should be here".to_owned())
    );
}

#[test]
fn yaml_that_is_a_bomb_is_refused() {
    let deep = "[".repeat(11) + &"]".repeat(11);
    let wrong = |text: &str| said(yaml::parse::<serde::de::IgnoredAny>(text, &LIMITS)).1;
    assert_eq!(wrong(&deep), "too deep");
    assert_eq!(wrong(&format!("[{}]", "1,".repeat(101))), "too much");
    let bomb = format!(
        "a: &a x\nb: &b [{}]\nc: [{}]\n",
        ["*a"; 10].join(", "),
        ["*b"; 10].join(", ")
    );
    assert_eq!(wrong(&bomb), "too much");
}

#[test]
fn yaml_documents_and_lines() {
    let documents: Vec<Spanned<Text>> = yaml::all("---\na\n---\n---\nb\n", &LIMITS).unwrap();
    let lines: Vec<_> = documents
        .iter()
        .map(|document| (document.value.get(), yaml::line(document)))
        .collect();
    assert_eq!(lines, [(Some("a"), Some(2)), (Some("b"), Some(5))]);
}

#[test]
fn json_items_are_read_one_by_one() {
    #[derive(Debug, Deserialize)]
    struct List<'a> {
        #[serde(borrow)]
        items: json::Items<'a>,
    }
    let text = "{\n \"items\": [1,\n \"two\", 3]}";
    let list: List<'_> = json::parse(text).unwrap();
    let read: Vec<_> = list
        .items
        .read::<u32>()
        .map(|item| {
            let line = offset_of(item.text, text).and_then(|offset| line_at(text, offset));
            (item.index, line, item.read.is_ok())
        })
        .collect();
    assert_eq!(
        read,
        [(0, Some(2), true), (1, Some(3), false), (2, Some(3), true)]
    );
    let (line, what) = said(json::parse::<u32>("\n{}"));
    assert_eq!(line, Some(2));
    assert_eq!(what, "invalid type: map, expected u32");
}

#[test]
fn json_that_is_nested_too_deep_is_found_before_it_is_parsed() {
    assert_eq!(json::deeper_than(2, "[[1]]"), None);
    assert_eq!(json::deeper_than(2, "[[1], [[2]]]"), Some(7));
    assert_eq!(json::deeper_than(1, r#"["[[\"[["]"#), None);
}

#[test]
fn a_table_tells_what_stands_between_its_cells() {
    assert_eq!(csv::delimiter("\n\na;b;c,d\n1,2,3,4\n"), b';');
    assert_eq!(csv::delimiter("a\tb\n"), b'\t');
    assert_eq!(csv::delimiter("a\n"), b',');
    let records: Vec<_> = csv::records("a;b\n007;\"x\ny\"\nz\n", b';')
        .map(|record| record.map(|(line, cells)| (line, cells.len(), cells[0].to_owned())))
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(
        records,
        [
            (1, 2, "a".to_owned()),
            (2, 2, "007".to_owned()),
            (4, 1, "z".to_owned())
        ]
    );
    let rows: Vec<_> = csv::rows::<(u32, String)>("n,text\n1, a \nx,b\n2,c\n")
        .unwrap()
        .map(|row| row.map_err(|error| error.line))
        .collect();
    assert_eq!(
        rows,
        [
            Ok((2, (1, "a".to_owned()))),
            Err(Some(3)),
            Ok((4, (2, "c".to_owned())))
        ]
    );
}

#[test]
fn toml_says_where() {
    let error = toml::parse::<Map>("a = [1]\nb = [x]\n").unwrap_err();
    assert_eq!((error.line, error.column), (Some(2), Some(6)));
}

#[test]
fn text_begins_after_its_byte_order_mark_and_ends_nowhere_in_a_letter() {
    assert_eq!(decode("\u{feff}é".as_bytes()), Ok("é"));
    let error = decode(b"a\n\xff").unwrap_err();
    assert_eq!((error.offset, error.line), (2, 2));
    assert_eq!(position("é\nüb", 5), (2, 2));
    assert_eq!(position("a", 9), (1, 2));
}

#[test]
fn fields_are_read_however_they_are_written() {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Fields {
        text: Text,
        texts: Texts,
        number: Number,
        flag: Flag,
        many: OneOrMany<Text>,
    }
    let read = |text: &str| yaml::parse::<Fields>(text, &LIMITS).unwrap();
    let fields =
        read("text: 1.0\ntexts: [a, null, {b: c}, 2]\nnumber: '1,5'\nflag: 'Yes'\nmany: x\n");
    assert_eq!(fields.text.get(), Some("1.0"));
    assert_eq!(fields.texts.0, ["a", "2"]);
    assert_eq!(fields.number.0, Some(1.5));
    assert_eq!(fields.flag.0, Some(true));
    assert_eq!(fields.many.texts(), ["x"]);
    let fields = read("text: ' '\ntexts: true\nnumber: []\nflag: 2\nmany:\n");
    assert_eq!(fields.text.get(), None);
    assert_eq!(fields.texts.0, ["true"]);
    assert_eq!(fields.number.0, None);
    assert_eq!(fields.flag.0, None);
    assert!(fields.many.0.is_empty());
}
