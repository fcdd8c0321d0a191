//! A group or threat actor: the techniques it uses, and how they are covered.

use catalogue::{Catalogue, CatalogueSummary};
use serde_json::{Value, json};

use crate::stack::StackInput;
use crate::threat::ActorKind;
use crate::{Ask, Error, question};

pub use crate::profile::{Answer, Arguments};

impl Ask for question::Adversary {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "adversary";
    const ABOUT: &'static str = "A group: its names, its techniques, and how they are covered";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "name": "APT29" })
    }

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.catalogue
    }

    fn stacks(arguments: &mut Arguments) -> &mut [StackInput] {
        arguments.stack.stack.as_mut_slice()
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    crate::profile::profile(catalogue, arguments, ActorKind::Group)
}
