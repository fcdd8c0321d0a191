//! Each way in which an id can lead, on small releases made by hand.

use model::Technique;

use super::*;

fn technique(id: &str, domain: Domain, revoked: bool, deprecated: bool) -> Technique {
    Technique {
        id: id.parse().unwrap(),
        stix: format!("attack-pattern--{id}"),
        name: id.to_owned(),
        domain,
        tactics: vec![],
        platforms: vec![],
        description: String::new(),
        revoked,
        deprecated,
        changed: None,
    }
}

fn release() -> Release {
    let edge = |old: &str, new: &str| {
        (
            format!("attack-pattern--{old}"),
            format!("attack-pattern--{new}"),
        )
    };
    Release {
        version: "1.0".to_owned(),
        tactics: vec![],
        techniques: vec![
            technique("T1001", Domain::Enterprise, true, false),
            technique("T1002", Domain::Enterprise, true, false),
            technique("T1003", Domain::Enterprise, false, false),
            technique("T1004", Domain::Enterprise, false, true),
            technique("T1005", Domain::Mobile, true, false),
            technique("T1006", Domain::Enterprise, true, false),
            technique("T1007", Domain::Enterprise, true, false),
            technique("T0800", Domain::Ics, false, false),
        ],
        revoked_by: vec![
            edge("T1001", "T1002"),
            edge("T1002", "T1003"),
            edge("T1006", "T1007"),
            edge("T1007", "T1006"),
        ],
    }
}

fn said(releases: &[Release], view: View, written: &str, domains: &[Domain]) -> Vec<String> {
    let crosswalk = Crosswalk::new();
    let releases = Releases::new(releases, &crosswalk);
    let spelling = Spelling {
        text: written.to_owned(),
        technique: written.parse().ok(),
        domains: domains.to_vec(),
    };
    let conclusions = releases.conclude(view, &spelling).into_iter();
    let say = |conclusion: Conclusion| {
        let technique = conclusion.technique;
        format!(
            "{} {} {}: {}",
            spelling.text,
            conclusion.state,
            technique.map_or_else(|| "-".to_owned(), |id| id.to_string()),
            conclusion.reason.unwrap_or_default()
        )
    };
    conclusions.map(say).collect()
}

#[test]
fn each_state_has_its_reason() {
    let said: Vec<String> = [
        "T1003",
        "T1001",
        "T1004",
        "T1005",
        "T1006",
        "T0800",
        "T9999",
        "T1300",
        "T1003.A002",
        "T1001.X",
        "AML.T0051",
    ]
    .into_iter()
    .flat_map(|written| said(&[release()], View::Release(0), written, &[]))
    .collect();
    assert_eq!(
        said,
        [
            "T1003 as_written T1003: ",
            "T1001 followed T1003: T1001 was replaced by T1003",
            "T1004 deprecated T1004: T1004 is deprecated in ATT&CK 1.0",
            "T1005 deprecated T1005: T1005 was revoked without successor",
            "T1006 deprecated T1006: T1006 was revoked without successor",
            "T0800 other_domain T0800: T0800 is a technique of the ics matrix",
            "T9999 unknown -: ATT&CK 1.0 has no T9999",
            "T1300 unknown -: T1300 is a technique of PRE-ATT&CK, which ATT&CK does not hold",
            "T1003.A002 followed T1003: `T1003.A002` extends T1003 in a catalogue of its own; the parent is taken",
            "T1001.X followed T1003: `T1001.X` extends T1001 in a catalogue of its own; the parent is taken; T1001 was replaced by T1003",
            "AML.T0051 unknown -: `AML.T0051` is a technique of MITRE ATLAS, not of ATT&CK",
        ]
    );
}

#[test]
fn a_resource_of_a_domain_is_at_home_there() {
    assert_eq!(
        said(&[release()], View::Release(0), "T0800", &[Domain::Ics]),
        ["T0800 as_written T0800: "]
    );
}

/// Two releases: in the newer one T1004 and T1005 became T1010, T1006 became T1011, and T1012 was renumbered T1013.
fn two() -> [Release; 2] {
    let active = |id: &str| technique(id, Domain::Enterprise, false, false);
    let renumbered = |id: &str| Technique {
        stix: "attack-pattern--renumbered".to_owned(),
        ..active(id)
    };
    let older = Release {
        version: "11.0".to_owned(),
        tactics: vec![],
        techniques: vec![
            active("T1004"),
            active("T1005"),
            active("T1006"),
            renumbered("T1012"),
        ],
        revoked_by: vec![],
    };
    let revoked = |id: &str| technique(id, Domain::Enterprise, true, false);
    let newer = Release {
        version: "18.1".to_owned(),
        tactics: vec![],
        techniques: vec![
            revoked("T1004"),
            revoked("T1005"),
            revoked("T1006"),
            active("T1010"),
            active("T1011"),
            renumbered("T1013"),
            active("T1014"),
            active("T1562"),
            active("T1562.001"),
            technique("T1404", Domain::Mobile, false, false),
        ],
        revoked_by: [("T1004", "T1010"), ("T1005", "T1010"), ("T1006", "T1011")]
            .map(|(old, new)| {
                (
                    format!("attack-pattern--{old}"),
                    format!("attack-pattern--{new}"),
                )
            })
            .to_vec(),
    };
    [older, newer]
}

#[test]
fn an_id_of_a_newer_release_is_followed_back() {
    let back = |written| said(&two(), View::Release(0), written, &[]);
    assert_eq!(
        back("T1011"),
        ["T1011 followed T1006: T1006 was replaced by T1011 after ATT&CK 11.0"]
    );
    assert_eq!(
        back("T1010"),
        [
            "T1010 ambiguous T1004: T1004 was replaced by T1010 after ATT&CK 11.0",
            "T1010 ambiguous T1005: T1005 was replaced by T1010 after ATT&CK 11.0"
        ]
    );
    assert_eq!(
        back("T1013"),
        ["T1013 followed T1012: T1013 has the id T1012 in ATT&CK 11.0"]
    );
    assert_eq!(
        back("T1014"),
        ["T1014 unknown -: T1014 came after ATT&CK 11.0, which has nothing for it"]
    );
}

#[test]
fn an_id_that_a_newer_release_dropped_is_followed_by_its_stix_id() {
    assert_eq!(
        said(&two(), View::Release(1), "T1012", &[]),
        ["T1012 followed T1013: T1012 has the id T1013 in ATT&CK 18.1"]
    );
}

#[test]
fn between_18_and_19_the_crosswalk_leads_in_both_directions() {
    let (eighteen, nineteen) = (View::Release(1), View::Nineteen);
    let how = "(Elastic's published map, Sigma's retagging (125 rules), Atomic Red Team's names)";
    let said = |view, written| said(&two(), view, written, &[]);
    assert_eq!(
        said(eighteen, "T1685"),
        [format!(
            "T1685 followed T1562.001: T1685 of ATT&CK 19 is T1562.001 before it {how}"
        )]
    );
    assert_eq!(
        said(nineteen, "T1562.001"),
        ["T1562.001 followed T1685: T1562.001 was replaced by T1685 in ATT&CK 19"]
    );
    assert_eq!(
        said(nineteen, "T1562"),
        ["T1562 followed T1685: T1562 was replaced by T1685 in ATT&CK 19"]
    );
    assert_eq!(said(nineteen, "T1685"), ["T1685 as_written T1685: "]);
    assert_eq!(
        said(eighteen, "T1682"),
        ["T1682 unknown -: T1682 is new in ATT&CK 19; nothing in 18.1 stands for it"]
    );
    assert_eq!(said(nineteen, "T1682"), ["T1682 as_written T1682: "]);
}

#[test]
fn what_others_chose_is_advice_beside_the_successor() {
    let advice = "rules may mean more exactly T1686.003 (Sigma's retagging (20 rules)) or ";
    let mut releases = two().to_vec();
    let revoked = |release: &mut Release| {
        let old = technique("T1562.004", Domain::Enterprise, true, false);
        let new = technique("T1686", Domain::Enterprise, false, false);
        release
            .revoked_by
            .push((old.stix.clone(), new.stix.clone()));
        release.techniques.extend([old, new]);
    };
    let only_old = technique("T1562.004", Domain::Enterprise, false, false);
    releases[1].techniques.push(only_old);
    let by_name = said(&releases, View::Nineteen, "T1562.004", &[]);
    let mut nineteen = releases[1].clone();
    nineteen.version = "19.0".to_owned();
    nineteen.techniques.pop();
    revoked(&mut nineteen);
    releases.push(nineteen);
    let whole = said(&releases, View::Release(2), "T1562.004", &[]);
    for said in [by_name, whole] {
        assert_eq!(said.len(), 1);
        assert!(
            said[0].starts_with("T1562.004 followed T1686: T1562.004 was replaced by T1686"),
            "{said:?}"
        );
        assert!(said[0].contains(advice), "{said:?}");
    }
}

#[test]
fn mobile_and_ics_are_followed_to_19_too() {
    let mut releases = two().to_vec();
    let ics = |id| technique(id, Domain::Ics, false, false);
    releases[1].techniques.extend([ics("T0803"), ics("T0800")]);
    let said = |written, domain| said(&releases, View::Nineteen, written, &[domain]);
    assert_eq!(said("T1404", Domain::Mobile), ["T1404 as_written T1404: "]);
    assert_eq!(said("T0800", Domain::Ics), ["T0800 as_written T0800: "]);
    assert_eq!(
        said("T0803", Domain::Ics),
        ["T0803 followed T1691.001: T0803 was replaced by T1691.001 in ATT&CK 19"]
    );
}

#[test]
fn an_id_of_20_is_named() {
    let named = said(&two(), View::Nineteen, "T1699", &[]);
    assert_eq!(
        named,
        [
            "T1699 unknown -: ATT&CK 19 has no T1699; in ATT&CK 20.0 it is `Direct Prompt Injection` (enterprise), known by name only, from OpenTide 0.17.2"
        ]
    );
}
