//! Scores as colours: fixed steps, so that two pictures can be compared, and the same colours as everywhere in the program.

use super::score::Score;
use crate::table::four_places;

/// One colour, by light and by dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tone {
    /// On light ground.
    pub light: &'static str,
    /// On dark ground.
    pub dark: &'static str,
}

/// The steps of a score.
#[derive(Debug)]
pub struct Scale {
    /// What the score is, in a few words.
    pub(crate) title: String,
    /// How it is counted.
    pub explained: &'static str,
    /// From nothing to most.
    pub tones: &'static [Tone],
    /// Where each step after the first begins.
    pub bounds: &'static [f64],
    /// What each step holds.
    pub(crate) labels: &'static [&'static str],
    /// From here on nothing gets darker.
    pub(crate) most: f64,
    /// Whether scores go beyond.
    open: bool,
    /// What layers multiply scores by: MITRE's own library reads whole numbers as the ends of a gradient, and needs one of
    /// them for each colour at least.
    pub times: f64,
    /// Whether the score is one of a few words, one for each step.
    pub(crate) in_words: bool,
}

const fn tone(light: &'static str, dark: &'static str) -> Tone {
    Tone { light, dark }
}

const CONTROLS: [Tone; 6] = [
    tone("#e1f5f2", "#102c29"),
    tone("#b5e4dd", "#014841"),
    tone("#72cec2", "#00665e"),
    tone("#20a89b", "#0b9488"),
    tone("#087970", "#41beb1"),
    tone("#024e47", "#8ce8dc"),
];
const DETECTIONS: [Tone; 6] = [
    tone("#e7f1fe", "#1b2737"),
    tone("#c4dbfa", "#243e5f"),
    tone("#93bef4", "#31598c"),
    tone("#5894e0", "#4c82c6"),
    tone("#2a69b4", "#70aaf5"),
    tone("#174276", "#b8d7fe"),
];
const TESTS: [Tone; 6] = [
    tone("#feece5", "#352119"),
    tone("#f7cfc1", "#5a3022"),
    tone("#eda78f", "#84432d"),
    tone("#d47452", "#bb6546"),
    tone("#a74824", "#ea8b6a"),
    tone("#6d2c13", "#ffc5b1"),
];
const PROOF: [Tone; 6] = [
    tone("#f3edfc", "#2a2234"),
    tone("#e1d1f4", "#453458"),
    tone("#c8ace9", "#644982"),
    tone("#a57cd2", "#916cb9"),
    tone("#7b51a6", "#ba93e7"),
    tone("#4f326c", "#e0c8fe"),
];
const POTENTIAL: [Tone; 4] = [PROOF[0], PROOF[1], PROOF[3], PROOF[5]];
const GAP: [Tone; 6] = [
    tone("#fbfaf7", "#1b2127"),
    tone("#f0eee9", "#232a31"),
    tone("#e9c48b", "#65461e"),
    tone("#dba553", "#ab752e"),
    tone("#8e5403", "#cc9140"),
    tone("#6f4002", "#eeb154"),
];
const NEUTRAL: [Tone; 6] = [
    tone("#f4f0e7", "#22272c"),
    tone("#ddd9d0", "#383e43"),
    tone("#bebab2", "#53595f"),
    tone("#95928a", "#7b8187"),
    tone("#66635c", "#a2a8af"),
    tone("#403d36", "#ced5dc"),
];

/// Whatever is more than nothing.
const ANY: f64 = 1e-9;

/// Gaps and weights lie between 0 and 1.
const SHARES: [f64; 5] = [ANY, 0.2, 0.4, 0.6, 0.8];
const SHARES_IN_WORDS: [&str; 6] = [
    "0",
    "below 0.2",
    "0.2–0.39",
    "0.4–0.59",
    "0.6–0.79",
    "0.8–1",
];

impl Scale {
    /// The one scale of a score, on pages, in pictures and in layers. One table, longer than a screen: bounds and labels of a score must agree, and scores are easier to
    /// compare side by side.
    pub fn of(score: Score) -> Self {
        let count = |tones, bounds: &'static [f64], labels, explained| Self {
            title: score.to_string(),
            explained,
            tones,
            bounds,
            labels,
            most: bounds.last().copied().unwrap_or(1.0),
            open: true,
            times: 1.0,
            in_words: false,
        };
        match score {
            Score::Controls => count(
                &CONTROLS,
                &[1.0, 10.0, 25.0, 50.0, 80.0],
                &["0", "1–9", "10–24", "25–49", "50–79", "80+"],
                "controls of the sources in use",
            ),
            Score::Detections => count(
                &DETECTIONS,
                &[1.0, 10.0, 25.0, 75.0, 200.0],
                &["0", "1–9", "10–24", "25–74", "75–199", "200+"],
                "detections of the sources in use",
            ),
            Score::Tests => count(
                &TESTS,
                &[1.0, 3.0, 8.0, 20.0, 50.0],
                &["0", "1–2", "3–7", "8–19", "20–49", "50+"],
                "tests of the sources in use",
            ),
            Score::Total => count(
                &NEUTRAL,
                &[1.0, 20.0, 50.0, 150.0, 300.0],
                &["0", "1–19", "20–49", "50–149", "150–299", "300+"],
                "controls, detections and tests of the sources in use",
            ),
            Score::Potential => Self {
                open: false,
                in_words: true,
                ..count(
                    &POTENTIAL,
                    &[1.0, 2.0, 3.0],
                    &["N/A", "Low", "Medium", "High"],
                    "how well controls can be validated, from the volumes of detections and tests: 0 N/A, 1 Low, 2 Medium, 3 High",
                )
            },
            Score::Rung => Self {
                open: false,
                ..count(
                    &PROOF,
                    &[1.0, 2.0, 3.0, 4.0, 5.0],
                    &["0", "1", "2", "3", "4", "5"],
                    "how far the best detection is proven: 1 mapped, 2 its log arrives, 3 a test is linked, 4 it fired on a sample, \
                     5 it fired in the lab",
                )
            },
            Score::Gap => Self {
                most: 1.0,
                open: false,
                times: 100.0,
                ..count(
                    &GAP,
                    &SHARES,
                    &SHARES_IN_WORDS,
                    "what is missing: weight × (1 − rung / 5)",
                )
            },
            Score::Weight => Self {
                most: 1.0,
                open: false,
                times: 100.0,
                ..count(
                    &NEUTRAL,
                    &SHARES,
                    &SHARES_IN_WORDS,
                    "how much the threat weighs the technique, from 0 to 1",
                )
            },
        }
    }

    /// The sum of the values of several sides.
    pub(crate) fn sum(value: &str, sides: usize) -> Self {
        let of = match value {
            "rung" => Score::Rung,
            _ => Score::Weight,
        };
        let of_one_side = Self::of(of);
        #[expect(clippy::cast_precision_loss, reason = "nobody compares so many sides")]
        let sides = sides.max(1) as f64;
        Self {
            title: format!("sum of {of}s"),
            explained: match of {
                Score::Rung => "the rungs of the sides, from 0 to 5 each, added up",
                _ => "the weights of the sides, from 0 to 1 each, added up",
            },
            most: of_one_side.most * sides,
            tones: &NEUTRAL,
            in_words: false,
            ..of_one_side
        }
    }

    /// The step of a score.
    pub(crate) fn step(&self, score: f64) -> usize {
        let steps = self.bounds.iter().filter(|&&bound| score >= bound).count();
        steps.min(self.tones.len() - 1)
    }

    /// The score as cells print it.
    pub(crate) fn print(&self, score: f64) -> String {
        if self.in_words {
            self.labels[self.step(score)].to_owned()
        } else {
            four_places(score)
        }
    }

    /// Colours in even steps from zero to the maximum, each with its score as text.
    pub(crate) fn stops(&self) -> impl Iterator<Item = (String, Tone)> {
        #[expect(clippy::cast_precision_loss, reason = "a scale has six colours")]
        let at = |place: usize| self.most * place as f64 / (self.tones.len() - 1) as f64;
        self.tones.iter().enumerate().map(move |(place, tone)| {
            let last = place + 1 == self.tones.len();
            let more = if last && self.open { " and more" } else { "" };
            let score = if self.in_words {
                self.print(at(place))
            } else {
                four_places((at(place) * self.times).round())
            };
            (format!("{} {score}{more}", self.title), *tone)
        })
    }
}
