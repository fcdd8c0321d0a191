//! How a pillar looks and what its resources are called.

use model::Kind;

/// The mark of a pillar: its form tells as much as its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Square,
    Disc,
    Triangle,
}

/// How a pillar looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Face {
    pub(crate) name: &'static str,
    /// The anchor of its section.
    pub(crate) id: &'static str,
    /// Its class in the style.
    pub(crate) class: &'static str,
    pub(crate) shape: Shape,
    /// One of its resources, and several.
    pub(crate) noun: [&'static str; 2],
}

impl Face {
    pub(crate) fn of(kind: Kind) -> Self {
        let (name, id, class, shape, noun) = match kind {
            Kind::Control => (
                "Controls",
                "controls",
                "control",
                Shape::Square,
                ["control", "controls"],
            ),
            Kind::Detection => (
                "Detections",
                "detections",
                "detection",
                Shape::Disc,
                ["rule", "rules"],
            ),
            Kind::Test => ("Tests", "tests", "test", Shape::Triangle, ["test", "tests"]),
            Kind::Knowledge => (
                "Knowledge",
                "knowledge",
                "knowledge",
                Shape::Square,
                ["entry", "entries"],
            ),
        };
        Self {
            name,
            id,
            class,
            shape,
            noun,
        }
    }

    /// `1 rule`, `22,614 rules`.
    pub(crate) fn count(self, count: u32) -> String {
        format!("{} {}", number(count), self.noun[usize::from(count != 1)])
    }
}

/// `22614` as `22,614`.
pub(crate) fn number(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `2026-11-24` as `24 Nov 2026`; what is no date stays as it is.
pub(crate) fn day(day: &str) -> String {
    day.parse::<jiff::civil::Date>().map_or_else(
        |_| publish::plain(day),
        |date| date.strftime("%-d %b %Y").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_read_easily() {
        assert_eq!(
            [0, 999, 1000, 22_614, 1_000_000].map(number),
            ["0", "999", "1,000", "22,614", "1,000,000"]
        );
        assert_eq!(day("2026-11-04"), "4 Nov 2026");
        assert_eq!(day("<soon>\n"), "<soon>");
        assert_eq!(Face::of(Kind::Detection).count(1), "1 rule");
    }
}
