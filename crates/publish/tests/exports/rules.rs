//! The rules of Navigator layers, format 4.5, as its description states them: fields of every level, their types, which are
//! required. More than it says is refused: an unknown field is a field that some reader may refuse.

use serde_json::{Map, Value};

type Check = fn(&Value) -> bool;
/// A field, whether it has to be there, and what it may be.
type Field = (&'static str, bool, Check);

const LAYER: &[Field] = &[
    ("name", true, is_said),
    ("versions", false, is_versions),
    ("domain", true, is_domain),
    ("description", false, Value::is_string),
    ("customDataURL", false, is_address),
    ("filters", false, is_filters),
    ("sorting", false, is_sorting),
    ("layout", false, is_layout),
    ("hideDisabled", false, Value::is_boolean),
    ("techniques", false, is_techniques),
    ("gradient", false, is_gradient),
    ("legendItems", false, is_legend),
    ("showTacticRowBackground", false, Value::is_boolean),
    ("tacticRowBackground", false, is_colour),
    ("selectTechniquesAcrossTactics", false, Value::is_boolean),
    ("selectSubtechniquesWithParent", false, Value::is_boolean),
    ("selectVisibleTechniques", false, Value::is_boolean),
    ("metadata", false, is_metadata),
    ("links", false, is_links),
];
const VERSIONS: &[Field] = &[
    ("attack", false, is_whole_number),
    ("navigator", true, is_navigator),
    ("layer", true, |value| value == "4.5"),
];
const FILTERS: &[Field] = &[("platforms", false, is_platforms)];
const LAYOUT: &[Field] = &[
    ("layout", false, |value| {
        is_one_of(value, &["side", "flat", "mini"])
    }),
    ("showID", false, Value::is_boolean),
    ("showName", false, Value::is_boolean),
    ("showAggregateScores", false, Value::is_boolean),
    ("countUnscored", false, Value::is_boolean),
    ("aggregateFunction", false, |value| {
        is_one_of(value, &["average", "min", "max", "sum"])
    }),
    ("expandedSubtechniques", false, |value| {
        is_one_of(value, &["none", "all", "annotated"])
    }),
];
const TECHNIQUE: &[Field] = &[
    ("techniqueID", true, is_technique),
    ("tactic", false, is_tactic),
    ("comment", false, Value::is_string),
    ("enabled", false, Value::is_boolean),
    ("score", false, Value::is_number),
    ("color", false, is_colour),
    ("metadata", false, is_metadata),
    ("links", false, is_links),
    ("showSubtechniques", false, Value::is_boolean),
];
const GRADIENT: &[Field] = &[
    ("colors", true, is_colours),
    ("minValue", true, Value::is_number),
    ("maxValue", true, Value::is_number),
];
const LEGEND_ITEM: &[Field] = &[("label", true, is_said), ("color", true, is_colour)];
const NAMED: &[Field] = &[("name", true, is_said), ("value", true, is_said)];
const LINK: &[Field] = &[("label", true, is_said), ("url", true, is_address)];
const DIVIDER: &[Field] = &[("divider", true, Value::is_boolean)];

/// Platforms of the enterprise matrix, also those of older releases.
const PLATFORMS: [&str; 20] = [
    "PRE",
    "Windows",
    "Linux",
    "macOS",
    "Network",
    "Network Devices",
    "Containers",
    "ESXi",
    "IaaS",
    "SaaS",
    "Identity Provider",
    "Office Suite",
    "Office 365",
    "Azure AD",
    "Google Workspace",
    "AWS",
    "GCP",
    "Azure",
    "Android",
    "iOS",
];

/// Panics where the layer breaks a rule.
pub(crate) fn check(layer: &Value) {
    check_fields(layer, LAYER, "layer");
    for technique in layer["techniques"].as_array().into_iter().flatten() {
        check_fields(technique, TECHNIQUE, "technique");
    }
    let keys: Vec<(&Value, &Value)> = layer["techniques"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|technique| (&technique["techniqueID"], &technique["tactic"]))
        .collect();
    for (place, key) in keys.iter().enumerate() {
        assert!(!keys[..place].contains(key), "{key:?} is there twice");
    }
}

fn check_fields(value: &Value, fields: &[Field], what: &str) {
    let object = value
        .as_object()
        .unwrap_or_else(|| panic!("{what} is no object"));
    for (name, value) in object {
        let field = fields.iter().find(|(known, ..)| known == name);
        let (.., check) = field.unwrap_or_else(|| panic!("{what} has an unknown field {name}"));
        assert!(check(value), "{what}.{name} is {value}");
    }
    for (name, required, _) in fields {
        assert!(
            !required || object.contains_key(*name),
            "{what} lacks {name}"
        );
    }
}

fn fits(object: &Map<String, Value>, fields: &[Field]) -> bool {
    let known = |(name, value): (&String, &Value)| {
        let field = fields.iter().find(|(known, ..)| known == name);
        field.is_some_and(|(.., check)| check(value))
    };
    let there = |(name, required, _): &Field| !required || object.contains_key(*name);
    object.iter().all(known) && fields.iter().all(there)
}

fn is(value: &Value, fields: &[Field]) -> bool {
    value.as_object().is_some_and(|object| fits(object, fields))
}

fn all(value: &Value, is: impl Fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|values| values.iter().all(is))
}

fn is_one_of(value: &Value, words: &[&str]) -> bool {
    value.as_str().is_some_and(|text| words.contains(&text))
}

fn is_said(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty())
}

fn is_versions(value: &Value) -> bool {
    is(value, VERSIONS)
}

fn is_domain(value: &Value) -> bool {
    is_one_of(value, &["enterprise-attack", "mobile-attack", "ics-attack"])
}

fn is_filters(value: &Value) -> bool {
    is(value, FILTERS)
}

fn is_platforms(value: &Value) -> bool {
    all(value, |platform| is_one_of(platform, &PLATFORMS)) && value != &Value::Array(Vec::new())
}

fn is_sorting(value: &Value) -> bool {
    value.as_u64().is_some_and(|sorting| sorting <= 3)
}

fn is_layout(value: &Value) -> bool {
    is(value, LAYOUT)
}

fn is_techniques(value: &Value) -> bool {
    all(value, |technique| is(technique, TECHNIQUE))
}

/// Whole ends, and no more colours than whole numbers between them: MITRE's own library reads no other.
fn is_gradient(value: &Value) -> bool {
    let end = |field: &str| value[field].as_u64();
    let (Some(least), Some(most)) = (end("minValue"), end("maxValue")) else {
        return false;
    };
    let colours = value["colors"].as_array().map_or(0, Vec::len) as u64;
    is(value, GRADIENT) && most > least && most - least + 1 >= colours
}

fn is_colours(value: &Value) -> bool {
    all(value, is_colour) && value.as_array().is_some_and(|colours| colours.len() >= 2)
}

fn is_legend(value: &Value) -> bool {
    all(value, |item| is(item, LEGEND_ITEM))
}

fn is_metadata(value: &Value) -> bool {
    all(value, |item| is(item, NAMED) || is(item, DIVIDER))
}

fn is_links(value: &Value) -> bool {
    all(value, |item| is(item, LINK) || is(item, DIVIDER))
}

fn is_colour(value: &Value) -> bool {
    let digits = value.as_str().and_then(|text| text.strip_prefix('#'));
    digits.is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn is_technique(value: &Value) -> bool {
    let Some(id) = value.as_str().and_then(|text| text.strip_prefix('T')) else {
        return false;
    };
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    match id.split_once('.') {
        Some((technique, sub)) => digits(technique, 4) && digits(sub, 3),
        None => digits(id, 4),
    }
}

fn is_tactic(value: &Value) -> bool {
    let plain = |letter: u8| letter.is_ascii_lowercase() || letter == b'-';
    value
        .as_str()
        .is_some_and(|text| !text.is_empty() && text.bytes().all(plain))
}

fn is_whole_number(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|text| text.parse::<u32>().is_ok())
}

fn is_navigator(value: &Value) -> bool {
    let parts: Option<Vec<u32>> = value
        .as_str()
        .and_then(|text| text.split('.').map(|part| part.parse().ok()).collect());
    parts.is_some_and(|parts| parts.len() == 3 && parts >= vec![4, 9, 0])
}

fn is_address(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|text| text.starts_with("https://") || text.starts_with("http://"))
}

#[test]
fn the_rules_refuse_what_breaks_them() {
    let layer = serde_json::json!({
        "name": "x", "domain": "enterprise-attack", "versions": { "navigator": "5.1.0", "layer": "4.5" },
        "techniques": [{ "techniqueID": "T1003.001", "score": 1, "tactic": "credential-access" }],
        "gradient": { "colors": ["#ffffff", "#000000"], "minValue": 0, "maxValue": 1 },
    });
    check(&layer);
    let broken = [
        ("/name", serde_json::json!("")),
        ("/domain", serde_json::json!("mitre-enterprise")),
        ("/versions/layer", serde_json::json!("4.4")),
        ("/versions/navigator", serde_json::json!("4.8.2")),
        ("/techniques/0/techniqueID", serde_json::json!("T1003.1")),
        ("/techniques/0/score", serde_json::json!("1")),
        (
            "/techniques/0/tactic",
            serde_json::json!("Credential Access"),
        ),
        ("/gradient/colors/0", serde_json::json!("red")),
        ("/gradient/maxValue", serde_json::json!(0)),
    ];
    for (place, value) in broken {
        let mut layer = layer.clone();
        *layer.pointer_mut(place).unwrap() = value;
        assert!(
            std::panic::catch_unwind(|| check(&layer)).is_err(),
            "{place}"
        );
    }
}
