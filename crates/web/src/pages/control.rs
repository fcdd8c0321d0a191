//! A control.

use questions::control::{Answer, Arguments, ask};
use questions::{Error, align};

use super::elements::{WITHHELD, empty};
use super::missing::page_or_missing;
use super::rows::{RowLayout, row_cells, row_columns};
use super::{FRAMEWORK, FRAMEWORKS};
use crate::arguments::{shown, stack};
use crate::context::PageContext;
use crate::html::block::{Block, Statistic};
use crate::html::document::PageSection;
use crate::html::format::number;
use crate::html::prose::Prose;
use crate::html::render;
use crate::html::safe::{Link, SafeText, anchor};
use crate::html::table::{Table, TableRow};
use crate::location::AddressNames;
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
    Ok(page_or_missing(request, document(request.context, &answer)))
}

/// Every control by its id, or by its title where it has none.
pub(super) fn all_names(inventory: &Inventory) -> Vec<AddressNames> {
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
fn document(context: &PageContext<'_>, answer: &Answer) -> Option<String> {
    let first = answer.controls.first()?;
    let mut doc = context.document(&first.resource.title, &answer.catalogue);
    doc.code = first.resource.id.as_deref().map(SafeText::of);
    doc.crumbs = vec![
        Link::to("Control frameworks", context.links.to(FRAMEWORKS.at([]))),
        context.link(
            &first.resource.source,
            FRAMEWORK.at([&first.resource.source]),
        ),
    ];
    for control in &answer.controls {
        let mut blocks = Vec::new();
        if control.description.is_some() && context.withholds(&control.resource.source) {
            blocks.push(empty(WITHHELD));
        } else if let Some(description) = &control.description {
            blocks.push(Block::Prose(Prose::of(description)));
        }
        if !control.counts {
            blocks.push(empty(
                "Shown, and not counted: a newer framework took its place.",
            ));
        }
        blocks.push(Block::Statistics(vec![
            Statistic::rungs(&control.totals.rungs),
            Statistic::new(
                "Techniques",
                &number(control.totals.techniques),
                "it helps against",
            ),
            Statistic::new(
                "Proven",
                &number(control.totals.rungs[4] + control.totals.rungs[5]),
                "rung 4 or 5",
            ),
        ]));
        blocks.push(met(context, &control.techniques));
        let id = format!("in-{}", anchor(&control.resource.source));
        let section =
            PageSection::new(&id, &control.resource.source, blocks).quiet(&control.resource.title);
        doc.sections.push(match &control.links.page {
            Some(page) => section.more(Link::new("At its source", Some(page))),
            None => section,
        });
    }
    Some(render(&doc))
}

fn met(context: &PageContext<'_>, rows: &[align::Row]) -> Block {
    if rows.is_empty() {
        return empty("Its framework maps it to no technique of the chosen release.");
    }
    let lines: Vec<TableRow> = rows
        .iter()
        .map(|row| TableRow::new(row_cells(context, row, RowLayout::Plain)))
        .collect();
    Block::Table(Table::new(
        "Techniques",
        row_columns(context, RowLayout::Plain),
        lines,
    ))
}
