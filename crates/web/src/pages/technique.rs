//! The page of a technique, inside the web app and on its own.

mod destination;
mod document;
mod knowledge;
mod section;

use model::{TechniqueId, Threat, ThreatTechnique};
use questions::page::{Answer, Arguments, ask};
use questions::threat::{ThreatArguments, ThreatInput};
use questions::{Error, TechniqueArgument, align};

pub(crate) use self::document::Page;
use super::rows::{RowLayout, row_cells, row_columns};
use super::{ALIGNMENT, TECHNIQUE};
use crate::context::PageContext;
use crate::file_name::slug;
use crate::html::render;
use crate::html::safe::Link;
use crate::html::table::{Table, TableRow};
use crate::location::{AddressNames, one_name};
use crate::query::Query;
use crate::route::{Inventory, Outcome, Request};
use crate::shared_questions::ask_align;

/// The technique that people write so; its id has the page.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let (catalogue, text) = (request.catalogue, &request.names[0]);
    let argument = TechniqueArgument(text.clone());
    let id = argument.find(catalogue)?;
    if *text != id.to_string() {
        return Ok(Outcome::Moved(format!("/technique/{id}")));
    }
    let answer = ask(catalogue, &Arguments { id: argument })?;
    let family = std::iter::once(id).chain(
        answer
            .summary
            .sub_techniques
            .iter()
            .map(|sub_technique| sub_technique.id),
    );
    let threat = Threat {
        techniques: family
            .map(|id| ThreatTechnique::plain(id.to_string()))
            .collect(),
        ..Threat::named(text)
    };
    let named = ThreatArguments {
        threat: vec![ThreatInput::Threat(Box::new(threat))],
        ..ThreatArguments::default()
    };
    // A retired technique leads elsewhere, or nowhere: then there are no numbers of its own.
    let family = match ask_align(catalogue, named, &Query::parse("sort=id")) {
        Err(Error::Argument(_)) => None,
        other => Some(other?),
    };
    let html = document(request.context, &answer, family.as_ref());
    Ok(Outcome::Page(html))
}

/// Every technique.
pub(super) fn all_names(inventory: &Inventory) -> Vec<AddressNames> {
    let techniques = inventory.techniques.iter();
    let ids = techniques.map(|technique| technique.id.to_string());
    ids.map(|id| one_name(&id)).collect()
}

/// The name of the file of a technique: its id.
pub(super) fn id_in_files(id: &str) -> String {
    id.parse()
        .map_or_else(|_| slug(id), |id: TechniqueId| id.to_string())
}

/// A link to the page of a technique.
pub(super) fn link(context: &PageContext<'_>, words: &str, id: TechniqueId) -> Link {
    context.link(words, TECHNIQUE.at([&id.to_string()]))
}

/// The page, with the numbers of the technique and its sub-techniques.
fn document(context: &PageContext<'_>, answer: &Answer, family: Option<&align::Answer>) -> String {
    let id = answer.summary.technique.id;
    let family = family.map_or(&[][..], |family| &family.list.items);
    let below: Vec<&align::Row> = family.iter().filter(|row| row.technique.id != id).collect();
    let own = family.iter().find(|row| row.technique.id == id);
    let rows = below
        .iter()
        .map(|row| TableRow::new(row_cells(context, row, RowLayout::Plain)));
    let table = (!below.is_empty()).then(|| {
        let mut columns = row_columns(context, RowLayout::Plain);
        columns.pop();
        let rows = rows.map(|mut line| {
            line.cells.pop();
            line
        });
        Table::new("Sub-techniques", columns, rows.collect())
    });
    let mut rungs = [0; 5];
    if let Some(own) = own {
        rungs = own.numbers.rungs;
    }
    let title = format!("{} {id}", answer.summary.technique.name);
    let shell = context.shell(&title, &answer.summary.catalogue);
    let align = context.links.with(
        ALIGNMENT.at([]),
        &[("threat", "all"), ("explain", &id.to_string())],
    );
    render(&Page::in_app(
        answer,
        context.links,
        shell,
        table,
        rungs,
        align,
    ))
}
