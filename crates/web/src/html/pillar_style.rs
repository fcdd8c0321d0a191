//! How a pillar looks and what its resources are called.

use model::Kind;

use super::format::number;

/// The mark of a pillar: its shape tells pillars apart as well as its colour does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Square,
    Disc,
    Triangle,
}

/// How a pillar looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PillarStyle {
    pub(crate) name: &'static str,
    /// The anchor of its section.
    pub(crate) id: &'static str,
    /// Its class in the style.
    pub(crate) class: &'static str,
    pub(crate) shape: Shape,
    /// One of its resources, and several.
    pub(crate) noun: [&'static str; 2],
}

impl PillarStyle {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_resource_is_singular() {
        assert_eq!(PillarStyle::of(Kind::Detection).count(1), "1 rule");
        assert_eq!(PillarStyle::of(Kind::Test).count(2), "2 tests");
    }
}
