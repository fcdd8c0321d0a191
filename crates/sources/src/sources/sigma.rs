//! Sigma rules public repository: <https://github.com/SigmaHQ/sigma>. Its folders say what a rule is good for.

use model::{ClassicEntries, Declaration, Harvest, Kind, Problem, Status, TextPolicy};

use crate::files::read_files;
use crate::formats::sigma;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "sigma",
    archive: "sigma",
    title: "Sigma rules public repository",
    repository: "SigmaHQ/sigma",
    branch: "master",
    licence: "DRL-1.1",
    copyright: "Copyright the authors named with each rule",
    attribution: Some(
        "Sigma rules by the authors named with them, under the Detection Rule License 1.1: \
         https://github.com/SigmaHQ/Detection-Rule-License",
    ),
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[
        Part::new("sigma_rules", "Generic rules", Kind::Detection),
        Part::new("sigma_emerging", "Emerging threats", Kind::Detection),
        Part::new("sigma_hunting", "Threat hunting", Kind::Detection),
        Part::new(
            "sigma_compliance_dfir_placeholder",
            "Compliance, forensics and placeholders",
            Kind::Detection,
        ),
        Part::new("sigma_deprecated", "Deprecated", Kind::Detection),
        Part::new("sigma_unsupported", "Unsupported", Kind::Detection),
    ],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: sigma::relations(),
        classic: vec![SOURCE.classic(
            "Sigma rules public repository",
            ClassicEntries::Folders("rules".to_owned()),
            &["sigma_rules"],
        )],
        ..Declaration::default()
    }
}

const PATHS: &[&str] = &[
    "{rules,rules-emerging-threats,rules-threat-hunting}/**/*.{yml,yaml}",
    "{rules-compliance,rules-dfir,rules-placeholder}/**/*.{yml,yaml}",
    "{deprecated,unsupported}/**/*.{yml,yaml}",
];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, rules);
}

fn rules(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let (folder, _) = file.path.split_once('/').unwrap_or_default();
    let (part, status) = match folder {
        "rules-emerging-threats" => ("sigma_emerging", None),
        "rules-threat-hunting" => ("sigma_hunting", None),
        "rules-compliance" | "rules-dfir" => ("sigma_compliance_dfir_placeholder", None),
        "rules-placeholder" => (
            "sigma_compliance_dfir_placeholder",
            Some(Status::Placeholder),
        ),
        "deprecated" => ("sigma_deprecated", Some(Status::Deprecated)),
        "unsupported" => ("sigma_unsupported", Some(Status::Unsupported)),
        _ => ("sigma_rules", None),
    };
    sigma::rules(file, part, harvest)?;
    // The folder is right where the word in the rule was not updated when the rule moved.
    for resource in &mut harvest.resources {
        resource.status = status.unwrap_or(resource.status);
    }
    Ok(())
}
