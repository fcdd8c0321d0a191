//! The pages of the web app, with their templates, styles and scripts: an address is parsed into questions, these are
//! asked, their answers become a page.
//!
//! The same function serves the server and the static site. No page depends on anything but the catalogue, its
//! address and where it is shown. Answers as pages that stand alone are made here, too ([`publish`]).
//!
//! To add a page: a file in `pages` and its row in the table there.

mod answer;
mod arguments;
mod asking;
mod asset;
mod common;
mod context;
mod file_name;
mod html;
mod links;
mod location;
mod page;
mod pages;
mod percent;
mod query;
mod route;
pub mod site;
mod words;

pub use self::answer::publish;
pub use self::asset::asset;
pub use self::common::Common;
pub use self::links::{Depth, Place};
pub use self::page::page;
pub use self::route::Outcome;
