//! What sources say of adversaries, each with of how many: the check boxes of the threat model.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::Catalogue;
use publish::web::Facet;
use questions::Error;

/// The parts that say it.
const PARTS: [&str; 3] = [
    "categorized_adversary_ttps",
    "tidal_groups",
    "misp_threat_actors",
];

/// The statements, and the names of the arguments that ask for them.
const RELATIONS: [(&str, &str); 4] = [
    ("motive", "motive"),
    ("victim_sector", "sector"),
    ("base", "base"),
    ("victim_country", "victim"),
];

/// One statement, as different sources spell it, and who is meant.
#[derive(Default)]
struct Spoken {
    spelled: BTreeMap<String, u32>,
    rows: BTreeSet<i64>,
}

/// All of them, by name; spelled as most sources do, counted over all resources that say so.
pub(super) fn facets(catalogue: &Catalogue) -> Result<Vec<Facet>, Error> {
    let relations = RELATIONS.map(|(relation, _)| relation);
    let mut said: BTreeMap<(String, String), Spoken> = BTreeMap::new();
    for one in catalogue.statements(&PARTS, &relations)? {
        let what = one.target.trim();
        // A country of two letters is the same as its name to the question; the name reads better.
        if what.chars().count() < 3 || what.contains(',') {
            continue;
        }
        let spoken = said
            .entry((one.relation.clone(), what.to_lowercase()))
            .or_default();
        *spoken.spelled.entry(what.to_owned()).or_default() += 1;
        spoken.rows.insert(one.row);
    }
    let facets = said.into_iter().filter_map(|((relation, _), spoken)| {
        let (_, of) = RELATIONS.iter().find(|(known, _)| *known == relation)?;
        let what = spoken
            .spelled
            .into_iter()
            .max_by_key(|(_, count)| *count)?
            .0;
        Some(Facet {
            of,
            what,
            count: u32::try_from(spoken.rows.len()).unwrap_or(u32::MAX),
        })
    });
    Ok(facets.collect())
}
