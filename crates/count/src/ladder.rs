//! The evidence ladder: how far a rule is proven for a technique. The one place where facts become a rung.

use model::RuleEvidence;

/// How many rungs there are above the ground.
pub const RUNGS: u8 = 5;

/// 0 nothing, 1 mapped, 2 its log source is in the stack, 3 a test is linked to it, 4 it fired on a recorded sample,
/// 5 it fired in the defender's own lab: the highest fact that holds. A rule whose log source is missing stays at 1.
pub fn rung(evidence: RuleEvidence) -> u8 {
    match evidence {
        RuleEvidence { mapped: false, .. } => 0,
        RuleEvidence {
            log: Some(false), ..
        } => 1,
        RuleEvidence {
            fired_in_lab: Some(true),
            ..
        } => 5,
        RuleEvidence {
            fired_on_sample: Some(true),
            ..
        } => 4,
        RuleEvidence { tested: true, .. } => 3,
        RuleEvidence {
            log: Some(true), ..
        } => 2,
        RuleEvidence { .. } => 1,
    }
}

/// What is missing for a technique of a threat: `weight × (1 − best rung / 5)`.
pub fn gap(weight: f64, best_rung: u8) -> f64 {
    weight * (1.0 - f64::from(best_rung.min(RUNGS)) / f64::from(RUNGS))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAPPED: RuleEvidence = RuleEvidence {
        mapped: true,
        log: None,
        tested: false,
        fired_on_sample: None,
        fired_in_lab: None,
    };

    #[test]
    fn the_rung_is_the_highest_fact_but_a_missing_log_keeps_it_at_one() {
        let rungs = [
            RuleEvidence::default(),
            MAPPED,
            RuleEvidence {
                log: Some(true),
                ..MAPPED
            },
            RuleEvidence {
                tested: true,
                ..MAPPED
            },
            RuleEvidence {
                log: Some(true),
                tested: true,
                ..MAPPED
            },
            RuleEvidence {
                fired_on_sample: Some(true),
                ..MAPPED
            },
            RuleEvidence {
                fired_in_lab: Some(true),
                tested: true,
                ..MAPPED
            },
            RuleEvidence {
                fired_in_lab: Some(true),
                log: Some(false),
                ..MAPPED
            },
            RuleEvidence {
                tested: true,
                ..RuleEvidence::default()
            },
        ];
        assert_eq!(rungs.map(rung), [0, 1, 2, 3, 3, 4, 5, 1, 0]);
    }

    #[test]
    fn a_gap_is_the_weight_that_the_best_rung_leaves() {
        assert!((gap(1.0, 0) - 1.0).abs() < 1e-12);
        assert!((gap(0.5, 3) - 0.2).abs() < 1e-12);
        assert!(gap(1.0, 5).abs() < 1e-12);
    }
}
