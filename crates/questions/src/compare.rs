//! Threats side by side, and one threat against several stacks: what is common, what is only one's own.

use std::collections::BTreeMap;

use catalogue::{Catalogue, CatalogueSummary};
pub use count::comparison::Similarity;
use model::TechniqueId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::align::{Alignment, TechniqueSelection, Totals, totals};
use crate::list::{Items, PageRequest};
use crate::stack::{StackArguments, StackInput};
use crate::threat::{PlacedThreat, ThreatArguments, ThreatInput, place};
use crate::{Ask, Error, Paging, question};

/// Arguments of `compare`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "a comment here would replace the help of the flattened arguments"
)]
pub struct Arguments {
    #[command(flatten)]
    #[serde(flatten)]
    pub threat: ThreatArguments,
    /// Compare stacks instead, each against all the threats together
    #[arg(long = "stack", value_name = "STACK", help_heading = "Stack")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stack: Vec<StackInput>,
    #[command(flatten)]
    #[serde(flatten)]
    pub page: PageRequest,
}

/// One side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComparedSide {
    /// The threat or stack.
    pub name: String,
    /// Its techniques; of a stack, those that it detects on some rung.
    pub techniques: u32,
    /// Of these, those that no other side has.
    pub only: u32,
    /// Of a stack: all rows together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totals: Option<Totals>,
}

/// One technique on all sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// The technique.
    pub id: TechniqueId,
    /// Its name.
    pub name: String,
    /// Its weight on each side, or of stacks its rung; 0 where a side does not have it.
    pub values: Vec<f64>,
    /// How many sides have it.
    pub sides: u32,
}

/// Answer of `compare`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// What is compared.
    pub sides: Vec<ComparedSide>,
    /// How alike each two of them are.
    pub alike: Vec<Similarity>,
    /// Techniques that all sides have.
    pub common: u32,
    /// What the values are: `weight` or `rung`.
    pub value: String,
    /// The techniques, what most sides have first.
    #[serde(flatten)]
    pub list: Items<Row>,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

/// A side before it is compared.
struct SideValues {
    name: String,
    values: count::comparison::TechniqueValues,
    totals: Option<Totals>,
}

impl Ask for question::Compare {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "compare";
    const ABOUT: &'static str =
        "Threats or stacks side by side: what they share, what is unique to each";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "threat": ["APT29", "FIN7"], "limit": 5 })
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

    fn threats(arguments: &mut Arguments) -> &mut [ThreatInput] {
        &mut arguments.threat.threat
    }

    fn stacks(arguments: &mut Arguments) -> &mut [StackInput] {
        &mut arguments.stack
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let threats = arguments.threat.threats(catalogue)?;
    let (sides, value, names) = if arguments.stack.is_empty() {
        threats_of(catalogue, &threats)?
    } else {
        stacks_of(catalogue, &place(catalogue, &threats)?, &arguments.stack)?
    };
    if sides.len() < 2 {
        return Err(Error::Argument(
            "a comparison needs two threats, or two stacks with --stack".to_owned(),
        ));
    }
    let values: Vec<_> = sides.iter().map(|side| &side.values).collect();
    let comparison = count::comparison::compare(&values, names.keys().copied());
    let counts = comparison.sides.into_iter();
    let compared = sides.into_iter().zip(counts);
    let row = |row: count::comparison::Row| Row {
        name: names.get(&row.id).cloned().unwrap_or_default(),
        id: row.id,
        values: row.values,
        sides: row.sides,
    };
    let rows: Vec<Row> = comparison.rows.into_iter().map(row).collect();
    let list = Items::cut(rows, &arguments.page, crate::MOST)?;
    Ok(Answer {
        sides: compared
            .map(|(side, (techniques, only))| ComparedSide {
                name: side.name,
                techniques,
                only,
                totals: side.totals,
            })
            .collect(),
        alike: comparison.similarities,
        common: comparison.common,
        value: value.to_owned(),
        list,
        catalogue: catalogue.about().clone(),
    })
}

type Sides = (Vec<SideValues>, &'static str, BTreeMap<TechniqueId, String>);

fn threats_of(catalogue: &Catalogue, threats: &[model::Threat]) -> Result<Sides, Error> {
    let (mut sides, mut names) = (Vec::new(), BTreeMap::new());
    for threat in threats {
        let faced = place(catalogue, std::slice::from_ref(threat))?;
        names.extend(
            faced
                .techniques
                .iter()
                .map(|technique| (technique.id, technique.name.clone())),
        );
        sides.push(SideValues {
            name: faced.name,
            values: faced
                .techniques
                .into_iter()
                .map(|technique| (technique.id, technique.weight))
                .collect(),
            totals: None,
        });
    }
    Ok((sides, "weight", names))
}

fn stacks_of(
    catalogue: &Catalogue,
    faced: &PlacedThreat,
    stacks: &[StackInput],
) -> Result<Sides, Error> {
    let names = faced
        .techniques
        .iter()
        .map(|technique| (technique.id, technique.name.clone()))
        .collect();
    let mut sides = Vec::new();
    for (place, stack) in stacks.iter().enumerate() {
        let arguments = StackArguments {
            stack: Some(stack.clone()),
            ..StackArguments::default()
        };
        let owned = arguments.in_catalogue(catalogue)?;
        let aligned = Alignment::new(
            catalogue,
            faced.clone(),
            owned,
            &TechniqueSelection::default(),
        )?;
        sides.push(SideValues {
            name: aligned
                .stack
                .summary
                .name
                .unwrap_or_else(|| format!("stack {}", place + 1)),
            values: aligned
                .rows
                .iter()
                .map(|row| (row.technique.id, f64::from(row.numbers.rung)))
                .collect(),
            totals: Some(totals(&aligned.rows)),
        });
    }
    Ok((sides, "rung", names))
}
