//! How fresh sources are, by what their authors say of each thing in them. Stands outside the registry, since it only
//! illustrates what `sources` answers.

use std::collections::BTreeMap;

use catalogue::{Catalogue, ResourceSummary};

use crate::Error;

/// How many months are looked back.
pub const MONTHS: usize = 24;

/// What changed when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Freshness {
    /// By source: how many of its resources were last changed in each month, the oldest first.
    pub months: BTreeMap<String, [u32; MONTHS]>,
    /// What was changed last, the newest first.
    pub newest: Vec<ResourceSummary>,
}

/// Reads it, with so many of the newest.
pub fn freshness(catalogue: &Catalogue, most: u32) -> Result<Freshness, Error> {
    let about = catalogue.about();
    let all = catalogue.changed_by_month()?;
    let last = number(&about.date).or_else(|| {
        all.iter()
            .filter_map(|changes| number(&changes.month))
            .max()
    });
    let mut months: BTreeMap<String, [u32; MONTHS]> = BTreeMap::new();
    for changes in all {
        let Some((last, month)) = last.zip(number(&changes.month)) else {
            continue;
        };
        let of_source = months.entry(changes.source).or_insert([0; MONTHS]);
        let back = last
            .checked_sub(month)
            .and_then(|back| usize::try_from(back).ok());
        if let Some(place) = back.and_then(|back| MONTHS.checked_sub(back + 1)) {
            of_source[place] += changes.resources;
        }
    }
    // A day after the catalogue was read is a slip of the pen.
    let until = if about.date.is_empty() {
        "9999"
    } else {
        &about.date
    };
    Ok(Freshness {
        months,
        newest: catalogue.last_changed(until, most)?,
    })
}

/// The months from the year 0.
fn number(date: &str) -> Option<u32> {
    let (year, rest) = date.split_once('-')?;
    let month: u32 = rest.get(..2)?.parse().ok()?;
    Some(year.parse::<u32>().ok()? * 12 + month)
}
