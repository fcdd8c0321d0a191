//! Platforms as ATT&CK writes them.

/// ATT&CK's names, of this and of older releases.
const NAMES: [&str; 21] = [
    "Windows",
    "Linux",
    "macOS",
    "Network Devices",
    "Network",
    "Containers",
    "ESXi",
    "IaaS",
    "SaaS",
    "PRE",
    "Office Suite",
    "Identity Provider",
    "Office 365",
    "Azure AD",
    "Google Workspace",
    "AWS",
    "Azure",
    "GCP",
    "Android",
    "iOS",
    "Embedded",
];

/// The platform in ATT&CK's spelling, or as it was written; none for `all`, which is what leaving it out says.
pub(super) fn named(written: &str) -> Option<String> {
    let known = NAMES.iter().find(|name| name.eq_ignore_ascii_case(written));
    if written.eq_ignore_ascii_case("all") {
        None
    } else {
        Some((*known.unwrap_or(&written)).to_owned())
    }
}
