//! The public repositories that we know how to read, and the reading itself: a [`Tree`] of files in, a
//! [`Harvest`](model::Harvest) of statements out.
//!
//! Reading never fails: what cannot be read becomes a [`Problem`](model::Problem) with its path, and the rest
//! goes on. Nothing here sees the network, the clock, the environment or another source.
//!
//! To add a source: one file in `sources/`, its line in [`SOURCES`], one folder in `fixtures/`.

mod files;
mod formats;
mod own_source;
mod products;
mod source;
mod sources;
mod tree;

pub use formats::{Column, FORMATS, Format, format};
pub use own_source::{OwnSource, Reader};
pub use source::{Origin, Part, Source};
pub use sources::{RELEASES, SOURCES, source, sources_of};
pub use tree::{
    Bundle, BundleEntry, Error, File, NeededFiles, Tree, check_pattern, has_commit, needed_files,
    origin,
};
