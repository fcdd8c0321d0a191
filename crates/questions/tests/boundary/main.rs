//! Every question on one small catalogue: arguments in, answer out. Each answer fits its schema.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

mod answers;
mod arguments;
mod check;
mod documents;
mod filters;
mod house;
mod near;
mod not_mappable;
mod paging;

use std::sync::OnceLock;

use catalogue::Catalogue;
use questions::{DEFINITIONS, Definition, Error};
use serde_json::Value;

/// Asks the question of this name, as programs do. Arguments and answer must fit their schemas.
fn check(name: &str, arguments: Value) -> Result<Value, Error> {
    let definition = definition(name);
    fits(&(definition.arguments)().to_value(), &arguments, name);
    let typed = asked(|catalogue| (definition.ask)(catalogue, arguments))?;
    let answer = serde_json::to_value(typed).unwrap();
    fits(&(definition.answer)().to_value(), &answer, name);
    Ok(answer)
}

/// What the small catalogue gives.
fn asked<T>(ask: impl FnOnce(&Catalogue) -> T) -> T {
    thread_local! {
        // A connection belongs to one thread; tests may run in several.
        static CATALOGUE: OnceLock<Catalogue> = const { OnceLock::new() };
    }
    CATALOGUE.with(|made| ask(made.get_or_init(house::catalogue)))
}

fn definition(name: &str) -> &'static Definition {
    DEFINITIONS
        .iter()
        .find(|definition| definition.name == name)
        .unwrap()
}

fn fits(schema: &Value, value: &Value, what: &str) {
    let validator = jsonschema::draft202012::new(schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(value)
        .take(3)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

/// Compares with the file of this name.
fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
