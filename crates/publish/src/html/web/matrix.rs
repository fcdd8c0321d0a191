//! The matrix as a heat map, whole or compact, and the page around it.

mod view;

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use model::{Kind, TechniqueId, Volume};
use questions::align;
use questions::matrix::{Answer, Row};

use self::view::{BINS, VIEWS, View};
use super::super::block::{Act, Block, Tab};
use super::super::face::{Face, Shape, number};
use super::super::safe::{Address, Link, Words};
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
    pub(crate) name: Words,
    pub(crate) more: String,
    pub(crate) steps: [&'static str; 5],
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
    /// Sources that can be chosen: id and title.
    pub sources: &'a [(String, String)],
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
    legend: Vec<(usize, String)>,
    unit: &'static str,
    note: Option<Words>,
    /// Bins of all views for the script.
    bins: &'static str,
    grid: Grid,
}

/// A menu of check boxes.
struct Pick {
    legend: &'static str,
    said: String,
    name: &'static str,
    boxes: Vec<(Words, Words, bool)>,
}

/// What a cell is coloured by, and its other values.
struct Values {
    with: [u32; 3],
    own: [u32; 3],
    potential: u32,
    rung: u32,
    /// In hundredths; none where the threat does not use the technique.
    gap: Option<u32>,
    weight: Option<u32>,
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "weights and gaps lie between 0 and 1"
)]
fn hundredths(value: f64) -> u32 {
    (value * 100.0).round() as u32
}

impl Values {
    fn of(row: &Row, threat: Option<&align::Row>) -> Self {
        let numbers = &row.numbers;
        let with = row.with_sub_techniques;
        Self {
            with: [with.controls, with.detections, with.tests],
            own: [Kind::Control, Kind::Detection, Kind::Test].map(|kind| numbers.pillar(kind).0),
            potential: match numbers.potential {
                Volume::None => 0,
                Volume::Low => 1,
                Volume::Medium => 2,
                Volume::High => 3,
            },
            rung: u32::from(numbers.rung),
            gap: threat.map(|row| hundredths(row.gap)),
            weight: threat.map(|row| hundredths(row.technique.weight)),
        }
    }

    fn value(&self, view: View) -> u32 {
        match view {
            View::Controls => self.with[0],
            View::Detections => self.with[1],
            View::Tests => self.with[2],
            View::Potential => self.potential,
            View::Evidence => self.rung,
            View::Gap => self.gap.unwrap_or(0),
            View::Weight => self.weight.unwrap_or(0),
        }
    }

    /// As the cell prints it.
    fn print(&self, view: View) -> String {
        let value = self.value(view);
        if value == 0 {
            return "–".to_owned();
        }
        match view {
            View::Potential => ["N/A", "Low", "Med", "High"][value.min(3) as usize].to_owned(),
            View::Gap | View::Weight if value >= 100 => "1".to_owned(),
            View::Gap | View::Weight => format!(".{value:02}"),
            View::Controls | View::Detections | View::Tests | View::Evidence => value.to_string(),
        }
    }

    fn data(&self) -> String {
        let [c, d, t] = self.with;
        let [oc, od, ot] = self.own;
        let or = |value: Option<u32>| value.map_or_else(String::new, |value| value.to_string());
        format!(
            "{c},{d},{t},{oc},{od},{ot},{},{},{},{}",
            self.potential,
            self.rung,
            or(self.gap),
            or(self.weight)
        )
    }

    fn said(&self, view: View, subs: usize) -> String {
        let with = match subs {
            0 => String::new(),
            1 => " with its sub-technique".to_owned(),
            _ => format!(" with {subs} sub-techniques"),
        };
        let first = match view {
            View::Controls => format!("{} controls{with}", self.with[0]),
            View::Detections | View::Evidence => format!("{} rules{with}", self.with[1]),
            View::Tests => format!("{} tests{with}", self.with[2]),
            View::Potential => format!("validation potential {}", self.print(view)),
            View::Gap | View::Weight => match (self.gap, self.weight) {
                (Some(gap), Some(weight)) => format!(
                    "gap {:.2}, weight {:.2}",
                    f64::from(gap) / 100.0,
                    f64::from(weight) / 100.0
                ),
                _ => "not in the threat".to_owned(),
            },
        };
        format!("{first}; evidence {} of 5", self.rung)
    }
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
            let mut steps = ["off"; 5];
            for step in steps.iter_mut().take(values.rung as usize) {
                *step = "on";
            }
            Square {
                id: row.id.to_string(),
                address: here.way.to(Target::Technique(row.id)),
                label: Words::of(&format!(
                    "{}, {}: {}",
                    row.name,
                    row.id,
                    values.said(view, below.len())
                )),
                step: view.step(values.value(view)),
                name: Words::of(&row.name),
                more: if below.is_empty() {
                    String::new()
                } else {
                    format!("+{}", below.len())
                },
                steps,
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
            cells.sort_by_cached_key(|cell| cell.name.to_string());
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
        toggles: vec![
            toggle(here, "Sub-techniques", "subs"),
            toggle(here, "Compact", "dense"),
        ],
        legend: view.legend(),
        unit: view.unit(),
        note: note(view, matrix),
        bins: BINS,
        grid,
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

fn tabs(here: &Here<'_>, view: View, threat: bool) -> Vec<Tab> {
    let shown = VIEWS.iter().filter(|one| **one != View::Gap || threat);
    shown
        .map(|one| Tab {
            words: Words::of(one.title()),
            address: here.with("view", Some(one.name())),
            here: *one == view,
            face: one.kind().map(Face::of),
        })
        .collect()
}

fn toggle(here: &Here<'_>, words: &str, name: &str) -> Tab {
    let on = here.one(name).is_some();
    Tab {
        words: Words::of(words),
        address: here.with(name, (!on).then_some("1")),
        here: on,
        face: None,
    }
}

fn acts(here: &Here<'_>, now: model::Domain) -> Vec<Act> {
    let domains = [
        (model::Domain::Enterprise, "Enterprise"),
        (model::Domain::Mobile, "Mobile"),
        (model::Domain::Ics, "ICS"),
    ];
    let word = domains
        .iter()
        .find(|(domain, _)| *domain == now)
        .map_or("Enterprise", |(_, words)| words);
    vec![
        Act {
            words: word,
            primary: false,
            links: domains
                .iter()
                .map(|(domain, words)| {
                    Link::to(words, here.with("domain", Some(&domain.to_string())))
                })
                .collect(),
        },
        Act {
            words: "Load a layer",
            primary: false,
            links: vec![here.link("Load a layer", Target::Threats)],
        },
        Act {
            words: "Export",
            primary: false,
            links: vec![
                here.export("Picture (SVG)", "matrix", "svg"),
                here.export("Navigator layer", "matrix", "layer"),
                here.export("CSV", "matrix", "csv"),
                here.export("Spreadsheet (XLSX)", "matrix", "xlsx"),
                here.export("JSON", "matrix", "json"),
            ],
        },
    ]
}

fn picks(here: &Here<'_>, matrix: &Matrix<'_>) -> Vec<Pick> {
    let mut platforms: Vec<String> = matrix
        .answer
        .list
        .items
        .iter()
        .flat_map(|row| row.platforms.clone())
        .collect();
    // What is chosen stays to be seen, whatever the answer still holds.
    platforms.extend(
        here.query
            .iter()
            .filter(|(name, _)| name == "platform")
            .map(|(_, value)| value.clone()),
    );
    platforms.sort();
    platforms.dedup();
    let pick = |legend, name: &'static str, all: Vec<(String, String)>| {
        let boxes: Vec<(Words, Words, bool)> = all
            .iter()
            .map(|(value, words)| (Words::of(value), Words::of(words), here.has(name, value)))
            .collect();
        let chosen = boxes.iter().filter(|(_, _, chosen)| *chosen).count();
        Pick {
            legend,
            said: if chosen == 0 {
                "all".to_owned()
            } else {
                format!("{chosen} of {}", boxes.len())
            },
            name,
            boxes,
        }
    };
    let tactics = matrix
        .answer
        .tactics
        .iter()
        .map(|tactic| (tactic.shortname.clone(), tactic.name.clone()));
    vec![
        pick(
            "Platform",
            "platform",
            platforms
                .into_iter()
                .map(|name| (name.clone(), name))
                .collect(),
        ),
        pick("Source", "source", matrix.sources.to_vec()),
        pick("Tactic", "tactic", tactics.collect()),
    ]
}

fn note(view: View, matrix: &Matrix<'_>) -> Option<Words> {
    let best = matrix
        .answer
        .list
        .items
        .iter()
        .map(|row| row.numbers.rung)
        .max()
        .unwrap_or(0);
    match (view, matrix.threat) {
        (View::Evidence, _) if best < 4 => Some(Words::of(
            "No replay has run. Rungs 4 and 5 need recorded evidence.",
        )),
        (View::Gap, Some(threat)) => Some(Words::of(&format!(
            "Gap for {}: weight × (1 − best rung / 5). Techniques outside the threat are outlined.",
            threat.threat.name
        ))),
        _ => None,
    }
}
