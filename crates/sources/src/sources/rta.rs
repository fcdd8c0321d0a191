//! Red Team Automation by Endgame, the ancestor of Elastic's: <https://github.com/endgameinc/RTA>. One Python file
//! per test; comments at its top say what it is.

use model::{Declaration, Harvest, Kind, Mapping, Problem, Resource, TextPolicy};

use crate::files::{holds_none, read_files};
use crate::formats::text::{self, some};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "rta",
    archive: "rta",
    title: "Endgame Red Team Automation",
    repository: "endgameinc/RTA",
    branch: "master",
    licence: "AGPL-3.0-or-later",
    copyright: "Copyright (C) 2018 info@endgame.com",
    attribution: None,
    licence_text: None,
    text: TextPolicy::LinkOnly,
    parts: &[Part::new("rta", "Red team automation", Kind::Test)],
    declares: Declaration::default,
    paths: &["red_ttp/*.py"],
    read,
};

/// The comments at the top: `# Name: Switch a lamp on`, continued on lines without a name of their own.
#[derive(Default)]
struct Header {
    name: Option<String>,
    description: Option<String>,
    /// `T1064 (Scripting), T1086 (PowerShell)`, or `TBD`.
    techniques: Option<(u32, String)>,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, SOURCE.paths, harvest, test);
}

fn test(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    if matches!(file.name(), "__init__.py" | "common.py") {
        holds_none(file, "it runs the tests and is none", harvest);
        return file.text().map(|_| ());
    }
    let text = text::small(file)?;
    let header = header(text);
    let Some(name) = header.name else {
        return Err(file.problem(None, "has no line `# Name:` at its top"));
    };
    let code = text.lines().skip_while(|line| line.starts_with('#'));
    harvest.resources.push(Resource {
        description: header.description,
        query: some(code.collect::<Vec<_>>().join("\n").trim().to_owned()),
        mappings: header.techniques.iter().flat_map(mappings).collect(),
        ..Resource::new("rta", Kind::Test, name)
    });
    Ok(())
}

fn header(text: &str) -> Header {
    let mut header = Header::default();
    let comments = (1..).zip(text.lines().map_while(|line| line.strip_prefix('#')));
    for (line, comment) in comments {
        let comment = comment.trim();
        match comment.split_once(':') {
            Some(("Name", name)) => header.name = some(name.trim().to_owned()),
            Some(("ATT&CK", ids)) => header.techniques = Some((line, ids.to_owned())),
            Some(("Description", text)) => header.description = some(text.trim().to_owned()),
            Some(("RTA" | "rta", _)) => {}
            _ => {
                if let Some(description) = &mut header.description {
                    *description += " ";
                    *description += comment;
                }
            }
        }
    }
    header
}

/// The ids between commas, without the names that stand in brackets behind some.
fn mappings((line, ids): &(u32, String)) -> Vec<Mapping> {
    ids.split(',')
        .filter_map(|id| id.split_whitespace().next())
        .map(|id| Mapping::plain(id).at(*line))
        .collect()
}
