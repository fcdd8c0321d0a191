//! Are we aligned? A threat against a stack: one row per technique, with what exists, what runs, how far it is proven and
//! what is missing.

use std::collections::BTreeSet;

use catalogue::{Catalogue, CatalogueSummary};
pub(crate) use count::alignment::totals;
use count::alignment::{Direction, sort};
pub use count::alignment::{Reason, Row, Sort, Totals};
use count::{Counting, StackInCatalogue};
use model::TechniqueId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::counting::counting;
use crate::explain::{ResourceExplanation, explain};
use crate::filter::words;
use crate::list::{Items, PageRequest};
use crate::near::{NearMatch, like, nearest};
use crate::not_mappable::{self, NotMappable};
use crate::stack::{StackArguments, StackInput, StackSummary};
use crate::technique_id::TechniqueArgument;
use crate::threat::{PlacedTechnique, PlacedThreat, ThreatArguments, ThreatInput};
use crate::{Ask, Error, Paging, question};

/// Arguments of `align`.
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
    #[command(flatten)]
    #[serde(flatten)]
    pub stack: StackArguments,
    #[command(flatten)]
    #[serde(flatten)]
    pub shown: TechniqueSelection,
    /// Also list every resource behind the numbers of this technique, and how it was counted
    #[arg(long, value_name = "TECHNIQUE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<TechniqueArgument>,
    #[command(flatten)]
    #[serde(flatten)]
    pub page: PageRequest,
}

/// Which techniques are shown, and in which order.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TechniqueSelection {
    /// Only techniques of these tactics, by short name or id: initial-access, TA0008
    #[arg(
        long,
        value_name = "TACTIC",
        value_delimiter = ',',
        help_heading = "Techniques"
    )]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tactic: Vec<String>,
    /// Only sub-techniques, and techniques that have none
    #[arg(long, help_heading = "Techniques")]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub lowest_level: bool,
    /// Sort order. Default: by gap, then by weight, the largest first
    #[arg(long, value_name = "COLUMN", help_heading = "Techniques", value_parser = words::<Sort>())]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    /// Sort in ascending order
    #[arg(long, help_heading = "Techniques")]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ascending: bool,
    /// Sort names or ids in descending order
    #[arg(long, help_heading = "Techniques")]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub descending: bool,
}

/// Answer of `align`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The threat: what it was taken from, and which of its ids lead nowhere.
    pub threat: PlacedThreat,
    /// The stack, as far as it was considered.
    pub stack: StackSummary,
    /// Defaults that were applied, which techniques were left out, and which were looked at and cannot be mapped, in words.
    pub assumed: Vec<String>,
    /// One row per technique.
    #[serde(flatten)]
    pub list: Items<Row>,
    /// All rows together, also those of other pages.
    pub totals: Totals,
    /// Techniques that a framework in use was looked at for and that cannot be mapped to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_mappable: Vec<NotMappable>,
    /// The resources behind the numbers of one technique.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explained: Vec<ResourceExplanation>,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

impl Ask for question::Align {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "align";
    const ABOUT: &'static str = "A threat against a stack: per technique what exists, what runs, how far it is proven, what is missing";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "threat": ["APT29"], "limit": 5 })
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
        arguments.stack.stack.as_mut_slice()
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let threat = arguments.threat.in_release(catalogue)?;
    let stack = arguments.stack.in_catalogue(catalogue)?;
    let aligned = Alignment::new(catalogue, threat, stack, &arguments.shown)?;
    let explained = match &arguments.explain {
        Some(technique) => explain(catalogue, technique.find(catalogue)?, &aligned.stack)?,
        None => Vec::new(),
    };
    let totals = totals(&aligned.rows);
    let ids: Vec<TechniqueId> = aligned.rows.iter().map(|row| row.technique.id).collect();
    let in_use = &aligned.stack.summary.sources;
    let not_mappable = not_mappable::of(catalogue, &ids, |source| {
        in_use.is_empty() || in_use.iter().any(|name| name == source)
    })?;
    let mut assumed = aligned.assumed;
    assumed.extend(not_mappable::sentences(&not_mappable));
    let list = Items::cut(aligned.rows, &arguments.page, crate::MOST)?;
    Ok(Answer {
        threat: aligned.threat,
        stack: aligned.stack.summary,
        assumed,
        list,
        totals,
        not_mappable,
        explained,
        catalogue: catalogue.about().clone(),
    })
}

/// A threat against a stack, all rows in order.
pub(crate) struct Alignment {
    pub(crate) threat: PlacedThreat,
    pub(crate) stack: StackInCatalogue,
    pub(crate) rows: Vec<Row>,
    /// The resources behind the numbers.
    pub(crate) counting: Counting,
    pub(crate) assumed: Vec<String>,
}

impl Alignment {
    pub(crate) fn new(
        catalogue: &Catalogue,
        mut threat: PlacedThreat,
        stack: StackInCatalogue,
        shown: &TechniqueSelection,
    ) -> Result<Self, Error> {
        let mut assumed = defaults(&stack, shown);
        let all = std::mem::take(&mut threat.techniques);
        let before = all.len();
        let techniques = shown.choose(catalogue, all)?;
        if techniques.len() < before {
            assumed.push(format!(
                "{} of {before} techniques are left out by the filters",
                before - techniques.len()
            ));
        }
        let ids: Vec<TechniqueId> = techniques.iter().map(|technique| technique.id).collect();
        let counting = counting(catalogue, Some(&ids), &stack)?;
        let mut rows = count::align(techniques, &counting, &stack);
        shown.order(&mut rows);
        Ok(Self {
            threat,
            stack,
            rows,
            counting,
            assumed,
        })
    }
}

/// The defaults that apply, in words.
fn defaults(stack: &StackInCatalogue, shown: &TechniqueSelection) -> Vec<String> {
    let mut assumed = Vec::new();
    if stack.summary.sources.is_empty() {
        assumed.push("all sources are in use".to_owned());
    }
    if stack.summary.platforms.is_empty() {
        assumed.push("all platforms are in use".to_owned());
    }
    if !stack.says_what_runs() {
        assumed.push("every detection of the sources in use is taken to run".to_owned());
    }
    if stack.logs().is_empty() {
        assumed.push(
            "no log source is named, so that rung 2 (its log arrives) is left out".to_owned(),
        );
    }
    assumed.push("rungs 4 and 5 (it fired) stay empty until evidence is recorded".to_owned());
    if shown.tactic.is_empty() && !shown.lowest_level {
        assumed.push("all tactics and levels of techniques are shown".to_owned());
    }
    let order = shown.sort.unwrap_or_default();
    let direction = if shown.ascending {
        "the smallest first"
    } else {
        "the largest first"
    };
    assumed.push(format!("sorted by {order}, {direction}"));
    assumed
}

impl TechniqueSelection {
    pub(crate) fn choose(
        &self,
        catalogue: &Catalogue,
        techniques: Vec<PlacedTechnique>,
    ) -> Result<Vec<PlacedTechnique>, Error> {
        let tactics = tactics(catalogue, &self.tactic)?;
        let parents: BTreeSet<TechniqueId> = if self.lowest_level {
            catalogue
                .matrix_techniques()?
                .iter()
                .filter_map(|technique| technique.id.parent())
                .collect()
        } else {
            BTreeSet::new()
        };
        let fits = |technique: &PlacedTechnique| {
            (tactics.is_empty()
                || technique
                    .tactics
                    .iter()
                    .any(|tactic| tactics.contains(tactic)))
                && !parents.contains(&technique.id)
        };
        Ok(techniques.into_iter().filter(fits).collect())
    }

    pub(crate) fn order(&self, rows: &mut [Row]) {
        let by = self.sort.unwrap_or_default();
        // Names and ids are ascending by default, numbers descending.
        let descending = match by {
            Sort::Id | Sort::Name => self.descending,
            _ => !self.ascending,
        };
        let direction = if descending {
            Direction::Descending
        } else {
            Direction::Ascending
        };
        sort(rows, by, direction);
    }
}

/// Short names of the tactics that are meant.
fn tactics(catalogue: &Catalogue, written: &[String]) -> Result<Vec<String>, Error> {
    if written.is_empty() {
        return Ok(Vec::new());
    }
    let mut known = Vec::new();
    for domain in [
        model::Domain::Enterprise,
        model::Domain::Mobile,
        model::Domain::Ics,
    ] {
        known.extend(catalogue.tactics(domain)?);
    }
    let plain = |text: &str| crate::threat::plain(text);
    written
        .iter()
        .map(|text| {
            let is = |tactic: &&model::Tactic| {
                [&tactic.id, &tactic.shortname, &tactic.name]
                    .iter()
                    .any(|name| plain(name) == plain(text))
            };
            if let Some(found) = known.iter().find(is) {
                return Ok(found.shortname.clone());
            }
            let likeness = |tactic: &&model::Tactic| like(&tactic.shortname, text);
            Err(Error::Unknown {
                what: "tactic",
                name: text.clone(),
                near: nearest(&known, likeness, |tactic| NearMatch {
                    id: tactic.shortname.clone(),
                    name: tactic.name.clone(),
                }),
            })
        })
        .collect()
}
