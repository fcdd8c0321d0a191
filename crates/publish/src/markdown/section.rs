//! What the sources are called on pages and where their rules lie: read off the pages of 2022.

use model::Kind;
use questions::page::Section;

/// How one source looks in one pillar.
pub(super) struct Face {
    pub(super) source: &'static str,
    pub(super) kind: Kind,
    /// The heading, with its link.
    pub(super) heading: &'static str,
    /// `resources`, `rules` or `tests`.
    pub(super) total_of: &'static str,
    /// The sentence above the entries.
    pub(super) intro: &'static str,
    /// The root that folders are counted from; none where entries have no folders.
    pub(super) root: Option<&'static str>,
    /// The branch in links, as the old pages had it.
    pub(super) branch: &'static str,
    /// The parts that the old total was taken over.
    pub(super) parts: &'static [&'static str],
}

const FILES: &str = "Resources mapped to this (sub)technique can be located in the following files within the repository's <code>[";

pub(super) const FACES: &[Face] = &[
    Face {
        source: "d3fend",
        kind: Kind::Control,
        heading: "[MITRE D3FEND](https://d3fend.mitre.org/)",
        total_of: "resources",
        intro: "Resources mapped to this (sub)technique can be viewed on [this page](https://d3fend.mitre.org/) (see also the [ATT&CK to D3FEND Mapper](https://d3fend.mitre.org/tools/attack-mapper) tool):",
        root: None,
        branch: "master",
        parts: &["d3fend"],
    },
    Face {
        source: "car",
        kind: Kind::Detection,
        heading: "[Cyber Analytics Repository](https://car.mitre.org)",
        total_of: "rules",
        intro: "Resources mapped to this (sub)technique can be located in the following files within the repository's <code>[analytics](https://github.com/mitre-attack/car/blob/master/analytics)</code> folder:",
        root: None,
        branch: "master",
        parts: &["car"],
    },
    Face {
        source: "elastic",
        kind: Kind::Detection,
        heading: "[Elastic Detection Rules](https://github.com/elastic/detection-rules)",
        total_of: "rules",
        intro: "",
        root: Some("rules"),
        branch: "main",
        parts: &["elastic_rules", "elastic_deprecated"],
    },
    Face {
        source: "sentinel",
        kind: Kind::Detection,
        heading: "[Microsoft Sentinel and Microsoft 365 Defender repository](https://github.com/Azure/Azure-Sentinel)",
        total_of: "rules",
        intro: "",
        root: Some("Detections"),
        branch: "master",
        parts: &["sentinel_detections"],
    },
    Face {
        source: "sigma",
        kind: Kind::Detection,
        heading: "[Sigma rules public repository](https://github.com/SigmaHQ/sigma)",
        total_of: "rules",
        intro: "",
        root: Some("rules"),
        branch: "master",
        parts: &["sigma_rules"],
    },
    Face {
        source: "splunk",
        kind: Kind::Detection,
        heading: "[Splunk Security Content](https://github.com/splunk/security_content)",
        total_of: "rules",
        intro: "",
        root: Some("detections"),
        branch: "develop",
        parts: &["splunk_detections", "splunk_deprecated"],
    },
    Face {
        source: "art",
        kind: Kind::Test,
        heading: "[Atomic Red Team](https://github.com/redcanaryco/atomic-red-team)",
        total_of: "tests",
        intro: "",
        root: None,
        branch: "master",
        parts: &["atomic_red_team"],
    },
    Face {
        source: "car",
        kind: Kind::Test,
        heading: "[Cyber Analytics Repository](https://car.mitre.org)",
        total_of: "tests",
        intro: "Resources mapped to this (sub)technique can be located in the following files within [this repository](https://github.com/mitre-attack/car/blob/master/analytics):",
        root: None,
        branch: "master",
        parts: &["car_unit_tests"],
    },
    Face {
        source: "stratus",
        kind: Kind::Test,
        heading: "[Stratus Red Team](https://github.com/DataDog/stratus-red-team)",
        total_of: "tests",
        intro: "Resources mapped to this (sub)technique can be viewed on [this page](https://stratus-red-team.cloud/attack-techniques/list/):",
        root: None,
        branch: "main",
        parts: &["stratus"],
    },
];

impl Face {
    /// The face of a section, if the old pages knew its source.
    pub(super) fn of(section: &Section) -> Option<&'static Self> {
        FACES
            .iter()
            .find(|face| face.source == section.provenance.source && face.kind == section.kind)
    }

    /// The sentence above the entries, for a technique.
    pub(super) fn intro(&self, technique: &str) -> String {
        match (self.source, self.root) {
            (_, Some(root)) => {
                let repository = self.repository();
                format!(
                    "{FILES}{root}](https://github.com/{repository}/tree/{}/{root})</code> folder:",
                    self.branch
                )
            }
            ("art", None) => format!(
                "Resources mapped to this (sub)technique can be viewed on [this page](https://github.com/redcanaryco/atomic-red-team/blob/master/atomics/{technique}/{technique}.md):"
            ),
            _ => self.intro.to_owned(),
        }
    }

    fn repository(&self) -> &str {
        let address = self
            .heading
            .rsplit_once("https://github.com/")
            .map_or("", |(_, address)| address);
        address.trim_end_matches(')')
    }
}

/// The folders of a path below `root`, each with a link to it, then the title with a link to the file.
pub(super) fn breadcrumbs(root: &str, path: &str, title: &str, base: &str, branch: &str) -> String {
    let below = path
        .strip_prefix(root)
        .map_or(path, |below| below.trim_start_matches('/'));
    let mut line = String::new();
    let mut folder = root.to_owned();
    let mut parts = below.split('/').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            break;
        }
        folder = format!("{folder}/{part}");
        line += &format!(
            "[{part}]({base}/tree/{branch}/{}/) / ",
            super::address(&folder)
        );
    }
    line + &format!(
        "**[{title}]({base}/blob/{branch}/{})**",
        super::address(path)
    )
}
