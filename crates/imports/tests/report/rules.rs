//! The rules, one text each.

use imports::report::{Confidence, find, report};

use super::vocabulary::vocabulary;

/// What is found in a text: `id confidence words`.
fn check(text: &str) -> Vec<String> {
    let findings = find(&report("x", text.as_bytes()).unwrap(), &vocabulary());
    let mut seen = Vec::new();
    for finding in findings {
        for occurrence in &finding.occurrences {
            let confidence = match occurrence.confidence {
                Confidence::High => "high",
                Confidence::Medium => "medium",
                Confidence::Low => "low",
            };
            seen.push(format!(
                "{} {confidence} {}",
                finding.id,
                &occurrence.quote[occurrence.words.clone()]
            ));
        }
    }
    seen
}

#[test]
fn ids() {
    for text in [
        "CVE-2023-T1059",
        "xT1059",
        "T10590",
        "T1059_1",
        "T1059.2",
        "T1041-7",
        "AB-T1059",
        "t9999",
        "G9999",
        "T1059\\x",
        "deadT1059beef",
    ] {
        assert_eq!(check(text), [""; 0], "{text}");
    }
    for (text, id) in [
        ("T1059.001", "T1059.001"),
        ("t1059.001", "T1059.001"),
        ("T1059/001", "T1059.001"),
        ("T1059[.]001", "T1059.001"),
        ("T1059-001", "T1059.001"),
        ("T1059.1", "T1059.001"),
        ("(T1059)", "T1059"),
        ("T1059.", "T1059"),
        ("T1059-based", "T1059"),
        ("attack.t1059", "T1059"),
        ("G0016", "G0016"),
        ("TA0002", "TA0002"),
        (
            "https://attack.mitre.org/techniques/T1059/001/",
            "T1059.001",
        ),
        (
            "hxxps://attack[.]mitre[.]org/techniques/T1059/001",
            "T1059.001",
        ),
    ] {
        let found = check(text);
        assert!(
            found.len() == 1 && found[0].starts_with(&format!("{id} high")),
            "{text}: {found:?}"
        );
    }
    assert_eq!(check("the T1000 terminator"), ["T1000 low T1000"]);
    assert_eq!(check("the technique T1086"), ["T1086 medium T1086"]);
    assert_eq!(check("T1059.999"), ["T1059.999 medium T1059.999"]);
    assert_eq!(check("https://evil.example/T1105/x"), ["T1105 low T1105"]);
    assert_eq!(check("room T1105"), ["T1105 low T1105"]);
}

#[test]
fn names_of_several_words() {
    for (text, found) in [
        (
            "a spear-phishing attachment",
            "T1566.001 medium spear-phishing attachment",
        ),
        (
            "two Spearphishing Attachments",
            "T1566.001 medium Spearphishing Attachments",
        ),
        ("pass-the-hash", "T1550.002 medium pass-the-hash"),
        ("Pass the\nHash", "T1550.002 high Pass the Hash"),
        (
            "Phishing: Spearphishing Link",
            "T1566.002 high Phishing: Spearphishing Link",
        ),
        (
            "registry run keys/startup folder",
            "T1547.001 medium registry run keys/startup folder",
        ),
        ("a scheduled task", "T1053.005 medium scheduled task"),
        ("no scheduled task", "T1053.005 low scheduled task"),
        ("APT 29 and more", "G0016 high APT 29"),
        ("the APT-29 group", "G0016 high APT-29"),
    ] {
        assert_eq!(check(text), [found], "{text}");
    }
    assert_eq!(
        check("bypass the hash, passthehashes2, process injections_x"),
        [""; 0]
    );
}

#[test]
fn names_of_one_word() {
    for (text, found) in [
        (
            "They used Masquerading to hide.",
            "T1036 medium Masquerading",
        ),
        ("Masquerading is common.", "T1036 low Masquerading"),
        ("Masquerading is a technique.", "T1036 medium Masquerading"),
        ("It was Phishing (Initial Access).", "T1566 medium Phishing"),
        ("They deployed Carbon on it.", "S0335 medium Carbon"),
        ("It was the Carbon backdoor.", "S0335 medium Carbon"),
        ("Carbon has used it.", "S0335 medium Carbon"),
        ("Carbon has value.", "S0335 low Carbon"),
        ("It ran the PowerShell again", "T1059.001 high PowerShell"),
        ("it ran powershell.exe", "T1059.001 medium powershell"),
        ("it ran Power-\nShell", "T1059.001 high Power-Shell"),
        ("it ran psexec", "S0029 medium psexec"),
        ("it ran mimikatz.exe", "S0002 medium mimikatz"),
        ("in Empire State", "S0363 low Empire"),
    ] {
        assert_eq!(check(text), [found], "{text}");
    }
    for text in [
        "masquerading as a courier",
        "an empire",
        "at the net, reg a ping",
        "the server",
        "mimikatz.example.com",
        "carbonated",
    ] {
        assert_eq!(check(text), [""; 0], "{text}");
    }
}

#[test]
fn names_that_several_things_share() {
    assert_eq!(check("They rented Domains."), [""; 0]);
    assert_eq!(
        check("They did Acquire Infrastructure, namely Domains."),
        [
            "T1583 high Acquire Infrastructure",
            "T1583.001 medium Domains"
        ]
    );
    assert_eq!(
        check("Domains (T1584.001)"),
        ["T1584.001 medium Domains", "T1584.001 high T1584.001"]
    );
    assert_eq!(
        check("We saw Carbanak again."),
        ["G0008 low Carbanak", "S0030 low Carbanak"]
    );
    assert_eq!(
        check("We saw the Carbanak backdoor."),
        ["S0030 high Carbanak"]
    );
    assert_eq!(check("We saw the Carbanak gang."), ["G0008 high Carbanak"]);
}

#[test]
fn denials() {
    for text in [
        "They did not use Mimikatz.",
        "No evidence of Mimikatz or PsExec.",
        "Mimikatz was not seen.",
    ] {
        assert!(
            check(text).iter().all(|found| found.contains(" low ")),
            "{text}"
        );
    }
    assert_eq!(
        check("Not Mimikatz, but PsExec."),
        ["S0002 low Mimikatz", "S0029 high PsExec"]
    );
}
