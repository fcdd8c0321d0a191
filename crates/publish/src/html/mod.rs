//! Answers as HTML: one file that stands alone, asks for nothing and needs no script.
//!
//! Each module makes what one template of `templates/` shows, of the types of [`safe`] only. To add a part of the
//! page: a struct here, its template there, an entry in the contents.

mod bearing;
mod face;
mod knowledge;
mod list;
mod page;
mod policy;
mod prose;
mod safe;
mod section;
#[cfg(test)]
mod tests;

use askama::Template;
use catalogue::About;
use questions::Answer;

use self::face::{day, number};
pub(crate) use self::safe::Address;
use self::safe::Words;
use crate::rows::rows;

/// The answer as a page; none where it is neither a technique's page nor a list.
pub(crate) fn html(answer: &Answer) -> Option<Result<String, askama::Error>> {
    if let Answer::Page(page) = answer {
        return Some(page::Page::of(page).render());
    }
    let rows = rows(answer)?;
    Some(list::List::of(answer, &rows).render())
}

/// What stands around every page.
struct Shell {
    title: Words,
    style: &'static str,
    policy: String,
    attack: Words,
    /// The newest day on which a source was read.
    read: Option<String>,
    resources: String,
    sources: String,
    facts_only: bool,
}

impl Shell {
    fn new(title: &str, about: &About) -> Self {
        Self {
            title: Words::of(title),
            style: policy::STYLE,
            policy: policy::policy(policy::STYLE),
            attack: Words::of(&about.attack),
            read: (!about.date.is_empty()).then(|| day(&about.date)),
            resources: number(about.resources),
            sources: number(about.sources),
            facts_only: about.facts_only,
        }
    }
}
