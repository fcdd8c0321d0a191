//! NSM rules mapped to ATT&CK: <https://github.com/0xtf/nsm-attack>. A folder for each technique with a table of rules of
//! Emerging Threats, no longer changed.

use model::{Declaration, Harvest, Kind, Mapping, Problem, Resource, TextPolicy};

use crate::files::{holds_none, read_files};
use crate::formats::markdown::{Markdown, Row};
use crate::formats::text;
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "nsm-attack",
    archive: "nsm-attack",
    title: "NSM rules mapped to ATT&CK",
    repository: "0xtf/nsm-attack",
    branch: "master",
    licence: "none stated",
    copyright: "Copyright its authors",
    attribution: None,
    licence_text: None,
    text: TextPolicy::LinkOnly,
    parts: &[Part::new(
        "nsm_attack",
        "Rules of Emerging Threats",
        Kind::Detection,
    )],
    declares: Declaration::default,
    paths: PATHS,
    read,
};

const PATHS: &[&str] = &["T*/README.md"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, rules);
}

fn rules(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let page = Markdown::new(text::small(file)?);
    let (technique, _) = file.path.split_once('/').unwrap_or((file.path, ""));
    let rules = page.rows().filter_map(|row| rule(&row, technique));
    harvest.resources.extend(rules);
    if page.rows().any(|row| row.cells.get(1) == Some(&"*")) {
        holds_none(file, "names whole classes of rules, no single one", harvest);
    }
    Ok(())
}

/// `| ET Open | 2027435 | ET ATTACK\_RESPONSE ... | NO |`
fn rule(row: &Row<'_>, technique: &str) -> Option<Resource> {
    let &[set, sid, signature, ..] = row.cells.as_slice() else {
        return None;
    };
    let is_number = !sid.is_empty() && sid.bytes().all(|byte| byte.is_ascii_digit());
    let mut resource = Resource {
        id: Some(sid.to_owned()),
        data_sources: vec![set.to_owned()],
        mappings: vec![Mapping::plain(technique)],
        ..Resource::new("nsm_attack", Kind::Detection, signature.replace('\\', ""))
    };
    resource.place.line = Some(row.line);
    is_number.then_some(resource)
}
