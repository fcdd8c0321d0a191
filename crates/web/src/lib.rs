//! The pages of the web app, with their templates, styles and scripts: an address is parsed into questions, these are
//! asked, their answers become a page.
//!
//! The same function serves the server and the static site. No page depends on anything but the catalogue, its
//! address and where it is shown. Self-contained pages of answers are made here, too ([`publish()`]).
//!
//! To add a page: a file in `pages` and its row in the table there.

mod answer;
mod arguments;
mod asset;
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
mod shared_matrix;
mod shared_questions;
pub mod site;
mod words;

pub use self::answer::publish;
pub use self::asset::asset;
pub use self::links::{Deployment, Depth};
pub use self::page::page;
pub use self::route::Outcome;
pub use self::shared_matrix::SharedMatrix;
