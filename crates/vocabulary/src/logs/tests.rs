//! The tables are well formed, and words lead where they should.

use std::collections::HashSet;

use model::LogSource;

use super::table::{TABLE, read};
use super::*;
use crate::platform;

#[test]
fn no_word_stands_for_two_things() {
    let faults = &TABLE.words.faults;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_id_stands_once() {
    let mut seen = HashSet::new();
    let ids = units().iter().map(|unit| &unit.id);
    let ids = ids.chain(event_kinds().iter().map(|(id, _)| id));
    for id in ids.chain(data_components().iter().map(|(id, _)| id)) {
        assert!(seen.insert(id), "`{id}` stands twice");
    }
}

#[test]
fn every_name_that_is_used_stands_in_a_table() {
    let has = |list: &[(String, String)], name: &String| list.iter().any(|(id, _)| id == name);
    for unit in units() {
        for kind in &unit.kinds {
            assert!(has(event_kinds(), kind), "{}: kind `{kind}`", unit.id);
        }
        for component in &unit.components {
            let known = has(data_components(), component);
            assert!(known, "{}: component `{component}`", unit.id);
        }
        for name in &unit.platforms {
            let known = platform::names().any(|one| one == name);
            assert!(known, "{}: platform `{name}`", unit.id);
        }
    }
}

#[test]
fn every_kind_and_data_component_has_an_event() {
    for (id, _) in event_kinds().iter().chain(data_components()) {
        assert!(logs_named(id).is_some(), "`{id}` has no event");
    }
}

#[test]
fn every_entry_of_words_means_something() {
    for file in read() {
        for word in file.word {
            for pattern in &word.logs {
                let found = !TABLE.matching(pattern).is_empty();
                assert!(found, "`{pattern}` of {:?}", word.words);
            }
            for component in &word.components {
                let known = data_components().iter().any(|(id, _)| id == component);
                assert!(known, "`{component}` of {:?}", word.words);
            }
            if let Some(name) = &word.platform {
                assert!(platform::platform(name).is_some(), "`{name}`");
            }
            let says = !word.logs.is_empty() || !word.components.is_empty();
            let says = says || word.platform.is_some();
            assert!(says != word.nothing.is_some(), "{:?}", word.words);
        }
    }
}

fn log(text: &str) -> LogSource {
    let mut fields = text.split('|').map(str::trim);
    let mut next = || {
        fields
            .next()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    LogSource {
        product: next(),
        category: next(),
        service: next(),
        component: next(),
    }
}

fn ids(units: &LogSet) -> Vec<&'static str> {
    units
        .iter()
        .map(|at| super::units()[at].id.as_str())
        .collect()
}

/// Whether all of the first are among the units, and none of the others.
fn check(case: &str, units: &LogSet, with: &[&str], without: &[&str]) {
    let ids = ids(units);
    for id in with {
        assert!(ids.contains(id), "{case}: `{id}` is missing in {ids:?}");
    }
    for id in without {
        assert!(!ids.contains(id), "{case}: `{id}` is in {ids:?}");
    }
}

#[test]
fn log_sources_of_rules_lead_to_units() {
    let cases: [(&str, &[&str], &[&str]); 9] = [
        (
            "windows|process_creation",
            &[
                "sysmon/process_creation",
                "windows-security/process_creation",
            ],
            &["sysmon-linux/process_creation", "windows-security/logon"],
        ),
        (
            "Windows||Sysmon",
            &["sysmon/process_creation", "sysmon/dns_query"],
            &["windows-security/process_creation"],
        ),
        (
            "windows|process_creation|sysmon",
            &["sysmon/process_creation"],
            &["sysmon/dns_query", "windows-security/process_creation"],
        ),
        (
            "linux|process_creation",
            &["sysmon-linux/process_creation", "auditd/process_creation"],
            &["sysmon/process_creation"],
        ),
        (
            "|webserver",
            &["apache/webserver", "iis/webserver"],
            &["web-proxy/other"],
        ),
        (
            "Microsoft-Windows-Security-Auditing|Security|5157",
            &["windows-security/network_connection"],
            &["windows-security/logon"],
        ),
        (
            "WinEventLog:Sysmon||EventCode=3, 22|DC0082",
            &["sysmon/network_connection", "sysmon/dns_query"],
            &["sysmon/process_creation"],
        ),
        (
            "macos:osquery||process_events, socket_events|DC0032",
            &["osquery/process_events", "osquery/socket_events"],
            &["osquery/file_events"],
        ),
        (
            "auditd:SYSCALL||something that nobody lists|DC0055",
            &["auditd/file_access"],
            &["auditd/process_creation"],
        ),
    ];
    for (stated, with, without) in cases {
        let resolved = logs_of("", &[log(stated)], &[]);
        assert_eq!(resolved.unknown, Vec::<String>::new(), "{stated}");
        check(stated, &resolved.logs, with, without);
    }
}

#[test]
fn what_is_not_understood_is_said() {
    let cases = [
        ("windows||no-such-log", "no-such-log"),
        ("no-such-product||sysmon", "no-such-product"),
        ("linux|registry_set", "linux/registry_set/"),
        ("no-such-feed||EventCode=1|DC0032", "no-such-feed"),
    ];
    for (stated, unknown) in cases {
        let resolved = logs_of("", &[log(stated)], &[]);
        assert_eq!(resolved.unknown, [unknown], "{stated}");
        let understood = stated.ends_with("sysmon");
        assert_eq!(!resolved.logs.is_empty(), understood, "{stated}");
    }
}

#[test]
fn texts_count_where_log_sources_do_not() {
    let texts = ["Sysmon EventID 1 AND Sysmon EventID 3".to_owned()];
    let resolved = logs_of("", &[], &texts);
    let expected = ["sysmon/process_creation", "sysmon/network_connection"];
    assert_eq!(ids(&resolved.logs), expected);
    let resolved = logs_of("", &[log("linux||auditd")], &texts);
    check("auditd", &resolved.logs, &["auditd/logon"], &expected);
    let resolved = logs_of("", &[log("no-such-product")], &texts);
    assert_eq!(ids(&resolved.logs), expected);
    assert_eq!(resolved.unknown, ["no-such-product"]);
}

#[test]
fn texts_of_some_sources_narrow_each_other() {
    let texts = ["windows", "sysmon", "sysmon_eid1_detections"].map(str::to_owned);
    let source = &TABLE.narrowing[0];
    let narrowed = logs_of(source, &[], &texts);
    assert_eq!(ids(&narrowed.logs), ["sysmon/process_creation"]);
}

#[test]
fn platforms_are_those_in_common() {
    let cases: [(&[&str], &[&str]); 4] = [
        (&["windows|process_creation"], &["Windows"]),
        (&["||auditd", "||sudo"], &["Linux"]),
        (&["||auditd", "||sysmon"], &["Linux", "Windows"]),
        (&["||osquery", "||sysmon"], &["Windows"]),
    ];
    for (stated, platforms) in cases {
        let stated: Vec<_> = stated.iter().map(|text| log(text)).collect();
        assert_eq!(logs_of("", &stated, &[]).platforms, platforms, "{stated:?}");
    }
}

#[test]
fn words_of_stacks_are_understood_as_a_whole_or_not_at_all() {
    let cases: [(&str, &[&str]); 11] = [
        ("Sysmon", &["sysmon/process_creation"]),
        ("windows/process_creation", &["sysmon/process_creation"]),
        ("windows//security", &["windows-security/logon"]),
        ("sysmon/process_creation", &["sysmon/process_creation"]),
        ("DC0032", &["sysmon/process_creation"]),
        ("Process: Process Creation", &["sysmon/process_creation"]),
        ("process monitoring", &["sysmon/process_access"]),
        (
            "WinEventLog:Sysmon//EventCode=1",
            &["sysmon/process_creation"],
        ),
        (
            "WinEventLog:Sysmon//seen in/of nothing",
            &["sysmon/process_creation"],
        ),
        (
            "Microsoft-Windows-Sysmon/Operational//10",
            &["sysmon/process_access"],
        ),
        (
            "Sysmon EventID 1 AND Sysmon EventID 3",
            &["sysmon/process_creation"],
        ),
    ];
    for (word, with) in cases {
        let units = logs_named(word).unwrap_or_else(|| panic!("`{word}`"));
        check(word, &units, with, &["auditd/logon"]);
    }
    for word in [
        "no-such-log",
        "windows//no-such-log",
        "sysmon//no-such-event",
        "application",
        "",
    ] {
        assert_eq!(logs_named(word), None, "`{word}`");
    }
}

#[test]
fn a_platform_in_a_stack_stands_for_its_own_logs() {
    let has = |word: &str, id: &str| {
        let units = logs_named(word).unwrap_or_else(|| panic!("`{word}`"));
        ids(&units).contains(&id)
    };
    for word in ["Windows", "win"] {
        assert!(has(word, "windows-security/logon"), "{word}");
        assert!(!has(word, "osquery/process_events"), "{word}");
        assert!(!has(word, "network-sensor/dns"), "{word}");
    }
    assert!(has("windows/process_creation", "sysmon/process_creation"));
    assert!(!has("windows/process_creation", "osquery/process_events"));
    let rule = logs_of("", &[log("windows|process_creation")], &[]).logs;
    assert!(ids(&rule).contains(&"osquery/process_events"));
}

#[test]
fn slips_of_the_pen_have_a_nearest_word() {
    assert_eq!(nearest_logs("Sysmom")[0], "sysmon");
    assert!(nearest_logs("proces_creation")[0].starts_with("process"));
}

#[test]
fn sets_are_sets() {
    let (a, b) = (LogSet::of([1, 64, 200]), LogSet::of([64, 3]));
    assert_eq!(a.union(&b), LogSet::of([1, 3, 64, 200]));
    assert_eq!(a.intersection(&b), LogSet::of([64]));
    assert_eq!(a.intersection(&LogSet::of([2])), LogSet::default());
    assert!(a.intersects(&b) && !a.is_subset(&b) && LogSet::of([64]).is_subset(&a));
    assert_eq!(
        (a.len(), a.iter().collect::<Vec<_>>()),
        (3, vec![1, 64, 200])
    );
}
