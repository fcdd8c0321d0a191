//! What pages are put together from. Each module makes what one template of `templates/` shows, of the types of [`safe`]
//! only.

pub(crate) mod block;
pub(crate) mod code;
pub(crate) mod document;
pub(crate) mod form;
pub(crate) mod format;
pub(crate) mod grid;
pub(crate) mod list;
pub(crate) mod pillar_style;
pub(crate) mod policy;
pub(crate) mod prose;
pub(crate) mod safe;
pub(crate) mod shell;
pub(crate) mod table;
pub(crate) mod templates;
pub(crate) mod volume_chart;

use askama::Template;

/// The page as text.
pub(crate) fn render(page: &impl Template) -> String {
    page.render()
        .expect("templates write into memory, where nothing fails")
}
