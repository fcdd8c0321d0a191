//! The pages of all techniques: every source, every format, and as their schemas say.

use std::collections::BTreeSet;
use std::path::Path;

use catalogue::{Catalogue, TechniqueSummary};
use model::Kind;
use publish::{Error, Format, Layout, Options, Style};
use questions::{Answer, DEFINITIONS, Question, TechniqueArgument, page};
use unicode_width::UnicodeWidthStr;
use web::publish;

/// Formats of a page, with their layouts.
const FORMATS: [(Format, Layout); 6] = [
    (Format::Terminal, Layout::Full),
    (Format::Markdown, Layout::Full),
    (Format::Markdown, Layout::Classic),
    (Format::Json, Layout::Full),
    (Format::Ndjson, Layout::Full),
    (Format::Csv, Layout::Full),
];

/// Every `n`th technique is enough where answers are looked at closely.
const EVERY: usize = 50;

/// Pages for the browser are long.
const EVERY_IN_BROWSER: usize = 20;

const COLUMNS: usize = 80;

/// Labels stand in columns of this width.
const LABEL: usize = 16;

/// The page of T1021 has a section for every source that maps it, and an entry for every resource in it.
pub(crate) fn shows_every_source(catalogue: &Catalogue, markdown: &str) {
    let mut mapped = catalogue
        .mapped_resources(&["T1021".parse().unwrap()])
        .unwrap();
    // Only classic pages show what follows from a whole tactic or from sub-techniques.
    mapped.retain(|row| row.state != model::MappingState::Indirect);
    let Answer::Page(page) = ask(catalogue, "T1021") else {
        panic!("a page was asked for");
    };
    for kind in [Kind::Control, Kind::Detection, Kind::Test] {
        let of_kind = || mapped.iter().filter(|row| row.resource.kind == kind);
        let sources: BTreeSet<&str> = of_kind().map(|row| row.resource.source.as_str()).collect();
        let shown: BTreeSet<&str> = page
            .sections
            .iter()
            .filter(|section| section.kind == kind)
            .map(|section| section.provenance.source.as_str())
            .collect();
        assert_eq!(shown, sources, "{kind}");
        let listed: usize = page
            .sections
            .iter()
            .filter(|section| section.kind == kind)
            .map(|section| section.resources.len())
            .sum();
        assert_eq!(listed, of_kind().count(), "{kind}");
    }
    let sections = page
        .sections
        .iter()
        .map(|section| section.provenance.source.as_str());
    let sources: BTreeSet<&str> = sections.collect();
    let expected = [
        "attack", "car", "d3fend", "elastic", "sentinel", "sigma", "splunk",
    ];
    assert!(
        sources.is_superset(&BTreeSet::from(expected)),
        "{sources:?}"
    );
    let entries = markdown
        .lines()
        .filter(|line| line.starts_with("* ") && line.contains("**["))
        .count();
    assert_eq!(
        entries,
        page.sections
            .iter()
            .map(|section| section.resources.len())
            .sum::<usize>()
    );
}

/// Two threads, each with a connection of its own.
pub(crate) fn every_page_in_every_format(path: &Path) {
    std::thread::scope(|scope| {
        for first in 0..2 {
            scope.spawn(move || {
                let catalogue = Catalogue::open(path).unwrap();
                let all = catalogue.all_techniques().unwrap();
                assert!(all.len() > 1_000);
                for (place, technique) in all.iter().enumerate().skip(first).step_by(2) {
                    in_every_format(&catalogue, technique, place);
                }
            });
        }
    });
}

fn in_every_format(catalogue: &Catalogue, technique: &TechniqueSummary, place: usize) {
    let id = technique.id.to_string();
    let answer = ask(catalogue, &id);
    let browser = place
        .is_multiple_of(EVERY_IN_BROWSER)
        .then_some((Format::Html, Layout::Full));
    for (format, layout) in FORMATS.into_iter().chain(browser) {
        let options = Options {
            layout,
            style: Style::plain(COLUMNS),
            rows: 10,
            score: None,
        };
        let text = match publish(&answer, format, &options) {
            Ok(published) => published.text().unwrap(),
            Err(
                error @ (Error::FormatUnavailable(_) | Error::NoScore { .. } | Error::Write { .. }),
            ) => {
                panic!("{id} {format}: {error}")
            }
        };
        // An empty table still has its head.
        assert!(text.len() > 40, "{id} {format}: {text:?}");
        if format == Format::Terminal {
            narrow(&id, &text);
        } else if format != Format::Csv {
            assert!(text.contains(&id), "{id} {format}");
        }
    }
}

/// A line may be too wide for one word that cannot be broken, alone or behind a label.
fn narrow(id: &str, text: &str) {
    for line in text.lines().filter(|line| line.width() > COLUMNS) {
        let last = line.rfind(' ').map_or(0, |at| at + 1);
        assert!(line[..last].width() <= LABEL, "{id}: {line}");
    }
    assert!(!text.contains('\x1b'), "{id}");
}

/// Answers about every fiftieth technique are what the published schemas say.
pub(crate) fn answers_fit_their_schemas(catalogue: &Catalogue) {
    let all = catalogue.all_techniques().unwrap();
    for definition in DEFINITIONS
        .iter()
        .filter(|definition| ["page", "technique"].contains(&definition.name))
    {
        let schema = (definition.answer)().to_value();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        for technique in all.iter().step_by(EVERY) {
            let arguments = serde_json::json!({ "id": technique.id });
            let answer = (definition.ask)(catalogue, arguments).unwrap();
            let json = serde_json::to_value(answer).unwrap();
            let error = validator
                .iter_errors(&json)
                .next()
                .map(|error| format!("{}: {error}", error.instance_path()));
            assert_eq!(error, None, "{} {}", definition.name, technique.id);
        }
    }
}

fn ask(catalogue: &Catalogue, technique: &str) -> Answer {
    let question = Question::Page(page::Arguments {
        id: TechniqueArgument(technique.to_owned()),
    });
    question.ask(catalogue).unwrap()
}
