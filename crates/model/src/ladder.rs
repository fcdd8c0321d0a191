//! The evidence ladder: how far a rule is proven for a technique. The one place where facts become a rung.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many rungs there are above the ground.
pub const RUNGS: u8 = 5;

/// What is known of one rule for one technique, fact by fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facts {
    /// It is mapped to the technique, and counts.
    pub mapped: bool,
    /// One of its log sources is in the stack; absent without a stack, or where the rule states no log source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<bool>,
    /// A source states a test of it.
    pub tested: bool,
    /// It fired on a recorded sample; absent until evidence can be recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fired_on_sample: Option<bool>,
    /// It fired in the defender's own lab; absent until evidence can be recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fired_in_lab: Option<bool>,
}

impl Facts {
    /// 0 nothing, 1 mapped, 2 its log source is in the stack, 3 a test is linked to it, 4 it fired on a recorded sample,
    /// 5 it fired in the defender's own lab: the highest fact that holds. A rule whose log source is missing stays at 1.
    pub fn rung(self) -> u8 {
        match self {
            Self { mapped: false, .. } => 0,
            Self {
                log: Some(false), ..
            } => 1,
            Self {
                fired_in_lab: Some(true),
                ..
            } => 5,
            Self {
                fired_on_sample: Some(true),
                ..
            } => 4,
            Self { tested: true, .. } => 3,
            Self {
                log: Some(true), ..
            } => 2,
            Self { .. } => 1,
        }
    }
}

/// What is missing for a technique of a threat: `weight × (1 − best rung / 5)`.
pub fn gap(weight: f64, best_rung: u8) -> f64 {
    weight * (1.0 - f64::from(best_rung.min(RUNGS)) / f64::from(RUNGS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rung_is_the_highest_fact_but_a_missing_log_keeps_it_at_one() {
        let mapped = Facts {
            mapped: true,
            ..Facts::default()
        };
        let rungs = [
            Facts::default(),
            mapped,
            Facts {
                log: Some(true),
                ..mapped
            },
            Facts {
                tested: true,
                ..mapped
            },
            Facts {
                log: Some(true),
                tested: true,
                ..mapped
            },
            Facts {
                fired_on_sample: Some(true),
                ..mapped
            },
            Facts {
                fired_in_lab: Some(true),
                tested: true,
                ..mapped
            },
            Facts {
                fired_in_lab: Some(true),
                log: Some(false),
                ..mapped
            },
            Facts {
                tested: true,
                ..Facts::default()
            },
        ];
        assert_eq!(rungs.map(Facts::rung), [0, 1, 2, 3, 3, 4, 5, 1, 0]);
    }

    #[test]
    fn a_gap_is_the_weight_that_the_best_rung_leaves() {
        assert!((gap(1.0, 0) - 1.0).abs() < 1e-12);
        assert!((gap(0.5, 3) - 0.2).abs() < 1e-12);
        assert!(gap(1.0, 5).abs() < 1e-12);
    }
}
