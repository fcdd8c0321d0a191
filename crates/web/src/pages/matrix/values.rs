//! The values of a cell: what it is coloured by, what it prints, what it says to those who cannot see it.

use count::Volume;
use model::Kind;
use questions::align;
use questions::matrix::Row;

use super::view::View;

/// Volumes where there is little room.
pub(crate) const SHORT_VOLUMES: [&str; 4] = ["N/A", "Low", "Med", "High"];

/// What a cell is coloured by, and its other values.
pub(super) struct Values {
    with: [u32; 3],
    own: [u32; 3],
    potential: u32,
    pub(super) rung: u32,
    /// In hundredths; none where the threat does not use the technique.
    gap: Option<u32>,
    weight: Option<u32>,
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "weights and gaps lie between 0 and 1"
)]
fn hundredths(value: f64) -> u32 {
    (value * 100.0).round() as u32
}

impl Values {
    pub(super) fn of(row: &Row, threat: Option<&align::Row>) -> Self {
        let numbers = &row.numbers;
        let with = row.with_sub_techniques;
        Self {
            with: [with.controls, with.detections, with.tests],
            own: [Kind::Control, Kind::Detection, Kind::Test].map(|kind| numbers.pillar(kind).0),
            potential: match numbers.potential {
                Volume::None => 0,
                Volume::Low => 1,
                Volume::Medium => 2,
                Volume::High => 3,
            },
            rung: u32::from(numbers.rung),
            gap: threat.map(|row| hundredths(row.gap)),
            weight: threat.map(|row| hundredths(row.technique.weight)),
        }
    }

    pub(super) fn value(&self, view: View) -> u32 {
        match view {
            View::Controls => self.with[0],
            View::Detections => self.with[1],
            View::Tests => self.with[2],
            View::Potential => self.potential,
            View::Evidence => self.rung,
            View::Gap => self.gap.unwrap_or(0),
            View::Weight => self.weight.unwrap_or(0),
        }
    }

    /// As the cell prints it.
    pub(super) fn print(&self, view: View) -> String {
        let value = self.value(view);
        if value == 0 {
            return "–".to_owned();
        }
        match view {
            View::Potential => SHORT_VOLUMES[value.min(3) as usize].to_owned(),
            View::Gap | View::Weight if value >= 100 => "1".to_owned(),
            View::Gap | View::Weight => format!(".{value:02}"),
            View::Controls | View::Detections | View::Tests | View::Evidence => value.to_string(),
        }
    }

    pub(super) fn data(&self) -> String {
        let [c, d, t] = self.with;
        let [oc, od, ot] = self.own;
        let or = |value: Option<u32>| value.map_or_else(String::new, |value| value.to_string());
        format!(
            "{c},{d},{t},{oc},{od},{ot},{},{},{},{}",
            self.potential,
            self.rung,
            or(self.gap),
            or(self.weight)
        )
    }

    pub(super) fn label(&self, view: View, subs: usize) -> String {
        let with = match subs {
            0 => String::new(),
            1 => " with its sub-technique".to_owned(),
            _ => format!(" with {subs} sub-techniques"),
        };
        let first = match view {
            View::Controls => format!("{} controls{with}", self.with[0]),
            View::Detections | View::Evidence => format!("{} rules{with}", self.with[1]),
            View::Tests => format!("{} tests{with}", self.with[2]),
            View::Potential => format!("validation potential {}", self.print(view)),
            View::Gap | View::Weight => match (self.gap, self.weight) {
                (Some(gap), Some(weight)) => format!(
                    "gap {:.2}, weight {:.2}",
                    f64::from(gap) / 100.0,
                    f64::from(weight) / 100.0
                ),
                _ => "not in the threat".to_owned(),
            },
        };
        format!("{first}; evidence {} of 5", self.rung)
    }
}
