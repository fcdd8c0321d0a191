//! What a tactic, as a source names it, is in a release of ATT&CK: in use, gone, of a later release, or a slip of the pen.
//!
//! In 19, Defense Evasion became Stealth and Defense Impairment. Which of them a rule is about follows from its techniques,
//! as `lookup::tactic` finds.

use model::{Domain, TacticMention, TechniqueId};
use vocabulary::tactic::{Tactic, nearest, tactics};

/// What a word for a tactic is in a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TacticMeaning {
    /// A tactic of the release.
    InUse(&'static Tactic),
    /// An id that had another name before: `TA0005` was Defense Evasion and is Stealth.
    Renamed {
        before: &'static Tactic,
        now: &'static Tactic,
    },
    /// A tactic that the release does not have.
    Foreign(&'static Tactic),
    /// No tactic, but near to one.
    Slip(&'static Tactic),
    /// No tactic.
    Unknown,
}

/// What the word is in the release, for a resource that speaks of these domains (none: enterprise).
pub(crate) fn meaning(word: &str, release: &str, domains: &[Domain]) -> TacticMeaning {
    let named = tactics(tactic_part(word));
    let in_use = |tactic: &&&'static Tactic| is_at_home(tactic, word, release, domains);
    let now = named.iter().find(in_use).copied();
    let other = named.iter().rev().find(|tactic| !in_use(tactic)).copied();
    match (now, other) {
        (Some(now), Some(before)) => TacticMeaning::Renamed { before, now },
        (Some(now), None) => TacticMeaning::InUse(now),
        (None, Some(other)) => TacticMeaning::Foreign(other),
        (None, None) => match nearest(word, release) {
            Some(near) => TacticMeaning::Slip(near),
            None => TacticMeaning::Unknown,
        },
    }
}

/// Whether the words are the same tactic in every release, or none that anybody reads as one: nothing ever follows.
pub(crate) fn is_settled(mention: &TacticMention) -> bool {
    let named = tactics(tactic_part(&mention.written));
    match named.as_slice() {
        [only] => !mention.bare && only.successors().is_empty() && only.predecessors().is_empty(),
        [] => mention.bare && nearest(&mention.written, "19").is_none(),
        _ => false,
    }
}

/// Whether the release knows the tactic where the resource speaks of it. What enterprise never knew is at home elsewhere.
fn is_at_home(tactic: &Tactic, word: &str, release: &str, domains: &[Domain]) -> bool {
    let known = |id: &vocabulary::tactic::TacticId| id.domain != "atlas" && id.is_of(release);
    let written_as_id = |id: &str| tactic_part(word).to_ascii_uppercase().ends_with(id);
    if let Some(own) = tactic.ids.iter().find(|id| written_as_id(&id.id)) {
        return own.domain == "atlas" || own.is_of(release);
    }
    let enterprise = [Domain::Enterprise];
    let domains = if domains.is_empty() {
        &enterprise
    } else {
        domains
    };
    let of_domain = |name: &str| domains.iter().any(|domain| domain.to_string() == name);
    let mut of_domains = tactic.ids.iter().filter(|id| of_domain(&id.domain));
    match of_domains.next() {
        None => tactic
            .ids
            .iter()
            .any(|id| id.domain == "atlas" || known(id)),
        Some(first) => known(first) || of_domains.any(known),
    }
}

/// The tactic of `TA0005:T1562.008`.
fn tactic_part(word: &str) -> &str {
    match word.split_once(':') {
        Some((tactic, id)) if id.trim().parse::<TechniqueId>().is_ok() => tactic,
        _ => word,
    }
}

/// The words with another tactic, written as the old one was; none where its words are not found in them.
pub(crate) fn rewritten(word: &str, old: &Tactic, new: &Tactic) -> Option<String> {
    let part = tactic_part(word);
    let written = STYLES.iter().find_map(|style| {
        let (old, new) = (style(old), style(new));
        let start = part.len().checked_sub(old.len())?;
        let end = part.get(start..)?;
        (end == old).then(|| format!("{}{new}", &part[..start]))
    });
    let by_id = || {
        let id = old.ids.iter().find(|id| part.ends_with(&id.id))?;
        let same = new.ids.iter().find(|other| other.domain == id.domain)?;
        let before = part.strip_suffix(&id.id)?;
        Some(format!("{before}{}", same.id))
    };
    let written = written.or_else(by_id)?;
    Some(written + &word[part.len()..])
}

/// The words that were meant by a slip of the pen, with what stands before it.
pub(crate) fn corrected(word: &str, meant: &Tactic) -> String {
    let (before, slip) = match word.rsplit_once('.') {
        Some((_, slip)) => (&word[..word.len() - slip.len()], slip),
        None => ("", word),
    };
    let style = STYLES.iter().find(|style| {
        let like = |text: &str| {
            [
                text.contains('_'),
                text.contains('-'),
                text.contains(' '),
                text.starts_with(|letter: char| letter.is_uppercase()),
            ]
        };
        like(&style(meant)) == like(slip)
    });
    match style {
        Some(style) => format!("{before}{}", style(meant)),
        None => format!("{before}{}", meant.shortname),
    }
}

/// The ways in which sources write tactics.
const STYLES: &[fn(&Tactic) -> String] = &[
    |tactic| tactic.shortname.clone(),
    |tactic| tactic.shortname.replace('-', "_"),
    |tactic| tactic.name.clone(),
    |tactic| tactic.name.replace(' ', ""),
    |tactic| tactic.name.replace(' ', "_"),
    |tactic| tactic.name.replace(' ', "-"),
    |tactic| tactic.name.to_lowercase(),
    |tactic| tactic.shortname.replace('-', ""),
    |tactic| tactic.name.to_uppercase(),
    |tactic| tactic.name.to_uppercase().replace(' ', "_"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::tactic::tactic;

    fn said(word: &str, release: &str) -> String {
        match meaning(word, release, &[]) {
            TacticMeaning::InUse(tactic) => format!("in use {}", tactic.shortname),
            TacticMeaning::Renamed { before, now } => {
                format!("renamed {} {}", before.shortname, now.shortname)
            }
            TacticMeaning::Foreign(tactic) => format!("foreign {}", tactic.shortname),
            TacticMeaning::Slip(tactic) => format!("slip {}", tactic.shortname),
            TacticMeaning::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn a_tactic_is_of_its_releases() {
        for (word, before, now) in [
            (
                "attack.defense-evasion",
                "in use defense-evasion",
                "foreign defense-evasion",
            ),
            (
                "DefenseEvasion",
                "in use defense-evasion",
                "foreign defense-evasion",
            ),
            ("attack.stealth", "foreign stealth", "in use stealth"),
            (
                "mitre_defense_impairment",
                "foreign defense-impairment",
                "in use defense-impairment",
            ),
            ("attack.execution", "in use execution", "in use execution"),
            (
                "TA0005",
                "renamed stealth defense-evasion",
                "renamed defense-evasion stealth",
            ),
            (
                "TA0005:T1562.008",
                "renamed stealth defense-evasion",
                "renamed defense-evasion stealth",
            ),
            (
                "TA0112",
                "foreign defense-impairment",
                "in use defense-impairment",
            ),
            (
                "attack.inhibit-response-function",
                "in use inhibit-response-function",
                "in use inhibit-response-function",
            ),
            (
                "attack.defense_evesion",
                "slip defense-evasion",
                "slip defense-evasion",
            ),
            ("attack.valid_account", "unknown", "unknown"),
            ("attack.", "unknown", "unknown"),
        ] {
            assert_eq!(said(word, "18.1"), before, "{word}");
            assert_eq!(said(word, "19"), now, "{word}");
        }
        // Mobile keeps it.
        let mobile = meaning("Defense Evasion", "19", &[Domain::Mobile]);
        assert!(matches!(mobile, TacticMeaning::InUse(_)));
    }

    #[test]
    fn a_tactic_is_written_as_the_one_before_it() {
        let (old, new) = (
            tactic("defense-evasion").unwrap(),
            tactic("defense-impairment").unwrap(),
        );
        for (word, expected) in [
            ("attack.defense-evasion", "attack.defense-impairment"),
            ("attack.defense_evasion", "attack.defense_impairment"),
            ("DefenseEvasion", "DefenseImpairment"),
            ("Defense Evasion", "Defense Impairment"),
            ("Tactic: Defense Evasion", "Tactic: Defense Impairment"),
            ("TA0005", "TA0112"),
            ("TA0005:T1562.008", "TA0112:T1562.008"),
        ] {
            assert_eq!(rewritten(word, old, new).as_deref(), Some(expected));
        }
        assert_eq!(rewritten("defence evasion", old, new), None);
        for (word, expected) in [
            ("attack.defense_evesion", "attack.defense_evasion"),
            ("attack.defense-evesion", "attack.defense-evasion"),
            ("DefenceEvesion", "DefenseEvasion"),
        ] {
            assert_eq!(corrected(word, old), expected);
        }
    }

    #[test]
    fn most_tactics_are_settled() {
        let mention = |written: &str, bare| TacticMention {
            written: written.to_owned(),
            bare,
            ..TacticMention::default()
        };
        assert!(is_settled(&mention("attack.execution", false)));
        assert!(is_settled(&mention("windows", true)));
        for (written, bare) in [
            ("attack.stealth", false),
            ("TA0005", false),
            ("execution", true),
            ("attack.", false),
            ("attack.executoin", false),
        ] {
            assert!(!is_settled(&mention(written, bare)), "{written}");
        }
    }
}
