//! Reads the real repositories at pinned commits and compares the counts with `survey.snap`, so that a change
//! shows what it does to real data. Needs `RHUMB_CORPUS`, a folder that holds bundles; says so when it skips.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;
use std::path::PathBuf;

use model::{Domain, Harvest, Resource, TechniqueId};
use sources::{Bundle, Source, sources_of};

#[test]
fn survey_of_the_current_repositories() {
    survey("corpus", "survey", EXPECTED);
}

#[test]
fn survey_of_the_repositories_of_may_2022() {
    survey("corpus-2022-05", "survey-2022-05", &[]);
}

fn survey(bundle: &str, snapshot: &str, expected: &[Expected]) {
    let Some(corpus) = std::env::var_os("RHUMB_CORPUS") else {
        eprintln!("SKIPPED: RHUMB_CORPUS is not set, so the real repositories were not read");
        return;
    };
    let bundle = Bundle::open(&PathBuf::from(corpus).join(bundle)).unwrap();
    let mut table = String::from(
        "part                                   resources mapped tactic  pairs lowest techniques\n",
    );
    let mut files =
        String::from("\narchive              read stated problems hold-none  problems by file\n");
    let mut domains = HashMap::new();
    for entry in &bundle.entries {
        for source in sources_of(entry.source()) {
            let harvest = source.harvest(&bundle.tree(entry, source.paths).unwrap());
            if let Some(release) = &harvest.release {
                let techniques = release.techniques.iter();
                domains.extend(techniques.map(|technique| (technique.id, technique.domain)));
            }
            if entry.default {
                parts(source, &harvest, &domains, expected, &mut table);
            }
            let name = match sources_of(entry.source()).count() {
                1 => &entry.id,
                _ => source.id,
            };
            account(name, &harvest, &mut files);
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(snapshot, format!("{table}{files}")));
}

type Expected = (&'static str, usize, Option<usize>, usize, &'static str);

/// What an independent reading of the same trees gives: (row, resources, mapped where it was counted, pairs), and why ours is righter
/// where it differs. Nested forms count their leaves.
#[rustfmt::skip]
const EXPECTED: &[Expected] = &[
    ("attack_mitigations", 108, None, 1943, ""),
    ("attack_mitigations enterprise", 44, Some(44), 1445, ""),
    ("attack_mitigations mobile", 13, None, 167, ""),
    ("attack_mitigations ics", 52, None, 331, ""),
    ("attack_detection_strategies enterprise", 691, Some(691), 691, ""),
    ("attack_detection_strategies mobile", 124, None, 124, ""),
    ("attack_detection_strategies ics", 83, None, 83, ""),
    ("attack_analytics enterprise", 1739, Some(0), 0, ""),
    ("attack_analytics mobile", 211, Some(0), 0, ""),
    ("attack_analytics ics", 82, Some(0), 0, ""),
    ("attack_groups enterprise", 172, Some(168), 4362, ""),
    ("attack_software enterprise", 784, Some(784), 10636, ""),
    ("attack_campaigns enterprise", 52, Some(51), 1019, ""),
    ("attack_groups mobile", 17, None, 31, ""),
    ("attack_groups ics", 14, None, 20, ""),
    ("attack_software mobile", 122, None, 1329, ""),
    ("attack_software ics", 23, None, 163, ""),
    ("attack_campaigns mobile", 3, None, 44, ""),
    ("attack_campaigns ics", 7, None, 63, ""),
    ("d3fend", 249, Some(0), 0, "states no technique: its 6,661 pairs from 140 countermeasures are concluded in the catalogue"),
    ("mapex_nist_800_53_r5", 109, Some(109), 5264, ""),
    ("mapex_nist_800_53_r4", 111, Some(111), 4971, ""),
    ("mapex_cri_profile", 60, Some(60), 2152, ""),
    ("mapex_csa_ccm", 57, Some(57), 790, "capabilities that were looked at and cannot be mapped are kept, too"),
    ("mapex_aws", 20, Some(20), 473, "capabilities that were looked at and cannot be mapped are kept, too"),
    ("mapex_azure", 38, Some(38), 946, ""),
    ("mapex_gcp", 40, Some(40), 508, "capabilities that were looked at and cannot be mapped are kept, too"),
    ("mapex_m365", 38, Some(38), 684, ""),
    ("mapex_intel_vpro", 6, Some(6), 200, ""),
    ("mapex_kev", 424, None, 1222, ""),
    ("mapex_kev enterprise", 419, Some(419), 1177, ""),
    ("mapex_veris", 182, None, 1644, "capabilities that were looked at and cannot be mapped are kept, too"),
    ("mapex_veris enterprise", 141, Some(141), 1160, "capabilities that were looked at and cannot be mapped are kept, too"),
    ("ssm_azure", 48, Some(48), 940, ""),
    ("ssm_aws", 29, Some(21), 447, ""),
    ("ssm_gcp", 49, Some(39), 422, ""),
    ("ctid_nist_r5", 113, Some(113), 4929, ""),
    ("ctid_nist_r4", 109, Some(109), 4863, ""),
    ("engage", 23, Some(23), 596, ""),
    ("cis_controls_v8", 105, Some(105), 2918, ""),
    ("top_techniques", 625, Some(625), 625, ""),
    ("categorized_adversary_ttps", 124, Some(117), 2793, ""),
    ("attack_flow", 40, None, 623, ""),
    ("atlas", 170, Some(34), 34, ""),
    ("atlas_mitigations", 35, Some(0), 0, ""),
    ("atlas_case_studies", 57, Some(0), 0, ""),
    ("misp_threat_actors", 1041, Some(0), 0, ""),
    ("tidal_groups", 281, Some(0), 0, ""),
    ("tidal_software", 1321, Some(0), 0, ""),
    ("tidal_campaigns", 157, Some(0), 0, ""),
    ("sensor_mappings", 795, Some(0), 0, ""),
    ("ossem_dm", 181, Some(0), 0, ""),
    ("summiting", 92, Some(0), 0, "two of the rows hold commas alone"),
    ("nist_oscal", 370, Some(0), 0, ""),
    ("car", 102, Some(100), 184, ""),
    ("car_unit_tests", 68, Some(68), 114, ""),
    ("sentinel_detections", 434, Some(344), 455, ""),
    ("sentinel_solutions", 626, Some(542), 701, "the two rules in folders called `Detection Queries` are analytic rules, too"),
    ("sentinel_hunting", 795, Some(310), 440, "the 433 hunting queries of solutions are hunting queries, too: 413 of them name techniques, in 583 pairs"),
    ("sigma_rules", 3141, Some(2795), 3786, ""),
    ("sigma_emerging", 473, Some(365), 526, ""),
    ("sigma_hunting", 140, Some(126), 160, ""),
    ("sigma_compliance_dfir_placeholder", 26, Some(23), 37, ""),
    ("sigma_deprecated", 172, Some(161), 228, ""),
    ("sigma_unsupported", 92, Some(86), 128, "three documents only say what the rules below them have in common; they are no rules, and the rules inherit their tags"),
    ("splunk_detections", 1613, Some(1588), 2787, ""),
    ("splunk_deprecated", 98, Some(64), 86, ""),
    ("elastic_rules", 1940, Some(1860), 4325, ""),
    ("elastic_building_block", 128, Some(123), 284, ""),
    ("elastic_deprecated", 124, Some(102), 152, ""),
    ("elastic_hunting", 140, Some(136), 231, ""),
    ("elastic_protections_behavior", 1314, Some(1305), 2301, ""),
    ("hayabusa_native", 196, Some(38), 44, ""),
    ("panther", 1073, Some(733), 1030, "five rules name a technique only among their tags or below the id of a tactic"),
    ("chronicle", 891, Some(677), 913, "the five rules in `tools` are test data of a program; old rules also name a technique in their own name alone, others only in what they label their findings with, and four misspell what stands before the id"),
    ("falco", 93, Some(79), 79, ""),
    ("wazuh_4x", 4512, Some(1059), 1237, ""),
    ("bertjan_kql", 444, Some(120), 214, "a parent that stands only in the link of its sub-technique is not stated"),
    ("falconfriday", 60, Some(47), 88, "the page without `.md` is one, too; older pages name a technique outside of a table"),
    ("crowdsec_scenarios", 1068, Some(997), 1399, ""),
    ("sublime", 1189, Some(0), 0, ""),
    ("splunk_threathunting_app", 149, Some(148), 148, "five searches name another technique than their title does: both are stated"),
    ("eqllib", 129, Some(129), 138, ""),
    ("gcp_csa", 51, Some(50), 56, ""),
    ("sentinel_attack", 117, Some(111), 111, "the placeholder T0000 is kept as it is written, in six"),
    ("nsm_attack", 35, Some(35), 35, "six that its prose alone names, as examples of a class or in a capture, stand in no table"),
    ("atc", 457, Some(413), 483, ""),
    ("thp", 26, Some(26), 42, "a technique and its sub-technique are written in two fields and are one statement"),
    ("armory", 1898, Some(1895), 2963, "two lists inside the list hold an id each"),
    ("capa_rules", 1054, Some(586), 621, ""),
    ("lolbas", 243, Some(243), 308, ""),
    ("atomic_red_team", 1819, Some(1819), 1819, ""),
    ("stratus", 101, Some(14), 14, "one attack technique is said on its page to correspond to a technique"),
    ("elastic_rta", 571, Some(545), 1092, "six more are withdrawn and stand in a folder of their own"),
    ("rta", 42, Some(39), 59, ""),
    ("prelude", 138, Some(138), 138, "one test is in a file that ends in `.yaml`"),
    ("stockpile", 209, Some(209), 209, ""),
    ("scythe", 529, Some(529), 609, "thirty steps of FIN6 are tagged with the bare id, without `att&ck-technique:`"),
    ("ctid_emulation_plans", 375, Some(349), 349, "two plans exist only in words; their steps stand in tables"),
    ("leonidas", 65, Some(61), 65, ""),
];

fn parts(
    source: &Source,
    harvest: &Harvest,
    domains: &HashMap<TechniqueId, Domain>,
    expected: &[Expected],
    table: &mut String,
) {
    let mut add = |name: &str, resources: &[&Resource], of: Option<Domain>| {
        let belongs = |id: &TechniqueId| of.is_none() || domains.get(id).copied() == of;
        let (line, counts) = row(resources, belongs);
        let note = compared(expected, name, counts);
        writeln!(table, "{}", format!("{name:<39}{line}  {note}").trim_end()).unwrap();
    };
    for part in source.parts {
        let part = part.id;
        let resources = harvest.resources.iter();
        let of_part: Vec<&Resource> = resources.filter(|resource| resource.part == part).collect();
        add(part, &of_part, None);
        for domain in [Domain::Enterprise, Domain::Mobile, Domain::Ics] {
            let resources = of_part.iter().copied();
            let of_domain: Vec<&Resource> = resources
                .filter(|resource| resource.domains.contains(&domain))
                .collect();
            // Where all speak of one domain alone, its row would say the same again.
            let differ = of_part
                .iter()
                .any(|resource| resource.domains != [domain] && !resource.domains.is_empty());
            if !of_domain.is_empty() && differ {
                add(&format!("{part} {domain}"), &of_domain, Some(domain));
            }
        }
    }
}

type Counts = (usize, usize, usize);

fn row(resources: &[&Resource], belongs: impl Fn(&TechniqueId) -> bool) -> (String, Counts) {
    let techniques = |resource: &&Resource| -> BTreeSet<TechniqueId> {
        let written = resource
            .mappings
            .iter()
            .filter_map(|mapping| mapping.technique);
        written.filter(&belongs).collect()
    };
    let ids: Vec<BTreeSet<_>> = resources.iter().map(techniques).collect();
    let mapped = ids.iter().filter(|ids| !ids.is_empty()).count();
    let of_tactic = |(resource, ids): &(&&Resource, &BTreeSet<_>)| {
        ids.is_empty() && !resource.tactics.is_empty()
    };
    let tactic_only = resources.iter().zip(&ids).filter(of_tactic).count();
    let pairs: usize = ids.iter().map(BTreeSet::len).sum();
    let is_leaf = |id: &TechniqueId, ids: &BTreeSet<TechniqueId>| {
        !ids.iter().any(|other| other.parent() == Some(*id))
    };
    let lowest: usize = ids
        .iter()
        .map(|ids| ids.iter().filter(|id| is_leaf(id, ids)).count())
        .sum();
    let techniques = ids.iter().flatten().collect::<BTreeSet<_>>().len();
    let counted = resources.len();
    let line =
        format!("{counted:>9}{mapped:>7}{tactic_only:>7}{pairs:>7}{lowest:>7}{techniques:>11}");
    (line, (counted, mapped, pairs))
}

fn compared(expected: &[Expected], name: &str, ours: Counts) -> String {
    let Some(&(_, resources, mapped, pairs, reason)) =
        expected.iter().find(|(row, ..)| *row == name)
    else {
        return String::new();
    };
    if (resources, mapped.unwrap_or(ours.1), pairs) == ours {
        return "as counted independently".to_owned();
    }
    assert!(
        !reason.is_empty(),
        "{name}: {ours:?} differs from the independent count, and nobody says why"
    );
    format!("differs: {reason}")
}

fn account(archive: &str, harvest: &Harvest, files: &mut String) {
    let account = harvest.account();
    let none: u32 = account.hold_none.values().sum();
    assert_eq!(
        account.read,
        account.stated + account.problems + none,
        "{archive}: a file was lost"
    );
    writeln!(
        files,
        "{archive:<20}{:>5}{:>7}{:>9}{none:>10}",
        account.read, account.stated, account.problems
    )
    .unwrap();
    for (reason, count) in &account.hold_none {
        writeln!(files, "    {count} hold none: {reason}").unwrap();
    }
    for problem in &harvest.problems {
        writeln!(
            files,
            "    {}:{} {}",
            problem.path,
            problem.line.unwrap_or(0),
            problem.what
        )
        .unwrap();
    }
}
