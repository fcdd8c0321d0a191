//! Any text finds something or nothing, never an error; ids and titles come first; typing errors are put right.

use std::fmt::Write;
use std::sync::OnceLock;

use catalogue::{Catalogue, Hit, Match, SourceHarvest};
use model::{Kind, Mapping};
use proptest::prelude::*;

use crate::{harvests, snapshot};

/// (title, description, query, technique).
const RULES: &[(&str, &str, &str, &str)] = &[
    (
        "Shell Started By A Lamp",
        "Somebody asks who they are.",
        "cmd.exe /c whoami",
        "T1059",
    ),
    (
        "Whoami Execution",
        "Discovery of the own name.",
        "Image endswith whoami.exe",
        "T1059",
    ),
    (
        "LSASS Memory Dump",
        "Credentials in memory.",
        "comsvcs.dll MiniDump",
        "T1003.001",
    ),
    (
        "Kerberoasting By Ticket Request",
        "Weak ciphers.",
        "EventID=4769",
        "T1003",
    ),
    (
        "Café Ämter 日本語 🔥 Rule",
        "Letters from everywhere.",
        "naïve",
        "T1003",
    ),
    (
        "Quoted \"Title\" With 100% (Signs)",
        "a_b-c d",
        "x='1' OR \"2\"*",
        "T1059.001",
    ),
    (
        "Many Words",
        "Some text that goes on for a while before it mentions the sesame, and that goes on for a while after it, too, until it ends.",
        "",
        "T1059",
    ),
];

#[test]
fn what_people_type_finds_what_they_mean() {
    let queries = [
        "T1003.001",
        "t1003",
        "M1045",
        "00000000-0000-4000-8000-000000000001",
        "lsass",
        "LSASS memory",
        "whoami",
        "cmd.exe /c whoami",
        "cmd.exe",
        "comsvcs.dll",
        "keyberoasting",
        "kerberoastng",
        "kerbroastin",
        "lsas",
        "kerbero",
        "sesame",
        "cafe",
        "日本語",
        "🔥",
        "\"Title\"",
        "\"",
        "'",
        "''; --",
        "*",
        "a*",
        "NEAR(",
        "NEAR(lsass memory, 2)",
        "-x",
        "- lsass",
        "lsass OR",
        "AND",
        "title:lsass",
        "{title}: lsass",
        "^lsass",
        "(",
        "\0",
        "lsass\0memory",
        "a_b-c",
        "100%",
        "",
        "   ",
        "plist modification",
        "scripting",
        "powershell",
    ];
    let mut text = String::new();
    for query in queries {
        text += &check(query);
    }
    snapshot("search", &text);
}

#[test]
fn ten_thousand_letters_find_nothing_and_break_nothing() {
    for text in [
        "a".repeat(10_000),
        "a ".repeat(10_000),
        "\"".repeat(10_000),
        "é*".repeat(10_000),
    ] {
        check(&text);
    }
}

#[test]
fn skipping_goes_through_all_hits_once() {
    let catalogue = catalogue();
    let (all, total) = catalogue.search("t1059", 0, 1_000).unwrap();
    assert!(total > 3 && all.len() == total as usize, "{total}");
    let one_by_one: Vec<_> = (0..total)
        .flat_map(|skip| catalogue.search("t1059", skip, 1).unwrap().0)
        .collect();
    assert_eq!(one_by_one, all);
}

proptest! {
    #[test]
    fn any_text_is_safe(text in ".*") {
        check(&text);
    }

    #[test]
    fn any_words_of_its_language_are_safe(text in r#"[a-z"'*(){}:^+ \-]{0,20}( (NEAR|AND|OR|NOT) ?[("*]?){0,3}"#) {
        check(&text);
    }
}

/// The first hits for the text, with the correction where nothing was found.
fn check(query: &str) -> String {
    let catalogue = catalogue();
    let (hits, total) = catalogue.search(query, 0, 4).unwrap();
    let mut text = format!("{query:?}: {total}\n");
    for (hit, place) in &hits {
        text += &line(catalogue, query, hit, *place);
    }
    let corrected = catalogue.corrected(query).unwrap();
    if let Some(corrected) = corrected.filter(|_| total == 0) {
        let (_, found) = catalogue.search(&corrected, 0, 4).unwrap();
        writeln!(text, "    rather {corrected:?}: {found}").unwrap();
    }
    text
}

fn line(catalogue: &Catalogue, query: &str, hit: &Hit, place: Match) -> String {
    match hit {
        Hit::Technique(technique) => {
            format!("    {place:?} {} {}\n", technique.id, technique.name)
        }
        Hit::Resource(resource) => {
            let excerpt = catalogue
                .excerpt(resource, query)
                .unwrap()
                .filter(|_| place == Match::Text);
            format!(
                "    {place:?} {}{}\n",
                resource.title,
                excerpt.map_or(String::new(), |excerpt| format!(" | {excerpt}"))
            )
        }
    }
}

fn catalogue() -> &'static Catalogue {
    thread_local! {
        // A connection belongs to one thread; tests may run in several.
        static CATALOGUE: OnceLock<&'static Catalogue> = const { OnceLock::new() };
    }
    CATALOGUE.with(|made| *made.get_or_init(|| Box::leak(Box::new(harvests::catalogue(rules())))))
}

fn rules() -> Vec<SourceHarvest> {
    let mut rules = harvests::source_harvest("elastic", &[("elastic_rules", Kind::Detection)]);
    for (place, (title, description, query, technique)) in RULES.iter().enumerate() {
        let mut rule = harvests::resource("elastic_rules", Kind::Detection, title);
        rule.place.path = format!("rules/{place}.toml");
        rule.id = Some(format!("00000000-0000-4000-8000-{place:012}"));
        rule.description = Some((*description).to_owned());
        rule.query = Some((*query).to_owned());
        rule.mappings = vec![Mapping::plain(*technique)];
        rules.harvest.resources.push(rule);
    }
    vec![harvests::attack("2.0"), rules]
}
