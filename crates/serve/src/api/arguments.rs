//! Arguments in an address or a body, checked against the schema of the question. Questions themselves cannot
//! refuse unknown names, since their arguments are put together from several structs.

use std::collections::BTreeMap;
use std::str::FromStr;

use publish::{Format, Layout, Score};
use serde_json::{Map, Value};
use strum::VariantNames;

use crate::problem::{Problem, ProblemKind, nearest};

/// How an argument is written in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArgumentType {
    /// One text.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`; there without a value it is true.
    Flag,
    /// Several texts, as repeated names or with commas.
    Texts,
}

/// How the answer is to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutputOptions {
    pub(crate) format: Format,
    pub(crate) layout: Layout,
    pub(crate) score: Option<Score>,
    /// The release of ATT&CK to look by.
    pub(crate) attack: Option<String>,
}

/// Names in addresses that are no arguments of questions.
pub(crate) const OPTION_NAMES: [&str; 4] = ["format", "layout", "score", "attack"];

/// Words are searched as they are written, commas and all.
const UNSPLIT: &str = "words";

impl Default for OutputOptions {
    fn default() -> Self {
        Self {
            format: Format::Json,
            layout: Layout::Full,
            score: None,
            attack: None,
        }
    }
}

/// The arguments of a schema by name.
pub(crate) fn argument_types(schema: &Value) -> BTreeMap<String, ArgumentType> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties
        .map(|(name, property)| (name.clone(), argument_type(property)))
        .collect()
}

fn argument_type(property: &Value) -> ArgumentType {
    let is = |wanted: &str| match &property["type"] {
        Value::String(kind) => kind == wanted,
        Value::Array(kinds) => kinds.iter().any(|kind| kind == wanted),
        _ => false,
    };
    match () {
        () if is("array") => ArgumentType::Texts,
        () if is("boolean") => ArgumentType::Flag,
        () if is("integer") || is("number") => ArgumentType::Number,
        () => ArgumentType::Text,
    }
}

/// The arguments of an address, and how the answer is to be given.
pub(crate) fn from_query(
    argument_types: &BTreeMap<String, ArgumentType>,
    query: &str,
) -> Result<(Map<String, Value>, OutputOptions), Problem> {
    let (mut arguments, mut options) = (Map::new(), OutputOptions::default());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let name = name.replace('-', "_");
        match argument_types.get(&name) {
            Some(argument_type) => add(&mut arguments, &name, *argument_type, &value)?,
            None if OPTION_NAMES.contains(&name.as_str()) => options.set(&name, &value)?,
            None => return Err(unknown_argument(argument_types, &name)),
        }
    }
    Ok((arguments, options))
}

/// The arguments of a body.
pub(crate) fn from_body(
    argument_types: &BTreeMap<String, ArgumentType>,
    body: &[u8],
) -> Result<Map<String, Value>, Problem> {
    let mut arguments: Map<String, Value> = serde_json::from_slice(body).map_err(|error| {
        Problem::new(
            ProblemKind::Argument,
            format!("the body is no JSON object: {error}"),
        )
    })?;
    arguments.values_mut().for_each(normalize_numbers);
    match arguments
        .keys()
        .find(|name| !argument_types.contains_key(*name))
    {
        Some(name) => Err(unknown_argument(argument_types, name)),
        None => Ok(arguments),
    }
}

/// A whole number is one however it is written: `5.0` is 5.
fn normalize_numbers(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let whole = number
                .as_f64()
                .filter(|given| number.is_f64() && given.fract() == 0.0);
            // Beyond this not every whole number has a form of its own.
            if let Some(whole) = whole.filter(|whole| whole.abs() < 1e15)
                && let Ok(plain) = format!("{whole:.0}").parse::<i64>()
            {
                *value = plain.into();
            }
        }
        Value::Array(all) => all.iter_mut().for_each(normalize_numbers),
        Value::Object(fields) => fields.values_mut().for_each(normalize_numbers),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

fn unknown_argument(argument_types: &BTreeMap<String, ArgumentType>, name: &str) -> Problem {
    let known = argument_types
        .keys()
        .map(String::as_str)
        .chain(OPTION_NAMES);
    let shown: String = name.chars().take(60).collect();
    Problem::new(
        ProblemKind::Argument,
        format!("there is no argument `{shown}`"),
    )
    .near(nearest(name, known))
}

fn add(
    arguments: &mut Map<String, Value>,
    name: &str,
    argument_type: ArgumentType,
    value: &str,
) -> Result<(), Problem> {
    let wrong = |what: &str| {
        Problem::new(
            ProblemKind::Argument,
            format!("`{name}` is {what}, not `{value}`"),
        )
    };
    let value: Value = match argument_type {
        ArgumentType::Texts => return add_values(arguments, name, value),
        ArgumentType::Text => value.into(),
        ArgumentType::Number => value
            .parse::<u32>()
            .map_err(|_| wrong("a whole number"))?
            .into(),
        ArgumentType::Flag => match value {
            "" | "true" | "1" | "on" | "yes" => true.into(),
            "false" | "0" | "off" | "no" => false.into(),
            _ => return Err(wrong("`true` or `false`")),
        },
    };
    match arguments.insert(name.to_owned(), value) {
        None => Ok(()),
        Some(_) => Err(Problem::new(
            ProblemKind::Argument,
            format!("`{name}` is given twice"),
        )),
    }
}

fn add_values(arguments: &mut Map<String, Value>, name: &str, value: &str) -> Result<(), Problem> {
    let given = arguments
        .entry(name)
        .or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(given) = given else {
        return Err(Problem::failed("a list of arguments is none"));
    };
    if name == UNSPLIT {
        given.push(value.into());
    } else {
        given.extend(
            value
                .split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(Value::from),
        );
    }
    Ok(())
}

impl OutputOptions {
    fn set(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        match name {
            "format" => {
                let known = Format::api_formats().find(|format| format.name() == value);
                let names = Format::api_formats().map(Format::name);
                self.format = known.ok_or_else(|| unknown_word(name, value, names))?;
            }
            "layout" => self.layout = parse_word(name, value)?,
            "score" => self.score = Some(parse_word(name, value)?),
            _ => self.attack = Some(value.to_owned()),
        }
        Ok(())
    }
}

/// A word of a list.
fn parse_word<T: FromStr + VariantNames>(name: &str, value: &str) -> Result<T, Problem> {
    value
        .parse()
        .map_err(|_| unknown_word(name, value, T::VARIANTS.iter().copied()))
}

fn unknown_word<'a>(name: &str, value: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    let shown: String = value.chars().take(60).collect();
    let problem = Problem::new(
        ProblemKind::Argument,
        format!("there is no {name} `{shown}`"),
    );
    problem.near(nearest(value, known))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(query: &str) -> Result<Value, String> {
        let argument_types = [
            ("id", ArgumentType::Text),
            ("limit", ArgumentType::Number),
            ("lowest_level", ArgumentType::Flag),
            ("source", ArgumentType::Texts),
            ("words", ArgumentType::Texts),
        ]
        .map(|(name, argument_type)| (name.to_owned(), argument_type))
        .into();
        match from_query(&argument_types, query) {
            Ok((arguments, _)) => Ok(Value::Object(arguments)),
            Err(problem) => Err(format!(
                "{} {:?}",
                problem.detail,
                problem.near.iter().map(|near| &near.id).collect::<Vec<_>>()
            )),
        }
    }

    #[test]
    fn lists_numbers_and_flags() {
        assert_eq!(
            check(
                "id=T1021%2E002&limit=3&lowest-level&source=sigma,car&source=art&words=a,b&words=c&format=csv"
            ),
            Ok(
                json!({"id": "T1021.002", "limit": 3, "lowest_level": true, "source": ["sigma", "car", "art"], "words": ["a,b", "c"]})
            )
        );
        assert_eq!(check(""), Ok(json!({})));
    }

    #[test]
    fn whole_numbers_are_whole_however_they_are_written() {
        let argument_types = [
            ("limit".to_owned(), ArgumentType::Number),
            ("stack".to_owned(), ArgumentType::Text),
        ]
        .into();
        let body = br#"{"limit": 5.0, "stack": {"claims": [{"score": 0.5, "other": -2.0}]}}"#;
        let read = Value::Object(from_body(&argument_types, body).unwrap());
        assert_eq!(
            read,
            json!({"limit": 5, "stack": {"claims": [{"score": 0.5, "other": -2}]}})
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_what_is_near() {
        let refused = [
            "limt=3",
            "limit=-1",
            "limit=99999999999",
            "lowest_level=maybe",
            "id=1&id=2",
            "format=cvs",
            "layout=classical",
            "score=gaps",
        ];
        for query in refused {
            let why = check(query).unwrap_err();
            let near = ["limt", "format", "layout", "score"]
                .iter()
                .any(|name| query.starts_with(name));
            assert_eq!(near, why.contains("[\""), "{query}: {why}");
        }
        assert!(check("limt=3").unwrap_err().contains("[\"limit\""));
    }
}
