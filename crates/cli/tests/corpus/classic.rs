//! The classic pages of all techniques together: what they list is what they say they list.

use std::collections::BTreeMap;

use catalogue::Catalogue;
use publish::{Format, Layout, Options, Style, publish};
use questions::{Question, TechniqueArgument, page};

/// (section, pairs of a resource and a technique, pages that have it where it was counted).
const EXPECTED: &[(&str, usize, Option<usize>)] = &[
    ("Policy / MITRE D3FEND", 2216, Some(314)),
    ("Technical / Cyber Analytics Repository", 184, None),
    (
        "Technical / Microsoft Sentinel and Microsoft 365 Defender repository",
        383,
        None,
    ),
    ("Technical / Sigma rules public repository", 2356, None),
    ("Technical / Splunk Security Content", 1478, None),
    ("Offensive / Cyber Analytics Repository", 76, None),
];

/// What the pages of one section state and list.
#[derive(Default)]
struct Section {
    pages: usize,
    stated: usize,
    listed: usize,
    totals: Vec<String>,
}

pub(crate) fn check(catalogue: &Catalogue) {
    let mut sections: BTreeMap<String, Section> = BTreeMap::new();
    // Also the deprecated ones: D3FEND still meets T1053.004 with seven countermeasures.
    for technique in catalogue.all_techniques().unwrap() {
        add(&page(catalogue, &technique.id.to_string()), &mut sections);
    }
    for (name, pairs, pages) in EXPECTED {
        let section = &sections[*name];
        assert_eq!(section.listed, *pairs, "{name}: entries on all pages");
        assert_eq!(section.stated, *pairs, "{name}: numbers on all pages");
        assert_eq!(section.totals, [pairs.to_string()], "{name}: totals");
        assert_eq!(
            section.pages,
            pages.unwrap_or(section.pages),
            "{name}: pages"
        );
    }
    // Atomic Red Team was not on the page of T1021; whatever it holds must agree with itself.
    let atomics = &sections["Offensive / Atomic Red Team"];
    assert_eq!(atomics.listed, atomics.stated);
    assert_eq!(sections.len(), EXPECTED.len() + 1, "{:?}", sections.keys());
}

fn add(page: &str, sections: &mut BTreeMap<String, Section>) {
    let (mut pillar, mut name) = ("", String::new());
    // A description may hold anything; sections begin behind it.
    let (_, body) = page.split_once("</blockquote>\n").unwrap();
    for line in body.lines() {
        let number = |text: &str| line.strip_prefix(text).map(str::to_owned);
        if let Some(heading) = line.strip_prefix("## ") {
            pillar = heading.split(' ').next().unwrap();
        } else if let Some(heading) = line.strip_prefix("### [") {
            name = format!("{pillar} / {}", heading.split_once(']').unwrap().0);
            sections.entry(name.clone()).or_default().pages += 1;
        } else if line.starts_with("* ") {
            sections.get_mut(&name).unwrap().listed += 1;
        } else if let Some(number) = number("**ATT&CK-mapped resources for this (sub)technique:** ")
        {
            sections.get_mut(&name).unwrap().stated += number.parse::<usize>().unwrap();
        } else if line.starts_with("**Total ATT&CK-mapped ") {
            let total = line.rsplit(' ').next().unwrap().to_owned();
            let totals = &mut sections.get_mut(&name).unwrap().totals;
            totals.push(total);
            totals.dedup();
        }
    }
}

fn page(catalogue: &Catalogue, technique: &str) -> String {
    let question = Question::Page(page::Arguments {
        id: TechniqueArgument(technique.to_owned()),
    });
    let options = Options {
        layout: Layout::Classic,
        style: Style::plain(80),
        rows: 0,
        score: None,
    };
    let answer = question.ask(catalogue).unwrap();
    let published = publish(&answer, Format::Markdown, &options).unwrap();
    published.text().unwrap()
}
