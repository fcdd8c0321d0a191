//! The numbers of techniques: what exists, what runs, how far it is proven. One computation for every table, so that a
//! number is the same wherever it stands.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use catalogue::Catalogue;
use count::{Points, Potential, StackInCatalogue, Volume, potential, rung, volume};
use model::{
    CountedMapping, CountedResource, CountingData, Kind, LogSource, RuleEvidence, State, TechniqueId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;

/// One pillar of a technique.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PillarNumbers {
    /// Resources of the sources in use that count for the technique itself.
    pub resources: u32,
    /// The same with all copies of one rule or test counted once.
    pub distinct: u32,
    /// How much there is to adopt.
    pub volume: Volume,
    /// The terms of the volume, source by source.
    pub terms: Vec<Points>,
}

/// The numbers of one technique.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Numbers {
    /// Controls.
    pub controls: PillarNumbers,
    /// Detections.
    pub detections: PillarNumbers,
    /// Tests.
    pub tests: PillarNumbers,
    /// How well its controls can be validated.
    pub potential: Potential,
    /// How many of its detections run.
    pub running: u32,
    /// Of these, how many lack their log source.
    pub without_log: u32,
    /// Detections of the whole catalogue that do not run, and whose log source is not known to be missing.
    pub deployable: u32,
    /// The best rung of its detections that run: 0 nothing, 1 mapped, 2 its log arrives, 3 a test is linked, 4 it fired on a
    /// sample, 5 it fired in the lab.
    pub rung: u8,
    /// How many of its running detections stand on each rung, from 1 to 5.
    pub rungs: [u32; 5],
}

/// One resource of a technique, as it is counted.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of one resource, and any of them may hold"
)]
pub(crate) struct Counted<'a> {
    pub(crate) technique: TechniqueId,
    pub(crate) resource: &'a CountedResource,
    pub(crate) source: &'a str,
    pub(crate) log_sources: &'a [LogSource],
    pub(crate) state: State,
    /// Whether it counts at all: neither withdrawn nor ambiguous.
    pub(crate) counts: bool,
    /// Whether one of its platforms is in use, or it is for any.
    pub(crate) on_platform: bool,
    /// Whether its source, part and platforms are in use.
    pub(crate) in_use: bool,
    /// Of a detection: whether it runs.
    pub(crate) runs: bool,
    /// Of a detection: what is known of it.
    pub(crate) evidence: RuleEvidence,
}

/// Some techniques' resources, counted against a stack.
pub(crate) struct Counting {
    data: Arc<CountingData>,
    /// Whether the log of a resource arrives, by its place.
    logs: Vec<Option<bool>>,
    /// Whether a part of a source is in use, by its place.
    parts: Vec<bool>,
    /// Whether one of a list of platforms is in use, by the place of the list.
    platforms: Vec<bool>,
}

impl Counting {
    /// Of these techniques; of all where none is named.
    pub(crate) fn of(
        catalogue: &Catalogue,
        techniques: Option<&[TechniqueId]>,
        owned: &StackInCatalogue,
    ) -> Result<Self, Error> {
        let data = catalogue.counting_data(techniques)?;
        let parts = data.parts.iter();
        let parts = parts.map(|one| owned.uses(&one.source, &one.part));
        let platforms = data.platforms.iter();
        let platforms = platforms.map(|platforms| owned.runs_on(platforms));
        Ok(Self {
            logs: logs(catalogue, &data, owned)?,
            parts: parts.collect(),
            platforms: platforms.collect(),
            data,
        })
    }

    /// Every mapping with what it counts for.
    pub(crate) fn counted<'a>(&'a self, owned: &'a StackInCatalogue) -> impl Iterator<Item = Counted<'a>> {
        self.data
            .mappings
            .iter()
            .map(|mapping| self.one(mapping, owned))
    }

    fn one(&self, mapping: &CountedMapping, owned: &StackInCatalogue) -> Counted<'_> {
        let resource = &self.data.resources[mapping.resource as usize];
        let counts = mapping.state.counts() && resource.status.counts();
        let on_platform = self.platforms[resource.platforms as usize];
        let in_use = self.parts[resource.part as usize] && on_platform && !owned.excludes(resource.row);
        let runs = counts && resource.kind == Kind::Detection && owned.runs(resource.row, in_use);
        Counted {
            technique: mapping.technique,
            resource,
            source: &self.data.part(resource).source,
            log_sources: self.data.log_sources(resource),
            state: mapping.state,
            counts,
            on_platform,
            in_use,
            runs,
            evidence: RuleEvidence {
                mapped: counts,
                log: self.logs[mapping.resource as usize],
                tested: resource.tested,
                ..RuleEvidence::default()
            },
        }
    }

    /// The numbers of each technique that has any resource.
    pub(crate) fn numbers(&self, owned: &StackInCatalogue) -> BTreeMap<TechniqueId, Numbers> {
        let mut by_technique: BTreeMap<TechniqueId, Vec<Counted<'_>>> = BTreeMap::new();
        for counted in self.counted(owned) {
            by_technique
                .entry(counted.technique)
                .or_default()
                .push(counted);
        }
        let numbers = by_technique
            .into_iter()
            .map(|(technique, counted)| (technique, of_technique(&counted)));
        numbers.collect()
    }
}

fn of_technique(counted: &[Counted<'_>]) -> Numbers {
    let pillar = |kind| {
        pillar_numbers(
            counted
                .iter()
                .filter(|one| one.resource.kind == kind && one.counts && one.in_use),
        )
    };
    let (controls, detections, tests) = (
        pillar(Kind::Control),
        pillar(Kind::Detection),
        pillar(Kind::Test),
    );
    let mut numbers = Numbers {
        potential: potential(detections.volume, tests.volume),
        controls,
        detections,
        tests,
        ..Numbers::default()
    };
    for one in counted
        .iter()
        .filter(|one| one.counts && one.resource.kind == Kind::Detection)
    {
        let missing = one.evidence.log == Some(false);
        if !one.runs {
            numbers.deployable += u32::from(!missing);
            continue;
        }
        let rung = rung(one.evidence);
        numbers.running += 1;
        numbers.without_log += u32::from(missing);
        numbers.rung = numbers.rung.max(rung);
        if let Some(place) = rung.checked_sub(1) {
            numbers.rungs[usize::from(place)] += 1;
        }
    }
    numbers
}

fn pillar_numbers<'a>(counted: impl Iterator<Item = &'a Counted<'a>>) -> PillarNumbers {
    let own: Vec<Own<'_>> = counted
        .map(|one| Own {
            row: one.resource.row,
            original: one.resource.original,
            source: one.source,
        })
        .collect();
    let (distinct, terms) = terms(own.clone());
    PillarNumbers {
        resources: u32::try_from(own.len()).unwrap_or(u32::MAX),
        distinct,
        volume: volume(&terms),
        terms,
    }
}

/// Whether the logs of the detections arrive; what a source says in its own words is looked up only where it matters.
fn logs(
    catalogue: &Catalogue,
    data: &CountingData,
    owned: &StackInCatalogue,
) -> Result<Vec<Option<bool>>, Error> {
    if owned.log_sources().is_empty() {
        return Ok(vec![None; data.resources.len()]);
    }
    let in_words = data.resources.iter().filter(|resource| {
        resource.kind == Kind::Detection && data.log_sources(resource).is_empty()
    });
    let in_words: Vec<i64> = in_words.map(|resource| resource.row).collect();
    let words: HashMap<i64, Vec<String>> = catalogue.data_sources(&in_words)?;
    let has = |resource: &CountedResource| match resource.kind {
        Kind::Detection => {
            let words = words.get(&resource.row).map_or(&[][..], Vec::as_slice);
            owned.has_log(data.log_sources(resource), words)
        },
        Kind::Control | Kind::Test | Kind::Knowledge => None,
    };
    Ok(data.resources.iter().map(has).collect())
}

/// A resource as volumes see it.
#[derive(Clone, Copy)]
pub(crate) struct Own<'a> {
    pub(crate) row: i64,
    pub(crate) original: i64,
    pub(crate) source: &'a str,
}

/// How many there are with all copies of one rule or test counted once, and what each source gives: a copy counts for
/// the source of its original, where that is among them.
pub(crate) fn terms(mut own: Vec<Own<'_>>) -> (u32, Vec<Points>) {
    own.sort_by_key(|one| (one.original != one.row, one.row));
    let mut seen = BTreeSet::new();
    let mut of_source: BTreeMap<&str, u32> = BTreeMap::new();
    for one in own {
        if seen.insert(one.original) {
            *of_source.entry(one.source).or_default() += 1;
        }
    }
    let points = of_source
        .into_iter()
        .map(|(source, resources)| Points::new(source, resources));
    (
        u32::try_from(seen.len()).unwrap_or(u32::MAX),
        points.collect(),
    )
}
