//! All techniques with their numbers, for any stack.

use catalogue::{Catalogue, CatalogueSummary};
use count::Numbers;
pub use count::WithSubTechniques;
use model::{Domain, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::align::{Sort, TechniqueSelection};
use crate::counting::counting;
use crate::filter::words;
use crate::list::{Items, PageRequest};
use crate::stack::{StackArguments, StackInput, StackSummary};
use crate::threat::PlacedTechnique;
use crate::{Ask, Error, Paging, question};

/// Arguments of `matrix`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "a comment here would replace the help of the flattened arguments"
)]
pub struct Arguments {
    #[command(flatten)]
    #[serde(flatten)]
    pub stack: StackArguments,
    #[command(flatten)]
    #[serde(flatten)]
    pub shown: TechniqueSelection,
    /// Matrix. Default: enterprise
    #[arg(long, value_name = "DOMAIN", help_heading = "Techniques", value_parser = words::<Domain>())]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<Domain>,
    #[command(flatten)]
    #[serde(flatten)]
    pub page: PageRequest,
}

/// One technique of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// The technique.
    pub id: TechniqueId,
    /// Its name.
    pub name: String,
    /// Short names of its tactics.
    pub tactics: Vec<String>,
    /// Its platforms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<String>,
    /// What exists, what runs, how far it is proven.
    #[serde(flatten)]
    pub numbers: Numbers,
    /// The same for the technique and its sub-techniques together.
    pub with_sub_techniques: WithSubTechniques,
}

/// Answer of `matrix`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The matrix.
    pub domain: Domain,
    /// Its tactics in order.
    pub tactics: Vec<model::Tactic>,
    /// The stack, as far as it was considered.
    pub stack: StackSummary,
    /// The techniques.
    #[serde(flatten)]
    pub list: Items<Row>,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

impl Ask for question::Matrix {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "matrix";
    const ABOUT: &'static str = "All techniques with their numbers, for any stack";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "limit": 5 })
    }

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.catalogue
    }

    fn paging() -> Option<Paging<Self>> {
        Some(Paging::<Self>::new(
            |arguments| &mut arguments.page,
            |answer| &answer.list,
            |answer| &mut answer.list,
        ))
    }

    fn stacks(arguments: &mut Arguments) -> &mut [StackInput] {
        arguments.stack.stack.as_mut_slice()
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let stack = arguments.stack.in_catalogue(catalogue)?;
    let domain = arguments.domain.unwrap_or(Domain::Enterprise);
    let techniques: Vec<PlacedTechnique> = catalogue
        .matrix_techniques()?
        .into_iter()
        .filter(|technique| technique.domain == domain)
        .map(|technique| PlacedTechnique::new(technique, 1.0))
        .collect();
    let mut shown = arguments.shown.clone();
    shown.sort = Some(shown.sort.unwrap_or(Sort::Id));
    let techniques = shown.choose(catalogue, techniques)?;
    let counting = counting(catalogue, None, &stack)?;
    let with = counting.with_sub_techniques();
    let mut aligned = count::align(techniques, &counting, &stack);
    shown.order(&mut aligned);
    let rows: Vec<Row> = aligned
        .into_iter()
        .map(|row| Row {
            with_sub_techniques: with.get(&row.technique.id).copied().unwrap_or_default(),
            id: row.technique.id,
            name: row.technique.name,
            tactics: row.technique.tactics,
            platforms: row.technique.platforms,
            numbers: row.numbers,
        })
        .collect();
    let list = Items::cut(rows, &arguments.page, crate::MOST)?;
    Ok(Answer {
        domain,
        tactics: catalogue.tactics(domain)?,
        stack: stack.summary,
        list,
        catalogue: catalogue.about().clone(),
    })
}
