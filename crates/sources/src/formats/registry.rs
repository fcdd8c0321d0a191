//! The formats by name, for files of your own.
//!
//! To add one: its reader in a file of this folder, its line here, a folder in `fixtures-of-formats/`.

use model::{Harvest, Kind, Problem, RelationKind};

use super::{
    atomic, caldera, chronicle, ctid, elastic, falco, navigator, panther, sentinel, sigma, splunk,
    stix, table, wazuh,
};
use crate::files::read_files;
use crate::{File, Tree};

/// A form of files that several repositories share, and that files of your own may have.
#[derive(Debug)]
pub struct Format {
    /// `sigma`: what stands in the configuration.
    pub id: &'static str,
    /// What such files hold, in a line.
    pub about: &'static str,
    /// Which files are read unless the configuration says so.
    pub include: &'static [&'static str],
    /// What the resources may be for; the first is taken unless the configuration says so.
    pub kinds: &'static [Kind],
    /// How the resources relate to others.
    pub relations: fn() -> Vec<RelationKind>,
    pub(crate) read: FormatReader,
}

/// How files of a format are read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FormatReader {
    /// One by one, into the part of this id.
    Files(fn(&File<'_>, &str, &mut Harvest) -> Result<(), Problem>),
    /// All that match the patterns, into the part of this id.
    Tree(fn(&Tree, &[&str], &str, &mut Harvest)),
}

const ANY: &[Kind] = &[Kind::Control, Kind::Detection, Kind::Test, Kind::Knowledge];

const KNOWLEDGE_FIRST: &[Kind] = &[Kind::Knowledge, Kind::Control, Kind::Detection, Kind::Test];

/// Every format that files of your own may have, by name.
pub const FORMATS: &[&Format] = &[
    &Format {
        id: "atomic",
        about: "Atomic tests in YAML, as in Atomic Red Team",
        include: &["**/T*.{yml,yaml}"],
        kinds: &[Kind::Test],
        relations: Vec::new,
        read: FormatReader::Files(atomic::tests),
    },
    &Format {
        id: "caldera",
        about: "Abilities of MITRE Caldera in YAML",
        include: &["**/*.{yml,yaml}"],
        kinds: &[Kind::Test],
        relations: Vec::new,
        read: FormatReader::Files(caldera::abilities),
    },
    &Format {
        id: "csv",
        about: "A table in CSV: each row is a control, rule or test with its techniques",
        include: &["**/*.csv"],
        kinds: ANY,
        relations: Vec::new,
        read: FormatReader::Files(table::apart),
    },
    &Format {
        id: "ctid",
        about: "Mappings of a framework in JSON, as CTID Mappings Explorer publishes them",
        include: &["**/*.json"],
        kinds: &[Kind::Control, Kind::Knowledge],
        relations: Vec::new,
        read: FormatReader::Tree(ctid::read),
    },
    &Format {
        id: "elastic",
        about: "Detection rules of Elastic in TOML",
        include: &["**/*.toml"],
        kinds: &[Kind::Detection],
        relations: Vec::new,
        read: FormatReader::Files(elastic::rule),
    },
    &Format {
        id: "falco",
        about: "Falco rules in YAML",
        include: &["**/*.{yaml,yml}"],
        kinds: &[Kind::Detection],
        relations: Vec::new,
        read: FormatReader::Files(falco::rules),
    },
    &Format {
        id: "mapping-table",
        about: "A table in CSV or a spreadsheet (`.xlsx`): rows with the same control id are one control",
        include: &["**/*.{csv,xlsx}"],
        kinds: ANY,
        relations: Vec::new,
        read: FormatReader::Files(table::together),
    },
    &Format {
        id: "markdown",
        about: "Tables on pages of Markdown: each row is a control, rule or test with its techniques",
        include: &["**/*.md"],
        kinds: ANY,
        relations: Vec::new,
        read: FormatReader::Files(table::markdown),
    },
    &Format {
        id: "navigator",
        about: "Layers of ATT&CK Navigator in JSON: each layer is one resource with the techniques that it marks",
        include: &["**/*.json"],
        kinds: KNOWLEDGE_FIRST,
        relations: Vec::new,
        read: FormatReader::Files(navigator::layer),
    },
    &Format {
        id: "panther",
        about: "Rules and policies of Panther: YAML, and Python beside it",
        include: &["**/*.{yml,yaml,py}"],
        kinds: &[Kind::Detection],
        relations: panther::relations,
        read: FormatReader::Tree(panther::read),
    },
    &Format {
        id: "sentinel",
        about: "Analytic rules and hunting queries of Microsoft Sentinel in YAML",
        include: &["**/*.{yaml,yml}"],
        kinds: &[Kind::Detection],
        relations: sentinel::relations,
        read: FormatReader::Files(sentinel::rule),
    },
    &Format {
        id: "sigma",
        about: "Sigma rules in YAML",
        include: &["**/*.{yml,yaml}"],
        kinds: &[Kind::Detection],
        relations: sigma::relations,
        read: FormatReader::Files(sigma::rules),
    },
    &Format {
        id: "splunk",
        about: "Detections in YAML, as in Splunk's security content",
        include: &["**/*.{yml,yaml,YML}"],
        kinds: &[Kind::Detection],
        relations: splunk::relations,
        read: FormatReader::Tree(splunk::read),
    },
    &Format {
        id: "stix",
        about: "Bundles of STIX 2.0 or 2.1 in JSON: objects that refer to techniques of ATT&CK",
        include: &["**/*.json"],
        kinds: KNOWLEDGE_FIRST,
        relations: Vec::new,
        read: FormatReader::Tree(stix::objects),
    },
    &Format {
        id: "wazuh",
        about: "Rules of Wazuh in XML",
        include: &["**/*.xml"],
        kinds: &[Kind::Detection],
        relations: wazuh::relations,
        read: FormatReader::Files(wazuh::rules),
    },
    &Format {
        id: "yara-l",
        about: "Detection rules of Google Security Operations in YARA-L",
        include: &["**/*.yaral"],
        kinds: &[Kind::Detection],
        relations: chronicle::relations,
        read: FormatReader::Files(chronicle::rule),
    },
];

/// The format of this name.
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id).copied()
}

impl FormatReader {
    /// Reads the files that match one of the `patterns`.
    pub(crate) fn all(self, tree: &Tree, patterns: &[&str], part: &str, harvest: &mut Harvest) {
        match self {
            Self::Files(read) => read_files(tree, patterns, harvest, |file, harvest| {
                read(file, part, harvest)
            }),
            Self::Tree(read) => read(tree, patterns, part, harvest),
        }
    }
}
