//! Every question accepts the arguments that it writes.

use questions::{DEFINITIONS, Question};
use serde_json::{Value, json};

use crate::{definition, fits};

#[test]
fn every_question_accepts_what_it_writes() {
    check("page", &json!({ "id": "T1021" }));
    check("technique", &json!({ "id": "Lamp Out" }));
    check("search", &json!({ "words": ["a", "b c"] }));
    check(
        "search",
        &json!({ "words": ["a"], "limit": 7, "cursor": "14" }),
    );
    check("resources", &json!({ "sub_techniques": false }));
    check(
        "resources",
        &json!({
            "source": ["sigma", "car"], "kind": ["detection", "test"], "technique": ["T1021", "t1059.1"],
            "sub_techniques": true, "platform": ["Windows"], "level": ["high"], "status": ["stable", "moved"],
            "text": "lamp \"on\"", "limit": 2, "cursor": "3",
        }),
    );
    check("resource", &json!({ "id": "sigma:a b.yml#1" }));
    check("sources", &json!({ "parts": true }));
    check("problems", &json!({ "source": "sigma", "limit": 1 }));
    check("problems", &json!({}));
    check("notices", &json!({}));
    check("notices", &json!({ "source": "car" }));
}

#[test]
fn names_and_examples_are_those_of_the_commands() {
    #[derive(clap::Parser)]
    struct Program {
        #[command(subcommand)]
        _question: Question,
    }
    let program = <Program as clap::CommandFactory>::command();
    let commands: Vec<_> = program.get_subcommands().collect();
    assert_eq!(commands.len(), DEFINITIONS.len());
    for (definition, command) in DEFINITIONS.iter().zip(commands) {
        assert_eq!(command.get_name(), definition.name);
        let about = command.get_about().unwrap();
        assert_eq!(about.to_string(), definition.about);
        let example = (definition.example)();
        fits(
            &(definition.arguments)().to_value(),
            &example,
            definition.name,
        );
        let question = json!({ definition.name: example });
        serde_json::from_value::<Question>(question).unwrap();
    }
}

/// Written as given, read again as the same.
fn check(name: &str, arguments: &Value) {
    let question: Question = serde_json::from_value(json!({ name: arguments })).unwrap();
    let written = serde_json::to_value(&question).unwrap();
    assert_eq!(&written[name], arguments);
    fits(
        &(definition(name).arguments)().to_value(),
        &written[name],
        name,
    );
    assert_eq!(
        serde_json::from_value::<Question>(written).unwrap(),
        question
    );
}
