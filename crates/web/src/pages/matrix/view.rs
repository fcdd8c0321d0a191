//! By what a matrix is coloured: the bins of each view, and its words.

use std::sync::LazyLock;

use model::Kind;
use publish::{Scale, Score};

/// By what cells are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    Controls,
    Detections,
    Tests,
    Potential,
    Evidence,
    Gap,
    Weight,
}

pub(crate) const ALL: [View; 7] = [
    View::Controls,
    View::Detections,
    View::Tests,
    View::Potential,
    View::Evidence,
    View::Gap,
    View::Weight,
];

/// Those that a reader chooses from.
pub(super) const VIEWS: [View; 6] = [
    View::Controls,
    View::Detections,
    View::Tests,
    View::Potential,
    View::Evidence,
    View::Gap,
];

/// The bounds of every view, in the order of [`View`]: those of the one scale of its score.
static BOUNDS: LazyLock<[[u32; 5]; 7]> = LazyLock::new(|| ALL.map(bounds));

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bounds are small whole numbers, those of shares in hundredths"
)]
fn bounds(view: View) -> [u32; 5] {
    let scale = Scale::of(view.score());
    // Cells hold whole numbers: what is more than nothing begins at 1.
    let unit = |bound: &f64| (bound * scale.times).round().max(1.0) as u32;
    let bounds: Vec<u32> = scale.bounds.iter().map(unit).collect();
    match bounds[..] {
        // Three words over five steps: the colours between them are left out.
        [low, medium, high] => [low, medium, medium, high, high],
        [one, two, three, four, five] => [one, two, three, four, five],
        _ => unreachable!("a scale has three steps or five"),
    }
}

impl View {
    pub(super) fn of(text: &str) -> Self {
        match text {
            "controls" => Self::Controls,
            "tests" => Self::Tests,
            "potential" => Self::Potential,
            "evidence" => Self::Evidence,
            "gap" => Self::Gap,
            "weight" => Self::Weight,
            _ => Self::Detections,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Controls => "controls",
            Self::Detections => "detections",
            Self::Tests => "tests",
            Self::Potential => "potential",
            Self::Evidence => "evidence",
            Self::Gap => "gap",
            Self::Weight => "weight",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Controls => "Controls",
            Self::Detections => "Detections",
            Self::Tests => "Tests",
            Self::Potential => "Potential",
            Self::Evidence => "Evidence",
            Self::Gap => "Gap",
            Self::Weight => "Weight",
        }
    }

    pub(super) fn kind(self) -> Option<Kind> {
        match self {
            Self::Controls => Some(Kind::Control),
            Self::Detections => Some(Kind::Detection),
            Self::Tests => Some(Kind::Test),
            Self::Potential | Self::Evidence | Self::Gap | Self::Weight => None,
        }
    }

    /// What pictures and layers are coloured by, as the view is.
    pub(crate) fn score(self) -> Score {
        match self {
            Self::Controls => Score::Controls,
            Self::Detections => Score::Detections,
            Self::Tests => Score::Tests,
            Self::Potential => Score::Potential,
            Self::Evidence => Score::Rung,
            Self::Gap => Score::Gap,
            Self::Weight => Score::Weight,
        }
    }

    /// The lower bounds of the steps from 1 to 5, in the unit of the cells.
    pub(crate) fn bounds(self) -> [u32; 5] {
        BOUNDS[self as usize]
    }

    pub(super) fn step(self, value: u32) -> usize {
        self.bounds()
            .iter()
            .filter(|&&bound| value >= bound)
            .count()
    }

    /// The legend: step and words.
    pub(crate) fn legend(self) -> Vec<(usize, String)> {
        match self {
            Self::Potential => [(0, "N/A"), (1, "Low"), (3, "Medium"), (5, "High")]
                .map(|(step, words)| (step, words.to_owned()))
                .to_vec(),
            Self::Evidence => (0..=5).map(|step| (step, step.to_string())).collect(),
            Self::Controls | Self::Detections | Self::Tests | Self::Gap | Self::Weight => {
                let bounds = self.bounds();
                let share = matches!(self, Self::Gap | Self::Weight);
                let print = |value: u32| {
                    if share {
                        format!(".{value:02}")
                    } else {
                        value.to_string()
                    }
                };
                let mut legend = vec![(0, "0".to_owned())];
                for (at, &from) in bounds.iter().enumerate() {
                    let words = match bounds.get(at + 1) {
                        Some(&next) if next - 1 > from => {
                            format!("{}–{}", print(from), print(next - 1))
                        }
                        Some(_) => print(from),
                        None => format!("{}+", print(from)),
                    };
                    legend.push((at + 1, words));
                }
                legend
            }
        }
    }

    pub(crate) fn unit(self) -> &'static str {
        match self {
            Self::Controls => "Controls",
            Self::Detections => "Rules",
            Self::Tests => "Tests",
            Self::Potential => "Validation potential",
            Self::Evidence => "Best rung",
            Self::Gap => "Gap",
            Self::Weight => "Weight",
        }
    }
}
