//! What a Sigma file says, kept as it was written: selections in their order, values in their type, and what an `action`
//! hands down.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use documents::sigma::read;
use documents::yaml::Limits;
use model::sigma::{Correlation, Detection, Document, FieldTest, Selection, Value};
use model::{LogSource, Related};
use proptest::prelude::*;

const LIMITS: Limits = Limits {
    depth: 200,
    nodes: 500_000,
    too_deep: "too deep",
    too_much: "too much",
};

fn documents(text: &str) -> Vec<Document> {
    read(text, &LIMITS).unwrap()
}

fn detection(text: &str) -> Detection {
    let [document] = documents(text).try_into().unwrap();
    document.detection.unwrap()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn test(field: &str, modifiers: &[&str], values: &[Value]) -> FieldTest {
    FieldTest {
        field: field.to_owned(),
        modifiers: modifiers.iter().map(|&name| name.to_owned()).collect(),
        values: values.to_vec(),
    }
}

fn names(detection: &Detection) -> Vec<&str> {
    let selections = detection.selections.iter();
    selections.map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_rule_is_read_with_its_tags_logs_and_relations() {
    let [rule] = documents(
        "title: Lamp Switched Off
id: 00000000-0000-4000-8000-000000000001
status: test
related:
    - id: 00000000-0000-4000-8000-000000000002
      type: derived
author: Ann, Bob
date: 2030-01-02
tags:
    - attack.t1562.001
    - attack.defense-evasion
logsource:
    product: windows
    category: process_creation
    definition: prose that nobody evaluates
detection:
    selection:
        Image|endswith: '\\lamp.exe'
    condition: selection
level: high
simulation:
    - type: atomic-red-team
      atomic_guid: 00000000-0000-4000-8000-000000000003
",
    )
    .try_into()
    .unwrap();
    assert!(rule.is_rule() && !rule.is_filter);
    assert_eq!(rule.line, Some(1));
    assert_eq!(rule.title.as_deref(), Some("Lamp Switched Off"));
    assert_eq!(rule.date.as_deref(), Some("2030-01-02"));
    assert_eq!(rule.authors, ["Ann, Bob"]);
    let tags: Vec<_> = rule
        .tags
        .iter()
        .map(|tag| (tag.text.as_str(), tag.line))
        .collect();
    assert_eq!(
        tags,
        [
            ("attack.t1562.001", Some(10)),
            ("attack.defense-evasion", Some(11))
        ]
    );
    assert_eq!(
        rule.related,
        [Related::new(
            "derived",
            "00000000-0000-4000-8000-000000000002"
        )]
    );
    assert_eq!(
        rule.log_source,
        Some(LogSource {
            product: Some("windows".to_owned()),
            category: Some("process_creation".to_owned()),
            service: None,
            component: None,
        })
    );
    assert_eq!(rule.simulations, ["00000000-0000-4000-8000-000000000003"]);
    let detection = rule.detection.unwrap();
    assert_eq!(detection.lines, [17]);
    assert_eq!(detection.conditions, ["selection"]);
    assert_eq!(
        detection.selections,
        [(
            "selection".to_owned(),
            Selection::All(vec![test("Image", &["endswith"], &[text("\\lamp.exe")])])
        )]
    );
}

#[test]
fn values_keep_their_order_and_their_type() {
    let detection = detection(
        "detection:
    zeta:
        EventID: 4688
        Text: '4688'
        Zeros: 0042
        Share: 0.5
        Elevated: true
        Word: yes
        Parent: null
        Absent:
        Empty: ''
        List|contains|all:
            - a*b
            - 7
            - null
    alpha:
        None: []
    condition: zeta and not alpha
    timeframe: 15m
",
    );
    assert_eq!(names(&detection), ["zeta", "alpha"]);
    let expected = [
        test("EventID", &[], &[Value::Integer(4688)]),
        test("Text", &[], &[text("4688")]),
        test("Zeros", &[], &[text("0042")]),
        test("Share", &[], &[Value::Float(0.5)]),
        test("Elevated", &[], &[Value::Boolean(true)]),
        test("Word", &[], &[text("yes")]),
        test("Parent", &[], &[Value::Null]),
        test("Absent", &[], &[Value::Null]),
        test("Empty", &[], &[text("")]),
        test(
            "List",
            &["contains", "all"],
            &[text("a*b"), Value::Integer(7), Value::Null],
        ),
    ];
    assert_eq!(detection.selections[0].1, Selection::All(expected.into()));
    assert_eq!(
        detection.selections[1].1,
        Selection::All(vec![test("None", &[], &[])])
    );
    assert_eq!(detection.conditions, ["zeta and not alpha"]);
    assert_eq!(detection.timeframe.as_deref(), Some("15m"));
}

#[test]
fn lists_of_mappings_and_keywords_are_alternatives() {
    let detection = detection(
        "detection:
    either:
        - Image: a
          User: b
        - Image: c
    keywords:
        - lamp
        - 7
    all_keywords:
        '|all':
            - off
            - on
    mixed:
        - lamp
        - Image: d
    single: lamp
    condition:
        - either
        - 1 of keywords*
",
    );
    let equals = |field: &str, value: &str| test(field, &[], &[text(value)]);
    let keyword = |word: &str| Selection::Keyword(text(word));
    let expected = [
        Selection::Any(vec![
            Selection::All(vec![equals("Image", "a"), equals("User", "b")]),
            Selection::All(vec![equals("Image", "c")]),
        ]),
        Selection::Any(vec![keyword("lamp"), Selection::Keyword(Value::Integer(7))]),
        Selection::All(vec![test("", &["all"], &[text("off"), text("on")])]),
        Selection::Any(vec![
            keyword("lamp"),
            Selection::All(vec![equals("Image", "d")]),
        ]),
        keyword("lamp"),
    ];
    let selections: Vec<_> = detection
        .selections
        .iter()
        .map(|(_, selection)| selection.clone())
        .collect();
    assert_eq!(selections, expected);
    assert_eq!(detection.conditions, ["either", "1 of keywords*"]);
}

#[test]
fn what_is_no_detection_is_kept_as_far_as_it_goes() {
    for text in [
        "detection: lamp\n",
        "detection: [lamp]\n",
        "detection: {}\n",
    ] {
        let detection = detection(text);
        assert!(detection.selections.is_empty() && detection.conditions.is_empty());
    }
    assert_eq!(documents("detection:\ntitle: a\n")[0].detection, None);
    let nested = detection("detection:\n  s:\n    a: {b: c}\n    d: [[e], 1]\n");
    let expected = [
        test("a", &[], &[Value::Nested]),
        test("d", &[], &[Value::Nested, Value::Integer(1)]),
    ];
    assert_eq!(nested.selections[0].1, Selection::All(expected.into()));
}

#[test]
fn a_global_document_hands_down_its_fields_and_its_selections() {
    let all = documents(
        "action: global
title: Lamps
logsource:
    product: windows
detection:
    off:
        Switch: 0
        Room: kitchen
    condition: off
---
logsource:
    service: security
detection:
    off:
        Room: cellar
        Lamp: 1
    other:
        Switch: 2
---
title: Own
detection:
    condition: off or on
---
action: repeat
level: low
---
action: reset
---
title: Alone
detection:
    condition: nothing
",
    );
    let [first, second, repeated, alone] = all.try_into().unwrap();
    assert_eq!(first.title.as_deref(), Some("Lamps"));
    let log = first.log_source.unwrap();
    assert_eq!(
        (log.product.as_deref(), log.service.as_deref()),
        (Some("windows"), Some("security"))
    );
    let detection = first.detection.unwrap();
    assert_eq!(detection.lines, [6, 14]);
    assert_eq!(names(&detection), ["off", "other"]);
    assert_eq!(
        detection.selections[0].1,
        Selection::All(vec![
            test("Switch", &[], &[Value::Integer(0)]),
            test("Room", &[], &[text("cellar")]),
            test("Lamp", &[], &[Value::Integer(1)]),
        ])
    );
    assert_eq!(detection.conditions, ["off"]);
    let detection = second.detection.unwrap();
    assert_eq!(second.title.as_deref(), Some("Own"));
    assert_eq!(names(&detection), ["off"]);
    assert_eq!(detection.conditions, ["off or on"]);
    assert_eq!(repeated.title.as_deref(), Some("Own"));
    assert_eq!(repeated.level.as_deref(), Some("low"));
    assert_eq!(repeated.detection.unwrap().conditions, ["off or on"]);
    assert_eq!(alone.log_source, None);
    assert!(alone.detection.unwrap().selections.is_empty());
}

#[test]
fn documents_of_one_file_stand_for_themselves_without_an_action() {
    let all = documents(
        "title: One\nname: one\ndetection: {s: {a: 1}, condition: s}\n---\ntitle: Two\ncorrelation:\n  rules: one\n",
    );
    let [rule, correlation] = all.try_into().unwrap();
    assert_eq!((rule.line, correlation.line), (Some(1), Some(5)));
    assert_eq!(correlation.detection, None);
    assert!(correlation.is_rule());
    assert_eq!(correlation.correlation.unwrap().rules, ["one"]);
}

#[test]
fn a_correlation_keeps_what_must_hold() {
    let correlation = |text: &str| -> Correlation {
        let [document] = documents(text).try_into().unwrap();
        document.correlation.unwrap()
    };
    let counted = correlation(
        "correlation:
    type: value_count
    rules:
        - lamp_off
        - lamp_on
    group-by:
        - Room
        - House
    timespan: 5m
    condition:
        lte: 100
        gte: 10
        field: Lamp
    aliases:
        where:
            lamp_off: Room
            lamp_on: Place
    generate: true
",
    );
    assert_eq!(counted.line, Some(2));
    assert_eq!(counted.kind.as_deref(), Some("value_count"));
    assert_eq!(counted.rules, ["lamp_off", "lamp_on"]);
    assert_eq!(counted.group_by, ["Room", "House"]);
    assert_eq!(counted.timespan.as_deref(), Some("5m"));
    assert_eq!(
        counted.condition.comparisons,
        [
            ("lte".to_owned(), Value::Integer(100)),
            ("gte".to_owned(), Value::Integer(10))
        ]
    );
    assert_eq!(counted.condition.fields, ["Lamp"]);
    let pair = |rule: &str, field: &str| (rule.to_owned(), field.to_owned());
    assert_eq!(
        counted.aliases,
        [(
            "where".to_owned(),
            vec![pair("lamp_off", "Room"), pair("lamp_on", "Place")]
        )]
    );
    assert_eq!(counted.generate, Some(true));
    let joined = correlation("correlation:\n  type: temporal\n  condition: a and b\n");
    assert_eq!(joined.condition.expression.as_deref(), Some("a and b"));
    assert_eq!(joined.generate, None);
}

#[test]
fn a_filter_is_no_rule() {
    let [filter] = documents("title: F\nfilter:\n  rules: [a]\n  condition: not s\n")
        .try_into()
        .unwrap();
    assert!(filter.is_filter && !filter.is_rule());
}

#[test]
fn what_documents_hand_down_to_each_other_is_bounded() {
    let head = format!(
        "action: global\ndetection:\n  s:\n    a: {}\n",
        "x".repeat(100_000)
    );
    let error = read(&(head + &"---\ntitle: t\n".repeat(500)), &LIMITS).unwrap_err();
    assert_eq!(error.what, "it repeats too much in too many documents");
}

proptest! {
    #[test]
    fn values_come_back_as_they_were_written(
        fields in proptest::collection::vec(("[a-z]{1,5}", prop_oneof![
            any::<i64>().prop_map(Value::Integer),
            any::<bool>().prop_map(Value::Boolean),
            "[ -~]{0,12}".prop_map(Value::Text),
            Just(Value::Null),
        ]), 0..8),
    ) {
        let mut file = "detection:\n  condition: s\n  s:\n".to_owned();
        let mut expected: Vec<FieldTest> = Vec::new();
        for (place, (name, value)) in fields.into_iter().enumerate() {
            let field = format!("{name}{place}");
            let written = match &value {
                Value::Integer(number) => number.to_string(),
                Value::Boolean(truth) => truth.to_string(),
                Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
                _ => "null".to_owned(),
            };
            file += &format!("    {field}: {written}\n");
            expected.push(test(&field, &[], &[value]));
        }
        let detection = detection(&file);
        let selection = if expected.is_empty() {
            Selection::Keyword(Value::Null)
        } else {
            Selection::All(expected)
        };
        prop_assert_eq!(&detection.selections, &[("s".to_owned(), selection)]);
    }
}
