//! Asking a question and printing its answer.

use publish::{Format, Options, Output};
use questions::{DEFINITIONS, Question};
use serde_json::{Map, Value, json};
use web::publish;

use crate::arguments::GlobalArguments;
use crate::input::load_inputs;
use crate::{catalogues, output, patch};

pub(crate) fn answer(mut question: Question, global: &GlobalArguments) -> anyhow::Result<()> {
    let (catalogue, origin) = catalogues::open_at_release(global)?;
    if let (Format::Diff, Question::Drift(arguments)) = (global.format, &question) {
        return patch::patch(&catalogue, arguments, global);
    }
    let options = Options {
        layout: global.layout,
        style: output::style(),
        rows: global.rows,
        score: global.score,
    };
    output::refuse_bytes_on_a_terminal(global.format)?;
    load_inputs(&mut question)?;
    let answer = if global.format.holds_whole_list() {
        question.ask_all(&catalogue)?
    } else {
        question.ask(&catalogue)?
    };
    match publish(&answer, global.format, &options)? {
        Output::Text(text) => output::page(&text, global.format)?,
        Output::Bytes(bytes) => output::print_bytes(&bytes)?,
    }
    catalogues::hint(origin, answer.catalogue());
    Ok(())
}

const DIFF: &str = "What is new, changed and gone between two catalogues, per source and technique";

const CHECK: &str = "How a repository of rules stands to a policy, which is its arguments";

/// Arguments and answer of every question, as JSON Schema.
pub(crate) fn schema() -> Value {
    let questions = DEFINITIONS.iter().map(|definition| {
        let (arguments, answer) = ((definition.arguments)(), (definition.answer)());
        (
            definition.name.to_owned(),
            json!({ "about": definition.about, "arguments": arguments, "answer": answer }),
        )
    });
    let (arguments, answer) = questions::diff::schemas();
    let diff = json!({ "about": DIFF, "arguments": arguments, "answer": answer });
    let (policy, answer) = questions::check::schemas();
    let check = json!({ "about": CHECK, "arguments": policy, "answer": answer });
    let all = questions.chain([("diff".to_owned(), diff), ("check".to_owned(), check)]);
    Value::Object(all.collect::<Map<String, Value>>())
}
