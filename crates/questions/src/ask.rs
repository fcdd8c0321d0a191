//! What other code needs to know of a question, said once by the question itself.

use catalogue::{Catalogue, CatalogueSummary};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Error;
use crate::paging::Paging;
use crate::stack::StackInput;
use crate::threat::ThreatInput;

/// A question: implemented by its name in [`crate::question`], in the file that has its arguments, its answer and how it is
/// answered. Commands, REST, tools and exports follow from it.
pub trait Ask: Sized + 'static {
    /// What is asked for. Comments on its fields are the help text, the reference and the description of the tool.
    type Arguments: DeserializeOwned + JsonSchema;
    /// What is answered.
    type Answer: Serialize + JsonSchema;

    /// Its name: the command, the path below `/api/v1/`.
    const NAME: &'static str;
    /// What it answers, in one sentence.
    const ABOUT: &'static str;

    /// Asks it.
    fn ask(catalogue: &Catalogue, arguments: &Self::Arguments) -> Result<Self::Answer, Error>;

    /// Arguments that have an answer in any catalogue of the public sources, as JSON.
    fn example() -> Value;

    /// The catalogue that the answer was taken from.
    fn catalogue(answer: &Self::Answer) -> &CatalogueSummary;

    /// Where the page that is asked for and the list stand, where the answer holds a list in pages.
    fn paging() -> Option<Paging<Self>> {
        None
    }

    /// The threats that it is given, by name or whole.
    fn threats(_arguments: &mut Self::Arguments) -> &mut [ThreatInput] {
        &mut []
    }

    /// The stacks that it is given, by name or whole.
    fn stacks(_arguments: &mut Self::Arguments) -> &mut [StackInput] {
        &mut []
    }
}
