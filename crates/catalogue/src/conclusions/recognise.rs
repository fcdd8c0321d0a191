//! Words that stand where a technique of ATT&CK is expected and are none: what they are instead.
//!
//! They are reported for what they are. What was probably meant is said, but never taken.

use model::TechniqueId;

use crate::conclusions::newer_names::NewerNames;

/// The techniques of PRE-ATT&CK, which became part of ATT&CK in 2020 under other ids.
const PRE_ATTACK: std::ops::RangeInclusive<u16> = 1224..=1397;

/// Whether the id is one of PRE-ATT&CK, whose numbers ATT&CK did not use again.
fn is_pre_attack(id: TechniqueId) -> bool {
    PRE_ATTACK.contains(&id.number())
}

/// What is known of an id that no release has that was read.
pub(crate) fn absent(id: TechniqueId, version: &str) -> String {
    if is_pre_attack(id) {
        return format!("{id} is a technique of PRE-ATT&CK, which ATT&CK does not hold");
    }
    match NewerNames::new().sentence(id) {
        Some(newer) => format!("ATT&CK {version} has no {id}; {newer}"),
        None => format!("ATT&CK {version} has no {id}"),
    }
}

/// The technique that an id of another catalogue extends: `T1485.A002` extends T1485.
pub(crate) fn extended(written: &str) -> Option<TechniqueId> {
    let (parent, suffix) = written.split_once('.')?;
    let letters = |suffix: &str| suffix.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let plain = suffix.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (letters(suffix) && plain && meant(written).is_none()).then(|| parent.parse().ok())?
}

/// What the words are, as a sentence.
pub(crate) fn what_it_is(written: &str) -> String {
    if atlas(written) {
        return format!("`{written}` is a technique of MITRE ATLAS, not of ATT&CK");
    }
    if let Some(what) = several_tags(written).or_else(|| without_namespace(written)) {
        return what;
    }
    let what = if written.trim().is_empty() {
        "no technique is named".to_owned()
    } else if let Some(object) = other_object(written) {
        format!("`{written}` is {object} of ATT&CK, not a technique")
    } else {
        format!("`{written}` is not an ATT&CK technique identifier")
    };
    match meant(written) {
        Some(id) => format!("{what}; perhaps {id} was meant"),
        None => what,
    }
}

/// A list of tags in one text: `attack.t1055, attack.defense_evasion`.
fn several_tags(written: &str) -> Option<String> {
    let tags: Vec<&str> = written.split(',').map(str::trim).collect();
    let is_tag = |tag: &&str| {
        tag.split_once('.')
            .is_some_and(|(_, name)| !name.is_empty())
    };
    let is_list = tags.len() > 1 && tags.iter().all(|tag| is_tag(tag) && !tag.contains(' '));
    let named = |tag: &&str| format!("`{tag}`");
    is_list.then(|| {
        let tags: Vec<String> = tags.iter().map(named).collect();
        format!(
            "`{written}` is one text, not a list; perhaps the tags {} were meant",
            tags.join(" and ")
        )
    })
}

/// A whole id is no technique only where its format wants a namespace before it.
fn without_namespace(written: &str) -> Option<String> {
    let id: TechniqueId = written.trim().to_uppercase().parse().ok()?;
    let tag = id.to_string().to_lowercase();
    Some(format!(
        "`{written}` has no namespace, and so names no technique; perhaps `attack.{tag}` was meant"
    ))
}

fn atlas(written: &str) -> bool {
    let upper = written.to_uppercase();
    upper.contains("AML.T") || upper.contains("ATLAS")
}

/// `TA0005`, `G0007`: ids of ATT&CK's other objects.
fn other_object(written: &str) -> Option<&'static str> {
    let written = written.trim().to_uppercase();
    let digits = written.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match &written[..written.len() - 4] {
        "TA" => Some("a tactic"),
        "G" => Some("a group"),
        "S" => Some("a piece of software"),
        "C" => Some("a campaign"),
        "M" => Some("a mitigation"),
        "DS" => Some("a data source"),
        "DC" => Some("a data component"),
        "DET" => Some("a detection strategy"),
        _ => None,
    }
}

/// The id that a slip of the keyboard hides: `attck.t1112`, `T1O59`, `T1059.01`, `1531`.
fn meant(written: &str) -> Option<TechniqueId> {
    let upper = written.to_uppercase();
    let bare = upper
        .rsplit(['[', ']', '(', ')', ' ', '\'', '"', ',', ';'])
        .find(|part| !part.is_empty())?;
    let digits = |text: &str| {
        let letters = text.replace('O', "0").replace(['I', 'L'], "1");
        letters.replace(['_', '-'], ".")
    };
    // `attck.t1112`, `attack.1136.001`: all before the first number of four digits is a prefix.
    let start = bare
        .char_indices()
        .map(|(at, _)| at)
        .find(|&at| matches!(&bare[at..], rest if number_begins(&digits(rest))))?;
    let before = &bare[..start];
    let known = ["", "T", "TT", "ATTACK.", "ATTCK.", "ATTACK.T", "ATTCK.T"];
    if !known.contains(&before) {
        return None;
    }
    TechniqueId::from_people(&format!("T{}", digits(&bare[start..]))).ok()
}

/// Four digits and no fifth.
fn number_begins(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 4
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && !bytes.get(4).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_other_word_is_named() {
        let said = |written| what_it_is(written);
        assert_eq!(
            said("AML.T0051"),
            "`AML.T0051` is a technique of MITRE ATLAS, not of ATT&CK"
        );
        assert_eq!(
            said("Mitre Atlas: T0054"),
            "`Mitre Atlas: T0054` is a technique of MITRE ATLAS, not of ATT&CK"
        );
        assert_eq!(
            said("TA0002"),
            "`TA0002` is a tactic of ATT&CK, not a technique"
        );
        assert_eq!(
            said("g0007"),
            "`g0007` is a group of ATT&CK, not a technique"
        );
        assert_eq!(said(" "), "no technique is named");
        assert_eq!(said("x"), "`x` is not an ATT&CK technique identifier");
        assert_eq!(said("T611"), "`T611` is not an ATT&CK technique identifier");
        assert_eq!(
            said("é1021é"),
            "`é1021é` is not an ATT&CK technique identifier"
        );
    }

    #[test]
    fn a_slip_is_told_with_what_was_probably_meant() {
        for (written, id) in [
            ("T1O59", "T1059"),
            ("T1059.01", "T1059.001"),
            ("attck.t1112", "T1112"),
            ("attack.1136.001", "T1136.001"),
            ("TT1003", "T1003"),
            ("attack.t1003_001", "T1003.001"),
            ("attack.t1059/001", "T1059.001"),
            ("attack.t1059-003", "T1059.003"),
            ("1531", "T1531"),
            ("['T1059', 'T1003']", "T1003"),
        ] {
            let said = what_it_is(written);
            assert!(said.ends_with(&format!("perhaps {id} was meant")), "{said}");
        }
    }

    #[test]
    fn tags_that_are_no_tags_are_told_as_what_they_look_like() {
        assert_eq!(
            what_it_is("t1070.006"),
            "`t1070.006` has no namespace, and so names no technique; perhaps `attack.t1070.006` was meant"
        );
        assert_eq!(
            what_it_is("attack.t1055, attack.defense_evasion"),
            "`attack.t1055, attack.defense_evasion` is one text, not a list; perhaps the tags `attack.t1055` and `attack.defense_evasion` were meant"
        );
    }

    #[test]
    fn an_extension_leads_to_its_parent() {
        let parent = |written| extended(written).map(|id| id.to_string());
        assert_eq!(parent("T1485.A002").as_deref(), Some("T1485"));
        assert_eq!(parent("T1059.00I"), None);
        assert_eq!(parent("T1059.01"), None);
        assert_eq!(parent("AML.T0051"), None);
    }

    #[test]
    fn pre_attack_has_its_own_numbers() {
        assert!(is_pre_attack("T1247".parse().unwrap()));
        assert!(!is_pre_attack("T1223".parse().unwrap()));
        assert!(!is_pre_attack("T1398".parse().unwrap()));
    }
}
