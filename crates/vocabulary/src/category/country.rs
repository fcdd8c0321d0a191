//! Countries, and what sources state in their place: regions, groups of states and of people, organizations.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::word::{self, Words, fold};

/// A country, or a territory with a code of its own.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// Its one name: `Russia`.
    pub name: String,
    codes: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
}

/// What is no country: a part of the world, a group of states or of people.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Its one name: `Middle East`.
    pub name: String,
    /// `region`, `group of states` or `group of people`.
    pub kind: String,
    words: Vec<String>,
}

/// What a word says of where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It names a country.
    Country(&'static Country),
    /// It names something that is no country: `Europe`, `NATO`.
    Region(&'static Region),
    /// It names neither, for this reason: `None Provided`, a company.
    Nothing(&'static str),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    country: Vec<Country>,
    region: Vec<Region>,
    nothing: Vec<Nothing>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {
    reason: String,
    words: Vec<String>,
}

/// What a word stands for, by places in the data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    Country(usize),
    Region(usize),
    Nothing(usize),
}

struct Table {
    data: Data,
    words: Words<Meaning>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let data = toml::from_str(include_str!("../../data/countries.toml"))
        .expect("the tests read this file of the program");
    Table::new(data)
});

/// The country that a word names: a name in English, in its own or in many other languages, or a code of ISO 3166-1.
pub fn country(word: &str) -> Option<&'static Country> {
    match place(word)? {
        Place::Country(country) => Some(country),
        Place::Region(_) | Place::Nothing(_) => None,
    }
}

/// The region or group that a word names.
pub fn region(word: &str) -> Option<&'static Region> {
    match place(word)? {
        Place::Region(region) => Some(region),
        Place::Country(_) | Place::Nothing(_) => None,
    }
}

/// What a word says of where; none where it is not understood.
pub fn place(word: &str) -> Option<Place> {
    let mut keys = variants(word).into_iter();
    let meaning = keys.find_map(|key| TABLE.words.whole(&key))?;
    Some(match meaning {
        Meaning::Country(place) => Place::Country(&TABLE.data.country[place]),
        Meaning::Region(place) => Place::Region(&TABLE.data.region[place]),
        Meaning::Nothing(place) => Place::Nothing(&TABLE.data.nothing[place].reason),
    })
}

/// The names of all countries, sorted.
pub fn country_names() -> impl Iterator<Item = &'static str> {
    TABLE
        .data
        .country
        .iter()
        .map(|country| country.name.as_str())
}

/// The names of all regions and groups, sorted.
pub fn region_names() -> impl Iterator<Item = &'static str> {
    let names = TABLE.data.region.iter().map(|region| region.name.as_str());
    names.collect::<BTreeSet<_>>().into_iter()
}

/// Names of countries and regions like a word that is not understood, the most like first; at most three. A word of two or
/// three letters is compared with names alone: every code is like it.
pub fn nearest_countries(word: &str) -> Vec<&'static str> {
    let countries = TABLE.data.country.iter().flat_map(|country| {
        let words = country.words.iter().chain(&country.names);
        words
            .chain([&country.name])
            .map(|word| (word.as_str(), country.name.as_str()))
    });
    let regions = TABLE.data.region.iter().flat_map(|region| {
        let words = region.words.iter().chain([&region.name]);
        words.map(|word| (word.as_str(), region.name.as_str()))
    });
    word::nearest(word, countries.chain(regions))
}

impl Country {
    /// Its two letters in ISO 3166-1: `RU`.
    pub fn alpha2(&self) -> &str {
        &self.codes[0]
    }
}

impl Table {
    fn new(data: Data) -> Self {
        let mut words = Words::new();
        let mut add = |word: &str, meaning: Meaning| {
            for key in variants(word) {
                words.add(&key, meaning);
            }
        };
        for (place, country) in data.country.iter().enumerate() {
            let stated = country.codes.iter().chain(&country.words);
            for word in stated.chain(&country.names).chain([&country.name]) {
                add(word, Meaning::Country(place));
            }
        }
        for (place, region) in data.region.iter().enumerate() {
            for word in region.words.iter().chain([&region.name]) {
                add(word, Meaning::Region(place));
            }
        }
        for (place, nothing) in data.nothing.iter().enumerate() {
            for word in &nothing.words {
                add(word, Meaning::Nothing(place));
            }
        }
        Self { data, words }
    }
}

/// The ways of writing a word that are compared: as it is but for case, dots, dashes, apostrophes and a leading `the`;
/// without accents; and with the two letters that German has for an umlaut.
fn variants(word: &str) -> Vec<String> {
    let mut plain = String::new();
    for letter in fold(word).chars() {
        match letter {
            '’' | '‘' | 'ʼ' | '`' | '´' => plain.push('\''),
            '–' | '—' | '‐' | '‑' => plain.push('-'),
            '\u{200c}' => plain.push(' '),
            '.' | '\u{200e}' | '\u{200f}' | '\u{300}'..='\u{36f}' => {}
            letter => plain.push(letter),
        }
    }
    let plain = fold(&plain);
    let plain = plain.strip_prefix("the ").unwrap_or(&plain).to_owned();
    let mut variants = vec![number(&plain).unwrap_or(plain)];
    if variants[0].is_ascii() {
        return variants;
    }
    for spelled in [unaccented(&variants[0]), umlauts_apart(&variants[0])] {
        if !variants.contains(&spelled) {
            variants.push(spelled);
        }
    }
    variants
}

/// A numeric code with its three digits: `4` is `004`.
fn number(word: &str) -> Option<String> {
    let number: u16 = word.parse().ok()?;
    Some(format!("{number:03}"))
}

/// Letters of European languages that are another letter with an accent, or two letters written as one.
const LETTERS: &[(&str, &str)] = &[
    ("àáâãäåāăą", "a"),
    ("çćčċ", "c"),
    ("ďđð", "d"),
    ("èéêëēėęě", "e"),
    ("ğģġ", "g"),
    ("ìíîïīįı", "i"),
    ("ķ", "k"),
    ("ĺļľł", "l"),
    ("ñńņň", "n"),
    ("òóôõöøōő", "o"),
    ("ŕř", "r"),
    ("śşšș", "s"),
    ("ţťț", "t"),
    ("ùúûüūůűų", "u"),
    ("ýÿ", "y"),
    ("źżž", "z"),
    ("ß", "ss"),
    ("æ", "ae"),
    ("œ", "oe"),
];

fn unaccented(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars() {
        match plain_letters(letter) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(letter),
        }
    }
    plain
}

fn plain_letters(letter: char) -> Option<&'static str> {
    // Thousands of names are made plain at once, and few of their letters are in the table.
    if !('ß'..='ț').contains(&letter) {
        return None;
    }
    let mut letters = LETTERS.iter();
    letters
        .find(|(accented, _)| accented.contains(letter))
        .map(|(_, plain)| *plain)
}

fn umlauts_apart(word: &str) -> String {
    let word = word.replace('ä', "ae").replace('ö', "oe");
    unaccented(&word.replace('ü', "ue"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (words, the code of their country).
    const NAMES: &[(&[&str], &str)] = &[
        (
            &[
                "RU",
                "ru",
                "RUS",
                "643",
                "Russia",
                "Russian Federation",
                "the Russian Federation",
                "Russland",
                "Россия",
            ],
            "RU",
        ),
        (
            &[
                "DE",
                "DEU",
                "276",
                "Germany",
                "Deutschland",
                "Allemagne",
                "Bundesrepublik Deutschland",
            ],
            "DE",
        ),
        (
            &[
                "US",
                "USA",
                "U.S.",
                "U.S.A.",
                "840",
                "United States",
                "United States of America",
                "Vereinigte Staaten",
                "États-Unis",
                "美国",
            ],
            "US",
        ),
        (
            &[
                "UK",
                "GB",
                "United Kingdom",
                "England",
                "Großbritannien",
                "Vereinigtes Königreich",
                "Vereinigtes Koenigreich",
            ],
            "GB",
        ),
        (&["IR", "Iran", "Iran (Islamic Republic of)", "364"], "IR"),
        (
            &[
                "KP",
                "North Korea",
                "Korea (Democratic People's Republic of)",
                "Korea (Democratic People’s Republic of)",
                "DPRK",
                "Nordkorea",
            ],
            "KP",
        ),
        (
            &[
                "KR",
                "South Korea",
                "Korea (Republic of)",
                "Südkorea",
                "Suedkorea",
                "대한민국",
            ],
            "KR",
        ),
        (&["CN", "China", "People's Republic of China", "PRC"], "CN"),
        (
            &["TR", "Turkey", "Türkiye", "Turkiye", "Türkei", "Tuerkei"],
            "TR",
        ),
        (
            &[
                "CI",
                "Cote d'Ivoire",
                "Côte d’Ivoire",
                "Ivory Coast",
                "Elfenbeinküste",
            ],
            "CI",
        ),
        (
            &["AT", "Österreich", "Oesterreich", "Osterreich", "40", "040"],
            "AT",
        ),
        (&["Czech", "Czech Republic", "Czechia", "Tschechien"], "CZ"),
        (&["Swaziland", "Eswatini"], "SZ"),
        (&["Macedonia", "North Macedonia"], "MK"),
        (&["Burma", "Myanmar"], "MM"),
        (&["Lebonon", "Libanon"], "LB"),
        (&["AF", "4", "004", "Afghanistan"], "AF"),
        (&["Gaza", "Palestine", "Palästina"], "PS"),
        (&["The Philippines", "Philippinen"], "PH"),
        (
            &[
                "UAE",
                "United Arab Emirates",
                "Vereinigte Arabische Emirate",
            ],
            "AE",
        ),
        (&["XK", "Kosovo"], "XK"),
        (&["NA", "Namibia"], "NA"),
    ];

    fn code(word: &str) -> Option<&'static str> {
        country(word).map(Country::alpha2)
    }

    #[test]
    fn the_table_is_sound() {
        assert_eq!(TABLE.words.clashes(), [""; 0]);
        let names: Vec<&str> = country_names().collect();
        assert_eq!(names.len(), 250);
        for country in &TABLE.data.country {
            assert_eq!(super::country(&country.name), Some(country));
            assert!(
                country.codes[0].len() == 2 && country.codes[1].len() == 3,
                "{}",
                country.name
            );
        }
        assert!(names.is_sorted_by_key(|name| unaccented(&fold(name))));
    }

    #[test]
    fn countries_have_one_name_each() {
        for (words, expected) in NAMES {
            for word in *words {
                assert_eq!(code(word), Some(*expected), "{word}");
            }
        }
        assert_eq!(country("RU").unwrap().name, "Russia");
    }

    #[test]
    fn what_is_no_country_is_none() {
        for (word, expected) in [
            ("Europe", "Europe"),
            ("Europa", "Europe"),
            ("NATO", "NATO"),
            ("The Middle East", "Middle East"),
            ("Naher Osten", "Middle East"),
            ("Worldwide", "Worldwide"),
            ("Global", "Worldwide"),
            ("Southeast Asian", "Southeast Asia"),
            ("Association of Southeast Asian Nations", "ASEAN"),
            ("EU", "European Union"),
            ("Tibet", "Tibet"),
        ] {
            assert_eq!(
                region(word).map(|region| region.name.as_str()),
                Some(expected),
                "{word}"
            );
            assert_eq!(code(word), None, "{word}");
        }
        for word in ["None Provided", "", "AT&T", "Congo", "Korea", "USSR"] {
            assert!(matches!(place(word), Some(Place::Nothing(_))), "{word}");
        }
        for word in ["Atlantis", "ZZ", "999", "70000"] {
            assert_eq!(place(word), None, "{word}");
        }
    }

    #[test]
    fn a_word_that_is_not_understood_has_near_names() {
        assert_eq!(nearest_countries("Germnay")[0], "Germany");
        assert_eq!(nearest_countries("Rusland (Federatie)")[0], "Russia");
    }
}
