//! How the mappings of every part stand in ATT&CK 18.1, compared with an independent reading of the same trees.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use catalogue::{Catalogue, Filter, ResourceSummary};
use model::{Domain, MappingState, TechniqueId};
use strum::VariantNames;

/// An independent count: (part, pairs as written, the same after following inside 18.1 and without ids that it does not
/// have, pairs whose id is [revoked, deprecated, not in 18.1, of another domain], distinct enterprise techniques in use
/// after following, why ours is righter where it differs).
/// What was not counted, or with the containers of nested forms, is not given. Ids that 18.1 does not have are followed
/// through the crosswalk from 19, which the independent count did not know.
type Counted = (
    &'static str,
    usize,
    Option<usize>,
    Option<[usize; 4]>,
    Option<usize>,
    &'static str,
);

#[rustfmt::skip]
const EXPECTED: &[Counted] = &[
    ("attack_mitigations", 1943, Some(1943), Some([0, 0, 0, 0]), None, ""),
    ("attack_detection_strategies", 898, Some(898), Some([0, 0, 0, 0]), None, ""),
    ("attack_groups", 4413, Some(4413), Some([0, 0, 0, 0]), None, ""),
    ("attack_software", 12128, Some(12128), Some([0, 0, 0, 0]), None, ""),
    ("attack_campaigns", 1126, Some(1126), Some([0, 0, 0, 0]), None, ""),
    ("car", 184, None, Some([0, 0, 0, 0]), Some(94), ""),
    ("car_unit_tests", 114, None, Some([0, 0, 0, 0]), None, ""),
    ("sentinel_detections", 455, Some(455), Some([0, 0, 0, 2]), Some(99), ""),
    ("sentinel_solutions", 701, Some(701), Some([1, 0, 0, 11]), Some(107), "the two rules in folders called `Detection Queries` are analytic rules, too"),
    ("sentinel_hunting", 440, Some(440), Some([0, 0, 0, 0]), Some(91), "the hunting queries of solutions are read, too"),
    ("sigma_rules", 3786, Some(3555), Some([0, 0, 231, 0]), Some(378), ""),
    ("sigma_emerging", 526, Some(519), Some([0, 0, 7, 0]), Some(113), ""),
    ("sigma_hunting", 160, Some(154), Some([0, 0, 6, 0]), Some(91), ""),
    ("sigma_compliance_dfir_placeholder", 37, Some(37), Some([0, 0, 0, 0]), Some(22), ""),
    ("sigma_deprecated", 228, Some(227), Some([1, 0, 0, 0]), Some(96), ""),
    ("sigma_unsupported", 128, Some(125), Some([3, 1, 0, 0]), Some(57), "rules inherit the tags of the document that says what they have in common"),
    ("splunk_detections", 2787, Some(2785), Some([12, 0, 0, 0]), Some(301), ""),
    ("splunk_deprecated", 86, Some(86), Some([0, 0, 0, 0]), Some(41), ""),
    ("elastic_rules", 4325, None, Some([2, 0, 0, 0]), Some(426), "426 as written, of which one is an old id of another"),
    ("elastic_building_block", 284, None, Some([0, 0, 0, 0]), Some(130), ""),
    ("elastic_deprecated", 152, None, Some([0, 0, 0, 0]), Some(76), ""),
    ("elastic_hunting", 231, Some(231), Some([3, 0, 0, 1]), Some(109), ""),
    ("atomic_red_team", 1819, Some(1652), Some([0, 0, 167, 0]), Some(330), ""),
    ("stratus", 14, Some(14), Some([0, 0, 0, 0]), Some(8), "eight ids of the catalogue `Threat Technique Catalog for AWS` extend ATT&CK's and count for their parents"),
    ("armory", 2963, Some(2963), Some([1, 0, 0, 0]), Some(266), "two lists inside the list hold an id each"),
    ("atc", 483, Some(482), Some([199, 15, 0, 0]), Some(105), ""),
    ("bertjan_kql", 214, Some(214), Some([1, 0, 0, 0]), Some(94), "a parent that stands only in the link of its sub-technique is not stated"),
    ("capa_rules", 621, Some(621), Some([1, 0, 0, 0]), Some(151), ""),
    ("categorized_adversary_ttps", 2793, Some(2784), Some([31, 14, 0, 0]), Some(358), ""),
    ("chronicle", 913, Some(906), Some([186, 27, 3, 1]), Some(181), "the five rules in `tools` are test data of a program; old rules also name a technique in their own name alone"),
    ("crowdsec_scenarios", 1399, Some(1399), Some([7, 0, 0, 0]), Some(197), ""),
    ("ctid_emulation_plans", 349, Some(349), Some([0, 0, 0, 0]), Some(97), "two plans exist only in words; their steps are read, too"),
    ("elastic_protections_behavior", 2301, None, Some([0, 0, 0, 0]), Some(224), ""),
    ("elastic_rta", 1092, Some(1090), Some([9, 0, 0, 0]), Some(171), "the withdrawn tests in `rta/deprecated` are read, too"),
    ("engage", 596, Some(596), Some([0, 0, 0, 0]), Some(175), ""),
    ("eqllib", 138, Some(138), Some([70, 0, 0, 0]), Some(89), ""),
    ("falco", 79, Some(79), Some([0, 0, 0, 0]), Some(38), ""),
    ("falconfriday", 88, Some(88), Some([0, 0, 0, 0]), Some(63), "the page without `.md` is one, too; older pages name a technique outside of a table"),
    ("gcp_csa", 56, Some(56), Some([0, 0, 0, 0]), Some(22), ""),
    ("hayabusa_native", 44, Some(44), Some([0, 0, 0, 0]), Some(21), ""),
    ("leonidas", 65, Some(65), Some([1, 0, 0, 0]), Some(25), ""),
    ("lolbas", 308, Some(308), Some([0, 0, 0, 0]), Some(60), ""),
    ("mapex_aws", 473, Some(473), Some([1, 0, 0, 0]), Some(215), ""),
    ("mapex_azure", 946, Some(945), Some([1, 0, 0, 0]), Some(411), ""),
    ("mapex_cri_profile", 2152, Some(2151), Some([3, 0, 0, 0]), Some(429), ""),
    ("mapex_csa_ccm", 790, Some(790), Some([0, 0, 0, 0]), Some(213), ""),
    ("mapex_gcp", 508, Some(508), Some([0, 0, 0, 0]), Some(290), ""),
    ("mapex_intel_vpro", 200, Some(200), Some([0, 0, 0, 0]), Some(158), ""),
    ("mapex_kev", 1177, Some(1177), Some([0, 0, 0, 0]), Some(155), "techniques of the mobile and ICS matrices are counted, too; enterprise alone is the independent count, as the survey shows"),
    ("mapex_m365", 684, Some(684), Some([0, 0, 0, 0]), Some(218), ""),
    ("mapex_nist_800_53_r4", 4971, Some(4971), Some([9, 0, 0, 0]), Some(448), ""),
    ("mapex_nist_800_53_r5", 5264, Some(5264), Some([9, 0, 0, 1]), Some(468), ""),
    ("mapex_veris", 1160, Some(1156), Some([4, 0, 0, 0]), Some(540), "techniques of the mobile and ICS matrices are counted, too; enterprise alone is the independent count, as the survey shows"),
    ("nsm_attack", 35, Some(35), Some([15, 3, 0, 0]), Some(9), "six that its prose alone names, as examples of a class or in a capture, stand in no table"),
    ("panther", 1030, Some(1028), Some([0, 3, 2, 1]), Some(145), "ids among tags and below ids of tactics are read, too"),
    ("prelude", 138, Some(138), Some([4, 0, 0, 1]), Some(74), "one test is in a file that ends in `.yaml`"),
    ("rta", 59, Some(59), Some([27, 3, 0, 0]), Some(41), ""),
    ("scythe", 609, Some(605), Some([2, 0, 4, 0]), Some(84), "thirty steps of FIN6 are tagged with the bare id, without `att&ck-technique:`"),
    ("sentinel_attack", 111, Some(111), Some([59, 0, 0, 0]), Some(79), "the placeholder T0000 is kept as it is written, in six"),
    ("splunk_threathunting_app", 148, Some(141), Some([78, 1, 7, 0]), Some(87), "five searches name another technique than their title does: both are stated"),
    ("ssm_aws", 447, Some(447), Some([1, 0, 0, 0]), Some(193), ""),
    ("ssm_azure", 940, Some(939), Some([1, 0, 0, 0]), Some(343), ""),
    ("ssm_gcp", 422, Some(422), Some([0, 0, 0, 0]), Some(216), ""),
    ("stockpile", 209, Some(209), Some([0, 0, 0, 0]), Some(123), ""),
    ("thp", 42, Some(42), Some([0, 0, 0, 0]), Some(23), "a technique and its sub-technique are written in two fields and are one statement"),
    ("wazuh_4x", 1237, Some(1236), Some([2, 0, 0, 0]), Some(167), ""),
    ("d3fend", 6661, None, None, None, ""),
];

/// Parts that nobody counted independently.
const NOT_COUNTED: [&str; 8] = [
    "atlas",
    "attack_flow",
    "cis_controls_v8",
    "ctid_micro_emulation_plans",
    "ctid_nist_r4",
    "ctid_nist_r5",
    "misp_ransomware",
    "top_techniques",
];

/// Marks a line that differs from what is expected of it.
const FAULT: &str = "FAULT:";

/// What one part gives.
#[derive(Default)]
struct Pairs {
    /// (resource, id as written), by the state of its mapping.
    written: BTreeMap<MappingState, BTreeSet<(String, TechniqueId)>>,
    /// (resource, id as written) that 18.1 does not have, by the state of its mapping.
    absent: BTreeMap<MappingState, BTreeSet<(String, TechniqueId)>>,
    /// (resource, technique of the release), from ids that 18.1 has.
    followed: BTreeSet<(String, TechniqueId)>,
}

pub(crate) fn check(catalogue: &Catalogue) {
    assert_eq!(catalogue.about().attack, "18.1");
    let parts = parts(catalogue);
    let mut table = String::from("part                              ");
    for state in MappingState::VARIANTS {
        write!(table, "{state:>13}").unwrap();
    }
    table += "     written  followed  absent (of these followed) techniques\n";
    for (part, pairs) in &parts {
        table += &line(catalogue, part, pairs);
    }
    let faults: Vec<&str> = table.lines().filter(|line| line.contains(FAULT)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    crate::snapshot("followed", &table);
    let counted: BTreeSet<&str> = EXPECTED.iter().map(|row| row.0).collect();
    let mapped: BTreeSet<&str> = parts.keys().map(String::as_str).collect();
    assert!(counted.is_subset(&mapped), "{counted:?} have mappings");
    let not_counted: Vec<&str> = mapped.difference(&counted).copied().collect();
    assert_eq!(not_counted, NOT_COUNTED, "each mapped part is compared");
}

fn line(catalogue: &Catalogue, part: &str, pairs: &Pairs) -> String {
    let of = |states: &BTreeMap<MappingState, BTreeSet<_>>, state| {
        states.get(&state).map_or(0, BTreeSet::len)
    };
    let states: [usize; 8] = [
        MappingState::AsWritten,
        MappingState::Followed,
        MappingState::Inferred,
        MappingState::Indirect,
        MappingState::OtherDomain,
        MappingState::Ambiguous,
        MappingState::Deprecated,
        MappingState::Unknown,
    ]
    .map(|state| of(&pairs.written, state));
    let absent: usize = pairs.absent.values().map(BTreeSet::len).sum();
    let written: usize = states.iter().sum::<usize>() + absent;
    let followed = pairs.followed.len();
    let [_, revoked, _, _, other_domain, _, deprecated, unknown] = states;
    let ours = (
        written,
        followed,
        [revoked, deprecated, unknown + absent, other_domain],
        techniques(catalogue, pairs),
    );
    let mut line = format!("{part:<34}");
    for count in states {
        write!(line, "{count:>13}").unwrap();
    }
    let note = compared(part, ours);
    let of_19 = of(&pairs.absent, MappingState::Followed);
    writeln!(
        line,
        "{written:>12}{followed:>10}{absent:>8} {of_19:>6}{:>12}  {note}",
        ours.3
    )
    .unwrap();
    line
}

/// Distinct techniques of the enterprise matrix that are in use.
fn techniques(catalogue: &Catalogue, pairs: &Pairs) -> usize {
    let ids: BTreeSet<TechniqueId> = pairs.followed.iter().map(|&(_, id)| id).collect();
    let in_use = |id: &&TechniqueId| {
        let technique = catalogue.technique(**id).unwrap();
        technique.is_some_and(|technique| {
            technique.domain == Domain::Enterprise && !technique.deprecated
        })
    };
    ids.iter().filter(in_use).count()
}

fn compared(part: &str, ours: (usize, usize, [usize; 4], usize)) -> String {
    let expected = EXPECTED.iter().find(|row| row.0 == part);
    let Some(&(_, pairs, followed, states, techniques, reason)) = expected else {
        return String::new();
    };
    if (
        pairs,
        followed.unwrap_or(ours.1),
        states.unwrap_or(ours.2),
        techniques.unwrap_or(ours.3),
    ) == ours
    {
        if !reason.is_empty() {
            return format!("{FAULT} no longer differs: {ours:?}");
        }
        return "as counted independently".to_owned();
    }
    if reason.is_empty() {
        return format!("{FAULT} {ours:?} differs from the independent count, and nobody says why");
    }
    format!("differs: {reason}")
}

fn parts(catalogue: &Catalogue) -> BTreeMap<String, Pairs> {
    let mut parts: BTreeMap<String, Pairs> = BTreeMap::new();
    let mut after = None;
    loop {
        let (resources, _) = catalogue
            .resources(&Filter::default(), after, 1_000)
            .unwrap();
        let Some(last) = resources.last() else {
            return parts;
        };
        after = Some(last.row);
        for resource in resources {
            add(catalogue, &resource, &mut parts);
        }
    }
}

fn add(catalogue: &Catalogue, resource: &ResourceSummary, parts: &mut BTreeMap<String, Pairs>) {
    for mapping in catalogue.mappings(resource).unwrap() {
        let pairs = parts.entry(resource.part.clone()).or_default();
        let pair = |id| (resource.key.clone(), id);
        let state = mapping.conclusion.state;
        let id = mapping.technique_written;
        let absent = id.is_some_and(|id| catalogue.technique(id).unwrap().is_none());
        if let Some(id) = id {
            let states = if absent {
                &mut pairs.absent
            } else {
                &mut pairs.written
            };
            states.entry(state).or_default().insert(pair(id));
        }
        if !absent {
            pairs
                .followed
                .extend(mapping.conclusion.technique.map(pair));
        }
    }
}
