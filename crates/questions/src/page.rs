//! The page of a technique: every control, detection and test for it, source by source.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Catalogue, CatalogueSummary, MappedResource, ResourceSummary, SourceRow};
use model::{Kind, LogSource, MappingState, Provenance, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::link::{LinkedResource, ResourceLinks, links};
use crate::not_mappable::{self, NotMappable};
use crate::notices::Notice;
use crate::sources::display_title;
use crate::technique::{self, PILLARS, USERS};
use crate::{Ask, Error, question};

pub use crate::technique::Arguments;

/// How many groups, software and campaigns are named; all are counted.
const NAMED: usize = 10;

/// One resource on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// The resource and how it is mapped.
    #[serde(flatten)]
    pub mapped: MappedResource,
    /// Whether it counts in numbers and volumes.
    pub counts: bool,
    /// Where it can be seen.
    pub links: ResourceLinks,
    /// The key of the resource on this page that it is a copy of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<String>,
    /// What makes it fire, and what it makes fire: only what sources state.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<LinkedResource>,
}

/// What one part of a source holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartSummary {
    /// The part.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Distinct (resource, technique) pairs in all, followed to the chosen release.
    pub pairs: u32,
    /// Distinct (file, technique) pairs in all.
    pub file_pairs: u32,
}

/// One source in one pillar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// The pillar.
    pub kind: Kind,
    /// Its display title: the source, and the part where it is only one of several.
    pub title: String,
    /// The source: where it comes from and on what terms.
    pub provenance: Provenance,
    /// Its parts in this pillar.
    pub parts: Vec<PartSummary>,
    /// Its resources for the technique itself that count.
    pub own: u32,
    /// Its resources for the technique itself, in the order of its folders.
    pub resources: Vec<Row>,
}

/// One analytic of a detection strategy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Analytic {
    /// The analytic.
    #[serde(flatten)]
    pub resource: ResourceSummary,
    /// The logs that it reads, with the names of their data components.
    pub logs: Vec<Log>,
}

/// A log and the data component that it shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Log {
    /// The log.
    pub log: LogSource,
    /// The name of its data component.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
}

/// A detection strategy of ATT&CK for the technique. Every technique has one; it counts for nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Strategy {
    /// The strategy.
    #[serde(flatten)]
    pub resource: ResourceSummary,
    /// Its analytics.
    pub analytics: Vec<Analytic>,
}

/// Who uses the technique.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TechniqueUsers {
    /// `groups`, `software` or `campaigns`.
    pub of: String,
    /// How many.
    pub count: u32,
    /// The first of them: those that use the most techniques come first.
    pub named: Vec<ResourceSummary>,
}

/// Answer of `page`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The technique with its numbers, volumes and potential.
    #[serde(flatten)]
    pub summary: technique::Answer,
    /// Controls, detections and tests, source by source, by title of the source.
    pub sections: Vec<Section>,
    /// What may be for the technique, or for a part of it, source by source. Counted nowhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ambiguous: Vec<Section>,
    /// What follows only from statements about the whole tactic, or about sub-techniques. Counted nowhere; pages as they were in
    /// 2022 show it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indirect: Vec<Section>,
    /// Frameworks whose authors looked at the technique and could map nothing of them to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_mappable: Vec<NotMappable>,
    /// ATT&CK's detection strategies, with the logs that their analytics read.
    pub strategies: Vec<Strategy>,
    /// Groups, software and campaigns that use it.
    pub users: Vec<TechniqueUsers>,
    /// Licence and attribution of every source on the page.
    pub notices: Vec<Notice>,
}

impl Ask for question::Page {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "page";
    const ABOUT: &'static str =
        "The page of a technique: every control, detection and test for it, source by source";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "id": "T1021.002" })
    }

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.summary.catalogue
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let id = arguments.id.find(catalogue)?;
    let (summary, mut mapped) = technique::summary(catalogue, id)?;
    mapped.retain(|mapping| mapping.technique == id);
    let (ambiguous, mapped): (Vec<_>, Vec<_>) = mapped
        .into_iter()
        .partition(|mapping| mapping.state == MappingState::Ambiguous);
    let (indirect, mapped): (Vec<_>, Vec<_>) = mapped
        .into_iter()
        .partition(|mapping| mapping.state == MappingState::Indirect);
    let sources = catalogue.sources()?;
    let strategies = strategies(catalogue, &mapped)?;
    let users = users(catalogue, &mapped)?;
    let shown: BTreeSet<String> = mapped
        .iter()
        .chain(&ambiguous)
        .map(|mapping| mapping.resource.source.clone())
        .collect();
    // The technique itself is ATT&CK's, whatever else is on the page.
    let on_page = |source: &&SourceRow| {
        source.provenance.source == catalogue.about().techniques_of
            || shown.contains(&source.provenance.source)
    };
    let notices = sources
        .iter()
        .filter(on_page)
        .map(|source| Notice::short(&source.provenance))
        .collect();
    let sections = |mapped: &[MappedResource]| sections(catalogue, &sources, mapped);
    Ok(Answer {
        summary,
        sections: sections(&mapped)?,
        ambiguous: sections(&ambiguous)?,
        indirect: sections(&indirect)?,
        not_mappable: not_mappable::of(catalogue, &[id], |_| true)?,
        strategies,
        users,
        notices,
    })
}

fn sections(
    catalogue: &Catalogue,
    sources: &[SourceRow],
    mapped: &[MappedResource],
) -> Result<Vec<Section>, Error> {
    let mut sections = Vec::new();
    let originals = originals(mapped);
    let of_pillars = mapped
        .iter()
        .map(|mapping| &mapping.resource)
        .filter(|resource| PILLARS.contains(&resource.kind));
    let mut tests = catalogue.tests(&of_pillars.collect::<Vec<_>>())?;
    for kind in PILLARS {
        for source in sources {
            let provenance = &source.provenance;
            let of_section = mapped.iter().filter(|mapping| {
                mapping.resource.kind == kind && mapping.resource.source == provenance.source
            });
            let row = |mapping: &MappedResource| Row {
                counts: mapping.counts(),
                links: links(provenance, &mapping.resource),
                copy_of: originals
                    .get(&mapping.original)
                    .filter(|original| **original != mapping.resource.key)
                    .map(|original| (*original).to_owned()),
                tests: tests
                    .remove(&mapping.resource.row)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|related| LinkedResource::new(related, sources))
                    .collect(),
                mapped: mapping.clone(),
            };
            let resources: Vec<Row> = of_section.map(row).collect();
            if resources.is_empty() {
                continue;
            }
            let parts = parts(catalogue, provenance, kind)?;
            sections.push(section(kind, provenance, parts, resources));
        }
    }
    Ok(sections)
}

fn section(
    kind: Kind,
    provenance: &Provenance,
    parts: Vec<PartSummary>,
    resources: Vec<Row>,
) -> Section {
    let own = resources.iter().filter(|row| row.counts).count();
    Section {
        kind,
        title: title(provenance, &parts),
        parts,
        // The page has the text of each licence once, in its notices.
        provenance: Provenance {
            licence_text: None,
            parts: Vec::new(),
            ..provenance.clone()
        },
        own: u32::try_from(own).unwrap_or(u32::MAX),
        resources,
    }
}

/// Of each cluster of copies the one that stands for all, by key: the original, else the first that is there.
fn originals(mapped: &[MappedResource]) -> BTreeMap<i64, &str> {
    let mut originals = BTreeMap::new();
    for mapping in mapped {
        let key = mapping.resource.key.as_str();
        if mapping.original == mapping.resource.row {
            originals.insert(mapping.original, key);
        } else {
            originals.entry(mapping.original).or_insert(key);
        }
    }
    originals
}

/// `MITRE ATT&CK: Mitigations`, but `Sigma rules public repository`: there the name of the source says it.
fn title(provenance: &Provenance, parts: &[PartSummary]) -> String {
    match parts {
        [part] if provenance.parts.len() > 1 => {
            format!("{}: {}", display_title(provenance), part.title)
        }
        _ => display_title(provenance),
    }
}

fn parts(
    catalogue: &Catalogue,
    provenance: &Provenance,
    kind: Kind,
) -> Result<Vec<PartSummary>, Error> {
    let counts = catalogue.part_counts(&provenance.source)?;
    let part = |part: &model::SourcePart| {
        let counts = counts.get(&part.id).copied().unwrap_or_default();
        PartSummary {
            id: part.id.clone(),
            title: part.title.clone(),
            pairs: counts.pairs_followed,
            file_pairs: counts.file_pairs,
        }
    };
    Ok(provenance
        .parts
        .iter()
        .filter(|part| part.kind == kind)
        .map(part)
        .collect())
}

fn strategies(catalogue: &Catalogue, mapped: &[MappedResource]) -> Result<Vec<Strategy>, Error> {
    let mut components: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut strategies = Vec::new();
    let parts = catalogue.parts_with(&[Role::DetectionStrategies])?;
    let is_strategy =
        |mapping: &&MappedResource| parts.iter().any(|(part, _)| *part == mapping.resource.part);
    for mapping in mapped.iter().filter(is_strategy) {
        let mut analytics = Vec::new();
        for related in catalogue
            .related(&mapping.resource)?
            .into_iter()
            .filter(|related| related.relation == "analytic")
        {
            for resource in catalogue.by_key_or_id(&related.id)? {
                let mut logs = Vec::new();
                for log in &resource.log_sources {
                    logs.push(Log {
                        component: component(catalogue, log, &mut components)?,
                        log: log.clone(),
                    });
                }
                analytics.push(Analytic { resource, logs });
            }
        }
        strategies.push(Strategy {
            resource: mapping.resource.clone(),
            analytics,
        });
    }
    Ok(strategies)
}

fn component(
    catalogue: &Catalogue,
    log: &LogSource,
    known: &mut BTreeMap<String, Option<String>>,
) -> Result<Option<String>, Error> {
    let Some(id) = &log.component else {
        return Ok(None);
    };
    if !known.contains_key(id) {
        known.insert(
            id.clone(),
            catalogue
                .by_key_or_id(id)?
                .pop()
                .map(|component| component.title),
        );
    }
    Ok(known[id].clone())
}

fn users(catalogue: &Catalogue, mapped: &[MappedResource]) -> Result<Vec<TechniqueUsers>, Error> {
    let mut users = Vec::new();
    let roles = technique::users(catalogue)?;
    for role in USERS {
        let mut of_role: Vec<ResourceSummary> = mapped
            .iter()
            .map(|mapping| &mapping.resource)
            .filter(|resource| roles.get(&resource.part) == Some(&role))
            .cloned()
            .collect();
        let count = u32::try_from(of_role.len()).unwrap_or(u32::MAX);
        let techniques = catalogue.technique_counts(&of_role)?;
        of_role.sort_by_cached_key(|resource| {
            (
                std::cmp::Reverse(techniques.get(&resource.row).copied().unwrap_or(0)),
                resource.title.clone(),
            )
        });
        of_role.truncate(NAMED);
        users.push(TechniqueUsers {
            of: role.to_string(),
            count,
            named: of_role,
        });
    }
    Ok(users)
}
