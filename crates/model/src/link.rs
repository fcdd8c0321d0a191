//! What it means that one resource points to another.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

/// What a link says, read from the resource that it starts at.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RelationMeaning {
    /// The other is an offensive test that makes this one fire.
    TestedBy,
    /// This one makes the other fire.
    Tests,
    /// The other is a recording of an attack on which this one fires.
    Recording,
    /// The other is an example that its authors run this one over. It shows that a rule does what they meant, not that
    /// it finds an attack.
    UnitTest,
    /// The other finds what this one describes.
    DetectedBy,
    /// This one finds what the other describes.
    Detects,
    /// Any other relation; its own word says which.
    Related,
}

impl RelationMeaning {
    /// Whether the other makes this one fire: a test or a recording of an attack.
    pub fn makes_it_fire(self) -> bool {
        match self {
            Self::TestedBy | Self::Recording => true,
            Self::Tests | Self::UnitTest | Self::DetectedBy | Self::Detects | Self::Related => {
                false
            }
        }
    }

    /// Whether it tells of tests, whoever tests whom.
    pub fn is_of_tests(self) -> bool {
        match self {
            Self::TestedBy | Self::Tests | Self::Recording | Self::UnitTest => true,
            Self::DetectedBy | Self::Detects | Self::Related => false,
        }
    }

    /// Whether the other may be a resource: recordings and unit tests are files or parts of them.
    pub fn leads_to_resources(self) -> bool {
        match self {
            Self::TestedBy | Self::Tests | Self::DetectedBy | Self::Detects | Self::Related => true,
            Self::Recording | Self::UnitTest => false,
        }
    }

    /// The same link, read from its other end.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::TestedBy => Self::Tests,
            Self::Tests => Self::TestedBy,
            Self::DetectedBy => Self::Detects,
            Self::Detects => Self::DetectedBy,
            // Nothing points back from what is no resource.
            same @ (Self::Recording | Self::UnitTest | Self::Related) => same,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_or_a_recording_makes_a_rule_fire_and_a_unit_test_does_not() {
        let all = RelationMeaning::VARIANTS.iter().copied();
        let firing: Vec<RelationMeaning> = all.filter(|meaning| meaning.makes_it_fire()).collect();
        assert_eq!(
            firing,
            [RelationMeaning::TestedBy, RelationMeaning::Recording]
        );
        assert!(RelationMeaning::UnitTest.is_of_tests());
        for meaning in RelationMeaning::VARIANTS {
            assert_eq!(meaning.inverse().inverse(), *meaning);
        }
    }
}
