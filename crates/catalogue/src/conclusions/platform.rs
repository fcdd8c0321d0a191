//! Sources name platforms in many ways; lists and filters need one. ATT&CK's own names are taken where they fit.

use model::Resource;

/// (ATT&CK's platform, what sources write for it, in lower case).
const NAMES: &[(&str, &[&str])] = &[
    ("Windows", &["windows"]),
    ("Linux", &["linux"]),
    ("macOS", &["macos", "mac", "osx", "os x"]),
    ("ESXi", &["esxi"]),
    (
        "Network Devices",
        &[
            "network devices",
            "network",
            "cisco",
            "fortigate",
            "juniper",
            "huawei",
        ],
    ),
    (
        "Containers",
        &["containers", "kubernetes", "k8s", "docker", "eks"],
    ),
    (
        "IaaS",
        &[
            "iaas",
            "aws",
            "azure",
            "gcp",
            "iaas:aws",
            "iaas:azure",
            "iaas:gcp",
            "aws account",
            "ec2",
        ],
    ),
    (
        "Identity Provider",
        &[
            "identity provider",
            "azure-ad",
            "azure ad",
            "azuread",
            "entra-id",
            "entra id",
            "okta",
            "onelogin",
            "cisco duo",
        ],
    ),
    (
        "Office Suite",
        &[
            "office suite",
            "office 365",
            "office-365",
            "office365",
            "m365",
            "o365",
            "google workspace",
            "google-workspace",
            "gcp.google_workspace",
        ],
    ),
    ("SaaS", &["saas", "github", "bitbucket", "saas:github"]),
    ("PRE", &["pre"]),
    ("Android", &["android"]),
    ("iOS", &["ios"]),
];

/// The platforms of a resource: what it states, else what its log source's product stands for. Unknown names stay.
pub(crate) fn platforms(resource: &Resource) -> Vec<String> {
    let mut found: Vec<String> = if resource.platforms.is_empty() {
        resource
            .log_sources
            .iter()
            .filter_map(|log| log.product.as_deref())
            .filter_map(known)
            .map(str::to_owned)
            .collect()
    } else {
        resource
            .platforms
            .iter()
            .map(|written| known(written).map_or_else(|| written.clone(), str::to_owned))
            .collect()
    };
    let mut seen = std::collections::HashSet::new();
    found.retain(|platform| seen.insert(platform.clone()));
    found
}

fn known(written: &str) -> Option<&'static str> {
    let written = written.trim().to_lowercase();
    NAMES
        .iter()
        .find(|(_, names)| names.contains(&written.as_str()))
        .map(|(name, _)| *name)
}
