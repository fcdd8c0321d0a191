//! `CrowdSec` hub: <https://github.com/crowdsecurity/hub>. Scenarios that ban an address, and rules of its web
//! application firewall. A file may hold several.

use model::{
    Declaration, Harvest, Kind, LogSource, Mapping, Problem, Product, Related, RelationKind,
    RelationMeaning, Resource, TextPolicy,
};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::files::read_files;
use crate::formats::lenient::{self, Line, Text, Texts};
use crate::formats::text::{self, Lines};
use crate::formats::yaml::{self, Spanned};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "crowdsec",
    archive: "crowdsec",
    title: "CrowdSec hub",
    repository: "crowdsecurity/hub",
    branch: "master",
    licence: "MIT",
    copyright: "Copyright (c) 2025 CrowdSecurity",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new(
        "crowdsec_scenarios",
        "Scenarios and firewall rules",
        Kind::Detection,
    )],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: vec![RelationKind::new(
            "cve",
            RelationMeaning::Related,
            &["mapex-kev"],
        )],
        product: Some(Product::new("crowdsec", "CrowdSec", &[])),
        ..Declaration::default()
    }
}

const PATHS: &[&str] = &["{scenarios,appsec-rules}/**/*.{yaml,yml}"];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Scenario {
    name: Text,
    description: Text,
    references: Texts,
    filter: Text,
    rules: Option<Spanned<IgnoredAny>>,
    labels: Option<Labels>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Labels {
    label: Text,
    service: Text,
    classification: lenient::Lines,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, scenarios);
}

fn scenarios(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let lines = Lines::new(text::small(file)?);
    for document in yaml::all::<Spanned<Scenario>>(file)? {
        let line = yaml::line(&document);
        match scenario(&document.value, &lines) {
            Some(mut resource) => {
                resource.place.line = line;
                harvest.resources.push(resource);
            }
            None => harvest
                .problems
                .push(file.problem(line, "the scenario has no name")),
        }
    }
    Ok(())
}

fn scenario(scenario: &Scenario, lines: &Lines<'_>) -> Option<Resource> {
    let name = scenario.name.get()?;
    let labels = scenario.labels.as_ref();
    let title = labels.and_then(|labels| labels.label.get()).unwrap_or(name);
    let service = labels.and_then(|labels| labels.service.some());
    let log = log_source(service, scenario.filter.get().unwrap_or_default());
    let rules = scenario
        .rules
        .as_ref()
        .and_then(yaml::line)
        .and_then(|line| yaml::section(lines, "rules", line));
    let mut resource = Resource {
        id: Some(name.to_owned()),
        log_sources: text::log_sources([log]),
        references: scenario.references.0.clone(),
        description: scenario.description.some(),
        query: scenario.filter.some().or(rules.map(str::to_owned)),
        ..Resource::new("crowdsec_scenarios", Kind::Detection, title)
    };
    for class in labels.iter().flat_map(|labels| &labels.classification.0) {
        classify(class, &mut resource);
    }
    Some(resource)
}

/// The service that a scenario is for, `windows`, `aws` or `wordpress`, and that of the events that its filter asks for,
/// `sysmon`, or else their type, `http_access-log`.
fn log_source(service: Option<String>, filter: &str) -> LogSource {
    let events = compared(filter, "evt.Meta.service").or(compared(filter, "evt.Meta.log_type"));
    LogSource {
        product: service,
        service: events.map(str::to_owned),
        ..LogSource::default()
    }
}

/// The first text that a filter compares a field with: `sysmon` of `evt.Meta.service == 'sysmon'`, `a` of `field in ["a", "b"]`.
fn compared<'text>(filter: &'text str, field: &str) -> Option<&'text str> {
    let (_, rest) = filter.split_once(field)?;
    let rest = rest.trim_start();
    let value = rest.strip_prefix("==").or_else(|| {
        let list = rest.strip_prefix("in")?.trim_start();
        list.strip_prefix('[')
    })?;
    let value = value.trim_start();
    let quote = value
        .chars()
        .next()
        .filter(|quote| "'\"".contains(*quote))?;
    value[1..]
        .split(quote)
        .next()
        .filter(|text| !text.is_empty())
}

/// `attack.T1110`, `attack.t1059.001`, `cve.CVE-2030-12345`, `cwe.CWE-89`.
fn classify(class: &Line, resource: &mut Resource) {
    let Some((namespace, name)) = class.text.split_once('.') else {
        return;
    };
    match namespace.to_ascii_lowercase().as_str() {
        "attack" => {
            let prefix = &class.text[..=namespace.len()];
            let mapping = Mapping::prefixed(&class.text, prefix).at(class.line);
            resource.mappings.push(mapping);
        }
        namespace @ ("cve" | "cwe") => {
            let related = Related::new(namespace, name.to_ascii_uppercase());
            resource.related.push(related);
        }
        _ => {}
    }
}
