//! The sources of the catalogue, with how much each gave.

use catalogue::{Catalogue, CatalogueSummary, PartCounts, SourceRow};
use model::{FileCounts, Kind, Provenance};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::near::{NearMatch, like, nearest};
use crate::{Ask, Error, question};

/// Arguments of `sources`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Arguments {
    /// Count each part of a source (rules, hunting, deprecated ...) on its own
    #[arg(long)]
    pub parts: bool,
}

/// One source or part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// The source.
    pub source: String,
    /// The part, where parts are counted on their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Its title.
    pub title: String,
    /// What its resources are for.
    pub kinds: Vec<Kind>,
    /// What it gave.
    #[serde(flatten)]
    pub counts: Counts,
    /// How many of its files could not be read, or not whole.
    pub problems: u32,
}

/// What a source or part gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Resources.
    pub resources: u32,
    /// Resources with at least one technique, as written or inferred.
    pub mapped: u32,
    /// Distinct (resource, technique) pairs as written or inferred.
    pub pairs: u32,
    /// The same after following to the chosen release.
    pub pairs_followed: u32,
}

/// Answer of `sources`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// Sources by title, or their parts in order.
    pub sources: Vec<Row>,
    /// Where each comes from, by title.
    pub provenance: Vec<Provenance>,
    /// What became of the files of each, in the same order.
    pub files: Vec<FileCounts>,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

impl Ask for question::Sources {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "sources";
    const ABOUT: &'static str = "The sources: kind, commit, date, licence, and how much each gave";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "parts": true })
    }

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.catalogue
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let all = catalogue.sources()?;
    let mut rows = Vec::new();
    for source in &all {
        let parts = parts(catalogue, source)?;
        if arguments.parts {
            rows.extend(parts);
        } else {
            rows.push(totals_of_parts(source, &parts));
        }
    }
    let (provenance, files) = all
        .into_iter()
        .map(|source| (source.provenance, source.files))
        .unzip();
    Ok(Answer {
        sources: rows,
        provenance,
        files,
        catalogue: catalogue.about().clone(),
    })
}

fn parts(catalogue: &Catalogue, source: &SourceRow) -> Result<Vec<Row>, Error> {
    let provenance = &source.provenance;
    let counts = catalogue.part_counts(&provenance.source)?;
    let row = |part: &model::SourcePart| {
        let PartCounts {
            resources,
            mapped,
            pairs,
            pairs_followed,
            ..
        } = counts.get(&part.id).copied().unwrap_or_default();
        Row {
            source: provenance.source.clone(),
            part: Some(part.id.clone()),
            title: if provenance.parts.len() == 1 {
                display_title(provenance)
            } else {
                format!("{}: {}", display_title(provenance), part.title)
            },
            kinds: vec![part.kind],
            counts: Counts {
                resources,
                mapped,
                pairs,
                pairs_followed,
            },
            problems: source.files.problems,
        }
    };
    Ok(provenance.parts.iter().map(row).collect())
}

/// The title of a source, which tells the user's own from public ones.
pub(crate) fn display_title(provenance: &Provenance) -> String {
    if provenance.own {
        format!("{} (yours)", provenance.title)
    } else {
        provenance.title.clone()
    }
}

fn totals_of_parts(source: &SourceRow, parts: &[Row]) -> Row {
    let mut kinds: Vec<Kind> = parts.iter().flat_map(|part| part.kinds.clone()).collect();
    kinds.sort();
    kinds.dedup();
    let counts = parts.iter().fold(Counts::default(), |sum, part| Counts {
        resources: sum.resources + part.counts.resources,
        mapped: sum.mapped + part.counts.mapped,
        pairs: sum.pairs + part.counts.pairs,
        pairs_followed: sum.pairs_followed + part.counts.pairs_followed,
    });
    Row {
        source: source.provenance.source.clone(),
        part: None,
        title: display_title(&source.provenance),
        kinds,
        counts,
        problems: source.files.problems,
    }
}

/// The source of this id, as the catalogue writes it; none where none is asked for.
pub(crate) fn known_id(catalogue: &Catalogue, id: Option<&str>) -> Result<Option<String>, Error> {
    let Some(id) = id else { return Ok(None) };
    let mut named = known(catalogue, Some(id))?;
    Ok(named.pop().map(|source| source.provenance.source))
}

/// All sources, or the one of this id.
pub(crate) fn known(catalogue: &Catalogue, id: Option<&str>) -> Result<Vec<SourceRow>, Error> {
    let mut all = catalogue.sources()?;
    let Some(id) = id else { return Ok(all) };
    if let Some(at) = all
        .iter()
        .position(|source| source.provenance.source.eq_ignore_ascii_case(id))
    {
        return Ok(vec![all.swap_remove(at)]);
    }
    let likeness = |source: &SourceRow| like(&source.provenance.source, id);
    let near = nearest(all, likeness, |source| NearMatch {
        id: source.provenance.source,
        name: source.provenance.title,
    });
    Err(Error::Unknown {
        what: "source",
        name: id.to_owned(),
        near,
    })
}
