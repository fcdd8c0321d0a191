//! How the pages of 2022 showed a source: its heading, the sentence above its entries, and the entries.

use model::{ClassicEntries, ClassicSection, Kind};
use questions::page::{Row, Section};

/// The declaration of a section, if the old pages knew its source.
pub(super) fn of(section: &Section) -> Option<&ClassicSection> {
    let declared = &section.provenance.declaration.classic;
    declared.iter().find(|classic| classic.kind == section.kind)
}

/// The heading, with its link.
pub(super) fn heading(classic: &ClassicSection) -> String {
    format!("[{}]({})", classic.heading, classic.site)
}

/// What the old pages called the resources of a pillar.
pub(super) fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Detection => "rules",
        Kind::Test => "tests",
        Kind::Control | Kind::Knowledge => "resources",
    }
}

/// The sentence above the entries, for a technique.
pub(super) fn intro(classic: &ClassicSection, technique: &str) -> String {
    match &classic.entries {
        ClassicEntries::Folders(root) => format!(
            "Resources mapped to this (sub)technique can be located in the following files within the repository's \
             <code>[{root}]({}/{root})</code> folder:",
            at(classic, "tree")
        ),
        ClassicEntries::Titles
        | ClassicEntries::Pages
        | ClassicEntries::Files
        | ClassicEntries::FilesOfTests => classic.intro.replace("{technique}", technique),
    }
}

/// The old pages looked into one folder of each repository.
pub(super) fn shows(classic: &ClassicSection, row: &Row) -> bool {
    let ClassicEntries::Folders(root) = &classic.entries else {
        return true;
    };
    let below = row.mapped.resource.place.path.strip_prefix(root.as_str());
    below.is_some_and(|below| below.starts_with('/'))
}

/// The entries, each without its bullet.
pub(super) fn entries(classic: &ClassicSection, rows: &[&Row]) -> Vec<String> {
    let title = |row: &&Row| row.mapped.resource.title.clone();
    let rows = rows.iter();
    match &classic.entries {
        ClassicEntries::Titles => rows.map(title).collect(),
        ClassicEntries::Pages => rows
            .map(|row| {
                let page = row.links.page.as_deref().unwrap_or_default();
                format!("[{}]({page})", row.mapped.resource.title)
            })
            .collect(),
        ClassicEntries::Files => rows.map(|row| file(classic, row)).collect(),
        ClassicEntries::FilesOfTests => by_file(rows)
            .into_iter()
            .map(|(row, tests)| format!("{}: {tests} unit tests", file(classic, row)))
            .collect(),
        ClassicEntries::Folders(root) => rows.map(|row| breadcrumbs(classic, root, row)).collect(),
    }
}

/// The folders or files of the repository, as the old pages linked them.
fn at(classic: &ClassicSection, what: &str) -> String {
    let ClassicSection {
        repository, branch, ..
    } = classic;
    format!("https://github.com/{repository}/{what}/{branch}")
}

fn file(classic: &ClassicSection, row: &Row) -> String {
    let resource = &row.mapped.resource;
    let (title, path) = (&resource.title, &resource.place.path);
    format!("[{title}]({}/{path})", at(classic, "tree"))
}

/// The first row of each file, and how many rows it has.
fn by_file<'a>(rows: impl Iterator<Item = &'a &'a Row>) -> Vec<(&'a Row, usize)> {
    let mut files: Vec<(&Row, usize)> = Vec::new();
    for row in rows {
        match files.last_mut() {
            Some((first, count))
                if first.mapped.resource.place.path == row.mapped.resource.place.path =>
            {
                *count += 1;
            }
            _ => files.push((row, 1)),
        }
    }
    files
}

/// The folders of a path below `root`, each with a link to it, then the title with a link to the file.
fn breadcrumbs(classic: &ClassicSection, root: &str, row: &Row) -> String {
    let resource = &row.mapped.resource;
    let path = resource.place.path.as_str();
    let below = path
        .strip_prefix(root)
        .map_or(path, |below| below.trim_start_matches('/'));
    let (folders, files) = (at(classic, "tree"), at(classic, "blob"));
    let mut line = String::new();
    let mut folder = root.to_owned();
    let mut parts = below.split('/').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            break;
        }
        folder = format!("{folder}/{part}");
        line += &format!("[{part}]({folders}/{}/) / ", super::address(&folder));
    }
    line + &format!("**[{}]({files}/{})**", resource.title, super::address(path))
}
