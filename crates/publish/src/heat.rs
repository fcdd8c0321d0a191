//! Techniques with a score: the content of layers and pictures of the matrix.
//!
//! To add a score: a variant of [`Score`] and its place in [`Score::ALL`], its scale in `heat/scale.rs`, where it is read in
//! [`cell_of_row`] or [`score_of_numbers`]. Which answers have which scores they say in `answers`.

mod scale;
mod score;
pub(crate) mod words;

use std::collections::BTreeSet;

use count::Volume;
use model::{Domain, TechniqueId};
use questions::Numbers;
use questions::align::{Reason, Row};

pub use scale::{Scale, Tone};
pub use score::Score;

/// How the answers of a question become techniques with a score.
pub(crate) struct HeatMapSource<A> {
    /// The techniques with this score, or with what the answer is about; why not, where it has no such score.
    pub(crate) read: fn(&A, Option<Score>) -> Result<HeatMap<'_>, String>,
    /// The scores that can be chosen, where there is a choice.
    pub(crate) scores: &'static [Score],
    /// How they are drawn; none where they come without tactics.
    pub(crate) picture: Option<MatrixLayout>,
}

/// How techniques are drawn as a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MatrixLayout {
    /// Each has a cell of its own.
    Flat,
    /// Sub-techniques are folded into the cell of their technique.
    Folded,
}

/// The techniques of an answer, coloured by one of its numbers.
pub(crate) struct HeatMap<'a> {
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
    pub(crate) platforms: &'a [String],
    pub(crate) score: f64,
    /// The score with sub-techniques, where the answer counts it.
    pub(crate) family: Option<f64>,
    /// Whether it is meant; not where it is left out on purpose or for other platforms than those in use.
    pub(crate) included: bool,
    /// Facts about it as text.
    pub(crate) words: Vec<String>,
    /// Facts about it as names and values.
    pub(crate) facts: Vec<(String, String)>,
}

impl<'a> HeatMap<'a> {
    /// The techniques of a threat, each once.
    pub(crate) fn of_rows(
        rows: impl Iterator<Item = &'a Row>,
        score: Option<Score>,
        default: Score,
    ) -> Self {
        let score = score.unwrap_or(default);
        // Several frameworks may have a control of one name, with the same techniques.
        let mut seen = BTreeSet::new();
        let rows = rows.filter(|row| seen.insert(row.technique.id));
        Self::of_cells(
            Scale::of(score),
            rows.map(|row| cell_of_row(row, score)).collect(),
        )
    }

    /// The domain is that of most techniques; the answer does not say.
    pub(crate) fn of_cells(scale: Scale, cells: Vec<Cell<'a>>) -> Self {
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
    /// By its number and platforms, which matrices do not share. Mobile techniques without platforms cannot be recognised.
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

/// A technique of which only its name is known.
pub(crate) fn name_only(id: TechniqueId, name: &str) -> Cell<'_> {
    Cell {
        id,
        name,
        tactics: &[],
        platforms: &[],
        score: 0.0,
        family: None,
        included: true,
        words: Vec::new(),
        facts: Vec::new(),
    }
}

fn cell_of_row(row: &Row, score: Score) -> Cell<'_> {
    let technique = &row.technique;
    Cell {
        tactics: &technique.tactics,
        platforms: &technique.platforms,
        score: match score {
            Score::Gap => row.gap,
            Score::Weight => technique.weight,
            _ => score_of_numbers(&row.numbers, score).unwrap_or_default(),
        },
        included: !matches!(row.reason, Reason::Excluded | Reason::OtherPlatform),
        words: words::row(row),
        facts: words::row_facts(row),
        ..name_only(technique.id, &technique.name)
    }
}

/// The score that numbers alone give.
pub(crate) fn score_of_numbers(numbers: &Numbers, score: Score) -> Option<f64> {
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

/// Why there is no such score.
pub(crate) fn missing_score(score: Score, why: &str) -> String {
    format!("the answer has no {score}: {why}")
}
