//! Leonidas: <https://github.com/WithSecureLabs/leonidas>. One file per test case for AWS or Kubernetes, which also
//! says what a Sigma rule would look for.

use model::{
    Declaration, Harvest, Kind, Mapping, Problem, Related, RelationKind, RelationMeaning, Resource,
    TextPolicy,
};
use serde::Deserialize;

use crate::files::read_files;
use crate::formats::lenient::{self, Lines, Texts};
use crate::formats::yaml::{self, Spanned};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "leonidas",
    archive: "leonidas",
    title: "Leonidas",
    repository: "WithSecureLabs/leonidas",
    branch: "master",
    licence: "MIT",
    copyright: "Copyright (c) 2020 F-Secure LABS",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("leonidas", "Test cases", Kind::Test)],
    declares,
    paths: &["definitions/**/*.yml"],
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: vec![RelationKind::new(
            "sigma",
            RelationMeaning::Tests,
            &["sigma"],
        )],
        ..Declaration::default()
    }
}

#[derive(Deserialize)]
struct TestCase {
    name: String,
    #[serde(default)]
    author: Texts,
    #[serde(default)]
    description: lenient::Text,
    #[serde(default)]
    category: lenient::Text,
    #[serde(default)]
    mitre_ids: Lines,
    #[serde(default)]
    platform: Texts,
    #[serde(default)]
    executors: Executors,
    #[serde(default)]
    detection: Detection,
    #[serde(default)]
    references: Texts,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Executors {
    sh: Shell,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Shell {
    code: lenient::Text,
}

/// Its level and status are the rule's, not the test's.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Detection {
    sigma_id: lenient::Text,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, SOURCE.paths, harvest, test_case);
}

fn test_case(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let test: Spanned<TestCase> = yaml::parse(file)?;
    let line = yaml::line(&test);
    let test = test.value;
    let sigma = test.detection.sigma_id.some();
    let mut resource = Resource {
        authors: test.author.0,
        description: test.description.some(),
        tactics: test.category.some().into_iter().collect(),
        platforms: test.platform.0,
        query: test.executors.sh.code.some(),
        references: test.references.0,
        related: sigma
            .map(|id| Related::new("sigma", id))
            .into_iter()
            .collect(),
        mappings: test
            .mitre_ids
            .0
            .into_iter()
            .map(|id| Mapping::plain(id.text).at(id.line))
            .collect(),
        ..Resource::new("leonidas", Kind::Test, test.name.trim())
    };
    resource.place.line = line;
    harvest.resources.push(resource);
    Ok(())
}
