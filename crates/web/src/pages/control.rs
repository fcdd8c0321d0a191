//! A control.

use questions::control::{Answer, Arguments, ask};
use questions::{Error, align};

use super::missing::found;
use super::parts::{WITHHELD, empty};
use super::rows::{Kept, row_cells, row_columns};
use super::{FRAMEWORK, FRAMEWORKS};
use crate::arguments::{shown, stack};
use crate::context::Here;
use crate::html::block::{Block, Line, Part, Stat, Table};
use crate::html::face::number;
use crate::html::prose::Prose;
use crate::html::render;
use crate::html::safe::{Link, Words, anchor};
use crate::location::Names;
use crate::route::{Inventory, Outcome, Request};

/// The controls of one name, in one framework or in all.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let [name, framework] = request.names;
    let arguments = Arguments {
        name: name.clone(),
        framework: Some(framework.clone()).filter(|name| !name.is_empty()),
        stack: stack(request.query),
        shown: shown(request.query),
    };
    let answer = ask(request.catalogue, &arguments)?;
    Ok(found(request, document(request.here, &answer)))
}

/// Every control by its id, or by its title where it has none.
pub(super) fn all(inventory: &Inventory) -> Vec<Names> {
    let resources = inventory.resources.iter();
    let controls = resources.filter(|resource| resource.kind == model::Kind::Control);
    controls
        .map(|control| {
            let name = control.id.as_deref().unwrap_or(&control.title);
            [name.to_owned(), control.source.clone()]
        })
        .collect()
}

/// The controls of one name, one per framework that has it.
fn document(here: &Here<'_>, answer: &Answer) -> Option<String> {
    let first = answer.controls.first()?;
    let mut doc = here.doc(&first.resource.title, &answer.catalogue);
    doc.code = first.resource.id.as_deref().map(Words::of);
    doc.crumbs = vec![
        Link::to("Control frameworks", here.links.to(FRAMEWORKS.at([]))),
        here.link(
            &first.resource.source,
            FRAMEWORK.at([&first.resource.source]),
        ),
    ];
    for one in &answer.controls {
        let mut blocks = Vec::new();
        if one.description.is_some() && here.withholds(&one.resource.source) {
            blocks.push(empty(WITHHELD));
        } else if let Some(description) = &one.description {
            blocks.push(Block::Prose(Prose::of(description)));
        }
        if !one.counts {
            blocks.push(empty(
                "Shown, and not counted: a newer framework took its place.",
            ));
        }
        blocks.push(Block::Stats(vec![
            Stat::rungs(&one.totals.rungs),
            Stat::new(
                "Techniques",
                &number(one.totals.techniques),
                "it helps against",
            ),
            Stat::new(
                "Proven",
                &number(one.totals.rungs[4] + one.totals.rungs[5]),
                "rung 4 or 5",
            ),
        ]));
        blocks.push(met(here, &one.techniques));
        let id = format!("in-{}", anchor(&one.resource.source));
        let part = Part::new(&id, &one.resource.source, blocks).quiet(&one.resource.title);
        doc.parts.push(match &one.links.page {
            Some(page) => part.more(Link::new("At its source", Some(page))),
            None => part,
        });
    }
    Some(render(&doc))
}

fn met(here: &Here<'_>, rows: &[align::Row]) -> Block {
    if rows.is_empty() {
        return empty("Its framework maps it to no technique of the chosen release.");
    }
    let lines: Vec<Line> = rows
        .iter()
        .map(|row| Line::of(row_cells(here, row, Kept::Plain)))
        .collect();
    Block::Table(Table::new(
        "Techniques",
        row_columns(here, rows, Kept::Plain),
        lines,
    ))
}
