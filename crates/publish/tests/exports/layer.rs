//! Layers of every answer and score, against the rules of the format.

use publish::{Error, Format, Score, publish};
use questions::Answer;
use serde_json::Value;

use crate::{answers, options, rules, text};

const SCORES: [Score; 8] = [
    Score::Controls,
    Score::Detections,
    Score::Tests,
    Score::Total,
    Score::Potential,
    Score::Rung,
    Score::Gap,
    Score::Weight,
];

pub(crate) fn layer(answer: &Answer, score: Option<Score>) -> Result<Value, Error> {
    let published = publish(answer, Format::Layer, &options(score))?;
    Ok(serde_json::from_slice(published.as_bytes()).unwrap())
}

fn technique<'a>(layer: &'a Value, id: &str) -> &'a Value {
    let techniques = layer["techniques"].as_array().unwrap();
    techniques
        .iter()
        .find(|technique| technique["techniqueID"] == id)
        .unwrap()
}

#[test]
fn every_layer_keeps_the_rules_of_the_format() {
    for (name, answer) in answers::all("text") {
        for score in [None].into_iter().chain(SCORES.map(Some)) {
            match layer(&answer, score) {
                Ok(layer) => rules::check(&layer),
                Err(Error::FormatUnavailable(_)) => {}
                Err(error) => assert!(
                    ["matrix", "compare", "log-source"].contains(&name)
                        && error.to_string().contains("has no"),
                    "{name}: {error}"
                ),
            }
        }
    }
}

#[test]
fn a_layer_of_an_alignment() {
    insta::assert_snapshot!(text(&answers::align("text"), Format::Layer));
}

#[test]
fn scores_are_the_numbers_of_the_answer_and_parts_of_one_hundredths() {
    let align = answers::align("text");
    for (score, id, expected) in [
        (Score::Controls, "T1059", 80.0),
        (Score::Detections, "T1003.001", 230.0),
        (Score::Tests, "T1547.001", 2.0),
        (Score::Total, "T1059", 430.0),
        (Score::Potential, "T1059", 2.0),
        (Score::Rung, "T1003.001", 3.0),
        (Score::Gap, "T1003", 80.0),
        (Score::Weight, "T1547.001", 75.0),
    ] {
        let layer = layer(&align, Some(score)).unwrap();
        assert_eq!(
            technique(&layer, id)["score"].as_f64(),
            Some(expected),
            "{score}"
        );
    }
}

#[test]
fn what_is_left_out_is_disabled_and_what_is_of_another_matrix_is_named() {
    let layer = layer(&answers::align("text"), None).unwrap();
    assert_eq!(technique(&layer, "T1021")["enabled"], false);
    let held: Vec<&str> = layer["techniques"]
        .as_array()
        .unwrap()
        .iter()
        .map(|technique| technique["techniqueID"].as_str().unwrap())
        .collect();
    assert!(!held.contains(&"T0801"));
    let description = layer["description"].as_str().unwrap();
    assert!(
        description.contains("not in this layer: T0801"),
        "{description}"
    );
}

#[test]
fn sides_are_added_up_and_other_scores_are_refused_in_words() {
    let compare = answers::compare("text");
    let sum = layer(&compare, None).unwrap();
    assert_eq!(technique(&sum, "T1003")["score"], 150);
    assert_eq!(sum["gradient"]["maxValue"], 200);
    let refused = layer(&compare, Some(Score::Tests)).unwrap_err();
    insta::assert_snapshot!(refused, @"cannot write the answer as layer: the answer has no tests: sides are compared by their sum alone");
}
