//! The page before there is an answer: how to name a threat.

use catalogue::CatalogueSummary;

use super::{Answers, side_form::side_form};
use crate::context::PageContext;
use crate::html::block::Block;
use crate::html::document::{Document, PageSection};
use crate::html::form::{Field, FieldSet, SideForm};
use crate::html::render;
use crate::html::safe::{Link, SafeText};
use crate::pages::rows::RowLayout;
use crate::pages::{ADVERSARIES, ALIGNMENT, THREATS};

/// On a static site the browser counts: the page is all that can be chosen, and how to begin.
pub(super) fn counted_by_browser(
    context: &PageContext<'_>,
    page: &Answers<'_>,
    known: &[(String, String)],
) -> String {
    let mut doc = context.document("Alignment", &page.answer.catalogue);
    begin(context, &mut doc, known);
    doc.side_form = Some(side_form(context, page, RowLayout::Gap));
    doc.shell = context
        .shell("Alignment", &page.answer.catalogue)
        .wide("sided")
        .with_style(context.links, "matrix.css");
    render(&doc)
}

fn begin(context: &PageContext<'_>, doc: &mut Document, known: &[(String, String)]) {
    doc.lead = vec![SafeText::of(
        "Are we aligned? Name whom you face; what you own is chosen beside the answer.",
    )];
    let links = known.iter().map(|(name, words)| {
        Link::to(
            words,
            context.links.with(ALIGNMENT.at([]), &[("threat", name)]),
        )
    });
    doc.sections = vec![
        PageSection::new("start", "Begin with", vec![Block::Names(links.collect())]),
        PageSection::new(
            "more",
            "Or",
            vec![Block::Names(vec![
                context.link(
                    "choose by motive, sector, base and victim country, or give a layer",
                    THREATS.at([]),
                ),
                context.link("take any adversary", ADVERSARIES.at([])),
            ])],
        ),
    ];
}

/// Without a threat, the page explains how to name one, and offers known ones: id and name.
pub(super) fn no_threat(
    context: &PageContext<'_>,
    about: &CatalogueSummary,
    known: &[(String, String)],
) -> String {
    let mut doc = context.document("Alignment", about);
    begin(context, &mut doc, known);
    doc.side_form = Some(SideForm {
        words: "Choose a threat",
        action: context.links.to(ALIGNMENT.at([])),
        button: "Align",
        field_sets: vec![FieldSet {
            legend: SafeText::of("Threat"),
            fields: vec![Field {
                name: "threat",
                words: "A group, software or campaign, by id or name",
                value: known
                    .first()
                    .map_or_else(SafeText::default, |(_, name)| SafeText::of(name)),
                hint: "TrickBot",
                long: false,
            }],
            ..FieldSet::default()
        }],
        hidden: Vec::new(),
    });
    doc.shell = context.shell("Alignment", about).wide("sided");
    render(&doc)
}
