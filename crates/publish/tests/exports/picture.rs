//! Pictures as XML, with nothing in them but shapes, words and a style.

use publish::{Format, Score, publish};
use questions::Answer;
use roxmltree::Document;

use crate::{answers, options, text};

const ELEMENTS: [&str; 7] = ["svg", "title", "desc", "style", "rect", "text", "g"];
const ATTRIBUTES: [&str; 11] = [
    "width",
    "height",
    "viewBox",
    "role",
    "aria-labelledby",
    "id",
    "class",
    "x",
    "y",
    "rx",
    "xmlns",
];

pub(crate) fn check(svg: &str) {
    let document = Document::parse(svg).unwrap();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert!(
            ELEMENTS.contains(&node.tag_name().name()),
            "<{}>",
            node.tag_name().name()
        );
        for attribute in node.attributes() {
            assert!(
                ATTRIBUTES.contains(&attribute.name()),
                "{}",
                attribute.name()
            );
        }
    }
    let styles: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name("style"))
        .filter_map(|style| style.text())
        .collect();
    assert_eq!(styles.len(), 1);
    assert!(!styles[0].contains("url(") && !styles[0].contains("@import"));
    let deceives = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
    assert!(!svg.contains(deceives));
}

fn words(answer: &Answer, score: Option<Score>) -> Vec<String> {
    let published = publish(answer, Format::Svg, &options(score))
        .unwrap()
        .text()
        .unwrap();
    check(&published);
    let document = Document::parse(&published).unwrap();
    let texts = document
        .descendants()
        .filter(|node| node.has_tag_name("text"));
    texts
        .filter_map(|node| node.text().map(str::to_owned))
        .collect()
}

#[test]
fn a_picture_of_an_alignment() {
    let svg = text(&answers::align("text"), Format::Svg);
    check(&svg);
    insta::assert_snapshot!(svg);
}

#[test]
fn a_matrix_folds_sub_techniques_and_counts_them() {
    let words = words(&answers::matrix("text"), Some(Score::Detections));
    let at = words.iter().position(|word| word == "T1003").unwrap();
    assert_eq!(&words[at..at + 4], ["T1003", "+1", "42", "OS Credential"]);
    assert!(!words.contains(&"T1003.001".to_owned()));
    // Without its technique a sub-technique stands for itself.
    assert!(words.contains(&"T1547.001".to_owned()));
}

#[test]
fn tactics_stand_in_the_order_of_the_matrix_even_where_the_answer_does_not_say() {
    let words = words(&answers::align("text"), None);
    let tactics = [
        "Execution",
        "Persistence",
        "Privilege",
        "Credential Access",
        "Lateral Movement",
        "Collection",
    ];
    let places: Vec<usize> = tactics
        .iter()
        .map(|tactic| {
            words
                .iter()
                .position(|word| word == tactic)
                .unwrap_or_else(|| panic!("{tactic}: {words:?}"))
        })
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn an_empty_answer_is_a_picture_too() {
    let Answer::Align(mut answer) = answers::align("text") else {
        panic!("is no alignment")
    };
    answer.list.items.clear();
    let words = words(&Answer::Align(answer), None);
    assert!(words.contains(&"No technique is in this answer.".to_owned()));
}
