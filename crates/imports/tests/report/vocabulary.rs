//! The vocabulary of the tests: real names of ATT&CK, a few of each kind.

use imports::report::{Name, NameKind, Vocabulary};

const TABLE: &str = include_str!("vocabulary.tsv");

pub(crate) fn names() -> Vec<Name> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    let mut names: Vec<Name> = rows.map(name).collect();
    // One row stands twice on purpose, as data from two releases does.
    names.sort();
    names.dedup();
    names
}

pub(crate) fn vocabulary() -> Vocabulary {
    Vocabulary::new(names())
}

fn name(row: &str) -> Name {
    let mut fields = row.split('\t');
    let mut field = || fields.next().unwrap_or_default().to_owned();
    let kind = match field().as_str() {
        "technique" => NameKind::Technique,
        "tactic" => NameKind::Tactic,
        "group" => NameKind::Group,
        "software" => NameKind::Software,
        "campaign" => NameKind::Campaign,
        other => panic!("{other}"),
    };
    let (id, name, parent, aliases) = (field(), field(), field(), field());
    Name {
        id,
        kind,
        name,
        parent: Some(parent).filter(|parent| !parent.is_empty()),
        aliases: aliases
            .split('|')
            .filter(|alias| !alias.is_empty())
            .map(str::to_owned)
            .collect(),
    }
}
