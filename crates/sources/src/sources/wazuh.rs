//! Wazuh ruleset: <https://github.com/wazuh/wazuh>, as of the 4.x branches; 5.x has no such rules.

use model::{Declaration, Harvest, Kind, Product, TextPolicy};

use crate::files::read_files;
use crate::formats::wazuh;
use crate::{Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "wazuh",
    archive: "wazuh",
    title: "Wazuh ruleset",
    repository: "wazuh/wazuh",
    branch: "4.14.9",
    licence: "GPL-2.0-only",
    copyright: "Portions Copyright (C) 2015, Wazuh Inc. Based on work Copyright (C) 2003 - 2013 Trend Micro, Inc.",
    attribution: None,
    licence_text: None,
    text: TextPolicy::LinkOnly,
    parts: &[Part::new("wazuh_4x", "Rules of Wazuh 4", Kind::Detection)],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: wazuh::relations(),
        product: Some(Product::new("wazuh", "Wazuh", &[])),
        ..Declaration::default()
    }
}

const PATHS: &[&str] = &["ruleset/rules/*.xml"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, |file, harvest| {
        wazuh::rules(file, "wazuh_4x", harvest)
    });
}
