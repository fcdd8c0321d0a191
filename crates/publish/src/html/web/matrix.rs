//! The matrix as a heat map, whole or compact, and the page around it.

mod table;
mod tools;
mod values;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use model::TechniqueId;
use questions::matrix::{Answer, Row};
use questions::{align, sources};

use self::tools::{Pick, acts, note, picks, tabs, toggle};
use self::values::Values;
use self::view::{BINS, View};
use super::super::block::{Act, Block, Cell, Tab, Table};
use super::super::face::{Shape, number};
use super::super::safe::{Address, Words};
use super::super::shell::Shell;
use super::super::way::Target;
use super::{Here, render};

/// The heat map.
pub(crate) struct Grid {
    pub(crate) class: String,
    pub(crate) view: &'static str,
    pub(crate) label: Words,
    pub(crate) columns: Vec<Column>,
}

pub(crate) struct Column {
    pub(crate) id: String,
    pub(crate) name: Words,
    pub(crate) count: String,
    /// Of 100.
    pub(crate) width: usize,
    pub(crate) cells: Vec<Square>,
}

pub(crate) struct Square {
    pub(crate) id: String,
    pub(crate) address: Address,
    pub(crate) label: Words,
    pub(crate) step: usize,
    /// Its name, in pieces between which a line may break.
    pub(crate) name: Vec<Words>,
    pub(crate) more: String,
    pub(crate) rung: u32,
    pub(crate) number: String,
    /// What the script needs to colour it by another view.
    pub(crate) data: String,
    pub(crate) below: Vec<Square>,
}

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a> {
    /// All techniques of one matrix.
    pub answer: &'a Answer,
    /// A threat against the same stack, where one is named.
    pub threat: Option<&'a align::Answer>,
    /// Sources that can be chosen.
    pub sources: &'a sources::Answer,
}

/// The whole page.
#[derive(Template)]
#[template(path = "matrix.html", whitespace = "minimize")]
struct Page {
    shell: Shell,
    title: Words,
    count: String,
    tabs: Vec<Tab>,
    acts: Vec<Act>,
    picks: Vec<Pick>,
    hidden: Vec<(String, Words)>,
    action: Address,
    toggles: Vec<Tab>,
    /// The way to the other form: matrix or table.
    other: Tab,
    legend: Vec<(usize, String)>,
    unit: &'static str,
    note: Option<Words>,
    /// Bins of all views for the script.
    bins: &'static str,
    grid: Grid,
    /// The same as a table, where that is asked for.
    table: Option<Table>,
}

impl Grid {
    /// The heat map of these techniques.
    pub(crate) fn of(
        here: &Here<'_>,
        answer: &Answer,
        threat: Option<&[align::Row]>,
        view: View,
    ) -> Self {
        let mut faced: BTreeMap<TechniqueId, &align::Row> = threat
            .into_iter()
            .flatten()
            .map(|row| (row.technique.id, row))
            .collect();
        // A technique of which only parts are faced shows the part that misses most.
        for row in threat.into_iter().flatten() {
            if let Some(parent) = row.technique.id.parent() {
                let known = faced.entry(parent).or_insert(row);
                if known.technique.id != parent && known.gap < row.gap {
                    *known = row;
                }
            }
        }
        let mut families: BTreeMap<TechniqueId, Vec<&Row>> = BTreeMap::new();
        for row in &answer.list.items {
            families
                .entry(row.id.parent().unwrap_or(row.id))
                .or_default()
                .push(row);
        }
        let square = |row: &Row, below: Vec<Square>| {
            let values = Values::of(row, faced.get(&row.id).copied());
            Square {
                id: row.id.to_string(),
                address: here.way.to(Target::Technique(row.id)),
                // What is to be seen stands in it as it is seen, for those who speak to their machine.
                label: Words::of(&format!(
                    "{}{}, {}: {}",
                    row.name,
                    if below.is_empty() {
                        String::new()
                    } else {
                        format!(" +{}", below.len())
                    },
                    row.id,
                    values.said(view, below.len())
                )),
                step: view.step(values.value(view)),
                name: row.name.split_inclusive('/').map(Words::of).collect(),
                more: if below.is_empty() {
                    String::new()
                } else {
                    format!("+{}", below.len())
                },
                rung: values.rung,
                number: values.print(view),
                data: values.data(),
                below,
            }
        };
        let column = |tactic: &model::Tactic| {
            let mut cells = Vec::new();
            for (id, rows) in &families {
                let within = |row: &&&Row| row.tactics.contains(&tactic.shortname);
                let Some(parent) = rows.iter().filter(within).find(|row| row.id == *id) else {
                    continue;
                };
                let below = rows.iter().filter(within).filter(|row| row.id != *id);
                cells.push(square(
                    parent,
                    below.map(|row| square(row, Vec::new())).collect(),
                ));
            }
            cells.sort_by_cached_key(|cell| cell.label.to_string());
            let some = cells.iter().filter(|cell| cell.step > 0).count();
            Column {
                id: tactic.shortname.clone(),
                name: Words::of(&tactic.name),
                count: format!("{some} of {}", cells.len()),
                width: 100 * some / cells.len().max(1),
                cells,
            }
        };
        let columns: Vec<Column> = answer
            .tactics
            .iter()
            .map(column)
            .filter(|column| !column.cells.is_empty())
            .collect();
        Self {
            class: format!("grid {}-v n{}", view.name(), columns.len()),
            view: view.name(),
            label: Words::of(&format!(
                "{} by {}",
                domain(answer.domain),
                view.title().to_lowercase()
            )),
            columns,
        }
    }

    /// Small, as far as one screen.
    pub(crate) fn compact(mut self) -> Self {
        self.class += " dense";
        self
    }
}

fn domain(domain: model::Domain) -> &'static str {
    match domain {
        model::Domain::Enterprise => "Enterprise matrix",
        model::Domain::Mobile => "Mobile matrix",
        model::Domain::Ics => "ICS matrix",
    }
}

/// A compact heat map of a threat's techniques, by weight or by gap.
pub(crate) fn compact(here: &Here<'_>, answer: &Answer, rows: &[align::Row], gap: bool) -> Block {
    let view = if gap { View::Gap } else { View::Weight };
    Block::Grid(Box::new(Grid::of(here, answer, Some(rows), view).compact()))
}

/// The same without techniques of which no part is used.
pub(crate) fn used(here: &Here<'_>, answer: &Answer, rows: &[align::Row]) -> Block {
    let family = |id: TechniqueId| id.parent().unwrap_or(id);
    let families: BTreeSet<TechniqueId> = rows.iter().map(|row| family(row.technique.id)).collect();
    let mut answer = answer.clone();
    answer
        .list
        .items
        .retain(|row| families.contains(&family(row.id)));
    compact(here, &answer, rows, true)
}

/// The page of the matrix.
pub fn matrix(here: &Here<'_>, matrix: &Matrix<'_>) -> String {
    let answer = matrix.answer;
    let view = View::of(here.one("view").unwrap_or_default());
    let mut grid = Grid::of(
        here,
        answer,
        matrix.threat.map(|threat| &threat.list.items[..]),
        view,
    );
    if here.one("subs").is_some() {
        grid.class += " subs";
    }
    if here.one("dense").is_some() {
        grid.class += " dense";
    }
    let parents = answer
        .list
        .items
        .iter()
        .filter(|row| !row.id.is_sub_technique())
        .count();
    let subs = answer.list.items.len() - parents;
    let title = domain(answer.domain);
    let as_table = here.one("part") == Some("table");
    let page = Page {
        shell: here
            .shell(title, &answer.catalogue)
            .wide("matrix")
            .with_matrix(here.way),
        title: Words::of(title),
        count: format!(
            "{} techniques, {} sub-techniques {}",
            number(u32::try_from(parents).unwrap_or(u32::MAX)),
            number(u32::try_from(subs).unwrap_or(u32::MAX)),
            if here.one("subs").is_some() {
                "below them"
            } else {
                "folded into them"
            }
        ),
        tabs: tabs(here, view, matrix.threat.is_some()),
        acts: acts(here, answer.domain),
        picks: picks(here, matrix),
        hidden: kept(here, &["source", "platform", "tactic"]),
        action: here.way.to(Target::Matrix),
        toggles: if as_table {
            Vec::new()
        } else {
            vec![
                toggle(here, "Sub-techniques", "subs"),
                toggle(here, "Compact", "dense"),
            ]
        },
        other: Tab {
            words: Words::of(if as_table {
                "Show as matrix"
            } else {
                "Show as table"
            }),
            address: here.with("part", (!as_table).then_some("table")),
            here: false,
            face: None,
        },
        legend: view.legend(),
        unit: view.unit(),
        note: note(view, matrix),
        bins: BINS,
        grid,
        table: as_table.then(|| table::table(here, answer)),
    };
    render(&page)
}

/// What stays in the address when a form is sent that knows these names.
pub(super) fn kept(here: &Here<'_>, but: &[&str]) -> Vec<(String, Words)> {
    here.query
        .iter()
        .filter(|(name, _)| !but.contains(&name.as_str()) && name != "cursor")
        .map(|(name, value)| (name.clone(), Words::of(value)))
        .collect()
}
