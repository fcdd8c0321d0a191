//! What sources say of adversaries, each once, with of how many: what `adversaries` and threats can be asked by.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalogue::Catalogue;
use model::{Characteristic, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::actor::Actors;
use super::category::{self, CategoryTerm, country};
use crate::Error;

/// A characteristic of adversaries that sources state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// The argument that asks for it: `motive`, `sector`, `base` or `victim`.
    pub argument: String,
    /// What, as most sources write it.
    pub what: String,
    /// The number of groups that sources state it for.
    pub adversaries: u32,
}

/// One statement in all its spellings, and the groups of which it is said.
#[derive(Default)]
struct PhraseVariants {
    spelled: BTreeMap<String, u32>,
    groups: BTreeSet<i64>,
}

impl PhraseVariants {
    /// As most write it; a country of two letters by its name.
    fn name(&self) -> Option<String> {
        let words = self.spelled.iter().filter(|(text, _)| text.len() > 2);
        let most = words.max_by_key(|(_, times)| **times);
        let spelled = most.or_else(|| self.spelled.first_key_value());
        let text = spelled.map(|(text, _)| text.clone())?;
        let named = (text.len() == 2)
            .then(|| celes::Country::from_alpha2(text.to_uppercase()).ok())
            .flatten();
        Some(named.map_or(text, |country| country.long_name.to_owned()))
    }
}

/// All of them, by argument and name; each counts whom the question finds that asks for it.
pub(crate) fn phrases(catalogue: &Catalogue, actors: &Actors<'_>) -> Result<Vec<Phrase>, Error> {
    let mut found = Vec::new();
    let statements = statements(catalogue, actors)?;
    for criterion in Characteristic::CRITERIA {
        let of_criterion: Vec<&PhraseVariants> = statements
            .iter()
            .filter(|((of, _), _)| *of == criterion)
            .map(|(_, statement)| statement)
            .collect();
        for statement in &of_criterion {
            let Some(what) = statement.name() else {
                continue;
            };
            let term = CategoryTerm {
                of: criterion,
                words: &what,
            };
            let meant = of_criterion.iter().filter(|other| {
                let mut spelled = other.spelled.keys();
                spelled.any(|text| term.is(criterion, text))
            });
            let groups: BTreeSet<i64> = meant
                .flat_map(|variants| variants.groups.iter().copied())
                .collect();
            if !groups.is_empty() {
                found.push(Phrase {
                    argument: category::argument(criterion).to_owned(),
                    what,
                    adversaries: u32::try_from(groups.len()).unwrap_or(u32::MAX),
                });
            }
        }
    }
    Ok(found)
}

/// The statements by relation and meaning.
fn statements(
    catalogue: &Catalogue,
    actors: &Actors<'_>,
) -> Result<BTreeMap<(Characteristic, String), PhraseVariants>, Error> {
    let by_name = actors.by_name();
    let mut groups: HashMap<i64, BTreeSet<i64>> = HashMap::new();
    for group in actors.with_aliases(Role::Groups)? {
        for (other, _) in actors.same_as(&group, &by_name) {
            groups.entry(other.row).or_default().insert(group.row);
        }
    }
    let mut found: BTreeMap<(Characteristic, String), PhraseVariants> = BTreeMap::new();
    for statement in category::statements(catalogue, &Characteristic::CRITERIA)? {
        let text = statement.target.trim();
        // A list in one statement is what no box should ask for.
        if text.is_empty() || text.contains(',') {
            continue;
        }
        let meaning = country(text)
            .filter(|_| statement.of.is_country())
            .map_or_else(|| text.to_lowercase(), str::to_owned);
        let variants = found.entry((statement.of, meaning)).or_default();
        *variants.spelled.entry(text.to_owned()).or_default() += 1;
        variants
            .groups
            .extend(groups.get(&statement.row).into_iter().flatten());
    }
    Ok(found)
}
