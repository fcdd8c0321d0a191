//! Techniques with a score: what layers and pictures of the matrix are made of.
//!
//! To add a score: a variant of [`Score`], its scale in `heat/scale.rs`, where it is read in [`aligned`] or [`counted`].

mod scale;
mod words;

use std::collections::BTreeSet;

use count::Volume;
use model::{Domain, TechniqueId};
use questions::align::{Reason, Row};
use questions::{Answer, Numbers, compare, gaps, log_source, matrix};
use strum::{Display, EnumString, VariantNames};

pub(crate) use scale::{Scale, Tone};

/// By what techniques are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum Score {
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
    /// What is missing.
    Gap,
    /// How much the threat weighs.
    Weight,
}

/// The techniques of an answer, coloured by one of its numbers.
pub(crate) struct Heat<'a> {
    pub(crate) scale: Scale,
    pub(crate) domain: Domain,
    /// Short names of the tactics with their names, where the answer says their order.
    pub(crate) tactics: Vec<(&'a str, &'a str)>,
    pub(crate) cells: Vec<Cell<'a>>,
}

/// One technique.
pub(crate) struct Cell<'a> {
    pub(crate) id: TechniqueId,
    pub(crate) name: &'a str,
    pub(crate) tactics: &'a [String],
    platforms: &'a [String],
    pub(crate) score: f64,
    /// The score with sub-techniques, where the answer counts it.
    pub(crate) family: Option<f64>,
    /// Whether it is meant; not where it is left out on purpose or for other platforms than those in use.
    pub(crate) meant: bool,
    /// What is known of it, a few words each.
    pub(crate) words: Vec<String>,
    /// The same as names and values.
    pub(crate) facts: Vec<(String, String)>,
}

impl<'a> Heat<'a> {
    /// The techniques of an answer; none where it has no techniques, and why not where it has no such score.
    pub(crate) fn of(answer: &'a Answer, score: Option<Score>) -> Result<Option<Self>, String> {
        let heat = match answer {
            Answer::Matrix(answer) => return Self::of_matrix(answer, score).map(Some),
            Answer::Align(answer) => Self::of_rows(answer.list.items.iter(), score, Score::Gap),
            Answer::Gaps(answer) => Self::of_gaps(answer, score),
            Answer::Adversary(answer) | Answer::Software(answer) | Answer::Campaign(answer) => {
                Self::of_rows(answer.techniques.iter(), score, Score::Weight)
            }
            Answer::Control(answer) => {
                let rows = answer.controls.iter().flat_map(|one| &one.techniques);
                Self::of_rows(rows, score, Score::Gap)
            }
            Answer::Compare(answer) => return Self::of_sides(answer, score).map(Some),
            Answer::LogSource(answer) => return Self::of_log(answer, score).map(Some),
            Answer::Page(_)
            | Answer::Technique(_)
            | Answer::Search(_)
            | Answer::Resources(_)
            | Answer::Resource(_)
            | Answer::Plan(_)
            | Answer::Telemetry(_)
            | Answer::Fit(_)
            | Answer::Adversaries(_)
            | Answer::Categories(_)
            | Answer::Sources(_)
            | Answer::Problems(_)
            | Answer::Drift(_)
            | Answer::Notices(_) => return Ok(None),
        };
        Ok(Some(heat))
    }

    fn of_matrix(answer: &'a matrix::Answer, score: Option<Score>) -> Result<Self, String> {
        let score = score.unwrap_or(Score::Total);
        let cells = answer.list.items.iter().map(|row| {
            let with = row.with_sub_techniques;
            let family = match score {
                Score::Controls => Some(f64::from(with.controls)),
                Score::Detections => Some(f64::from(with.detections)),
                Score::Tests => Some(f64::from(with.tests)),
                Score::Total => Some(f64::from(with.controls + with.detections + with.tests)),
                Score::Potential | Score::Rung | Score::Gap | Score::Weight => None,
            };
            Some(Cell {
                id: row.id,
                name: &row.name,
                tactics: &row.tactics,
                platforms: &row.platforms,
                score: counted(&row.numbers, score)?,
                family,
                meant: true,
                words: words::numbers(&row.numbers),
                facts: words::facts(&row.numbers),
            })
        });
        let cells: Option<Vec<Cell<'a>>> = cells.collect();
        Ok(Self {
            scale: Scale::of(score),
            domain: answer.domain,
            tactics: answer
                .tactics
                .iter()
                .map(|tactic| (tactic.shortname.as_str(), tactic.name.as_str()))
                .collect(),
            cells: cells.ok_or_else(|| lacks(score, "no threat is faced there"))?,
        })
    }

    fn of_rows(rows: impl Iterator<Item = &'a Row>, score: Option<Score>, unless: Score) -> Self {
        let score = score.unwrap_or(unless);
        // Several frameworks may have a control of one name, and each its techniques: they are met alike.
        let mut seen = BTreeSet::new();
        let rows = rows.filter(|row| seen.insert(row.technique.id));
        Self::of_cells(
            Scale::of(score),
            rows.map(|row| aligned(row, score)).collect(),
        )
    }

    fn of_gaps(answer: &'a gaps::Answer, score: Option<Score>) -> Self {
        let rows = answer.list.items.iter().map(|gap| &gap.row);
        let mut heat = Self::of_rows(rows, score, Score::Gap);
        for (cell, gap) in heat.cells.iter_mut().zip(&answer.list.items) {
            cell.words.extend(words::help(gap));
        }
        heat
    }

    /// One layer of all sides: what most of them have most of is darkest.
    fn of_sides(answer: &'a compare::Answer, score: Option<Score>) -> Result<Self, String> {
        if let Some(score) = score.filter(|score| score.to_string() != answer.value) {
            return Err(lacks(score, "sides are compared by their sum alone"));
        }
        let cells = answer.list.items.iter().map(|row| {
            let sides = || answer.sides.iter().zip(&row.values);
            Cell {
                score: row.values.iter().sum(),
                words: words::sides(&answer.value, sides()),
                facts: words::side_facts(sides()),
                ..bare(row.id, &row.name)
            }
        });
        let scale = Scale::sum(&answer.value, answer.sides.len());
        Ok(Self::of_cells(scale, cells.collect()))
    }

    fn of_log(answer: &'a log_source::Answer, score: Option<Score>) -> Result<Self, String> {
        if let Some(score) = score.filter(|score| *score != Score::Detections) {
            return Err(lacks(score, "only detections are counted there"));
        }
        let cells = answer.list.items.iter().map(|row| Cell {
            score: f64::from(row.detections),
            words: vec![format!(
                "{} of {} detections read the log source",
                row.detections, row.of
            )],
            facts: vec![
                ("detections".to_owned(), row.detections.to_string()),
                ("of".to_owned(), row.of.to_string()),
            ],
            ..bare(row.id, &row.name)
        });
        Ok(Self::of_cells(
            Scale::of(Score::Detections),
            cells.collect(),
        ))
    }

    /// The domain is that of most techniques; the answer does not say.
    fn of_cells(scale: Scale, cells: Vec<Cell<'a>>) -> Self {
        let of = |domain| cells.iter().filter(|cell| cell.domain() == domain).count();
        let domains = [Domain::Ics, Domain::Mobile, Domain::Enterprise];
        let domain = domains.into_iter().max_by_key(|domain| of(*domain));
        Self {
            scale,
            domain: domain.unwrap_or(Domain::Enterprise),
            tactics: Vec::new(),
            cells,
        }
    }
}

impl Cell<'_> {
    /// By its number and platforms: matrices share neither. Of mobile techniques without platforms nothing tells.
    pub(crate) fn domain(&self) -> Domain {
        let mobile =
            |platform: &String| ["android", "ios"].contains(&platform.to_lowercase().as_str());
        if self.id.to_string().starts_with("T0") {
            Domain::Ics
        } else if !self.platforms.is_empty() && self.platforms.iter().all(mobile) {
            Domain::Mobile
        } else {
            Domain::Enterprise
        }
    }
}

fn bare(id: TechniqueId, name: &str) -> Cell<'_> {
    Cell {
        id,
        name,
        tactics: &[],
        platforms: &[],
        score: 0.0,
        family: None,
        meant: true,
        words: Vec::new(),
        facts: Vec::new(),
    }
}

fn aligned(row: &Row, score: Score) -> Cell<'_> {
    let technique = &row.technique;
    Cell {
        tactics: &technique.tactics,
        platforms: &technique.platforms,
        score: match score {
            Score::Gap => row.gap,
            Score::Weight => technique.weight,
            _ => counted(&row.numbers, score).unwrap_or_default(),
        },
        meant: !matches!(row.reason, Reason::Excluded | Reason::OtherPlatform),
        words: words::row(row),
        facts: words::row_facts(row),
        ..bare(technique.id, &technique.name)
    }
}

/// The score that numbers alone give.
fn counted(numbers: &Numbers, score: Score) -> Option<f64> {
    Some(match score {
        Score::Controls => f64::from(numbers.controls.resources),
        Score::Detections => f64::from(numbers.detections.resources),
        Score::Tests => f64::from(numbers.tests.resources),
        Score::Total => f64::from(numbers.total()),
        Score::Potential => match numbers.potential {
            Volume::None => 0.0,
            Volume::Low => 1.0,
            Volume::Medium => 2.0,
            Volume::High => 3.0,
        },
        Score::Rung => f64::from(numbers.rung),
        Score::Gap | Score::Weight => return None,
    })
}

fn lacks(score: Score, why: &str) -> String {
    format!("the answer has no {score}: {why}")
}
