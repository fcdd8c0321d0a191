//! The page before there is an answer: how to name a threat.

use catalogue::CatalogueSummary;

use super::{Counted, side::side};
use crate::context::Here;
use crate::html::block::{Block, Doc, Field, Part, Set, Side};
use crate::html::render;
use crate::html::safe::{Link, Words};
use crate::pages::rows::Kept;
use crate::pages::{ADVERSARIES, ALIGNMENT, THREATS};

/// On a static site the browser counts: the page is all that can be chosen, and how to begin.
pub(super) fn to_be_counted(
    here: &Here<'_>,
    page: &Counted<'_>,
    known: &[(String, String)],
) -> String {
    let mut doc = here.doc("Alignment", &page.answer.catalogue);
    begin(here, &mut doc, known);
    doc.side = Some(side(here, page, Kept::Gap));
    doc.shell = here
        .shell("Alignment", &page.answer.catalogue)
        .wide("sided")
        .with_style(here.links, "matrix.css");
    render(&doc)
}

fn begin(here: &Here<'_>, doc: &mut Doc, known: &[(String, String)]) {
    doc.lead = vec![Words::of(
        "Are we aligned? Name whom you face; what you own is chosen beside the answer.",
    )];
    let links = known.iter().map(|(name, words)| {
        Link::to(
            words,
            here.links.with(ALIGNMENT.at([]), &[("threat", name)]),
        )
    });
    doc.parts = vec![
        Part::new("start", "Begin with", vec![Block::Names(links.collect())]),
        Part::new(
            "more",
            "Or",
            vec![Block::Names(vec![
                here.link(
                    "choose by motive, sector, base and victim country, or give a layer",
                    THREATS.at([]),
                ),
                here.link("take any adversary", ADVERSARIES.at([])),
            ])],
        ),
    ];
}

/// Without a threat, the page is how to name one; these are at hand: name and what it is called.
pub(super) fn no_threat(
    here: &Here<'_>,
    about: &CatalogueSummary,
    known: &[(String, String)],
) -> String {
    let mut doc = here.doc("Alignment", about);
    begin(here, &mut doc, known);
    doc.side = Some(Side {
        words: "Choose a threat",
        action: here.links.to(ALIGNMENT.at([])),
        button: "Align",
        sets: vec![Set {
            legend: Words::of("Threat"),
            fields: vec![Field {
                name: "threat",
                words: "A group, software or campaign, by id or name",
                value: known
                    .first()
                    .map_or_else(Words::default, |(_, name)| Words::of(name)),
                hint: "TrickBot",
                long: false,
            }],
            ..Set::default()
        }],
        hidden: Vec::new(),
    });
    doc.shell = here.shell("Alignment", about).wide("sided");
    render(&doc)
}
