//! Pieces that several pages have in common.

use catalogue::ResourceSummary;
use questions::{Error, Page, PageRequest};

use super::{RESOURCE, SOURCE};
use crate::arguments::{all, page_request};
use crate::context::Here;
use crate::html::block::{Block, Cell, Group, Line};
use crate::html::safe::{Link, Words, anchor};
use crate::links::Place;
use crate::route::Request;

/// In the place of words that may not be republished.
pub(super) const WITHHELD: &str =
    "Its licence does not let its words be shown here; they are behind the link.";

/// A sentence in the place of what there is none of.
pub(super) fn empty(words: &str) -> Block {
    Block::Empty(Words::of(words))
}

/// The link and the mark of a resource in lists.
pub(super) fn main_cell(here: &Here<'_>, resource: &ResourceSummary) -> Cell {
    Cell::Main {
        title: here.link(&resource.title, RESOURCE.at([&resource.key])),
        place: Link::words(resource.id.as_deref().unwrap_or(&resource.place.path)),
        marks: if resource.status.counts() {
            Vec::new()
        } else {
            vec![Words::of(&resource.status.to_string())]
        },
        of: if resource.status.counts() {
            ""
        } else {
            "marked"
        },
    }
}

/// Rows in groups by the source that each begins with.
pub(super) fn by_source(here: &Here<'_>, rows: Vec<(String, Line)>) -> Vec<Group> {
    let mut groups: Vec<(String, Group)> = Vec::new();
    for (source, row) in rows {
        if groups.last().is_none_or(|(last, _)| *last != source) {
            let group = Group {
                id: format!("of-{}", anchor(&source)),
                head: Some(here.link(&source, SOURCE.at([&source]))),
                ..Group::default()
            };
            groups.push((source, group));
        }
        if let Some((_, group)) = groups.last_mut() {
            group.rows.push(row);
        }
    }
    let counted = groups.into_iter().map(|(_, mut group)| {
        group.quiet = Words::of(&group.rows.len().to_string());
        group
    });
    counted.collect()
}

/// What stays in the address when a form is sent that knows these names.
pub(super) fn rest_of_query(here: &Here<'_>, but: &[&str]) -> Vec<(String, Words)> {
    here.query
        .iter()
        .filter(|(name, _)| !but.contains(&name.as_str()) && name != "cursor")
        .map(|(name, value)| (name.clone(), Words::of(value)))
        .collect()
}

/// A page of a list; on a static site the whole list, for nobody turns pages there.
pub(super) fn listed<T>(
    request: &Request<'_>,
    mut ask: impl FnMut(PageRequest) -> Result<Page<T>, Error>,
) -> Result<Page<T>, Error> {
    if request.here.place() == Place::Server {
        return ask(page_request(request.query, 500));
    }
    let mut whole = ask(all())?;
    while let Some(cursor) = whole.next.take() {
        let more = ask(PageRequest {
            cursor: Some(cursor),
            ..all()
        })?;
        whole.items.extend(more.items);
        whole.next = more.next;
    }
    Ok(whole)
}
