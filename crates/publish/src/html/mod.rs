//! Answers as HTML: one file that stands alone, asks for nothing and needs no script.
//!
//! Each module makes what one template of `templates/` shows, of the types of [`safe`] only. To add a part of the
//! page: a struct here, its template there, an entry in the contents.

mod bearing;
mod block;
mod face;
mod knowledge;
mod list;
mod page;
mod policy;
mod prose;
mod safe;
mod section;
mod shell;
#[cfg(test)]
mod tests;
mod way;
pub mod web;

use askama::Template;
use questions::Answer;

pub(crate) use self::safe::Address;
use self::shell::Shell;
use crate::answers;

/// The answer as a page; none where it is neither a technique's page nor a list.
pub(crate) fn html(answer: &Answer) -> Option<Result<String, askama::Error>> {
    if let Answer::Page(page) = answer {
        return Some(page::Page::of(page).render());
    }
    let (title, table) = (answers::title(answer)?, answers::table(answer)?);
    Some(list::List::of(answer, title, &table).render())
}
