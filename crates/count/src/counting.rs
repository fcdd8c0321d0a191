//! The resources of some techniques, counted against a stack. One computation for every table, so that a number is the same
//! wherever it stands.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use model::{
    CountedMapping, CountedResource, CountingData, Firing, Kind, MappingState, RuleEvidence,
    RuleLogs, TechniqueId,
};
use vocabulary::logs::{position, units};

use crate::numbers::Numbers;
use crate::stack::StackInCatalogue;

/// Evidence of rules, by their numbers in the catalogue. Of a rule that is not among them nothing was measured.
pub type Evidence = HashMap<i64, Firing>;

/// One resource of a technique, as it is counted.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of one resource, and any of them may hold"
)]
pub struct TechniqueResource<'a> {
    /// The technique.
    pub technique: TechniqueId,
    /// The resource.
    pub resource: &'a CountedResource,
    /// Its source.
    pub source: &'a str,
    /// The logs that it reads.
    pub logs: &'a RuleLogs,
    /// How its mapping stands in the chosen release.
    pub state: MappingState,
    /// Whether it counts at all: neither withdrawn nor ambiguous.
    pub counts: bool,
    /// Whether one of its platforms is in use, or it is for any.
    pub on_platform: bool,
    /// Whether it is left out on purpose.
    pub excluded: bool,
    /// Whether its source, part and platforms are in use.
    pub in_use: bool,
    /// Of a detection: whether it runs.
    pub runs: bool,
    /// Of a detection: what is known of it.
    pub evidence: RuleEvidence,
}

/// Some techniques' resources, counted against a stack.
pub struct Counting {
    data: Arc<CountingData>,
    /// How the stack stands to each resource, by its place in the data.
    standings: Vec<ResourceInStack>,
    /// Whether each unit of logs could be switched on.
    can_switch_on: Vec<bool>,
}

/// How a stack stands to one resource.
#[derive(Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of one resource, and any of them may hold"
)]
struct ResourceInStack {
    on_platform: bool,
    excluded: bool,
    in_use: bool,
    /// Whether it runs if it is a detection that counts.
    deployed: bool,
    /// Whether its log arrives.
    log: Option<bool>,
    firing: Firing,
}

impl Counting {
    /// Counts the resources of the data.
    pub fn new(data: Arc<CountingData>, stack: &StackInCatalogue, evidence: &Evidence) -> Self {
        // What many resources have in common is asked of the stack once.
        let parts = data.parts.iter();
        let uses: Vec<bool> = parts
            .map(|part| stack.uses(&part.source, &part.part))
            .collect();
        let platforms = data.platforms.iter();
        let runs_on: Vec<bool> = platforms
            .map(|platforms| stack.runs_on(platforms))
            .collect();
        let arriving = stack.arriving(&data);
        let standing = |resource: &CountedResource| {
            let on_platform = runs_on[resource.platforms as usize];
            let excluded = stack.excludes(resource.row);
            let in_use = uses[resource.part as usize] && on_platform && !excluded;
            ResourceInStack {
                on_platform,
                excluded,
                in_use,
                deployed: stack.runs(resource.row, in_use),
                log: match resource.kind {
                    Kind::Detection => arriving[resource.logs as usize],
                    Kind::Control | Kind::Test | Kind::Knowledge => None,
                },
                firing: evidence.get(&resource.row).copied().unwrap_or_default(),
            }
        };
        let standings = data.resources.iter().map(standing).collect();
        // Nothing is missing where no log is named, and the table of units need not be read.
        let log_units: &[String] = if stack.logs().is_empty() {
            &[]
        } else {
            &data.log_units
        };
        let can_switch_on = log_units.iter().map(|id| {
            let unit = position(id).map(|at| &units()[at]);
            unit.is_some_and(|unit| stack.can_have(unit))
        });
        Self {
            can_switch_on: can_switch_on.collect(),
            standings,
            data,
        }
    }

    /// Ids of the units of logs that it reads.
    pub(crate) fn units<'a>(&'a self, logs: &'a RuleLogs) -> impl Iterator<Item = &'a str> {
        self.data.units(logs)
    }

    /// Ids of the units of logs of which each would do: those that could be switched on, or else all of them.
    pub(crate) fn missing_logs(&self, logs: &RuleLogs) -> Vec<&str> {
        let RuleLogs::Units(places) = logs else {
            return Vec::new();
        };
        let id = |place: &u32| self.data.log_units[*place as usize].as_str();
        let can_switch_on = |place: &&u32| self.can_switch_on[**place as usize];
        let offered: Vec<&str> = places.iter().filter(can_switch_on).map(id).collect();
        if offered.is_empty() {
            return places.iter().map(id).collect();
        }
        offered
    }

    /// Every mapping with what it counts for.
    pub fn resources(&self) -> impl Iterator<Item = TechniqueResource<'_>> {
        let mappings = self.data.mappings.iter();
        mappings.map(|mapping| self.resource(mapping))
    }

    /// Every mapping of a detection that counts and is in use.
    pub(crate) fn detections_in_use(&self) -> impl Iterator<Item = TechniqueResource<'_>> {
        self.resources().filter(|counted| {
            counted.resource.kind == Kind::Detection && counted.counts && counted.in_use
        })
    }

    fn resource(&self, mapping: &CountedMapping) -> TechniqueResource<'_> {
        let place = mapping.resource as usize;
        let (resource, standing) = (&self.data.resources[place], self.standings[place]);
        let counts = mapping.state.counts() && resource.status.counts();
        TechniqueResource {
            technique: mapping.technique,
            resource,
            source: &self.data.part(resource).source,
            logs: self.data.logs(resource),
            state: mapping.state,
            counts,
            on_platform: standing.on_platform,
            excluded: standing.excluded,
            in_use: standing.in_use,
            runs: counts && resource.kind == Kind::Detection && standing.deployed,
            evidence: RuleEvidence {
                mapped: counts,
                log: standing.log,
                tested: resource.tested,
                fired_on_sample: standing.firing.on_sample,
                fired_in_lab: standing.firing.in_lab,
            },
        }
    }

    /// How many resources of each kind and source count for each technique, whatever is in use.
    pub fn by_source(&self) -> BTreeMap<(TechniqueId, Kind, &str), u32> {
        let mut counts = BTreeMap::new();
        for counted in self.resources().filter(|counted| counted.counts) {
            let place = (counted.technique, counted.resource.kind, counted.source);
            *counts.entry(place).or_default() += 1;
        }
        counts
    }

    /// The numbers of each technique that has any resource.
    pub fn numbers(&self) -> BTreeMap<TechniqueId, Numbers> {
        let mut of_technique: BTreeMap<TechniqueId, Vec<TechniqueResource<'_>>> = BTreeMap::new();
        for resource in self.resources() {
            of_technique
                .entry(resource.technique)
                .or_default()
                .push(resource);
        }
        let numbers = of_technique.into_iter();
        numbers
            .map(|(technique, resources)| (technique, Numbers::new(&resources)))
            .collect()
    }
}
