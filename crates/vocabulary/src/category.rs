//! What is said of adversaries: the countries of their victims and their own, sectors, motives. One name for every word, and
//! what is a part of what.
//!
//! The tables are `data/countries.toml`, `data/sectors.toml` and `data/motives.toml`. What a source wrote stays beside the
//! name; nothing here changes it.

mod country;
mod taxonomy;

pub use country::{
    Country, Place, Region, country, country_names, nearest_countries, place, region, region_names,
};
pub use taxonomy::{Categories, Category, Taxonomy, motive, motives, sector, sectors};
