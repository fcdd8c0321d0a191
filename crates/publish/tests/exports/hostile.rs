//! No text breaks a format.

use calamine::Data;
use proptest::prelude::*;
use publish::Format;

use crate::{answers, bundle, export, has, layer, picture, rules, spreadsheet, standard, text};

/// Text made of what markup, formulas and addresses are made of.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = [
        "<",
        ">",
        "</",
        "\"",
        "'",
        "&",
        "&#x3c;",
        "&lt;",
        "=",
        "=1+1",
        "+",
        "-",
        "@",
        "=HYPERLINK(\"http://x\")",
        "|cmd",
        "/",
        "\\",
        "\n",
        "\r",
        "\t",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<script>alert(1)</script>",
        "</style>",
        "javascript:",
        "https://",
        "internal:",
        "file://",
        "#",
        "\u{0}",
        "\u{1}",
        "\u{b}",
        "\u{1b}[31m",
        "\u{7f}",
        "\u{85}",
        "\u{202e}",
        "\u{feff}",
        "\u{fffe}",
        "\u{ffff}",
        "_x0041_",
        "_x005F_",
        "\u{10ffff}",
        "x",
        "T1003",
        "'",
        "日本語",
        "😀",
    ];
    let piece = prop_oneof![
        4 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn check(hostile: &str) {
    for (name, answer) in answers::all(hostile) {
        if has(&answer, Format::Xlsx) {
            let mut sheets = spreadsheet::open(export(&answer, Format::Xlsx));
            for at in 0..2 {
                for cell in spreadsheet::cells(&mut sheets, at).concat() {
                    assert!(!matches!(cell, Data::Error(_)), "{name}");
                    let deceives = |letter: char| {
                        letter == '\u{202e}' || (letter.is_control() && letter != '\n')
                    };
                    assert!(!cell.to_string().contains(deceives), "{name}: {cell:?}");
                }
            }
        }
        if has(&answer, Format::Layer) {
            rules::check(&layer::layer(&answer, None).unwrap());
        }
        if has(&answer, Format::Stix) {
            standard::check(&bundle::bundle(&answer));
        }
        if has(&answer, Format::Svg) {
            picture::check(&text(&answer, Format::Svg));
        }
    }
}

#[test]
fn hostile_text_stays_text() {
    for hostile in [
        "",
        "=cmd|' /C calc'!A0",
        "]]></title><script>alert(1)</script>",
        "\u{202e}\u{0}\u{1}\u{b}\u{1b}[31m\u{fffe}\u{ffff}",
        "x\" onload=\"alert(1)",
    ] {
        check(hostile);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_text_breaks_a_format(text in pieces()) {
        check(&text);
    }
}
