//! MITRE Cyber Analytics Repository: <https://github.com/mitre-attack/car>. One file per analytic, which holds
//! its unit tests, too.

use model::{
    ClassicEntries, ClassicSection, Declaration, Harvest, Kind, Mapping, Problem, Related,
    RelationKind, RelationMeaning, Resource, TextPolicy,
};
use serde::Deserialize;

use crate::files::read_files;
use crate::formats::text::{day, some};
use crate::formats::yaml::{self, Spanned};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "car",
    archive: "car",
    title: "Cyber Analytics Repository",
    repository: "mitre-attack/car",
    branch: "master",
    licence: "Apache-2.0",
    copyright: "Copyright The MITRE Corporation",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[
        Part::new("car", "Analytics", Kind::Detection),
        Part::new("car_unit_tests", "Unit tests", Kind::Test),
    ],
    declares,
    paths: &["analytics/*.yaml"],
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: vec![
            RelationKind::new("tests", RelationMeaning::Tests, &[]),
            RelationKind::new("d3fend", RelationMeaning::Related, &["d3fend"]),
        ],
        classic: vec![
            ClassicSection {
                intro: "Resources mapped to this (sub)technique can be located in the following files within the \
                        repository's <code>[analytics](https://github.com/mitre-attack/car/blob/master/analytics)</code> \
                        folder:"
                    .to_owned(),
                ..classic(ClassicEntries::Files, "car")
            },
            ClassicSection {
                intro: "Resources mapped to this (sub)technique can be located in the following files within \
                        [this repository](https://github.com/mitre-attack/car/blob/master/analytics):"
                    .to_owned(),
                ..classic(ClassicEntries::FilesOfTests, "car_unit_tests")
            },
        ],
        ..Declaration::default()
    }
}

fn classic(entries: ClassicEntries, part: &str) -> ClassicSection {
    ClassicSection {
        site: "https://car.mitre.org".to_owned(),
        ..SOURCE.classic("Cyber Analytics Repository", entries, &[part])
    }
}

#[derive(Deserialize)]
struct Analytic {
    id: String,
    title: String,
    submission_date: Option<String>,
    update_date: Option<String>,
    #[serde(default)]
    platforms: Vec<String>,
    #[serde(default)]
    contributors: Vec<String>,
    description: Option<String>,
    #[serde(default)]
    coverage: Vec<Coverage>,
    #[serde(default)]
    implementations: Vec<Implementation>,
    #[serde(default)]
    unit_tests: Vec<Spanned<UnitTest>>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    data_model_references: Vec<String>,
    #[serde(default)]
    d3fend_mappings: Vec<D3fend>,
}

#[derive(Deserialize)]
struct Coverage {
    technique: Spanned<String>,
    #[serde(default)]
    tactics: Vec<String>,
    #[serde(default)]
    subtechniques: Vec<Spanned<String>>,
    #[serde(rename = "coverage")]
    degree: Option<String>,
}

#[derive(Deserialize)]
struct Implementation {
    code: Option<String>,
}

#[derive(Deserialize)]
struct UnitTest {
    description: Option<String>,
    #[serde(default)]
    commands: Vec<String>,
}

#[derive(Deserialize)]
struct D3fend {
    id: Option<String>,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, &["analytics/*.yaml"], harvest, analytic);
}

fn analytic(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let analytic: Analytic = yaml::parse(file)?;
    let base = Resource {
        id: Some(analytic.id.clone()),
        page: Some(format!("https://car.mitre.org/analytics/{}/", analytic.id)),
        platforms: analytic.platforms.clone(),
        tactics: analytic
            .coverage
            .iter()
            .flat_map(|row| row.tactics.clone())
            .collect(),
        mappings: analytic.coverage.iter().flat_map(leaves).collect(),
        changed: analytic
            .update_date
            .as_deref()
            .or(analytic.submission_date.as_deref())
            .and_then(day),
        authors: analytic.contributors.clone(),
        ..Resource::new("car", Kind::Detection, &analytic.title)
    };
    let tests = analytic.unit_tests.iter();
    harvest
        .resources
        .extend(tests.map(|test| unit_test(test, &analytic.id, &base)));
    let code: Vec<String> = analytic
        .implementations
        .into_iter()
        .filter_map(|implementation| some(implementation.code))
        .collect();
    let analytic = Resource {
        description: some(analytic.description),
        query: some(code.join("\n\n")),
        data_sources: analytic.data_model_references,
        references: analytic.references,
        related: analytic
            .d3fend_mappings
            .into_iter()
            .filter_map(|row| some(row.id))
            .map(|id| Related::new("d3fend", id))
            .collect(),
        ..base
    };
    // Before its tests: one test more must not change its key.
    harvest.resources.insert(0, analytic);
    Ok(())
}

/// A test of an analytic has the techniques, platforms and authors of the analytic.
fn unit_test(test: &Spanned<UnitTest>, analytic: &str, base: &Resource) -> Resource {
    let mut resource = Resource {
        part: "car_unit_tests".to_owned(),
        kind: Kind::Test,
        description: some(test.value.description.clone()),
        query: some(test.value.commands.join("\n")),
        related: vec![Related::new("tests", analytic)],
        ..base.clone()
    };
    resource.place.line = yaml::line(test);
    resource
}

/// A technique that has sub-techniques below it is only their container: the leaves are the statements.
fn leaves(row: &Coverage) -> Vec<Mapping> {
    let written = if row.subtechniques.is_empty() {
        std::slice::from_ref(&row.technique)
    } else {
        &row.subtechniques
    };
    written
        .iter()
        .map(|id| {
            Mapping::plain(&id.value)
                .at(yaml::line(id))
                .with(row.degree.clone())
        })
        .collect()
}
