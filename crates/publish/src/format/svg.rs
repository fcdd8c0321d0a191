//! Answers as pictures of the ATT&CK matrix: tactics as columns, techniques as cells, coloured by a score.
//!
//! One self-contained file: no script, nothing fetched, light or dark as the reader's system. Where a technique is shown
//! with its sub-techniques in a whole matrix, these are folded into its cell; of a threat each has a cell of its own.

mod draw;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use model::TechniqueId;
use questions::Answer;

use super::{Error, Format, Output};
use crate::about::AnswerHeader;
use crate::answers;
use crate::heat::{Cell, HeatMap, MatrixLayout};
use crate::options::Options;

/// The tactics of the matrix, also those of older releases, for answers that do not say their order.
const TACTICS: [&str; 16] = [
    "reconnaissance",
    "resource-development",
    "initial-access",
    "execution",
    "persistence",
    "privilege-escalation",
    "defense-evasion",
    "stealth",
    "defense-impairment",
    "credential-access",
    "discovery",
    "lateral-movement",
    "collection",
    "command-and-control",
    "exfiltration",
    "impact",
];

/// What is drawn.
struct Picture<'a> {
    title: String,
    /// What was asked and of what, in a few lines.
    lines: Vec<String>,
    heat: &'a HeatMap<'a>,
    columns: Vec<Column<'a>>,
    footer: String,
}

/// A tactic with its techniques.
struct Column<'a> {
    name: String,
    boxes: Vec<TechniqueBox<'a>>,
}

/// A technique as it is drawn.
struct TechniqueBox<'a> {
    cell: &'a Cell<'a>,
    score: f64,
    /// How many sub-techniques are folded into it.
    folded: usize,
    /// Whether it is drawn below its technique.
    below: bool,
}

/// The answer as a picture.
pub(super) fn write(answer: &Answer, options: &Options) -> Result<Output, Error> {
    let none = || Error::FormatUnavailable(Format::Svg);
    let heat = answers::heat(answer, options.score).ok_or_else(none)?;
    let (heat, drawing) = heat.map_err(|why| Error::NoScore {
        format: Format::Svg,
        why,
    })?;
    let folds = drawing.ok_or_else(none)? == MatrixLayout::Folded;
    let picture = self::picture(answer, &heat, folds);
    Ok(Output::Text(draw::draw(&picture)))
}

fn picture<'a>(answer: &'a Answer, heat: &'a HeatMap<'a>, folds: bool) -> Picture<'a> {
    let header = AnswerHeader::new(answer);
    let catalogue = answer.catalogue();
    let year = catalogue.date.get(..4).unwrap_or_default();
    let mut lines = vec![format!("Colour and number: {}.", heat.scale.explained)];
    if folds {
        lines.push(
            "A cell speaks for the technique with its sub-techniques; “+8” says how many are folded into it.".to_owned(),
        );
    }
    lines.extend(stack(&header));
    Picture {
        title: format!("{}, by {}", header.title(), heat.scale.title),
        lines,
        heat,
        columns: columns(heat, folds),
        footer: format!(
            "ATT&CK {} · {} resources of {} sources, read until {} · Rhumb · © {year} The MITRE Corporation. This work is reproduced \
             and distributed with the permission of The MITRE Corporation.",
            catalogue.attack, catalogue.resources, catalogue.sources, catalogue.date
        ),
    }
}

fn stack(header: &AnswerHeader<'_>) -> Option<String> {
    let stack = header.subject.stack?;
    let or_all = |what: &str, names: &[String]| match names.len() {
        0 => format!("all {what}"),
        1..=6 => names.join(", "),
        many => format!("{many} {what}"),
    };
    let name = stack.name.as_ref().map(|name| format!("{name}: "));
    Some(format!(
        "Stack: {}{}; {}.",
        name.unwrap_or_default(),
        or_all("sources", &stack.sources),
        or_all("platforms", &stack.platforms)
    ))
}

fn columns<'a>(heat: &'a HeatMap<'a>, folds: bool) -> Vec<Column<'a>> {
    let columns = order(heat).into_iter().map(|(shortname, name)| {
        let in_tactic = |cell: &&Cell<'_>| cell.tactics.iter().any(|tactic| tactic == shortname);
        let cells: Vec<&Cell<'_>> = heat.cells.iter().filter(in_tactic).collect();
        Column {
            name,
            boxes: boxes(cells, folds),
        }
    });
    columns.filter(|column| !column.boxes.is_empty()).collect()
}

/// Tactics in the order of the release, or in the usual order; unknown ones come last.
fn order<'a>(heat: &'a HeatMap<'a>) -> Vec<(&'a str, String)> {
    let given = heat
        .tactics
        .iter()
        .map(|&(short, name)| (short, name.to_owned()));
    let mut order: Vec<(&str, String)> = given.collect();
    let mut known: BTreeSet<&str> = order.iter().map(|&(short, _)| short).collect();
    let in_cells: BTreeSet<&str> = heat
        .cells
        .iter()
        .flat_map(|cell| cell.tactics.iter().map(String::as_str))
        .collect();
    let usual = TACTICS
        .iter()
        .copied()
        .filter(|tactic| in_cells.contains(tactic));
    for short in usual.chain(in_cells.iter().copied()) {
        if known.insert(short) {
            order.push((short, title_case(short)));
        }
    }
    order
}

/// `Command and Control` of `command-and-control`.
fn title_case(shortname: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if word != "and" => first.to_uppercase().chain(letters).collect(),
            _ => word.to_owned(),
        }
    };
    shortname.split('-').map(word).collect::<Vec<_>>().join(" ")
}

/// Techniques by name, each with what belongs to it.
fn boxes<'a>(cells: Vec<&'a Cell<'a>>, folds: bool) -> Vec<TechniqueBox<'a>> {
    let ids: BTreeSet<TechniqueId> = cells.iter().map(|cell| cell.id).collect();
    let mut below: BTreeMap<TechniqueId, Vec<&'a Cell<'a>>> = BTreeMap::new();
    let mut tops = Vec::new();
    for cell in cells {
        match cell.id.parent().filter(|parent| ids.contains(parent)) {
            Some(parent) => below.entry(parent).or_default().push(cell),
            None => tops.push(cell),
        }
    }
    tops.sort_by_key(|cell| (cell.name, cell.id));
    let mut boxes = Vec::new();
    for cell in tops {
        let mut subs = below.remove(&cell.id).unwrap_or_default();
        subs.sort_by_key(|cell| cell.id);
        let technique_box = |cell: &'a Cell<'a>, score, folded, below| TechniqueBox {
            cell,
            score,
            folded,
            below,
        };
        if folds {
            let best = subs
                .iter()
                .fold(cell.score, |best, sub| best.max(sub.score));
            boxes.push(technique_box(
                cell,
                cell.family.unwrap_or(best),
                subs.len(),
                false,
            ));
        } else {
            boxes.push(technique_box(cell, cell.score, 0, false));
            boxes.extend(
                subs.into_iter()
                    .map(|sub| technique_box(sub, sub.score, 0, true)),
            );
        }
    }
    boxes
}
