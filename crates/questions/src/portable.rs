//! Everything that counting needs, as plain data for programs that count by themselves, such as the browser on a static
//! site. Lists of numbers name places in other lists.
//!
//! What is concluded here (whom sources mean, which names are one country, where ids lead) need not be concluded again.

mod actors;
mod names;
mod vocabulary;

use std::collections::{BTreeMap, HashMap};

use catalogue::{Catalogue, CatalogueSummary};
use model::{Conclusion, CountedResource, CountingData, Domain, Kind, TechniqueId};
use serde::Serialize;

pub use self::actors::ActorTable;
pub use self::names::ResourceNames;
pub use self::vocabulary::{LogTable, PlatformTable, ReadLogs};
use crate::Error;

/// All that alignments, matrices and threats are counted from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Portable {
    /// What it was taken from.
    pub about: CatalogueSummary,
    /// Tactics: domain, id, short name, name, in the order of each matrix.
    pub tactics: Vec<(Domain, String, String, String)>,
    /// The techniques in use, by id.
    pub techniques: Techniques,
    /// Lists of platforms.
    pub platforms: Vec<Vec<String>>,
    /// Where ids lead that do not simply lead to themselves: technique, state, reason.
    pub leads: BTreeMap<String, Vec<Lead>>,
    /// Ids of all sources and their parts.
    pub sources: Vec<String>,
    /// Parts of sources that anything counts in: source, part.
    pub parts: Vec<(String, String)>,
    /// Logs, and the words for them.
    pub logs: LogTable,
    /// Words for platforms.
    pub platform_words: PlatformTable,
    /// What facts have in common.
    pub shapes: Vec<Shape>,
    /// Controls, detections and tests, in the order of the catalogue: the place of the shape of each.
    pub facts: Vec<u32>,
    /// Copies: the place of a fact, and what stands for its original. Several facts of one original have one number.
    pub copies: Vec<(u32, u32)>,
    /// The facts of each technique: how far each lies behind the one before, twice; and one more where its mapping does not
    /// count.
    pub pairs: Vec<Vec<u32>>,
    /// Techniques that the authors of a source looked at and could map to nothing: its id, the source, its title.
    pub not_mappable: Vec<(String, String, String)>,
    /// CTID Top Techniques: ids and weights; none where the catalogue has no such list.
    pub top: Option<Vec<ScoredId>>,
    /// Who uses techniques.
    pub actors: ActorTable,
}

/// Techniques, column by column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Techniques {
    /// Ids.
    pub id: Vec<String>,
    /// Names.
    pub name: Vec<String>,
    /// Places in [`Portable::tactics`].
    pub tactics: Vec<Vec<usize>>,
    /// Places in [`Portable::platforms`].
    pub platforms: Vec<u32>,
}

/// Kind (0 control, 1 detection, 2 test), part, platforms, logs (a place in [`LogTable::read`]), whether it is tested and
/// whether its status counts.
pub type Shape = (u8, u32, u32, u32, u8, u8);

/// Technique, state, reason.
pub type Lead = (Option<String>, String, Option<String>);

/// Places of things by what they are.
struct Interner<T>(HashMap<T, u32>, Vec<T>);

impl<T: Clone + Eq + std::hash::Hash> Interner<T> {
    fn of(known: &[T]) -> Self {
        let mut places = Self(HashMap::new(), Vec::new());
        for value in known {
            places.1.push(value.clone());
            let place = number(places.1.len() - 1);
            places.0.entry(value.clone()).or_insert(place);
        }
        places
    }

    fn place(&mut self, value: T) -> u32 {
        let next = number(self.1.len());
        let all = &mut self.1;
        *self.0.entry(value).or_insert_with_key(|value| {
            all.push(value.clone());
            next
        })
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).expect("a catalogue has fewer things than there are numbers of 32 bits")
}

/// Gathers it in the chosen release.
pub fn portable(catalogue: &Catalogue) -> Result<Portable, Error> {
    let data = catalogue.counting_data(None)?;
    let mut platforms = Interner::of(&data.platforms);
    let mut tactics = Vec::new();
    for domain in [Domain::Enterprise, Domain::Mobile, Domain::Ics] {
        let of_domain = catalogue.tactics(domain)?.into_iter();
        tactics.extend(of_domain.map(|tactic| (domain, tactic.id, tactic.shortname, tactic.name)));
    }
    let mut techniques = Techniques::default();
    let mut ids = Vec::new();
    for technique in catalogue.matrix_techniques()? {
        // In the order of the technique, as tables list them.
        let place = |name: &String| {
            let mut all = tactics.iter();
            all.position(|(domain, _, short, _)| *domain == technique.domain && short == name)
        };
        techniques
            .tactics
            .push(technique.tactics.iter().filter_map(place).collect());
        techniques
            .platforms
            .push(platforms.place(technique.platforms));
        techniques.id.push(technique.id.to_string());
        techniques.name.push(technique.name);
        ids.push(technique.id);
    }
    let (shapes, of_facts) = shapes(&data);
    let parts = data.parts.iter();
    Ok(Portable {
        sources: sources(catalogue)?,
        about: catalogue.about().clone(),
        leads: leads(catalogue, &ids)?,
        parts: parts
            .map(|part| (part.source.clone(), part.part.clone()))
            .collect(),
        logs: LogTable::of(catalogue, &data)?,
        platform_words: PlatformTable::new(),
        shapes,
        facts: of_facts,
        copies: copies(&data),
        pairs: pairs(&data, &ids),
        not_mappable: not_mappable(catalogue, &ids)?,
        top: top(catalogue)?,
        actors: ActorTable::of(catalogue, &ids)?,
        tactics,
        techniques,
        platforms: platforms.1,
    })
}

/// The id of a technique and its score.
type ScoredId = (String, Option<f64>);

/// Techniques that are common whoever attacks, with their weights; none where no source states them.
fn top(catalogue: &Catalogue) -> Result<Option<Vec<ScoredId>>, Error> {
    match crate::threat::top(catalogue) {
        Ok(threat) => {
            let techniques = threat.techniques.into_iter();
            let weighted = techniques.map(|technique| (technique.id, technique.score));
            Ok(Some(weighted.collect()))
        }
        Err(Error::Unknown { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn not_mappable(
    catalogue: &Catalogue,
    ids: &[TechniqueId],
) -> Result<Vec<(String, String, String)>, Error> {
    let rows = crate::not_mappable::of(catalogue, ids, |_| true)?.into_iter();
    let row =
        |row: crate::not_mappable::NotMappable| (row.technique.to_string(), row.source, row.title);
    Ok(rows.map(row).collect())
}

/// The ids of all sources and their parts.
fn sources(catalogue: &Catalogue) -> Result<Vec<String>, Error> {
    let mut sources = Vec::new();
    for source in catalogue.sources()? {
        sources.push(source.provenance.source);
        sources.extend(source.provenance.parts.into_iter().map(|part| part.id));
    }
    Ok(sources)
}

/// Names and paths of resources: facts first, in their order, then all others.
pub fn names(catalogue: &Catalogue) -> Result<ResourceNames, Error> {
    let data = catalogue.counting_data(None)?;
    ResourceNames::of(catalogue, &data)
}

fn leads(catalogue: &Catalogue, ids: &[TechniqueId]) -> Result<BTreeMap<String, Vec<Lead>>, Error> {
    let mut all = catalogue.all_leads()?;
    for id in ids {
        all.entry(id.to_string()).or_default();
    }
    let plain = |text: &str, leads: &[Conclusion]| match leads {
        [lead] => {
            lead.state == model::MappingState::AsWritten
                && lead.reason.is_none()
                && lead
                    .technique
                    .is_some_and(|id| id.to_string() == text && ids.binary_search(&id).is_ok())
        }
        _ => false,
    };
    let others = all
        .into_iter()
        .filter(|(text, leads)| !plain(text, leads))
        .map(|(text, leads)| {
            let leads = leads.into_iter().map(|lead| {
                let technique = lead.technique.map(|id| id.to_string());
                (technique, lead.state.to_string(), lead.reason)
            });
            (text, leads.collect())
        });
    Ok(others.collect())
}

fn kind(resource: &CountedResource) -> u8 {
    match resource.kind {
        Kind::Control => 0,
        Kind::Detection => 1,
        Kind::Test => 2,
        Kind::Knowledge => 3,
    }
}

fn shapes(data: &CountingData) -> (Vec<Shape>, Vec<u32>) {
    let mut shapes = Interner::of(&[]);
    let shape = |resource: &CountedResource| {
        shapes.place((
            kind(resource),
            resource.part,
            resource.platforms,
            resource.logs,
            u8::from(resource.tested),
            u8::from(resource.status.counts()),
        ))
    };
    let of_facts = data.resources.iter().map(shape).collect();
    (shapes.1, of_facts)
}

fn copies(data: &CountingData) -> Vec<(u32, u32)> {
    let rows: Vec<i64> = data.resources.iter().map(|resource| resource.row).collect();
    let mut originals: Interner<i64> = Interner::of(&rows);
    let numbered = data.resources.iter().enumerate();
    let copies = numbered.filter(|(_, resource)| resource.original != resource.row);
    copies
        .map(|(place, resource)| (number(place), originals.place(resource.original)))
        .collect()
}

fn pairs(data: &CountingData, ids: &[TechniqueId]) -> Vec<Vec<u32>> {
    let of_technique = |id: &TechniqueId| {
        let from = data
            .mappings
            .partition_point(|mapping| mapping.technique < *id);
        let mappings = data.mappings[from..].iter();
        let mut pairs: Vec<(u32, bool)> = mappings
            .take_while(|mapping| mapping.technique == *id)
            .map(|mapping| (mapping.resource, mapping.state.counts()))
            .collect();
        pairs.sort_unstable();
        let mut last = 0;
        let steps = pairs.into_iter().map(|(resource, counts)| {
            let step = (resource - last) * 2 + u32::from(!counts);
            last = resource;
            step
        });
        steps.collect()
    };
    ids.iter().map(of_technique).collect()
}
