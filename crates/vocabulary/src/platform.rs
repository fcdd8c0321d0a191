//! Platforms: one name for every word, and which platform is a part of which. The table is `data/platforms.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::word::{Words, apart, fold};

/// What a technique, a rule or a test runs on: a platform of ATT&CK, or a provider that belongs to one.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// Its one name: `Windows`, `AWS`.
    pub name: String,
    /// The platforms that it is directly a part of: `AWS` of `IaaS`. Platforms of ATT&CK are part of none.
    #[serde(default)]
    pub part_of: Vec<String>,
    /// The domains of ATT&CK whose techniques name it.
    #[serde(default = "enterprise")]
    pub domains: Vec<String>,
    words: Vec<String>,
}

/// What a word says of platforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlatformWord {
    /// It names one.
    Platform(&'static Platform),
    /// It names all of them: `all`, `global`.
    All,
    /// It names none, for this reason: `endpoint`, `N/A`.
    Nothing(&'static str),
}

/// What a text says of platforms, word by word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Platforms {
    /// Those that it names, in its order, each once.
    pub platforms: Vec<&'static Platform>,
    /// Whether a word names all platforms.
    pub all: bool,
    /// Words that name no platform, with the reason.
    pub nothing: Vec<(String, &'static str)>,
    /// Words that are not understood.
    pub unknown: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    platform: Vec<Platform>,
    word: Vec<Several>,
    nothing: Vec<Nothing>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Several {
    source: Option<String>,
    words: Vec<String>,
    platforms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {
    source: Option<String>,
    #[serde(default)]
    all: bool,
    reason: String,
    words: Vec<String>,
}

/// What a word stands for, by places in the data.
#[derive(Clone, Copy, PartialEq)]
enum Meaning {
    Platform(usize),
    Several(usize),
    Nothing(usize),
}

struct Table {
    data: Data,
    places: BTreeMap<String, usize>,
    everywhere: Words<Meaning>,
    by_source: BTreeMap<String, Words<Meaning>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let data = toml::from_str(include_str!("../data/platforms.toml"))
        .expect("the tests read this file of the program");
    Table::new(data)
});

fn enterprise() -> Vec<String> {
    vec!["enterprise".to_owned()]
}

/// The platform that a word of any source names.
pub fn platform(word: &str) -> Option<&'static Platform> {
    match meaning(word)? {
        PlatformWord::Platform(platform) => Some(platform),
        PlatformWord::All | PlatformWord::Nothing(_) => None,
    }
}

/// What a single word says; none where it is not understood, or names several platforms: see [`read`].
pub fn meaning(word: &str) -> Option<PlatformWord> {
    match TABLE.meaning(None, word)? {
        Meaning::Platform(place) => Some(PlatformWord::Platform(&TABLE.data.platform[place])),
        Meaning::Nothing(place) => Some(TABLE.nothing(place)),
        Meaning::Several(_) => None,
    }
}

/// What a text of a source says: one word, or several as in `Windows, EDR`. Some words mean something else in one source:
/// `host` of Falco is Linux. Without a source, the general meaning counts.
pub fn read(source: Option<&str>, text: &str) -> Platforms {
    let mut found = Platforms::default();
    for word in TABLE.split(source, text) {
        TABLE.read(source, word, &mut found);
    }
    found
}

/// Whether what is stated for one platform is for whoever uses the other: both are the same, or one is part of the other.
///
/// ```
/// # use vocabulary::platform::{matches, platform};
/// let [iaas, aws, azure] = ["IaaS", "aws", "azure"].map(|word| platform(word).unwrap());
/// assert!(matches(iaas, aws) && matches(azure, iaas));
/// assert!(!matches(azure, aws));
/// ```
pub fn matches(in_use: &Platform, stated: &Platform) -> bool {
    in_use.is_in(stated) || stated.is_in(in_use)
}

/// The names of all platforms, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.places.keys().map(String::as_str)
}

/// All platforms, each followed by its parts, as help lists them.
pub fn all() -> impl Iterator<Item = &'static Platform> {
    TABLE.data.platform.iter()
}

/// Every word for platforms that counts whatever the source, as the table writes it. One that ends in `*` stands for all that begin
/// so.
pub fn words() -> impl Iterator<Item = &'static str> {
    let platforms = TABLE.data.platform.iter();
    let of_platforms = platforms.flat_map(|platform| platform.words.iter().chain([&platform.name]));
    let several = TABLE.data.word.iter().filter(|word| word.source.is_none());
    let nothing = TABLE
        .data
        .nothing
        .iter()
        .filter(|word| word.source.is_none());
    of_platforms
        .chain(several.flat_map(|word| &word.words))
        .chain(nothing.flat_map(|word| &word.words))
        .map(String::as_str)
}

/// Names like a word that is not understood, the most like first; at most three.
pub fn nearest(word: &str) -> Vec<&'static str> {
    let platforms = TABLE.data.platform.iter();
    crate::word::nearest(word, platforms.flat_map(Platform::names_and_words))
}

impl Platform {
    /// The platforms of ATT&CK that it is or belongs to: `Containers` and `IaaS` of Amazon EKS.
    pub fn of_attack(&'static self) -> Vec<&'static str> {
        let mut found: Vec<&str> = Vec::new();
        let mut open: Vec<&Self> = vec![self];
        while let Some(platform) = open.pop() {
            if platform.part_of.is_empty() && !found.contains(&platform.name.as_str()) {
                found.push(&platform.name);
            }
            open.extend(platform.wholes().rev());
        }
        found
    }

    /// Whether it is the other one, or a part of it, or of a part of it.
    pub fn is_in(&self, whole: &Self) -> bool {
        self.name == whole.name || self.wholes().any(|platform| platform.is_in(whole))
    }

    /// Its parts that are directly below it, in the order of the table.
    pub fn parts(&self) -> impl Iterator<Item = &'static Platform> {
        let platforms = TABLE.data.platform.iter();
        platforms.filter(|platform| platform.part_of.contains(&self.name))
    }

    fn wholes(&self) -> impl DoubleEndedIterator<Item = &'static Platform> {
        let places = self.part_of.iter().map(|name| TABLE.places[name]);
        places.map(|place| &TABLE.data.platform[place])
    }

    fn names_and_words(&self) -> impl Iterator<Item = (&str, &str)> {
        let words = self.words.iter().map(|word| word.trim_end_matches('*'));
        words
            .chain([self.name.as_str()])
            .map(|word| (word, self.name.as_str()))
    }
}

impl Table {
    fn new(data: Data) -> Self {
        let named = data.platform.iter().enumerate();
        let mut table = Self {
            places: named
                .map(|(place, platform)| (platform.name.clone(), place))
                .collect(),
            everywhere: Words::new(),
            by_source: BTreeMap::new(),
            data,
        };
        table.add_words();
        table
    }

    fn add_words(&mut self) {
        for (place, platform) in self.data.platform.iter().enumerate() {
            for word in platform.words.iter().chain([&platform.name]) {
                self.everywhere.add(word, Meaning::Platform(place));
            }
        }
        let several = self.data.word.iter().enumerate().map(|(place, several)| {
            let meaning = match several.platforms.as_slice() {
                [one] => Meaning::Platform(self.places[one]),
                _ => Meaning::Several(place),
            };
            (&several.source, &several.words, meaning)
        });
        let nothing = self.data.nothing.iter().enumerate();
        let nothing = nothing
            .map(|(place, nothing)| (&nothing.source, &nothing.words, Meaning::Nothing(place)));
        for (source, words, meaning) in several.chain(nothing) {
            let lists = match source {
                Some(source) => self
                    .by_source
                    .entry(source.clone())
                    .or_insert_with(Words::new),
                None => &mut self.everywhere,
            };
            for word in words {
                lists.add(word, meaning);
            }
        }
    }

    /// What a word stands for: as it is written, with its parts apart (`azure-ad`), or by how it begins.
    fn meaning(&self, source: Option<&str>, word: &str) -> Option<Meaning> {
        let (folded, apart) = (fold(word), apart(word));
        let own = source.and_then(|source| self.by_source.get(source));
        let lists = || own.into_iter().chain([&self.everywhere]);
        lists()
            .find_map(|words| words.whole(&folded).or_else(|| words.whole(&apart)))
            .or_else(|| lists().find_map(|words| words.beginning(&folded)))
            .or_else(|| lists().find_map(|words| words.beginning(&apart)))
    }

    /// The words of a text. Names that hold a separator (`Field Controller/RTU/PLC/IED`) stay whole, and so does what is not
    /// understood: only where every part is a word, `and` and `/` separate.
    fn split<'a>(&self, source: Option<&str>, text: &'a str) -> Vec<&'a str> {
        let folded = fold(text);
        if self.everywhere.whole(&folded).is_some() {
            return vec![text.trim()];
        }
        let parts = text.split([',', ';', '|', '\n']).map(str::trim);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let words = parts.into_iter().flat_map(|part| {
            let finer: Vec<&str> = [" and ", " or ", "&", "/", "+"].into_iter().fold(
                vec![part],
                |parts, separator| {
                    let parts = parts.into_iter().flat_map(|part| part.split(separator));
                    parts.map(str::trim).collect()
                },
            );
            let whole = self.meaning(source, part).is_some();
            let all_known = finer
                .iter()
                .all(|word| !word.is_empty() && self.meaning(source, word).is_some());
            if !whole && all_known {
                finer
            } else {
                vec![part]
            }
        });
        words.collect()
    }

    fn read(&'static self, source: Option<&str>, word: &str, found: &mut Platforms) {
        match self.meaning(source, word) {
            Some(Meaning::Platform(place)) => found.add(&self.data.platform[place]),
            Some(Meaning::Several(place)) => {
                for name in &self.data.word[place].platforms {
                    found.add(&self.data.platform[self.places[name]]);
                }
            }
            Some(Meaning::Nothing(place)) => match self.nothing(place) {
                PlatformWord::Nothing(reason) => found.nothing.push((word.to_owned(), reason)),
                PlatformWord::All | PlatformWord::Platform(_) => found.all = true,
            },
            None => found.unknown.push(word.to_owned()),
        }
    }

    fn nothing(&'static self, place: usize) -> PlatformWord {
        let nothing = &self.data.nothing[place];
        if nothing.all {
            PlatformWord::All
        } else {
            PlatformWord::Nothing(&nothing.reason)
        }
    }
}

impl Platforms {
    fn add(&mut self, platform: &'static Platform) {
        if !self.platforms.contains(&platform) {
            self.platforms.push(platform);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(word: &str) -> Option<&'static str> {
        platform(word).map(|platform| platform.name.as_str())
    }

    fn names(source: &str, text: &str) -> Vec<&'static str> {
        let found = read(Some(source), text);
        assert_eq!(found.unknown, [""; 0], "{text}");
        let platforms = found.platforms.into_iter();
        platforms.map(|platform| platform.name.as_str()).collect()
    }

    fn both(in_use: &str, stated: &str) -> bool {
        matches(platform(in_use).unwrap(), platform(stated).unwrap())
    }

    #[test]
    fn the_table_is_sound() {
        assert_eq!(TABLE.everywhere.clashes(), [""; 0]);
        for words in TABLE.by_source.values() {
            assert_eq!(words.clashes(), [""; 0]);
        }
        for platform in all() {
            assert_eq!(name(&platform.name), Some(platform.name.as_str()));
            assert!(!platform.of_attack().is_empty());
        }
        for several in &TABLE.data.word {
            assert!(
                several
                    .platforms
                    .iter()
                    .all(|name| TABLE.places.contains_key(name))
            );
        }
    }

    #[test]
    fn words_of_every_source_have_one_name() {
        for (word, expected) in [
            ("Win", "Windows"),
            ("WindowsServer", "Windows"),
            ("WindowsEndpoint", "Windows"),
            ("Windows 10 21H1 (likely other versions as well)", "Windows"),
            ("darwin", "macOS"),
            ("Network", "Network Devices"),
            ("iaas:aws", "AWS"),
            ("AWS Federated Account", "AWS"),
            ("EC2 Snapshot", "AWS"),
            ("GCP Storage Bucket", "Google Cloud"),
            ("O365 Tenant", "Microsoft 365"),
            ("office-365", "Microsoft 365"),
            ("Azure AD", "Entra ID"),
            ("azure-ad", "Entra ID"),
            ("Azure Active Directory", "Entra ID"),
            ("Okta Tenant", "Okta"),
            ("GSuite", "Google Workspace"),
            ("Azure AKS Kubernetes cluster", "Azure AKS"),
            (
                "Field Controller/RTU/PLC/IED",
                "Field Controller/RTU/PLC/IED",
            ),
        ] {
            assert_eq!(name(word), Some(expected), "{word}");
        }
        assert_eq!(name("Windows Phone"), None);
        assert_eq!(meaning("all"), Some(PlatformWord::All));
        assert!(std::matches!(
            meaning("N/A"),
            Some(PlatformWord::Nothing(_))
        ));
        assert!(std::matches!(
            meaning("Endpoint"),
            Some(PlatformWord::Nothing(_))
        ));
    }

    #[test]
    fn a_text_may_name_several() {
        assert_eq!(
            names("chronicle", "Linux, Windows, EDR"),
            ["Linux", "Windows"]
        );
        assert_eq!(names("car", "Linux and macOS"), ["Linux", "macOS"]);
        assert_eq!(
            names("splunk", "GCP GKE EKS Kubernetes cluster"),
            ["Google GKE", "Amazon EKS"]
        );
        assert_eq!(names("falco", "host"), ["Linux"]);
        assert_eq!(names("splunk", "Network"), [""; 0]);
        assert!(read(None, "global").all);
        assert_eq!(read(None, "Amiga, Windows").unknown, ["Amiga"]);
        assert_eq!(
            read(None, "Amiga and Windows").unknown,
            ["Amiga and Windows"]
        );
    }

    #[test]
    fn parts_match_their_wholes_and_not_each_other() {
        for (in_use, stated) in [
            ("IaaS", "AWS"),
            ("Azure", "IaaS"),
            ("Kubernetes", "EKS"),
            ("Containers", "EKS"),
            ("AWS", "EKS"),
        ] {
            assert!(
                both(in_use, stated) && both(stated, in_use),
                "{in_use} {stated}"
            );
        }
        for (in_use, stated) in [
            ("Azure", "AWS"),
            ("Azure", "Entra ID"),
            ("Azure", "EKS"),
            ("Docker", "Kubernetes"),
            ("Windows", "Linux"),
        ] {
            assert!(
                !both(in_use, stated) && !both(stated, in_use),
                "{in_use} {stated}"
            );
        }
        assert_eq!(platform("eks").unwrap().of_attack(), ["Containers", "IaaS"]);
    }

    #[test]
    fn a_word_that_is_not_understood_has_near_names() {
        assert_eq!(nearest("Windwos")[0], "Windows");
        assert_eq!(nearest("google-cluod")[0], "Google Cloud");
        assert_eq!(nearest("azuread-tenant")[0], "Azure");
    }
}
