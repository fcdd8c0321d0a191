//! Asking a question and printing its answer.

use publish::{Format, Options, Output};
use questions::{Answer, DEFINITIONS, Question};
use serde_json::{Map, Value, json};
use web::publish;

use crate::arguments::GlobalArguments;
use crate::drift::{self, OwnDrift};
use crate::input::load_inputs;
use crate::{catalogues, output};

/// Answers the question; `drift_format` is the format of files in no catalogue, which `drift` alone is asked of.
pub(crate) fn answer(
    mut question: Question,
    drift_format: Option<&str>,
    global: &GlobalArguments,
) -> anyhow::Result<()> {
    let (catalogue, origin) = catalogues::open_at_release(global)?;
    let own = match (&question, drift_format) {
        (Question::Drift(arguments), Some(format)) => {
            Some(OwnDrift::read(&catalogue, arguments, format)?)
        }
        _ => None,
    };
    if let (Format::Diff, Question::Drift(arguments)) = (global.format, &question) {
        return match own {
            Some(own) => own.patch(&catalogue),
            None => drift::patch(&catalogue, arguments, global),
        };
    }
    output::refuse_bytes_on_a_terminal(global.format)?;
    load_inputs(&mut question)?;
    let whole = global.format.holds_whole_list();
    let answer = match (own, &mut question) {
        (Some(own), Question::Drift(arguments)) => own.answer(&catalogue, arguments, whole)?,
        _ if whole => question.ask_all(&catalogue)?,
        _ => question.ask(&catalogue)?,
    };
    print(&answer, global)?;
    catalogues::hint(origin, answer.catalogue());
    Ok(())
}

fn print(answer: &Answer, global: &GlobalArguments) -> anyhow::Result<()> {
    let options = Options {
        layout: global.layout,
        style: output::style(),
        rows: global.rows,
        score: global.score,
    };
    match publish(answer, global.format, &options)? {
        Output::Text(text) => output::page(&text, global.format)?,
        Output::Bytes(bytes) => output::print_bytes(&bytes)?,
    }
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
