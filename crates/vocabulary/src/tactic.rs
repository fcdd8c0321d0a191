//! Tactics: one name for every way of writing them, and which release and domain knows which. The table is
//! `data/tactics.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::word::likeness;

/// How much a word must have in common with a tactic to be a slip for it. `credential dumping` is none of `credential
/// access` (0.59); `defensive evasion` is one of `defense evasion` (0.88).
const SLIP: f64 = 0.8;

/// An aim of adversaries under one name, whatever its id in a domain.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tactic {
    /// `Defense Evasion`.
    pub name: String,
    /// `defense-evasion`, as kill chain phases write it.
    pub shortname: String,
    /// Its id in each domain that knows it.
    pub ids: Vec<TacticId>,
    #[serde(default)]
    successors: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
}

/// The id of a tactic in a domain.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TacticId {
    /// `TA0005`.
    pub id: String,
    /// `enterprise`, `mobile`, `ics`, `atlas`, or `pre` for PRE-ATT&CK.
    pub domain: String,
    /// The first release that knows it. None: every release since 9.
    pub since: Option<u32>,
    /// The last release that knows it. None: every later one.
    pub until: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    own_tactics: Vec<String>,
    namespaces: Vec<String>,
    tactic: Vec<Tactic>,
}

struct Table {
    data: Data,
    /// Places of the tactics that a word names, in the order of the data.
    words: HashMap<String, Vec<usize>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let data = toml::from_str(include_str!("../data/tactics.toml"))
        .expect("the tests read this file of the program");
    Table::new(data)
});

/// The tactic that a word names, in any way of writing: `CredentialAccess`, `attack.defense_evasion`, `TA0005`. Where an id
/// has had several names, the newest; see [`tactics`] and [`tactic_in`].
pub fn tactic(word: &str) -> Option<&'static Tactic> {
    tactics(word).pop()
}

/// All tactics that a word names, the oldest first: `TA0005` is Defense Evasion and Stealth.
pub fn tactics(word: &str) -> Vec<&'static Tactic> {
    let places = TABLE.words.get(&plain(TABLE.bare(word)));
    let places = places.into_iter().flatten();
    places.map(|place| &TABLE.data.tactic[*place]).collect()
}

/// The tactic that a word names in a release of ATT&CK; none where that release knows no such tactic. An id must be known
/// by that name in its own domain: `TA0005` of 19 is Stealth, although mobile still knows Defense Evasion.
pub fn tactic_in(word: &str, release: &str) -> Option<&'static Tactic> {
    let plain_word = plain(TABLE.bare(word));
    let mut named = tactics(word).into_iter();
    named.find(|tactic| {
        let mut ids = tactic.ids.iter();
        match ids.find(|id| plain(&id.id) == plain_word) {
            Some(id) => id.is_of(release),
            None => tactic.is_of(release),
        }
    })
}

/// The tactic that a word is a slip of the pen for: `attack.defense_evesion`, `TA005`, which the release says the name of.
/// None where no tactic is near, or two are as near as each other.
pub fn nearest(word: &str, release: &str) -> Option<&'static Tactic> {
    let bare = word.rsplit(['.', ':']).next().unwrap_or(word);
    let bare = plain(TABLE.bare(bare));
    if let Some(number) = bare.strip_prefix("ta") {
        let id = number.parse::<u32>().ok().map(|n| format!("TA{n:04}"));
        return id.and_then(|id| tactic_in(&id, release).or_else(|| tactic(&id)));
    }
    let mut ranked: Vec<(f64, &Vec<usize>)> = TABLE
        .words
        .iter()
        .map(|(word, places)| (likeness(word, &bare), places))
        .filter(|(likeness, _)| *likeness >= SLIP)
        .collect();
    ranked.sort_by(|left, right| right.0.total_cmp(&left.0));
    match ranked.as_slice() {
        [(first, places), (second, others), ..]
            if first.total_cmp(second).is_eq() && places != others =>
        {
            None
        }
        [(_, places), ..] => places.last().map(|place| &TABLE.data.tactic[*place]),
        [] => None,
    }
}

/// Whether a source has tactics of its own, which are none of ATT&CK's even where they are called alike.
pub fn has_its_own(source: &str) -> bool {
    TABLE.data.own_tactics.iter().any(|own| own == source)
}

/// All tactics, in the order of the matrix.
pub fn all() -> impl Iterator<Item = &'static Tactic> {
    TABLE.data.tactic.iter()
}

impl Tactic {
    /// Whether this release of ATT&CK (`18.1`) knows it, in any domain.
    pub fn is_of(&self, release: &str) -> bool {
        self.ids
            .iter()
            .any(|id| id.domain != "atlas" && id.is_of(release))
    }

    /// Its id in this domain of this release.
    pub fn id_in(&self, domain: &str, release: &str) -> Option<&str> {
        let mut ids = self.ids.iter();
        let known = ids.find(|id| id.domain == domain && id.is_of(release));
        known.map(|id| id.id.as_str())
    }

    /// What it became where it was withdrawn: Stealth and Defense Impairment of Defense Evasion. Which of them, the
    /// techniques say.
    pub fn successors(&self) -> Vec<&'static Tactic> {
        let successors = all().filter(|tactic| self.successors.contains(&tactic.shortname));
        successors.collect()
    }

    /// What became it: Defense Evasion of Stealth.
    pub fn predecessors(&self) -> Vec<&'static Tactic> {
        let predecessors = all().filter(|tactic| tactic.successors.contains(&self.shortname));
        predecessors.collect()
    }
}

impl TacticId {
    /// Whether a release of ATT&CK (`18.1`, `19`) knows it. What is no release is taken for the newest.
    pub fn is_of(&self, release: &str) -> bool {
        let major = release.trim_start_matches('v').split('.').next();
        let major = major
            .and_then(|major| major.parse().ok())
            .unwrap_or(u32::MAX);
        self.since.is_none_or(|since| since <= major)
            && self.until.is_none_or(|until| major <= until)
    }
}

impl Table {
    fn new(data: Data) -> Self {
        let mut words: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, tactic) in data.tactic.iter().enumerate() {
            let ids = tactic.ids.iter().map(|id| &id.id);
            let own = [&tactic.name, &tactic.shortname].into_iter();
            for word in own.chain(&tactic.words).chain(ids) {
                let places = words.entry(plain(word)).or_default();
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        Self { data, words }
    }

    /// The word without its namespace.
    fn bare<'a>(&self, word: &'a str) -> &'a str {
        let word = word.trim();
        let begins = |namespace: &&String| {
            let beginning = word.get(..namespace.len());
            beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(namespace))
        };
        // The longest, for `mitre_attack.` and `mitre_` begin alike.
        let namespaces = self.data.namespaces.iter().filter(begins);
        let longest = namespaces.map(String::len).max().unwrap_or(0);
        &word[longest..]
    }
}

/// Letters and digits alone, in lower case, `&` as `and`: all ways of writing a tactic are one.
fn plain(word: &str) -> String {
    let spelled = word.replace('&', "and");
    let letters = spelled.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(word: &str) -> Option<&'static str> {
        tactic(word).map(|tactic| tactic.shortname.as_str())
    }

    fn slip(word: &str) -> Option<&'static str> {
        nearest(word, "19").map(|tactic| tactic.shortname.as_str())
    }

    #[test]
    fn only_ids_that_changed_their_name_have_two() {
        let several = TABLE.words.iter().filter(|(_, places)| places.len() > 1);
        let several: Vec<&String> = several.map(|(word, _)| word).collect();
        assert_eq!(several, ["ta0005"]);
        for tactic in all() {
            assert_eq!(short(&tactic.shortname), Some(tactic.shortname.as_str()));
            assert_eq!(tactic.successors().len(), tactic.successors.len());
        }
    }

    #[test]
    fn all_ways_of_writing_are_one() {
        for word in [
            "Command and Control",
            "command-and-control",
            "CommandAndControl",
            "CommandandControl",
            "Command_and_Control",
            "command&control",
            "attack.command_and_control",
            "attack.command-and-control",
            "mitre_command_and_control",
            "att&ck-tactic:TA0011",
            "TA0011",
            "TA0037",
            "TA0101",
            " c2 ",
        ] {
            assert_eq!(short(word), Some("command-and-control"), "{word}");
        }
        for word in [
            "",
            "attack.",
            "attack.t1059",
            "Credential Phishing",
            "credential-dumping",
            "launch",
        ] {
            assert_eq!(short(word), None, "{word}");
        }
    }

    #[test]
    fn releases_know_their_own() {
        let before = tactic_in("TA0005", "18.1").unwrap();
        let after = tactic_in("TA0005", "19").unwrap();
        assert_eq!(
            (before.shortname.as_str(), after.shortname.as_str()),
            ("defense-evasion", "stealth")
        );
        assert_eq!(before.successors().len(), 2);
        assert_eq!(after.predecessors(), [before]);
        assert!(tactic_in("attack.stealth", "18.1").is_none());
        assert!(tactic_in("defense-impairment", "19.0").is_some());
        // Mobile keeps it.
        assert!(before.is_of("19"));
        assert_eq!(before.id_in("enterprise", "19"), None);
        assert_eq!(before.id_in("mobile", "19"), Some("TA0030"));
        assert!(tactic_in("evasion", "18.1").is_some());
        assert!(tactic_in("Test Capabilities", "18.1").is_none());
    }

    #[test]
    fn slips_of_the_pen_have_a_nearest_tactic() {
        for (word, expected) in [
            ("attack.defense_evesion", "defense-evasion"),
            ("defenense_evasion", "defense-evasion"),
            ("defense_evation", "defense-evasion"),
            ("defensive-evasion", "defense-evasion"),
            ("atatck.defense_evasion", "defense-evasion"),
            ("privelege_escalation", "privilege-escalation"),
            ("Commmand and Control", "command-and-control"),
            ("attack.stelth", "stealth"),
            ("TA005", "stealth"),
            ("TA006", "credential-access"),
        ] {
            assert_eq!(slip(word), Some(expected), "{word}");
        }
        for word in [
            "",
            "attack.",
            "attack.valid_account",
            "credential_dumping",
            "powershell",
            "launch",
            "TA0999",
        ] {
            assert_eq!(slip(word), None, "{word}");
        }
        let before = nearest("TA005", "18.1").unwrap();
        assert_eq!(before.shortname, "defense-evasion");
        assert!(has_its_own("sublime") && !has_its_own("sigma"));
    }
}
