//! Which log sources make how much of a threat detectable.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalogue::{About, Catalogue};
use model::{Kind, LogSource, OwnedLog, TechniqueId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::gaps::log_name;
use crate::list::{Items, PageRequest};
use crate::numbers::Counting;
use crate::stack::{GivenStack, Owned, StackArguments, StackSummary};
use crate::threat::{Faced, FacedTechnique, GivenThreat, ThreatArguments};
use crate::{Ask, Error, Paging, question};

/// Arguments of `telemetry`.
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
    pub page: PageRequest,
}

/// Who says that a log shows a technique.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::Display,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SaidBy {
    /// Detections that read it.
    Detections,
    /// ATT&CK's own analytics.
    Attack,
}

/// One log source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// The log source, as a stack writes it; of ATT&CK, the id of its data component.
    pub log_source: String,
    /// The name of the data component.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who says so.
    pub said_by: SaidBy,
    /// Whether it arrives; absent where the stack names no log source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owned: Option<bool>,
    /// How many techniques of the threat it shows.
    pub techniques: u32,
    /// Their share of the threat's weight.
    pub share: f64,
    /// The share that no other log source of the same kind, nor one that arrives, shows: what is lost without it, or won with it.
    pub alone: f64,
    /// How many detections read it.
    pub detections: u32,
}

/// Answer of `telemetry`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The threat.
    pub threat: Faced,
    /// The stack, as far as it was considered.
    pub stack: StackSummary,
    /// Log sources, those that show most first.
    #[serde(flatten)]
    pub list: Items<Row>,
    /// The share of the threat's weight that the log sources that arrive show, as detections say; absent where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detectable: Option<f64>,
    /// Detections of the threat that name no log source; nothing follows from them.
    pub without_log_source: u32,
    /// What the answer was taken from.
    pub catalogue: About,
}

#[derive(Default)]
struct Shows {
    techniques: BTreeSet<TechniqueId>,
    detections: BTreeSet<i64>,
    owned: bool,
    name: Option<String>,
}

impl Ask for question::Telemetry {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "telemetry";
    const ABOUT: &'static str = "Which log sources make how much of a threat detectable";

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
    let mut faced = arguments.threat.faced(catalogue)?;
    let owned = arguments.stack.owned(catalogue)?;
    let techniques = std::mem::take(&mut faced.techniques);
    let weights: BTreeMap<TechniqueId, f64> =
        techniques.iter().map(|one| (one.id, one.weight)).collect();
    let (of_rules, without) = by_detections(catalogue, &techniques, &owned)?;
    let of_attack = by_attack(catalogue, &weights, &owned)?;
    let named = !owned.logs.is_empty();
    let all: f64 = weights.values().sum();
    let share = |techniques: &mut dyn Iterator<Item = &TechniqueId>| {
        let sum: f64 = techniques
            .filter_map(|technique| weights.get(technique))
            .sum();
        // The sum of nothing is -0.
        if all > 0.0 { sum / all + 0.0 } else { 0.0 }
    };
    let detectable: BTreeSet<TechniqueId> = of_rules
        .values()
        .filter(|shows| shows.owned)
        .flat_map(|shows| shows.techniques.iter().copied())
        .collect();
    let mut rows = Vec::new();
    for (said_by, shows) in [
        (SaidBy::Detections, &of_rules),
        (SaidBy::Attack, &of_attack),
    ] {
        let mut times: BTreeMap<TechniqueId, u32> = BTreeMap::new();
        for one in shows.values().filter(|one| !named || one.owned) {
            for technique in &one.techniques {
                *times.entry(*technique).or_default() += 1;
            }
        }
        for (log, one) in shows {
            let mine = u32::from(!named || one.owned);
            let alone =
                |technique: &&TechniqueId| times.get(technique).copied().unwrap_or(0) == mine;
            rows.push(Row {
                log_source: log.clone(),
                name: one.name.clone(),
                said_by,
                owned: named.then_some(one.owned),
                techniques: u32::try_from(one.techniques.len()).unwrap_or(u32::MAX),
                share: share(&mut one.techniques.iter()),
                alone: share(&mut one.techniques.iter().filter(alone)),
                detections: u32::try_from(one.detections.len()).unwrap_or(u32::MAX),
            });
        }
    }
    rows.sort_by(|one, other| {
        (one.said_by.cmp(&other.said_by))
            .then_with(|| other.share.total_cmp(&one.share))
            .then_with(|| one.log_source.cmp(&other.log_source))
    });
    let list = Items::cut(rows, &arguments.page, crate::MOST)?;
    Ok(Answer {
        detectable: named.then(|| share(&mut detectable.iter())),
        without_log_source: without,
        threat: faced,
        stack: owned.summary,
        list,
        catalogue: catalogue.about().clone(),
    })
}

fn by_detections(
    catalogue: &Catalogue,
    techniques: &[FacedTechnique],
    owned: &Owned,
) -> Result<(BTreeMap<String, Shows>, u32), Error> {
    let ids: Vec<TechniqueId> = techniques.iter().map(|technique| technique.id).collect();
    let counting = Counting::of(catalogue, Some(&ids), owned)?;
    let mut shows: BTreeMap<String, Shows> = BTreeMap::new();
    let mut without = BTreeSet::new();
    for one in counting
        .counted(owned)
        .filter(|one| one.counts && one.in_use && one.fact.kind == Kind::Detection)
    {
        if one.log_sources.is_empty() {
            without.insert(one.fact.row);
        }
        for log in one.log_sources {
            let one_log = shows.entry(log_name(log)).or_default();
            one_log.techniques.insert(one.technique);
            one_log.detections.insert(one.fact.row);
            one_log.owned |= feeds(owned, log);
        }
    }
    Ok((shows, u32::try_from(without.len()).unwrap_or(u32::MAX)))
}

fn feeds(owned: &Owned, log: &LogSource) -> bool {
    owned.logs.iter().any(|(_, one)| one.feeds(log))
}

/// Data components that ATT&CK's analytics read, by id.
fn by_attack(
    catalogue: &Catalogue,
    weights: &BTreeMap<TechniqueId, f64>,
    owned: &Owned,
) -> Result<BTreeMap<String, Shows>, Error> {
    const STRATEGIES: &str = "attack_detection_strategies";
    let strategies: Vec<i64> = catalogue
        .of_part(STRATEGIES)?
        .into_iter()
        .map(|one| one.row)
        .collect();
    let techniques = catalogue.techniques_of(&strategies)?;
    let analytics: HashMap<i64, Vec<LogSource>> = catalogue
        .of_part("attack_analytics")?
        .into_iter()
        .map(|one| (one.row, one.log_sources))
        .collect();
    let names: HashMap<String, String> = catalogue
        .of_part("attack_data_components")?
        .into_iter()
        .filter_map(|one| Some((one.id?, one.title)))
        .collect();
    let mut shows: BTreeMap<String, Shows> = BTreeMap::new();
    for (strategy, _, analytic) in catalogue.links_from(&[STRATEGIES])? {
        let faced = techniques
            .get(&strategy)
            .into_iter()
            .flatten()
            .filter(|technique| weights.contains_key(technique));
        let faced: Vec<TechniqueId> = faced.copied().collect();
        for log in analytics
            .get(&analytic)
            .into_iter()
            .flatten()
            .filter(|_| !faced.is_empty())
        {
            let Some(component) = &log.component else {
                continue;
            };
            let name = names.get(component);
            let one_log = shows.entry(component.clone()).or_insert_with(|| Shows {
                name: name.cloned(),
                ..Shows::default()
            });
            one_log.techniques.extend(&faced);
            // DeTT&CT and others name data components in words.
            let by_name = name.is_some_and(|name| {
                owned.logs.iter().any(|(written, _)| {
                    written.eq_ignore_ascii_case(name)
                        || OwnedLog::of(written) == OwnedLog::of(name)
                })
            });
            one_log.owned |= by_name || feeds(owned, log);
        }
    }
    Ok(shows)
}
