//! What stands behind a row: the resources of each pillar.

use model::Kind;
use questions::ResourceExplanation;

use crate::context::Here;
use crate::html::block::Opened;
use crate::html::face::Face;
use crate::html::safe::Words;
use crate::pages::RESOURCE;
use crate::pages::rows::PILLARS;

/// The resources behind a row: 12 of each pillar, and how many more.
pub(super) fn opened(here: &Here<'_>, explained: &[ResourceExplanation]) -> Vec<Opened> {
    const FEW: usize = 12;
    PILLARS
        .iter()
        .map(|(kind, _)| {
            let of: Vec<&ResourceExplanation> = explained
                .iter()
                .filter(|one| one.resource.kind == *kind)
                .collect();
            let (counted, left): (Vec<&ResourceExplanation>, Vec<&ResourceExplanation>) =
                of.into_iter().partition(|one| one.counted);
            let items = counted.iter().take(FEW).map(|one| {
                let link = here.link(&one.resource.title, RESOURCE.at([&one.resource.key]));
                let rung = one
                    .rung
                    .filter(|_| *kind == Kind::Detection)
                    .map_or_else(String::new, |rung| format!(" · {rung}/5"));
                let mark = if one.runs == Some(true) {
                    " · runs"
                } else {
                    ""
                };
                let words = format!("{}{rung}{mark}", one.resource.source);
                (link, Words::of(&words))
            });
            let more = match (counted.len(), left.len()) {
                (0, 0) => "None in any source.".to_owned(),
                (0, left) => format!(
                    "None in your stack. {left} exist in sources you left out, or do not count."
                ),
                (all, 0) if all <= FEW => String::new(),
                (all, 0) => format!("and {} more", all - FEW),
                (all, left) if all <= FEW => format!("{left} more are left out or do not count"),
                (all, left) => format!(
                    "and {} more; {left} are left out or do not count",
                    all - FEW
                ),
            };
            Opened {
                face: Face::of(*kind),
                items: items.collect(),
                more: Words::of(&more),
            }
        })
        .collect()
}
