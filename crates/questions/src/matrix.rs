//! All techniques with their numbers, for any stack.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{About, Catalogue, MatrixTechnique};
use model::{Domain, Kind, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::align::{Shown, Sort};
use crate::filter::words;
use crate::list::{Items, PageRequest};
use crate::numbers::{Counting, Numbers};
use crate::stack::{GivenStack, Owned, StackArguments, StackSummary};
use crate::threat::FacedTechnique;
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
    pub shown: Shown,
    /// Which matrix; unless said, enterprise
    #[arg(long, value_name = "DOMAIN", help_heading = "Techniques", value_parser = words::<Domain>())]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<Domain>,
    #[command(flatten)]
    #[serde(flatten)]
    pub page: PageRequest,
}

/// Resources of a technique and its sub-techniques, each once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WithSubTechniques {
    /// Controls.
    pub controls: u32,
    /// Detections.
    pub detections: u32,
    /// Tests.
    pub tests: u32,
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
    /// What the answer was taken from.
    pub catalogue: About,
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

    fn catalogue(answer: &Answer) -> &About {
        &answer.catalogue
    }

    fn paging() -> Option<Paging<Self>> {
        Some(Paging::<Self>::new(
            |arguments| &mut arguments.page,
            |answer| &answer.list,
            |answer| &mut answer.list,
        ))
    }

    fn stacks(arguments: &mut Arguments) -> &mut [GivenStack] {
        arguments.stack.stack.as_mut_slice()
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let owned = arguments.stack.owned(catalogue)?;
    let domain = arguments.domain.unwrap_or(Domain::Enterprise);
    let techniques = catalogue.matrix_techniques()?.into_iter();
    let techniques: Vec<FacedTechnique> = techniques
        .filter(|one| one.domain == domain)
        .map(faced)
        .collect();
    let mut shown = arguments.shown.clone();
    shown.sort = Some(shown.sort.unwrap_or(Sort::Id));
    let techniques = shown.choose(catalogue, techniques)?;
    let counting = Counting::of(catalogue, None, &owned)?;
    let mut numbers = counting.numbers(&owned);
    let with = with_sub_techniques(&counting, &owned);
    let mut rows: Vec<crate::align::Row> = techniques
        .into_iter()
        .map(|technique| {
            let numbers = numbers.remove(&technique.id).unwrap_or_default();
            crate::align::row(technique, numbers, &owned)
        })
        .collect();
    shown.order(&mut rows);
    let rows: Vec<Row> = rows
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
        stack: owned.summary,
        list,
        catalogue: catalogue.about().clone(),
    })
}

fn faced(technique: MatrixTechnique) -> FacedTechnique {
    FacedTechnique {
        id: technique.id,
        name: technique.name,
        tactics: technique.tactics,
        platforms: technique.platforms,
        weight: 1.0,
        score: None,
        from: Vec::new(),
        written: Vec::new(),
        comments: Vec::new(),
    }
}

fn with_sub_techniques(
    counting: &Counting,
    owned: &Owned,
) -> BTreeMap<TechniqueId, WithSubTechniques> {
    let mut rows: BTreeMap<(TechniqueId, Kind), BTreeSet<i64>> = BTreeMap::new();
    for one in counting
        .counted(owned)
        .filter(|one| one.counts && one.in_use)
    {
        let family = one.technique.parent().unwrap_or(one.technique);
        for technique in BTreeSet::from([one.technique, family]) {
            rows.entry((technique, one.fact.kind))
                .or_default()
                .insert(one.fact.row);
        }
    }
    let mut with: BTreeMap<TechniqueId, WithSubTechniques> = BTreeMap::new();
    for ((technique, kind), rows) in rows {
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let with = with.entry(technique).or_default();
        match kind {
            Kind::Control => with.controls = count,
            Kind::Detection => with.detections = count,
            Kind::Test => with.tests = count,
            Kind::Knowledge => {}
        }
    }
    with
}
