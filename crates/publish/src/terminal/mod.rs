//! Answers on the terminal: dense, quiet, exact. Colour is data; all else is the terminal's own ink.

mod adversary;
mod align;
mod drift;
mod lists;
mod numbers;
mod page;
mod plan;
mod resource;
mod table;
mod technique;

use catalogue::About;
use questions::Answer;

pub(crate) use numbers::reason;
pub(crate) use table::{Cell, Column, apart, table, wrapped};

use crate::format::Options;
use crate::style::Style;

/// The answer for people at a terminal.
pub(crate) fn terminal(answer: &Answer, options: &Options) -> String {
    let style = options.style;
    let text = match answer {
        Answer::Page(page) => page::page(page, style, options.rows),
        Answer::Technique(technique) => technique::technique(technique, style),
        Answer::Search(search) => lists::search(search, style),
        Answer::Resources(resources) => lists::resources(resources, style),
        Answer::Resource(resource) => resource::resource(resource, style),
        Answer::Sources(sources) => lists::sources(sources, style),
        Answer::Problems(problems) => lists::problems(problems, style),
        Answer::Drift(drift) => drift::drift(drift, style),
        Answer::Notices(notices) => lists::notices(notices, style),
        Answer::Matrix(answer) => align::matrix(answer, style),
        Answer::Align(answer) => align::align(answer, style),
        Answer::Gaps(answer) => align::gaps(answer, style),
        Answer::Plan(answer) => plan::plan(answer, style),
        Answer::Telemetry(answer) => plan::telemetry(answer, style),
        Answer::Compare(answer) => plan::compare(answer, style),
        Answer::Fit(answer) => adversary::fit(answer, style),
        Answer::Adversaries(list) => adversary::adversaries(list, style),
        Answer::Categories(list) => adversary::categories(list, style),
        Answer::Adversary(answer) | Answer::Software(answer) | Answer::Campaign(answer) => {
            adversary::adversary(answer, style)
        }
        Answer::Control(answer) => adversary::control(answer, style),
        Answer::LogSource(answer) => plan::log_source(answer, style),
    };
    format!("{text}\n{}\n", style.dim(from(answer.catalogue(), style)))
}

/// Where the answer comes from.
fn from(about: &About, style: Style) -> String {
    let words = if about.facts_only {
        "facts only"
    } else {
        "with texts"
    };
    let read = if about.date.is_empty() {
        "unknown"
    } else {
        &about.date
    };
    let attack = if about.attack.is_empty() {
        "no release of ATT&CK".to_owned()
    } else {
        format!("ATT&CK {}", about.attack)
    };
    [attack, format!("sources read {read}"), words.to_owned()].join(style.dot())
}
