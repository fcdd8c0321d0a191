//! The details of a row: the resources of each pillar.

use model::Kind;
use questions::ResourceExplanation;

use crate::context::PageContext;
use crate::html::pillar_style::PillarStyle;
use crate::html::safe::{Link, SafeText};
use crate::html::table::{DetailColumn, Details};
use crate::pages::RESOURCE;
use crate::pages::rows::PILLARS;

/// The resources behind a row: 12 of each pillar, and how many more.
pub(super) fn details(context: &PageContext<'_>, explained: &[ResourceExplanation]) -> Details {
    const FEW: usize = 12;
    let columns = PILLARS
        .iter()
        .map(|(kind, _)| {
            let of: Vec<&ResourceExplanation> = explained
                .iter()
                .filter(|explained| explained.resource.kind == *kind)
                .collect();
            let (counted, left): (Vec<&ResourceExplanation>, Vec<&ResourceExplanation>) =
                of.into_iter().partition(|explained| explained.counted);
            let items = counted.iter().take(FEW).map(|explained| {
                let link = context.link(
                    &explained.resource.title,
                    RESOURCE.at([&explained.resource.key]),
                );
                let rung = explained
                    .rung
                    .filter(|_| *kind == Kind::Detection)
                    .map_or_else(String::new, |rung| format!(" · {rung}/5"));
                let mark = if explained.runs == Some(true) {
                    " · runs"
                } else {
                    ""
                };
                let words = format!("{}{rung}{mark}", explained.resource.source);
                (link, SafeText::of(&words))
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
            let pillar = PillarStyle::of(*kind);
            DetailColumn {
                pillar,
                name: Link::words(pillar.name),
                items: items.collect(),
                more: SafeText::of(&more),
                by_source: SafeText::default(),
            }
        })
        .collect();
    Details {
        gap: SafeText::default(),
        head: SafeText::default(),
        columns,
    }
}
