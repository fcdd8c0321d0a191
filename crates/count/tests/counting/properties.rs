//! What holds of all numbers, gaps and plans.

use std::collections::BTreeSet;
use std::sync::Arc;

use count::plan::plan;
use count::{Counting, place};
use model::{
    Conclusion, Firing, Kind, MappingState, MatrixTechnique, Stack, Status, Threat, ThreatTechnique,
};
use proptest::prelude::*;
use proptest::sample::select;

use crate::case::{self, CONNECTION, CREATION, Case, QUERY, TestResource, data, id};

const TECHNIQUES: [&str; 4] = ["T1003", "T1059", "T1059.001", "T1105"];

/// Copies are copies of one of the others.
fn resources() -> impl Strategy<Value = Vec<TestResource>> {
    proptest::collection::vec(
        (resource(), proptest::option::weighted(0.3, 0i64..12)),
        0..12,
    )
    .prop_map(|resources| {
        let numbered = (0..).zip(resources);
        numbered
            .map(|(row, (made, original))| TestResource {
                row,
                original: original.unwrap_or(row),
                ..made
            })
            .collect()
    })
}

fn resource() -> impl Strategy<Value = TestResource> {
    (
        select(vec![
            Kind::Control,
            Kind::Detection,
            Kind::Detection,
            Kind::Test,
        ]),
        select(vec!["sigma", "splunk", "art"]),
        select(vec![Status::Stable, Status::Stable, Status::Deprecated]),
        any::<bool>(),
        select(vec![
            vec![],
            vec!["Windows".to_owned()],
            vec!["Linux".to_owned()],
        ]),
        proptest::collection::vec(select(vec![CREATION, QUERY, CONNECTION]), 0..3),
        proptest::collection::btree_set(select(TECHNIQUES.to_vec()), 1..3),
        select(vec![
            MappingState::AsWritten,
            MappingState::Followed,
            MappingState::Ambiguous,
        ]),
    )
        .prop_map(
            |(kind, source, status, tested, platforms, logs, techniques, state)| TestResource {
                row: 0,
                kind,
                source: source.to_owned(),
                status,
                original: 0,
                tested: tested && kind == Kind::Detection,
                platforms,
                logs: logs.into_iter().map(str::to_owned).collect(),
                mappings: techniques
                    .into_iter()
                    .map(|technique| (id(technique), state))
                    .collect(),
            },
        )
}

fn some_of(words: &[&str]) -> impl Strategy<Value = Vec<String>> + use<> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let most = words.len();
    proptest::sample::subsequence(words, 0..=most)
}

fn stack() -> impl Strategy<Value = Stack> {
    (
        some_of(&["sigma", "splunk", "art"]),
        some_of(&["sysmon", QUERY, CONNECTION]),
        some_of(&["Windows", "Linux"]),
        some_of(&["id-0", "id-1", "id-2", "id-3", "id-4"]),
    )
        .prop_map(|(sources, log_sources, platforms, deployed)| Stack {
            sources,
            log_sources,
            platforms,
            deployed,
            ..Stack::default()
        })
}

fn firing() -> impl Strategy<Value = Firing> {
    (any::<Option<bool>>(), any::<Option<bool>>())
        .prop_map(|(on_sample, in_lab)| Firing { on_sample, in_lab })
}

fn case() -> impl Strategy<Value = Case> {
    let evidence = proptest::collection::hash_map(0i64..12, firing(), 0..4);
    (resources(), stack(), evidence).prop_map(|(resources, stack, evidence)| Case {
        resources,
        stack,
        evidence,
        ..Case::default()
    })
}

fn weights() -> impl Strategy<Value = Vec<(&'static str, f64)>> {
    proptest::collection::vec(0u8..=4, TECHNIQUES.len()).prop_map(|quarters| {
        let weights = quarters
            .into_iter()
            .map(|quarters| f64::from(quarters) / 4.0);
        TECHNIQUES.into_iter().zip(weights).collect()
    })
}

proptest! {
    #[test]
    fn a_gap_is_between_nothing_and_the_weight(case in case(), weights in weights()) {
        for row in case.rows(&weights) {
            prop_assert!((0.0..=row.technique.weight).contains(&row.gap), "{row:?}");
        }
    }

    #[test]
    fn a_gap_never_grows_when_evidence_is_added(
        case in case(),
        weights in weights(),
        rule in 0i64..12,
        in_lab in any::<bool>(),
    ) {
        let before = case.rows(&weights);
        let known = case.evidence.get(&rule).copied().unwrap_or_default();
        let more = if in_lab {
            Firing { in_lab: Some(true), ..known }
        } else {
            Firing { on_sample: Some(true), ..known }
        };
        let after = case.fired(rule, more).rows(&weights);
        for (before, after) in before.iter().zip(&after) {
            prop_assert!(after.gap <= before.gap, "{before:?} {after:?}");
            prop_assert!(after.numbers.rung >= before.numbers.rung);
        }
    }

    #[test]
    fn a_gap_never_grows_when_a_test_is_linked(case in case(), weights in weights(), rule in 0i64..12) {
        let before = case.rows(&weights);
        let mut tested = case;
        for made in &mut tested.resources {
            made.tested |= made.row == rule && made.kind == Kind::Detection;
        }
        for (before, after) in before.iter().zip(&tested.rows(&weights)) {
            prop_assert!(after.gap <= before.gap);
        }
    }

    #[test]
    fn a_plan_closes_exactly_the_gap_that_is_not_left(case in case(), weights in weights(), budget in 0usize..8) {
        let techniques: Vec<_> = weights.iter().map(|(technique, weight)| (id(technique), *weight)).collect();
        let plan = plan(&case.counting(), &techniques, budget);
        let closed: f64 = plan.steps.iter().map(|step| step.closes).sum();
        prop_assert!((plan.gap - closed - plan.left).abs() < 1e-9);
        prop_assert!(plan.steps.len() <= budget);
        let mut left = plan.gap;
        for step in &plan.steps {
            prop_assert!(step.closes > 0.0 && step.left <= left);
            prop_assert!((left - step.closes - step.left).abs() < 1e-9);
            prop_assert!(!step.raises.is_empty());
            left = step.left;
        }
        prop_assert!((left - plan.left).abs() < 1e-9);
    }

    #[test]
    fn a_longer_plan_leaves_no_more(case in case(), weights in weights(), budget in 0usize..6) {
        let techniques: Vec<_> = weights.iter().map(|(technique, weight)| (id(technique), *weight)).collect();
        let counting = case.counting();
        let (short, long) = (plan(&counting, &techniques, budget), plan(&counting, &techniques, budget + 1));
        prop_assert!(long.left <= short.left + 1e-9);
        prop_assert_eq!(&long.steps[..short.steps.len()], &short.steps[..]);
    }

    #[test]
    fn numbers_do_not_depend_on_the_order_of_mappings(
        (case, mappings) in case().prop_flat_map(|case| {
            let mappings = Just(data(&case.resources).mappings).prop_shuffle();
            (Just(case), mappings)
        }),
    ) {
        let shuffled = model::CountingData { mappings, ..data(&case.resources) };
        let counting = Counting::new(Arc::new(shuffled), &case.stack(), &case.evidence);
        prop_assert_eq!(counting.numbers(), case.counting().numbers());
        prop_assert_eq!(counting.with_sub_techniques(), case.counting().with_sub_techniques());
    }

    /// Of a resource that is no copy and of which none is. One that is may move what counts from one source to another:
    /// see `an_original_that_joins_its_copy_can_lower_the_volume`.
    #[test]
    fn a_volume_never_falls_when_a_resource_is_added(case in case(), added in resource()) {
        let before = case.counting().numbers();
        let mut more = case;
        more.resources.push(TestResource { row: 100, original: 100, ..added });
        let after = more.counting().numbers();
        for (technique, before) in before {
            let after = &after[&technique];
            for kind in [Kind::Control, Kind::Detection, Kind::Test] {
                prop_assert!(after.pillar(kind).1 >= before.pillar(kind).1);
            }
            prop_assert!(after.potential >= before.potential);
        }
    }

    #[test]
    fn numbers_agree_with_each_other(case in case()) {
        for (technique, numbers) in case.counting().numbers() {
            let on_rungs: u32 = numbers.rungs.iter().sum();
            prop_assert_eq!(on_rungs, numbers.running, "{}", technique);
            prop_assert!(numbers.without_log <= numbers.running);
            let best = numbers.rungs.iter().rposition(|rules| *rules > 0).map_or(0, |place| place + 1);
            prop_assert_eq!(best, usize::from(numbers.rung));
            for pillar in [&numbers.controls, &numbers.detections, &numbers.tests] {
                let terms: u32 = pillar.terms.iter().map(|term| term.resources).sum();
                prop_assert_eq!(terms, pillar.distinct);
                prop_assert!(pillar.distinct <= pillar.resources);
            }
        }
    }

    #[test]
    fn weights_are_between_nothing_and_1_and_no_id_is_dropped(
        threats in proptest::collection::vec(threat(), 0..4),
    ) {
        let techniques: Vec<MatrixTechnique> = TECHNIQUES.into_iter().map(case::technique).collect();
        let as_written = |technique: &MatrixTechnique| {
            let lead = Conclusion { technique: Some(technique.id), state: MappingState::AsWritten, reason: None };
            (technique.id, vec![lead])
        };
        let leads = techniques.iter().map(as_written).collect();
        let release = count::ReleaseView { version: "18.1", techniques: &techniques, leads: &leads };
        let placed = place(&threats, release);
        let written: BTreeSet<&str> = threats.iter().flat_map(|threat| &threat.techniques).map(|technique| technique.id.as_str()).collect();
        prop_assert_eq!(placed.techniques.len() + placed.unplaced.len(), written.len());
        for technique in &placed.techniques {
            prop_assert!((0.0..=1.0 + 1e-9).contains(&technique.weight));
        }
        let (count, share) = placed.share(|_| true);
        prop_assert_eq!(count as usize, placed.techniques.len());
        prop_assert!((0.0..=1.0 + 1e-9).contains(&share));
    }
}

fn threat() -> impl Strategy<Value = Threat> {
    let ids = select(vec!["T1003", "T1059", "T1105", "T9999", "x"]);
    let technique =
        (ids, proptest::option::of(-10.0f64..100.0)).prop_map(|(id, score)| ThreatTechnique {
            score,
            ..ThreatTechnique::plain(id)
        });
    let techniques = proptest::collection::vec(technique, 0..8);
    (techniques, proptest::option::of(1u32..50)).prop_map(|(techniques, adversaries)| Threat {
        techniques,
        adversaries,
        ..Threat::named("Threat")
    })
}
