//! Elements of several pages: empty notes, cells, groups of rows.

use catalogue::ResourceSummary;
use questions::{Error, Page, PageRequest};

use super::{RESOURCE, SOURCE};
use crate::arguments::{page_request, whole_list};
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::safe::{Link, SafeText, anchor};
use crate::html::table::{Cell, RowGroup, TableRow};
use crate::links::Deployment;
use crate::route::Request;

/// Instead of text that may not be republished.
pub(super) const WITHHELD: &str =
    "Its licence does not let its words be shown here; they are behind the link.";

/// A sentence instead of an empty block.
pub(super) fn empty(words: &str) -> Block {
    Block::Empty(SafeText::of(words))
}

/// The link and the mark of a resource in lists.
pub(super) fn main_cell(context: &PageContext<'_>, resource: &ResourceSummary) -> Cell {
    Cell::Main {
        title: context.link(&resource.title, RESOURCE.at([&resource.key])),
        place: Link::words(resource.id.as_deref().unwrap_or(&resource.place.path)),
        marks: if resource.status.counts() {
            Vec::new()
        } else {
            vec![SafeText::of(&resource.status.to_string())]
        },
        class: if resource.status.counts() {
            ""
        } else {
            "marked"
        },
    }
}

/// Rows in groups by the source that each begins with.
pub(super) fn by_source(context: &PageContext<'_>, rows: Vec<(String, TableRow)>) -> Vec<RowGroup> {
    let mut groups: Vec<(String, RowGroup)> = Vec::new();
    for (source, row) in rows {
        if groups.last().is_none_or(|(last, _)| *last != source) {
            let group = RowGroup {
                id: format!("of-{}", anchor(&source)),
                head: Some(context.link(&source, SOURCE.at([&source]))),
                ..RowGroup::default()
            };
            groups.push((source, group));
        }
        if let Some((_, group)) = groups.last_mut() {
            group.rows.push(row);
        }
    }
    let counted = groups.into_iter().map(|(_, mut group)| {
        group.quiet = SafeText::of(&group.rows.len().to_string());
        group
    });
    counted.collect()
}

/// What stays in the address when a form is sent that knows these names.
pub(super) fn rest_of_query(context: &PageContext<'_>, but: &[&str]) -> Vec<(String, SafeText)> {
    context
        .query
        .iter()
        .filter(|(name, _)| !but.contains(&name.as_str()) && name != "cursor")
        .map(|(name, value)| (name.clone(), SafeText::of(value)))
        .collect()
}

/// A page of a list; on a static site the whole list, since a file cannot be paged.
pub(super) fn listed<T>(
    request: &Request<'_>,
    mut ask: impl FnMut(PageRequest) -> Result<Page<T>, Error>,
) -> Result<Page<T>, Error> {
    if request.context.deployment() == Deployment::Server {
        return ask(page_request(request.query, 500));
    }
    let mut whole = ask(whole_list())?;
    while let Some(cursor) = whole.next.take() {
        let more = ask(PageRequest {
            cursor: Some(cursor),
            ..whole_list()
        })?;
        whole.items.extend(more.items);
        whole.next = more.next;
    }
    Ok(whole)
}
