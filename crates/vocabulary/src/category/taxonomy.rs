//! Sectors and motives: families of words.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::word::{self, Words, apart};

/// A sector or a motive.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its one name: `Oil and gas`.
    pub name: String,
    /// What it is directly a part of: `Energy`.
    #[serde(default)]
    pub part_of: Vec<String>,
    words: Vec<String>,
}

/// What a text names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Categories {
    /// The categories, each once.
    pub categories: Vec<&'static Category>,
    /// Why the text names none, where it is known to: `None Provided`.
    pub nothing: Option<&'static str>,
}

/// All sectors, or all motives.
pub struct Taxonomy {
    data: Data,
    places: BTreeMap<String, usize>,
    words: Words<Meaning>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    #[serde(alias = "sector", alias = "motive")]
    category: Vec<Category>,
    #[serde(default)]
    word: Vec<Several>,
    nothing: Vec<Nothing>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Several {
    words: Vec<String>,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {
    reason: String,
    words: Vec<String>,
}

/// What a word stands for, by places in the data.
#[derive(Clone, Copy, PartialEq)]
enum Meaning {
    Category(usize),
    Several(usize),
    Nothing(usize),
}

static SECTORS: LazyLock<Taxonomy> =
    LazyLock::new(|| Taxonomy::new(include_str!("../../data/sectors.toml")));
static MOTIVES: LazyLock<Taxonomy> =
    LazyLock::new(|| Taxonomy::new(include_str!("../../data/motives.toml")));

/// All sectors of victims.
pub fn sectors() -> &'static Taxonomy {
    &SECTORS
}

/// All motives of adversaries.
pub fn motives() -> &'static Taxonomy {
    &MOTIVES
}

/// The sector that a word names: `Banks` of `bank`.
pub fn sector(word: &str) -> Option<&'static Category> {
    SECTORS.category(word)
}

/// The motive that a word names: `Financial gain` of `Financial crime`.
pub fn motive(word: &str) -> Option<&'static Category> {
    MOTIVES.category(word)
}

impl Taxonomy {
    fn new(text: &str) -> Self {
        let data: Data = toml::from_str(text).expect("the tests read this file of the program");
        let named = data.category.iter().enumerate();
        let mut words = Words::new();
        for (place, category) in named.clone() {
            for word in category.words.iter().chain([&category.name]) {
                words.add(&key(word), Meaning::Category(place));
            }
        }
        for (place, several) in data.word.iter().enumerate() {
            for word in &several.words {
                words.add(&key(word), Meaning::Several(place));
            }
        }
        for (place, nothing) in data.nothing.iter().enumerate() {
            for word in &nothing.words {
                words.add(&key(word), Meaning::Nothing(place));
            }
        }
        let places = named.map(|(place, category)| (category.name.clone(), place));
        Self {
            places: places.collect(),
            words,
            data,
        }
    }

    /// The category that a word names.
    pub fn category(&'static self, word: &str) -> Option<&'static Category> {
        match self.words.whole(&key(word))? {
            Meaning::Category(place) => Some(&self.data.category[place]),
            Meaning::Several(_) | Meaning::Nothing(_) => None,
        }
    }

    /// All that a text of a source names, for some name two; none where it is not understood.
    pub fn read(&'static self, text: &str) -> Option<Categories> {
        let mut found = Categories::default();
        match self.words.whole(&key(text))? {
            Meaning::Category(place) => found.categories.push(&self.data.category[place]),
            Meaning::Several(place) => {
                let names = self.data.word[place].names.iter();
                let categories = names.map(|name| &self.data.category[self.places[name]]);
                found.categories.extend(categories);
            }
            Meaning::Nothing(place) => found.nothing = Some(&self.data.nothing[place].reason),
        }
        Some(found)
    }

    /// Whether a category is another one, or a part of it, or of a part of it: `Oil and gas` is in `Energy`. Who asks for
    /// the whole is given what is stated for the part, and not the other way round.
    pub fn is_in(&self, part: &Category, whole: &Category) -> bool {
        part.name == whole.name
            || self
                .wholes(part)
                .any(|category| self.is_in(category, whole))
    }

    /// What a category is directly a part of.
    pub fn wholes<'a>(&'a self, part: &'a Category) -> impl Iterator<Item = &'a Category> {
        let places = part.part_of.iter().map(|name| self.places[name]);
        places.map(|place| &self.data.category[place])
    }

    /// What is directly a part of a category, sorted.
    pub fn parts<'a>(&'a self, whole: &'a Category) -> impl Iterator<Item = &'a Category> {
        self.all()
            .filter(|category| category.part_of.contains(&whole.name))
    }

    /// All of them, sorted by name.
    pub fn all(&self) -> impl Iterator<Item = &Category> {
        self.places
            .values()
            .map(|place| &self.data.category[*place])
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// Names like a word that is not understood, the most like first; at most three.
    pub fn nearest(&self, word: &str) -> Vec<&str> {
        let words = self.data.category.iter().flat_map(|category| {
            let words = category.words.iter().chain([&category.name]);
            words.map(|word| (word.as_str(), category.name.as_str()))
        });
        word::nearest(word, words)
    }
}

/// How words are compared here: `High-Tech`, `High Tech` and `HighTech` are one, `&` is `and`.
fn key(word: &str) -> String {
    apart(&word.replace('&', " and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(taxonomy: &'static Taxonomy, text: &str) -> Vec<&'static str> {
        let found = taxonomy.read(text).expect(text).categories;
        found.into_iter().map(|one| one.name.as_str()).collect()
    }

    fn within(part: &str, whole: &str) -> bool {
        SECTORS.is_in(sector(part).unwrap(), sector(whole).unwrap())
    }

    #[test]
    fn the_tables_are_sound() {
        for taxonomy in [sectors(), motives()] {
            assert_eq!(taxonomy.words.clashes(), [""; 0]);
            for category in taxonomy.all() {
                assert_eq!(taxonomy.category(&category.name), Some(category));
                let wholes: Vec<&str> = taxonomy
                    .wholes(category)
                    .map(|one| one.name.as_str())
                    .collect();
                assert_eq!(wholes, category.part_of);
            }
            for several in &taxonomy.data.word {
                let names = several.names.iter();
                assert!(
                    names
                        .into_iter()
                        .all(|name| taxonomy.places.contains_key(name))
                );
            }
            assert!(taxonomy.names().is_sorted());
        }
    }

    #[test]
    fn sectors_have_one_name_each() {
        for (words, name) in [
            (
                &["Bank", "Banks", "banking", "Banken", "Credit Unions"][..],
                "Banks",
            ),
            (
                &["High-Tech", "High Tech", "High tech", "HighTech"],
                "High-tech",
            ),
            (
                &[
                    "Telecomms",
                    "Telecoms",
                    "Telecommunications",
                    "Telekommunikation",
                ],
                "Telecommunications",
            ),
            (
                &[
                    "Government",
                    "Government, Administration",
                    "Government Administration",
                    "Government Institutions",
                ],
                "Government",
            ),
            (
                &["Oil", "Gas", "Petroleum", "Oil and gas", "Oil & Gas"],
                "Oil and gas",
            ),
            (
                &[
                    "Finance",
                    "Financial",
                    "Financial Services",
                    "financial-services",
                ],
                "Financial",
            ),
            (
                &[
                    "NGO",
                    "NGOs",
                    "Non Profit",
                    "Non-profit organisation",
                    "Non-profit organizations",
                ],
                "Non-profit organizations",
            ),
            (
                &[
                    "Casinos Gambling",
                    "Casinos and Gambling",
                    "Gambling companies",
                ],
                "Gambling",
            ),
            (
                &[
                    "Semi Conductors",
                    "Semiconductor Industry",
                    "Semi-conductors",
                ],
                "Semiconductors",
            ),
            (
                &["Academia - University ", "Universities", "Higher education"],
                "Universities",
            ),
            (&["IT", "Information Technology"], "Information technology"),
            (&["Hospitality Leisure"], "Hospitality and travel"),
        ] {
            for word in words {
                assert_eq!(
                    sector(word).map(|one| one.name.as_str()),
                    Some(name),
                    "{word}"
                );
            }
        }
        assert_eq!(
            read(sectors(), "Aerospace & Defense"),
            ["Aerospace", "Defense"]
        );
        assert_eq!(read(sectors(), "None Provided"), [""; 0]);
        assert!(sectors().read("Alchemy").is_none());
        assert_eq!(sectors().nearest("Phramaceuticals")[0], "Pharmaceuticals");
    }

    #[test]
    fn parts_are_in_their_families() {
        for part in [
            "Oil and gas",
            "Utilities",
            "Electric",
            "Nuclear",
            "Petrochemical",
        ] {
            assert!(within(part, "Energy") && !within("Energy", part), "{part}");
        }
        for part in ["Banks", "Insurance", "Cryptocurrency"] {
            assert!(within(part, "Financial"), "{part}");
        }
        assert!(!within("Water", "Energy") && !within("Banks", "Insurance"));
        let parts = sectors().parts(sector("defence").unwrap());
        let parts: Vec<&str> = parts.map(|one| one.name.as_str()).collect();
        assert_eq!(parts, ["Defense industry", "Military"]);
    }

    #[test]
    fn motives_have_one_name_each() {
        for (words, name) in [
            (
                &[
                    "Cyber Espionage",
                    "Espionage",
                    "Information theft and espionage",
                    "Spionage",
                ][..],
                "Espionage",
            ),
            (
                &[
                    "Financial Gain",
                    "Financial gain",
                    "Financial crime",
                    "Cybercrime",
                    "personal-gain",
                ],
                "Financial gain",
            ),
            (&["Sabotage and destruction"], "Sabotage and destruction"),
        ] {
            for word in words {
                assert_eq!(
                    motive(word).map(|one| one.name.as_str()),
                    Some(name),
                    "{word}"
                );
            }
        }
        assert_eq!(
            read(motives(), "Hacktivists-Nationalists"),
            ["Hacktivism", "Nationalism"]
        );
        assert_eq!(
            read(
                motives(),
                "mainly financially motivated, additional espionage objective."
            ),
            ["Espionage", "Financial gain"]
        );
        assert!(motives().is_in(
            motive("Destruction").unwrap(),
            motive("Sabotage and destruction").unwrap()
        ));
    }
}
