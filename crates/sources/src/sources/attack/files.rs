//! Which files to read: ATT&CK comes as one bundle per domain, as many releases side by side, or as one object per
//! file, and repositories hold several of these at once.

use model::{Domain, Harvest};

use crate::files::holds_none;
use crate::{File, Tree};

/// All layouts, of each domain the first that is there: bundles (at the root or in the folder of their domain) without
/// a version in their name, bundles with one, one object per file.
pub(super) const PATHS: &[&str] = &[
    "{enterprise-attack,enterprise-attack/enterprise-attack}.json",
    "else {enterprise-attack,enterprise-attack/enterprise-attack}-*.json",
    "else enterprise-attack/*/*.json",
    "{mobile-attack,mobile-attack/mobile-attack}.json",
    "else {mobile-attack,mobile-attack/mobile-attack}-*.json",
    "else mobile-attack/*/*.json",
    "{ics-attack,ics-attack/ics-attack}.json",
    "else {ics-attack,ics-attack/ics-attack}-*.json",
    "else ics-attack/*/*.json",
];

/// Domains in the order of reading, with the names of their files and folders.
const DOMAINS: [(Domain, &str); 3] = [
    (Domain::Enterprise, "enterprise-attack"),
    (Domain::Mobile, "mobile-attack"),
    (Domain::Ics, "ics-attack"),
];

/// A file to read, and whose it is.
#[derive(Debug)]
pub(super) struct ReleaseFile<'tree> {
    pub(super) domain: Domain,
    /// The release that its name states.
    pub(super) version: Option<&'tree str>,
    pub(super) file: File<'tree>,
}

/// Per domain: the bundle without a version in its name, else the newest one, else all files of one object.
/// The others are accounted for.
pub(super) fn choose<'tree>(tree: &'tree Tree, harvest: &mut Harvest) -> Vec<ReleaseFile<'tree>> {
    let mut chosen = Vec::new();
    for (domain, name) in DOMAINS {
        let (bundles, objects): (Vec<_>, Vec<_>) = tree
            .files(PATHS)
            .filter(|file| is_of(file, name))
            .map(|file| (version(&file), file))
            .partition(|(_, file)| is_bundle(file));
        let best = bundles
            .iter()
            // Of equals the first: the bundle at the root.
            .rev()
            .max_by_key(|(version, _)| (version.is_none(), version.and_then(numbers)))
            .map(|(_, file)| file.path);
        for (version, file) in bundles.into_iter().chain(objects) {
            if best.is_none_or(|path| path == file.path) {
                chosen.push(ReleaseFile {
                    domain,
                    version,
                    file,
                });
            } else {
                let reason = "the same domain is read from a newer or larger bundle";
                holds_none(&file, reason, harvest);
            }
        }
    }
    chosen
}

/// The numbers of a version, for comparing; `None` for one that has others in it (`7.0-beta`).
pub(super) fn numbers(version: &str) -> Option<Vec<u32>> {
    version
        .split('.')
        .map(|number| number.parse().ok())
        .collect()
}

fn is_of(file: &File<'_>, name: &str) -> bool {
    let path = if is_bundle(file) {
        file.name()
    } else {
        file.path
    };
    path.starts_with(name)
}

/// One object per file lies two folders deep.
fn is_bundle(file: &File<'_>) -> bool {
    file.path.matches('/').count() < 2
}

/// `18.1` of `enterprise-attack-18.1.json`.
fn version<'tree>(file: &File<'tree>) -> Option<&'tree str> {
    let name = file.name().strip_suffix(".json")?;
    let (_, version) = name.split_once("-attack-")?;
    is_bundle(file).then_some(version)
}
