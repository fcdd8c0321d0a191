//! Asking a question and printing its answer.

use publish::{Format, Options, Output};
use questions::{DEFINITIONS, Question};
use serde_json::{Map, Value, json};
use web::publish;

use crate::arguments::Shared;
use crate::input::load_inputs;
use crate::{catalogues, output, patch};

pub(crate) fn answer(mut question: Question, shared: &Shared) -> anyhow::Result<()> {
    let (catalogue, origin) = catalogues::open_at_release(shared)?;
    if let (Format::Diff, Question::Drift(arguments)) = (shared.format, &question) {
        return patch::patch(&catalogue, arguments, shared);
    }
    let options = Options {
        format: shared.format,
        layout: shared.layout,
        style: output::style(),
        rows: shared.rows,
        score: shared.score,
    };
    output::refuse_bytes_on_a_terminal(shared.format)?;
    load_inputs(&mut question)?;
    let answer = if shared.format.holds_whole_list() {
        question.ask_all(&catalogue)?
    } else {
        question.ask(&catalogue)?
    };
    match publish(&answer, &options)? {
        Output::Text(text) => output::page(&text, shared.format)?,
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
