//! Small data to count.

use std::collections::HashMap;
use std::sync::Arc;

use count::alignment::Row;
use count::{
    Counting, Evidence, Leads, Numbers, PlacedTechnique, RuleName, StackInCatalogue, align,
};
use model::{
    Conclusion, CountedMapping, CountedResource, CountingData, Domain, Firing, Kind, MappingState,
    MatrixTechnique, PartName, RuleLogs, Stack, Status, TechniqueId,
};

/// A control, detection or test, and the techniques that it is for.
#[derive(Clone, Debug)]
pub(crate) struct TestResource {
    pub(crate) row: i64,
    pub(crate) kind: Kind,
    pub(crate) source: String,
    pub(crate) status: Status,
    pub(crate) original: i64,
    pub(crate) tested: bool,
    pub(crate) platforms: Vec<String>,
    /// Ids of units of logs, or words that no table knows.
    pub(crate) logs: Vec<String>,
    pub(crate) mappings: Vec<(TechniqueId, MappingState)>,
}

/// Three units of logs.
pub(crate) const CREATION: &str = "sysmon/process_creation";
pub(crate) const CONNECTION: &str = "sysmon/network_connection";
pub(crate) const QUERY: &str = "sysmon/dns_query";

pub(crate) fn id(technique: &str) -> TechniqueId {
    technique.parse().unwrap()
}

fn made(kind: Kind, row: i64, technique: &str) -> TestResource {
    TestResource {
        row,
        kind,
        source: "sigma".to_owned(),
        status: Status::Stable,
        original: row,
        tested: false,
        platforms: Vec::new(),
        logs: Vec::new(),
        mappings: vec![(id(technique), MappingState::AsWritten)],
    }
}

pub(crate) fn control(row: i64, technique: &str) -> TestResource {
    made(Kind::Control, row, technique)
}

pub(crate) fn detection(row: i64, technique: &str) -> TestResource {
    made(Kind::Detection, row, technique)
}

pub(crate) fn test(row: i64, technique: &str) -> TestResource {
    made(Kind::Test, row, technique)
}

impl TestResource {
    pub(crate) fn of(self, source: &str) -> Self {
        Self {
            source: source.to_owned(),
            ..self
        }
    }

    pub(crate) fn copy_of(self, original: i64) -> Self {
        Self { original, ..self }
    }

    pub(crate) fn tested(self) -> Self {
        Self {
            tested: true,
            ..self
        }
    }

    pub(crate) fn status(self, status: Status) -> Self {
        Self { status, ..self }
    }

    pub(crate) fn state(mut self, state: MappingState) -> Self {
        self.mappings[0].1 = state;
        self
    }

    pub(crate) fn on(mut self, platform: &str) -> Self {
        self.platforms.push(platform.to_owned());
        self
    }

    /// A unit of logs, or a word that no table knows.
    pub(crate) fn reads(mut self, name: &str) -> Self {
        self.logs.push(name.to_owned());
        self
    }

    pub(crate) fn also(mut self, technique: &str) -> Self {
        self.mappings.push((id(technique), MappingState::AsWritten));
        self
    }
}

fn rule_logs(units: &mut Vec<String>, names: &[String]) -> RuleLogs {
    let is_known = |name: &String| vocabulary::logs::position(name).is_some();
    if names.is_empty() {
        return RuleLogs::Unstated;
    }
    if !names.iter().any(is_known) {
        return RuleLogs::Words(names.to_vec());
    }
    let mut place = |name: &String| {
        let known = units.iter().position(|unit| unit == name);
        let place = known.unwrap_or_else(|| {
            units.push(name.clone());
            units.len() - 1
        });
        u32::try_from(place).unwrap()
    };
    RuleLogs::Units(names.iter().map(&mut place).collect())
}

/// The data as a catalogue has it: mappings by technique and resource. The part of a source `x` is `x_rules`.
pub(crate) fn data(all: &[TestResource]) -> CountingData {
    let mut data = CountingData::default();
    for (place, made) in (0..).zip(all) {
        let part = format!("{}_rules", made.source);
        data.parts.push(PartName {
            source: made.source.clone(),
            part,
        });
        data.platforms.push(made.platforms.clone());
        let logs = rule_logs(&mut data.log_units, &made.logs);
        data.logs.push(logs);
        data.resources.push(CountedResource {
            row: made.row,
            kind: made.kind,
            status: made.status,
            original: made.original,
            tested: made.tested,
            part: place,
            platforms: place,
            logs: place,
        });
        let mappings = made.mappings.iter();
        data.mappings
            .extend(mappings.map(|&(technique, state)| CountedMapping {
                technique,
                resource: place,
                state,
            }));
    }
    data.mappings
        .sort_by_key(|mapping| (mapping.technique, mapping.resource));
    data
}

/// What the detections are called: `id-7`, `sigma:rules/7.yml`, `Rule 7`.
pub(crate) fn seen(stack: Stack, all: &[TestResource], leads: &Leads) -> StackInCatalogue {
    let names: Vec<(i64, String, String, String)> = all
        .iter()
        .filter(|made| made.kind == Kind::Detection)
        .map(|TestResource { row, source, .. }| {
            let key = format!("{source}:rules/{row}.yml");
            (*row, format!("id-{row}"), key, format!("Rule {row}"))
        })
        .collect();
    let rules: Vec<RuleName<'_>> = names
        .iter()
        .map(|(row, id, key, title)| RuleName {
            row: *row,
            id: Some(id),
            key,
            title,
        })
        .collect();
    StackInCatalogue::new(stack, &rules, leads)
}

/// Everything that a case needs; what is left out is nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    pub(crate) resources: Vec<TestResource>,
    pub(crate) stack: Stack,
    pub(crate) leads: Leads,
    pub(crate) evidence: Evidence,
}

impl Case {
    pub(crate) fn of(resources: impl Into<Vec<TestResource>>) -> Self {
        Self {
            resources: resources.into(),
            ..Self::default()
        }
    }

    pub(crate) fn with(self, stack: Stack) -> Self {
        Self { stack, ..self }
    }

    pub(crate) fn fired(mut self, rule: i64, firing: Firing) -> Self {
        self.evidence.insert(rule, firing);
        self
    }

    pub(crate) fn stack(&self) -> StackInCatalogue {
        seen(self.stack.clone(), &self.resources, &self.leads)
    }

    pub(crate) fn counting(&self) -> Counting {
        let data = Arc::new(data(&self.resources));
        Counting::new(data, &self.stack(), &self.evidence)
    }

    pub(crate) fn numbers(&self, technique: &str) -> Numbers {
        let mut numbers = self.counting().numbers();
        numbers.remove(&id(technique)).unwrap_or_default()
    }

    pub(crate) fn rows(&self, techniques: &[(&str, f64)]) -> Vec<Row> {
        let techniques = techniques
            .iter()
            .map(|(technique, weight)| placed(technique, *weight));
        align(techniques.collect(), &self.counting(), &self.stack())
    }

    pub(crate) fn row(&self, technique: &str) -> Row {
        self.rows(&[(technique, 1.0)]).remove(0)
    }
}

/// A technique of Windows and Linux.
pub(crate) fn technique(technique: &str) -> MatrixTechnique {
    MatrixTechnique {
        id: id(technique),
        name: format!("Name of {technique}"),
        domain: Domain::Enterprise,
        tactics: vec!["execution".to_owned()],
        platforms: vec!["Windows".to_owned(), "Linux".to_owned()],
    }
}

pub(crate) fn placed(of: &str, weight: f64) -> PlacedTechnique {
    PlacedTechnique::new(technique(of), weight)
}

pub(crate) fn leads<const N: usize>(of: [(&str, Vec<Conclusion>); N]) -> Leads {
    HashMap::from(of.map(|(technique, conclusions)| (id(technique), conclusions)))
}

pub(crate) fn conclusion(technique: &str, state: MappingState, reason: &str) -> Conclusion {
    Conclusion {
        technique: technique.parse().ok(),
        state,
        reason: Some(reason.to_owned()).filter(|reason| !reason.is_empty()),
    }
}

pub(crate) fn texts<const N: usize>(all: [&str; N]) -> Vec<String> {
    all.map(str::to_owned).to_vec()
}

/// A stack of which only the log sources are named.
pub(crate) fn logs<const N: usize>(log_sources: [&str; N]) -> Stack {
    Stack {
        log_sources: texts(log_sources),
        ..Stack::default()
    }
}

/// A stack of which only the rules that run are named.
pub(crate) fn deployed<const N: usize>(rules: [&str; N]) -> Stack {
    Stack {
        deployed: texts(rules),
        ..Stack::default()
    }
}

pub(crate) fn close(left: f64, right: f64) -> bool {
    (left - right).abs() < 1e-9
}
