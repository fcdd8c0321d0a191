//! The page of T1021 as it was published in May 2022, and the five ways in which ours differs: there it was wrong.

use std::fs;
use std::path::Path;

/// (what the old page says, what is right, how often, why).
const EDITS: &[(&str, &str, usize, &str)] = &[
    (
        "**Total ATT&CK-mapped rules:** 159\n",
        "**Total ATT&CK-mapped rules:** 184\n",
        1,
        "CAR: it took only the last sub-technique of each row",
    ),
    (
        "**Total ATT&CK-mapped tests:** 70\n",
        "**Total ATT&CK-mapped tests:** 76\n",
        1,
        "CAR tests: the same cause",
    ),
    (
        "**Total ATT&CK-mapped resources:** 2328\n",
        "**Total ATT&CK-mapped resources:** 2216\n",
        1,
        "D3FEND: it counted 112 placeholders",
    ),
    (
        "(https://d3fend.mitre.org/techniques/d3f:",
        "(https://d3fend.mitre.org/technique/d3f:",
        9,
        "D3FEND: the old links are dead",
    ),
];

/// The fifth: D3FEND's countermeasures by tactic (Detect, then Isolate), then by name.
const ORDER: [&str; 9] = [
    "Client-server Payload Profiling",
    "Connection Attempt Analysis",
    "Network Traffic Community Deviation",
    "Per Host Download-Upload Ratio Analysis",
    "Protocol Metadata Anomaly Detection",
    "Remote Terminal Session Detection",
    "User Geolocation Logon Pattern Analysis",
    "Inbound Traffic Filtering",
    "Outbound Traffic Filtering",
];

pub(crate) fn check(corpus: &Path, ours: &str) {
    let mut expected = fs::read_to_string(corpus.join("seed/T1021.md")).unwrap();
    for (old, right, times, why) in EDITS {
        assert_eq!(expected.matches(old).count(), *times, "{why}");
        expected = expected.replace(old, right);
    }
    let expected = ordered(&expected);
    let differs = expected
        .lines()
        .zip(ours.lines())
        .find(|(old, new)| old != new);
    assert_eq!(differs, None, "the first line that differs");
    assert!(ours == expected, "the ends differ");
}

fn ordered(page: &str) -> String {
    let mut lines: Vec<&str> = page.split_inclusive('\n').collect();
    let is_entry = |line: &str| line.starts_with("* ") && line.contains("/technique/d3f:");
    let first = lines.iter().position(|line| is_entry(line)).unwrap();
    let entries = &mut lines[first..first + ORDER.len()];
    assert!(entries.iter().all(|line| is_entry(line)));
    let place = |line: &&str| {
        ORDER
            .iter()
            .position(|title| line.starts_with(&format!("* [{title}]")))
    };
    entries.sort_by_key(|line| place(line).unwrap());
    lines.concat()
}
