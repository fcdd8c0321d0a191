//! What changed between two catalogues: resources that are new, changed, moved and gone, per source, and techniques that
//! gained or lost some.
//!
//! Not in the registry, for it asks two catalogues and not one.

mod identity;
mod resource_change;

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Catalogue, CatalogueSummary, Filter, MappingRow, ResourceSummary};
use clap::Args;
use model::{Kind, Provenance, TechniqueId};
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

pub use resource_change::{Change, Field};

use crate::Error;
use crate::registry::written;
use crate::technique_id::TechniqueArgument;
use identity::{Identity, identities};

/// Which changes. Both together mean "and", several values of one mean "or".
#[derive(Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Arguments {
    /// Only these sources or parts of sources
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<String>,
    /// Only resources that lead, or led, to these techniques: T1021, t1021.2
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub technique: Vec<TechniqueArgument>,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The older catalogue.
    pub old: CatalogueSummary,
    /// The newer catalogue. Mappings are followed to the release of ATT&CK that each names.
    pub new: CatalogueSummary,
    /// The sources in which something changed, by id.
    pub sources: Vec<SourceChanges>,
    /// The techniques that gained or lost resources which count, by id.
    pub techniques: Vec<TechniqueChanges>,
}

/// What changed in a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceChanges {
    /// Its id.
    pub source: String,
    /// Its title.
    pub title: String,
    /// The older state; absent where the older catalogue does not hold it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<SourceCommit>,
    /// The newer state; absent where the newer catalogue does not hold it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<SourceCommit>,
    /// Resources that are new.
    pub added: Vec<DiffResource>,
    /// Resources of which something is different.
    pub changed: Vec<ChangedResource>,
    /// Resources that are only in another place.
    pub moved: Vec<ChangedResource>,
    /// Resources that are gone.
    pub gone: Vec<DiffResource>,
}

/// The commit of a source that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceCommit {
    /// The commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Its date, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit_date: Option<String>,
}

/// A resource, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiffResource {
    /// Its key: that of the newer catalogue, if it is in it.
    pub key: String,
    /// The id that its authors gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub kind: Kind,
    /// The techniques that it leads to.
    pub techniques: Vec<TechniqueId>,
}

/// A resource of which something is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChangedResource {
    /// The resource as it is now.
    #[serde(flatten)]
    pub resource: DiffResource,
    /// What is different, field by field.
    pub changes: Vec<Change>,
}

/// What changed for a technique.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TechniqueChanges {
    /// Its id.
    pub id: TechniqueId,
    /// Its name, in the newer catalogue if that knows it.
    pub name: String,
    /// Resources that lead to it now and did not.
    pub gained: Vec<DiffResource>,
    /// Resources that led to it and do not any more.
    pub lost: Vec<DiffResource>,
}

/// Arguments and answer, as JSON Schema.
pub fn schemas() -> (Schema, Schema) {
    (schema_for!(Arguments), written::<Answer>())
}

/// A resource, as much of it as is compared.
struct ComparedResource {
    listed: ResourceSummary,
    /// All techniques that it leads to.
    techniques: BTreeSet<TechniqueId>,
    /// Those of them for which it counts.
    counted: BTreeSet<TechniqueId>,
}

type ComparedResources = BTreeMap<(String, Identity), ComparedResource>;

/// Compares the catalogues.
pub fn compare(old: &Catalogue, new: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let wanted = techniques(old, new, arguments)?;
    let (before, after) = sides(old, new, arguments)?;
    let provenances = Provenances::of(old, new)?;
    let mut sources: BTreeMap<String, SourceChanges> = BTreeMap::new();
    let mut by_technique = TechniqueDifferences::default();
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    for key in keys {
        let (before, after) = (before.get(key), after.get(key));
        let all = [before, after].into_iter().flatten();
        let leads = |side: &ComparedResource| side.techniques.iter().any(|id| wanted.contains(id));
        if !wanted.is_empty() && !all.into_iter().any(leads) {
            continue;
        }
        by_technique.note(before, after, &wanted);
        let entry = sources.entry(key.0.clone());
        let changes = entry.or_insert_with(|| provenances.changes(&key.0));
        match (before, after) {
            (None, Some(after)) => changes.added.push(after.in_short()),
            (Some(before), None) => changes.gone.push(before.in_short()),
            (Some(before), Some(after)) => {
                let different = resource_change::compare((old, before), (new, after))?;
                changes.note(after, different);
            }
            (None, None) => {}
        }
    }
    Ok(Answer {
        old: old.about().clone(),
        new: new.about().clone(),
        sources: sources
            .into_values()
            .filter(SourceChanges::is_some)
            .collect(),
        techniques: by_technique.changes(old, new)?,
    })
}

/// The techniques that are asked for, by the name that either catalogue knows.
fn techniques(
    old: &Catalogue,
    new: &Catalogue,
    arguments: &Arguments,
) -> Result<BTreeSet<TechniqueId>, Error> {
    let find = |argument: &TechniqueArgument| argument.find(new).or_else(|_| argument.find(old));
    arguments.technique.iter().map(find).collect()
}

fn sides(
    old: &Catalogue,
    new: &Catalogue,
    arguments: &Arguments,
) -> Result<(ComparedResources, ComparedResources), Error> {
    for source in &arguments.source {
        let known = |catalogue| crate::filter::known_source(catalogue, source);
        known(new).or_else(|error| known(old).map_err(|_| error))?;
    }
    let filter = Filter {
        sources: arguments.source.clone(),
        ..Filter::default()
    };
    let (before, _) = old.resources(&filter, None, u32::MAX)?;
    let (after, _) = new.resources(&filter, None, u32::MAX)?;
    let (of_before, of_after) = identities(&before, &after);
    Ok((read(old, before, of_before)?, read(new, after, of_after)?))
}

fn read(
    catalogue: &Catalogue,
    resources: Vec<ResourceSummary>,
    identities: Vec<Identity>,
) -> Result<ComparedResources, Error> {
    let mut sides = ComparedResources::new();
    for (listed, identity) in resources.into_iter().zip(identities) {
        let mappings = catalogue.mappings(&listed)?;
        let counts =
            |mapping: &&MappingRow| mapping.conclusion.state.counts() && listed.status.counts();
        let technique = |mapping: &MappingRow| mapping.conclusion.technique;
        let side = ComparedResource {
            techniques: mappings.iter().filter_map(technique).collect(),
            counted: mappings
                .iter()
                .filter(counts)
                .filter_map(technique)
                .collect(),
            listed,
        };
        sides.insert((side.listed.source.clone(), identity), side);
    }
    Ok(sides)
}

impl ComparedResource {
    fn in_short(&self) -> DiffResource {
        DiffResource {
            key: self.listed.key.clone(),
            id: self.listed.id.clone(),
            title: self.listed.title.clone(),
            kind: self.listed.kind,
            techniques: self.techniques.iter().copied().collect(),
        }
    }
}

impl SourceChanges {
    fn note(&mut self, after: &ComparedResource, changes: Vec<Change>) {
        let list = match &changes[..] {
            [] => return,
            [only] if only.field == Field::Path => &mut self.moved,
            _ => &mut self.changed,
        };
        list.push(ChangedResource {
            resource: after.in_short(),
            changes,
        });
    }

    fn is_some(&self) -> bool {
        let lists = [
            self.added.len(),
            self.changed.len(),
            self.moved.len(),
            self.gone.len(),
        ];
        lists.iter().sum::<usize>() > 0
    }
}

/// Where the sources of both catalogues come from.
struct Provenances {
    old: BTreeMap<String, Provenance>,
    new: BTreeMap<String, Provenance>,
}

impl Provenances {
    fn of(old: &Catalogue, new: &Catalogue) -> Result<Self, Error> {
        let of = |catalogue: &Catalogue| -> Result<_, Error> {
            let rows = catalogue.sources()?.into_iter();
            let provenances = rows.map(|row| row.provenance);
            Ok(provenances
                .map(|provenance| (provenance.source.clone(), provenance))
                .collect())
        };
        Ok(Self {
            old: of(old)?,
            new: of(new)?,
        })
    }

    /// No changes yet of this source.
    fn changes(&self, source: &str) -> SourceChanges {
        let state = |provenance: &Provenance| SourceCommit {
            commit: provenance.commit.clone(),
            commit_date: provenance.commit_date.clone(),
        };
        let (old, new) = (self.old.get(source), self.new.get(source));
        SourceChanges {
            source: source.to_owned(),
            title: new
                .or(old)
                .map(|provenance| provenance.title.clone())
                .unwrap_or_default(),
            old: old.map(state),
            new: new.map(state),
            added: Vec::new(),
            changed: Vec::new(),
            moved: Vec::new(),
            gone: Vec::new(),
        }
    }
}

/// What techniques gained and lost.
#[derive(Default)]
struct TechniqueDifferences(BTreeMap<TechniqueId, (Vec<DiffResource>, Vec<DiffResource>)>);

impl TechniqueDifferences {
    fn note(
        &mut self,
        before: Option<&ComparedResource>,
        after: Option<&ComparedResource>,
        wanted: &BTreeSet<TechniqueId>,
    ) {
        let counted = |side: Option<&ComparedResource>| {
            side.map(|side| side.counted.clone()).unwrap_or_default()
        };
        let (had, has) = (counted(before), counted(after));
        let asked = |id: &&TechniqueId| wanted.is_empty() || wanted.contains(id);
        for &id in has.difference(&had).filter(asked) {
            self.0
                .entry(id)
                .or_default()
                .0
                .extend(after.map(ComparedResource::in_short));
        }
        for &id in had.difference(&has).filter(asked) {
            self.0
                .entry(id)
                .or_default()
                .1
                .extend(before.map(ComparedResource::in_short));
        }
    }

    fn changes(self, old: &Catalogue, new: &Catalogue) -> Result<Vec<TechniqueChanges>, Error> {
        let mut changes = Vec::new();
        for (id, (gained, lost)) in self.0 {
            let known = match new.technique(id)? {
                Some(known) => Some(known),
                None => old.technique(id)?,
            };
            changes.push(TechniqueChanges {
                id,
                name: known.map(|known| known.listed().name).unwrap_or_default(),
                gained,
                lost,
            });
        }
        Ok(changes)
    }
}
