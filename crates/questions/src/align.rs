//! Are we aligned? A threat against a stack: one row per technique, with what exists, what runs, how far it is proven and
//! what is missing.

use std::collections::BTreeMap;

use catalogue::{About, Catalogue};
use model::{Exclusion, Kind, TechniqueId, Volume, gap};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use strum::{Display, EnumString, IntoStaticStr, VariantNames};

use crate::explain::{Explained, explain};
use crate::filter::words;
use crate::list::{Items, PageRequest};
use crate::near::{Near, like, nearest};
use crate::numbers::{Counting, Numbers};
use crate::stack::{GivenStack, Owned, StackArguments, StackSummary};
use crate::technique_id::TechniqueArgument;
use crate::threat::{Faced, FacedTechnique, GivenThreat, ThreatArguments};
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
    pub shown: Shown,
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
pub struct Shown {
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
    /// In which order; unless said, by gap, then by weight, the largest first
    #[arg(long, value_name = "COLUMN", help_heading = "Techniques", value_parser = words::<Sort>())]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    /// The smallest first
    #[arg(long, help_heading = "Techniques")]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ascending: bool,
    /// The last of the alphabet first, where names or ids are sorted
    #[arg(long, help_heading = "Techniques")]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub descending: bool,
}

/// What rows are sorted by.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    EnumString,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Sort {
    /// What is missing.
    #[default]
    Gap,
    /// How much the threat weighs.
    Weight,
    /// The technique's id.
    Id,
    /// The technique's name.
    Name,
    /// How many controls there are.
    Controls,
    /// How many detections there are.
    Detections,
    /// How many tests there are.
    Tests,
    /// How many controls, detections and tests there are together.
    Total,
    /// Validation potential.
    Potential,
    /// The best rung.
    Rung,
}

/// Why there is a gap.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Reason {
    /// The catalogue holds no detection for it.
    NothingExists,
    /// Detections exist and their logs are not known to be missing, but none runs.
    NoRule,
    /// Detections run or exist, but the logs that they read are missing.
    NoLog,
    /// A detection runs, but no test is linked to one.
    NoTest,
    /// A test is linked to a detection that runs, but it never fired.
    NotProven,
    /// A detection fired.
    Proven,
    /// The technique is for other platforms than those in use.
    OtherPlatform,
    /// It is left out on purpose.
    Excluded,
}

/// One technique of the threat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// The technique, and why it is faced.
    #[serde(flatten)]
    pub technique: FacedTechnique,
    /// What exists, what runs, how far it is proven.
    #[serde(flatten)]
    pub numbers: Numbers,
    /// `weight × (1 − rung / 5)`; nothing where the technique is excluded or for other platforms.
    pub gap: f64,
    /// Why.
    pub reason: Reason,
    /// Who left it out, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusion: Option<Exclusion>,
    /// What an imported file says of it; counted nowhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<model::Claim>,
}

/// The rows together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Techniques.
    pub techniques: u32,
    /// Their weights.
    pub weight: f64,
    /// Their gaps.
    pub gap: f64,
    /// How many have their best detection on each rung, from 0 to 5.
    pub rungs: [u32; 6],
    /// How many have each reason.
    pub reasons: BTreeMap<String, u32>,
}

/// Answer of `align`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The threat: what it was taken from, and which of its ids lead nowhere.
    pub threat: Faced,
    /// The stack, as far as it was considered.
    pub stack: StackSummary,
    /// What was chosen where nothing was said, and which techniques were left out, in words.
    pub assumed: Vec<String>,
    /// One row per technique.
    #[serde(flatten)]
    pub list: Items<Row>,
    /// All rows together, also those of other pages.
    pub totals: Totals,
    /// The resources behind the numbers of one technique.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explained: Vec<Explained>,
    /// What the answer was taken from.
    pub catalogue: About,
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

    fn threats(arguments: &mut Arguments) -> &mut [GivenThreat] {
        &mut arguments.threat.threat
    }

    fn stacks(arguments: &mut Arguments) -> &mut [GivenStack] {
        arguments.stack.stack.as_mut_slice()
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let faced = arguments.threat.faced(catalogue)?;
    let owned = arguments.stack.owned(catalogue)?;
    let aligned = Aligned::new(catalogue, faced, owned, &arguments.shown)?;
    let explained = match &arguments.explain {
        Some(technique) => explain(catalogue, technique.find(catalogue)?, &aligned.owned)?,
        None => Vec::new(),
    };
    let totals = totals(&aligned.rows);
    let list = Items::cut(aligned.rows, &arguments.page, crate::MOST)?;
    Ok(Answer {
        threat: aligned.faced,
        stack: aligned.owned.summary,
        assumed: aligned.assumed,
        list,
        totals,
        explained,
        catalogue: catalogue.about().clone(),
    })
}

/// A threat against a stack, all rows in order.
pub(crate) struct Aligned {
    pub(crate) faced: Faced,
    pub(crate) owned: Owned,
    pub(crate) rows: Vec<Row>,
    /// The resources behind the numbers.
    pub(crate) counting: Counting,
    pub(crate) assumed: Vec<String>,
}

impl Aligned {
    pub(crate) fn new(
        catalogue: &Catalogue,
        mut faced: Faced,
        owned: Owned,
        shown: &Shown,
    ) -> Result<Self, Error> {
        let mut assumed = assumed(&owned, shown);
        let techniques = std::mem::take(&mut faced.techniques);
        let before = techniques.len();
        let techniques = shown.choose(catalogue, techniques)?;
        if techniques.len() < before {
            assumed.push(format!(
                "{} of {before} techniques are left out by the filters",
                before - techniques.len()
            ));
        }
        let ids: Vec<TechniqueId> = techniques.iter().map(|technique| technique.id).collect();
        let counting = Counting::of(catalogue, Some(&ids), &owned)?;
        let mut numbers = counting.numbers(&owned);
        let mut rows: Vec<Row> = techniques
            .into_iter()
            .map(|technique| {
                let numbers = numbers.remove(&technique.id).unwrap_or_default();
                row(technique, numbers, &owned)
            })
            .collect();
        shown.order(&mut rows);
        Ok(Self {
            faced,
            owned,
            rows,
            counting,
            assumed,
        })
    }
}

pub(crate) fn row(technique: FacedTechnique, numbers: Numbers, owned: &Owned) -> Row {
    let exclusion = owned.excluded_techniques.get(&technique.id).cloned();
    let reason = if exclusion.is_some() {
        Reason::Excluded
    } else if !owned.runs_on(&technique.platforms) {
        Reason::OtherPlatform
    } else {
        reason(&numbers)
    };
    let gap = match reason {
        Reason::Excluded | Reason::OtherPlatform => 0.0,
        _ => gap(technique.weight, numbers.rung),
    };
    Row {
        claims: owned.claims.get(&technique.id).cloned().unwrap_or_default(),
        exclusion,
        technique,
        numbers,
        gap,
        reason,
    }
}

fn reason(numbers: &Numbers) -> Reason {
    match numbers {
        Numbers { rung: 4.., .. } => Reason::Proven,
        Numbers { rung: 3, .. } => Reason::NotProven,
        Numbers {
            running,
            without_log,
            ..
        } if running > without_log => Reason::NoTest,
        Numbers {
            running: 0,
            deployable: 0,
            detections,
            ..
        } if detections.resources == 0 => Reason::NothingExists,
        Numbers {
            running: 0,
            deployable: 1..,
            ..
        } => Reason::NoRule,
        Numbers { .. } => Reason::NoLog,
    }
}

pub(crate) fn totals(rows: &[Row]) -> Totals {
    let mut totals = Totals::default();
    for row in rows {
        totals.techniques += 1;
        totals.weight += row.technique.weight;
        totals.gap += row.gap;
        totals.rungs[usize::from(row.numbers.rung.min(5))] += 1;
        *totals.reasons.entry(row.reason.to_string()).or_default() += 1;
    }
    totals
}

/// What holds where nothing was said.
fn assumed(owned: &Owned, shown: &Shown) -> Vec<String> {
    let mut assumed = Vec::new();
    if owned.summary.sources.is_empty() {
        assumed.push("all sources are in use".to_owned());
    }
    if owned.summary.platforms.is_empty() {
        assumed.push("all platforms are in use".to_owned());
    }
    if !owned.says_what_runs() {
        assumed.push("every detection of the sources in use is taken to run".to_owned());
    }
    if owned.logs.is_empty() {
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

impl Shown {
    pub(crate) fn choose(
        &self,
        catalogue: &Catalogue,
        techniques: Vec<FacedTechnique>,
    ) -> Result<Vec<FacedTechnique>, Error> {
        let tactics = tactics(catalogue, &self.tactic)?;
        let parents: std::collections::BTreeSet<TechniqueId> = if self.lowest_level {
            catalogue
                .matrix_techniques()?
                .iter()
                .filter_map(|technique| technique.id.parent())
                .collect()
        } else {
            std::collections::BTreeSet::new()
        };
        let fits = |technique: &FacedTechnique| {
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
        rows.sort_by(|one, other| {
            let order = match by {
                Sort::Gap => one
                    .gap
                    .total_cmp(&other.gap)
                    .then_with(|| one.technique.weight.total_cmp(&other.technique.weight)),
                Sort::Weight => one.technique.weight.total_cmp(&other.technique.weight),
                Sort::Id => one.technique.id.cmp(&other.technique.id),
                Sort::Name => one.technique.name.cmp(&other.technique.name),
                Sort::Controls => one
                    .numbers
                    .controls
                    .resources
                    .cmp(&other.numbers.controls.resources),
                Sort::Detections => one
                    .numbers
                    .detections
                    .resources
                    .cmp(&other.numbers.detections.resources),
                Sort::Tests => one
                    .numbers
                    .tests
                    .resources
                    .cmp(&other.numbers.tests.resources),
                Sort::Total => one.numbers.total().cmp(&other.numbers.total()),
                Sort::Potential => one.numbers.potential.cmp(&other.numbers.potential),
                Sort::Rung => one.numbers.rung.cmp(&other.numbers.rung),
            };
            // Names and ids begin at the front unless told otherwise, numbers with the largest.
            let reversed = match by {
                Sort::Id | Sort::Name => self.descending,
                _ => !self.ascending,
            };
            let order = if reversed { order.reverse() } else { order };
            order.then_with(|| one.technique.id.cmp(&other.technique.id))
        });
    }
}

impl Numbers {
    /// Controls, detections and tests together.
    pub fn total(&self) -> u32 {
        self.controls.resources + self.detections.resources + self.tests.resources
    }

    /// The volume and resources of a pillar.
    pub fn pillar(&self, kind: Kind) -> (u32, Volume) {
        match kind {
            Kind::Control => (self.controls.resources, self.controls.volume),
            Kind::Detection => (self.detections.resources, self.detections.volume),
            Kind::Test => (self.tests.resources, self.tests.volume),
            Kind::Knowledge => (0, Volume::None),
        }
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
                near: nearest(&known, likeness, |tactic| Near {
                    id: tactic.shortname.clone(),
                    name: tactic.name.clone(),
                }),
            })
        })
        .collect()
}
