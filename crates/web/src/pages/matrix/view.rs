//! By what a matrix is coloured: the bins of each view, and its words.

use model::Kind;

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

pub(super) const VIEWS: [View; 6] = [
    View::Controls,
    View::Detections,
    View::Tests,
    View::Potential,
    View::Evidence,
    View::Gap,
];

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

    pub(super) fn name(self) -> &'static str {
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

    /// The lower bounds of the steps from 1 to 5, in the unit of the cells.
    pub(super) fn bounds(self) -> [u32; 5] {
        match self {
            Self::Controls => [1, 10, 25, 50, 80],
            Self::Detections => [1, 10, 25, 75, 200],
            Self::Tests => [1, 3, 8, 20, 50],
            Self::Potential => [1, 2, 2, 3, 3],
            Self::Evidence => [1, 2, 3, 4, 5],
            Self::Gap | Self::Weight => [1, 20, 40, 60, 80],
        }
    }

    pub(super) fn step(self, value: u32) -> usize {
        self.bounds()
            .iter()
            .filter(|&&bound| value >= bound)
            .count()
    }

    /// The legend: step and words.
    pub(super) fn legend(self) -> Vec<(usize, String)> {
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

    pub(super) fn unit(self) -> &'static str {
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

/// The bins of every view, as the script reads them.
pub(super) const BINS: &str = "controls:1,10,25,50,80;detections:1,10,25,75,200;tests:1,3,8,20,50;potential:1,2,2,3,3;evidence:1,2,3,4,5;gap:1,20,40,60,80;weight:1,20,40,60,80";
