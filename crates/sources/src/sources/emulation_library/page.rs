//! Plans that are written as pages of Markdown: scenarios, whose steps stand in tables, and micro emulation plans, each of
//! which is one page.

use model::{Kind, Mapping, Problem, Related, Resource};

use super::{MICRO, STEPS};
use crate::formats::markdown::{Markdown, Row, links};
use crate::formats::text;
use crate::{File, Tree};

/// What the heading of a micro emulation plan begins with; other pages beside it tell how it is built and run.
const MICRO_PLAN: &str = "Micro Emulation Plan: ";

/// The page that lists the micro emulation plans, with techniques that their own pages leave out.
pub(super) const LIST: &str = "micro_emulation_plans/README.md";

/// The steps of a scenario, in the order of its tables.
pub(super) fn steps(file: &File<'_>, adversary: &str) -> Result<Vec<Resource>, Problem> {
    let content = text::small(file)?;
    let sections = numbered(content);
    let mut columns: Option<Columns> = None;
    let mut steps = Vec::new();
    for row in Markdown::new(content).rows() {
        if let Some(found) = Columns::of(&row) {
            columns = Some(found);
            continue;
        }
        // A row of another form begins another table.
        columns = columns.filter(|columns| columns.count == row.cells.len());
        if let Some(columns) = &columns {
            let section = sections.iter().rev().find(|(line, _)| *line < row.line);
            let number = section.map(|(_, number)| *number);
            steps.push(step(&row, columns, number, adversary));
        }
    }
    Ok(steps)
}

/// The places of the columns that are read, in tables that name techniques.
struct Columns {
    count: usize,
    technique: usize,
    report: Option<usize>,
}

impl Columns {
    fn of(row: &Row<'_>) -> Option<Self> {
        let place = |name: &str| row.cells.iter().position(|cell| cell.ends_with(name));
        Some(Self {
            count: row.cells.len(),
            technique: place("ATT&CK Technique")?,
            report: place("CTI Report"),
        })
    }
}

fn step(row: &Row<'_>, columns: &Columns, number: Option<&str>, adversary: &str) -> Resource {
    let cell = |at: usize| row.cells.get(at).copied().unwrap_or_default();
    let detail = number.map(|number| format!("step {number}"));
    let ids = ids(cell(columns.technique)).into_iter();
    let mut resource = Resource {
        references: columns
            .report
            .map_or_else(Vec::new, |at| links(cell(at)).map(str::to_owned).collect()),
        related: vec![Related::new("adversary", adversary)],
        mappings: ids
            .map(|id| Mapping::plain(id).at(row.line).with(detail.clone()))
            .collect(),
        ..Resource::new(STEPS, Kind::Test, cell(0).replace('`', ""))
    };
    resource.place.line = Some(row.line);
    resource
}

/// `T1105 Ingress Tool Transfer<br>T1059.00[1,5] Command and Scripting Interpreter`: the last is two.
fn ids(cell: &str) -> Vec<String> {
    let items = cell.split(['<', '>']).filter_map(|item| {
        let id = item.split_whitespace().next()?;
        id.starts_with('T').then_some(id)
    });
    items.flat_map(written_out).collect()
}

fn written_out(id: &str) -> Vec<String> {
    let brackets = id
        .strip_suffix(']')
        .and_then(|inside| inside.split_once('['));
    match brackets {
        Some((start, ends)) => ends.split(',').map(|end| format!("{start}{end}")).collect(),
        None => vec![id.to_owned()],
    }
}

/// The lines and numbers of `## Step 1 - Initial Compromise`.
fn numbered(content: &str) -> Vec<(u32, &str)> {
    let lines = (1..).zip(content.lines());
    let steps = lines.filter_map(|(line, text)| {
        let words = text.trim_start_matches('#').trim().strip_prefix("Step ")?;
        let number = words.split_whitespace().next()?;
        text.starts_with('#').then_some((line, number))
    });
    steps.collect()
}

/// A micro emulation plan; nothing where the page is about one.
pub(super) fn micro_plan(file: &File<'_>, tree: &Tree) -> Result<Option<Resource>, Problem> {
    let content = text::small(file)?;
    let page = Markdown::new(content);
    let Some(title) = page
        .title()
        .and_then(|title| title.strip_prefix(MICRO_PLAN))
    else {
        return Ok(None);
    };
    let description = page
        .section("Description of Emulated")
        .and_then(|section| section.words());
    let mut mappings = of_plan(content);
    for mapping in listed(file, tree) {
        let stated = |other: &Mapping| other.technique == mapping.technique;
        if !mappings.iter().any(stated) {
            mappings.push(mapping);
        }
    }
    Ok(Some(Resource {
        description: description.map(|words| words.replace("**What are we doing?** ", "")),
        mappings,
        ..Resource::new(MICRO, Kind::Test, without_comment(title))
    }))
}

/// What the page says that it does. From its section about the background on, it tells of adversaries and of defence.
fn of_plan(content: &str) -> Vec<Mapping> {
    let background = |line: &str| line.starts_with("## ") && line.ends_with("Background");
    let lines = (1..).zip(content.lines());
    let mut mappings: Vec<Mapping> = Vec::new();
    for (line, text) in lines.take_while(|(_, text)| !background(text.trim_end())) {
        for mapping in techniques(text) {
            if !mappings
                .iter()
                .any(|other| other.written == mapping.written)
            {
                mappings.push(mapping.at(line));
            }
        }
    }
    mappings
}

/// What the list of all plans says of it. No line: the list is another file.
fn listed(file: &File<'_>, tree: &Tree) -> Vec<Mapping> {
    let folder = file.path.rsplit('/').nth(1).unwrap_or_default();
    let link = format!("./src/{folder}");
    let list = tree.file(LIST);
    let lines = list.and_then(|list| list.text().ok()).unwrap_or_default();
    let of_plan = lines.lines().filter(|line| line.contains(&link));
    of_plan.flat_map(techniques).collect()
}

/// The techniques of ATT&CK that a text links.
fn techniques(text: &str) -> impl Iterator<Item = Mapping> {
    links(text).filter_map(|link| {
        let (_, id) = link.split_once("attack.mitre.org/techniques/")?;
        Some(Mapping::plain(id.trim_matches('/').replace('/', ".")))
    })
}

/// `Remote Application Exploitation <!-- TOC ignore:true -->`.
fn without_comment(title: &str) -> &str {
    title.split("<!--").next().unwrap_or(title).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_a_cell_are_written_out() {
        assert_eq!(
            ids("T1059.00[1,5] Shells<br>T1105 Transfer</p>T1083 - Files"),
            ["T1059.001", "T1059.005", "T1105", "T1083"]
        );
        assert_eq!(ids("-"), [""; 0]);
        assert_eq!(ids(""), [""; 0]);
    }
}
