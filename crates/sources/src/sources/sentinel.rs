//! Microsoft Sentinel and Microsoft 365 Defender repository: <https://github.com/Azure/Azure-Sentinel>. Analytic
//! rules stand by themselves or in solutions, and so do hunting queries.

use model::{ClassicEntries, Declaration, Harvest, Kind, Product, TextPolicy};

use crate::files::read_files;
use crate::formats::sentinel;
use crate::{Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "sentinel",
    archive: "sentinel",
    title: "Microsoft Sentinel and Microsoft 365 Defender repository",
    repository: "Azure/Azure-Sentinel",
    branch: "master",
    licence: "MIT",
    copyright: "Copyright (c) Microsoft Corporation",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[
        Part::new("sentinel_detections", "Detections", Kind::Detection),
        Part::new("sentinel_solutions", "Rules of solutions", Kind::Detection),
        Part::new("sentinel_hunting", "Hunting queries", Kind::Detection),
    ],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: sentinel::relations(),
        product: Some(Product::new("sentinel", "Microsoft Sentinel", &[])),
        classic: vec![SOURCE.classic(
            "Microsoft Sentinel and Microsoft 365 Defender repository",
            ClassicEntries::Folders("Detections".to_owned()),
            &["sentinel_detections"],
        )],
        ..Declaration::default()
    }
}

const PATHS: &[&str] = &[
    "Detections/**/*.{yaml,yml}",
    "Solutions/*/{Analytic Rules,Analytical Rules,Analytics Rules}/**/*.{yaml,yml}",
    "Solutions/*/{Detections,Detection Queries}/**/*.{yaml,yml}",
    "Solutions/*/Hunting Queries/**/*.{yaml,yml}",
    "Hunting Queries/**/*.{yaml,yml}",
];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, |file, harvest| {
        sentinel::rule(file, part(file.path), harvest)
    });
}

fn part(path: &str) -> &'static str {
    let mut folders = path.split('/');
    match (folders.next(), folders.nth(1)) {
        (Some("Hunting Queries"), _) | (Some("Solutions"), Some("Hunting Queries")) => {
            "sentinel_hunting"
        }
        (Some("Solutions"), _) => "sentinel_solutions",
        _ => "sentinel_detections",
    }
}
