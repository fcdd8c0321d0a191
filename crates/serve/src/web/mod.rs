//! The pages of the web app: an address is parsed into questions, these are asked, their answers become a page.
//!
//! The same function serves the server and the static site. No page depends on anything but the catalogue, its
//! address and where it is shown.

use catalogue::Catalogue;

/// Where pages are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// By the server: addresses are absolute, the server computes.
    Server,
    /// As files of a static site: addresses are relative, the browser computes.
    Site,
}

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A page.
    Page(String),
    /// Another address has it now.
    Moved(String),
    /// There is no such page; the text is a page that says so.
    Missing(String),
    /// The address makes no sense; the text is a page that says why.
    Refused(String),
}

/// The page at a path (`/technique/T1021`) with a query (`sort=gap&tactic=execution`, as in an address, not decoded).
pub fn page(_catalogue: &Catalogue, path: &str, _query: &str, _place: Place) -> Outcome {
    Outcome::Missing(format!("no page at {}", path.len()))
}

/// A file that pages are made of, by its path, with its media type.
pub fn asset(_path: &str) -> Option<(&'static [u8], &'static str)> {
    None
}
