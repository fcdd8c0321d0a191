//! Adversaries by what sources say of them: motive, victims' sector and country, base.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalogue::Catalogue;
use model::{Characteristic, Role, Threat, ThreatTechnique};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::actor::{Actor, ActorKind, Actors, Reach};
use crate::Error;
use crate::near::{NearMatch, like, nearest};

/// What the sources that say more of groups than their techniques say of these properties.
pub(crate) fn statements(
    catalogue: &Catalogue,
    of: &[Characteristic],
) -> Result<Vec<catalogue::AdversaryStatement>, Error> {
    let profile_parts = catalogue.parts_with(&[Role::GroupProfiles, Role::NamedGroupProfiles])?;
    let parts: Vec<&str> = profile_parts
        .iter()
        .map(|(part, _)| part.as_str())
        .collect();
    Ok(catalogue.statements(&parts, of)?)
}

/// Which adversaries, by what sources say of them.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Category {
    /// Adversaries with this motive: espionage, financial, destruction
    #[arg(
        long,
        value_name = "MOTIVE",
        value_delimiter = ',',
        help_heading = "Threat"
    )]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub motive: Vec<String>,
    /// Adversaries with victims in this sector: energy, financial, healthcare
    #[arg(
        long,
        value_name = "SECTOR",
        value_delimiter = ',',
        help_heading = "Threat"
    )]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sector: Vec<String>,
    /// Adversaries based in this country
    #[arg(
        long,
        value_name = "COUNTRY",
        value_delimiter = ',',
        help_heading = "Threat"
    )]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub base: Vec<String>,
    /// Adversaries with victims in this country
    #[arg(
        long,
        value_name = "COUNTRY",
        value_delimiter = ',',
        help_heading = "Threat"
    )]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub victim: Vec<String>,
    /// Adversaries that match any of these. Default: all of them must match
    #[arg(long, help_heading = "Threat")]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub any_of: bool,
}

/// A statement of a source about an adversary.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// The property that it states.
    pub of: Characteristic,
    /// What, as written.
    pub what: String,
    /// The part of the source that says so.
    pub by: String,
}

/// An adversary that matches, and the statements that make it match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MatchedAdversary {
    /// The adversary.
    #[serde(flatten)]
    pub actor: Actor,
    /// The statements that match.
    pub said: Vec<Statement>,
    /// How many techniques it uses.
    pub techniques: u32,
}

/// The argument that asks for it.
pub(super) fn argument(of: Characteristic) -> &'static str {
    match of {
        Characteristic::VictimSector => "sector",
        Characteristic::VictimCountry => "victim",
        other @ (Characteristic::Motive
        | Characteristic::Base
        | Characteristic::Sponsor
        | Characteristic::Incident) => other.into(),
    }
}

/// One term of a category.
pub(super) struct CategoryTerm<'a> {
    pub(super) of: Characteristic,
    pub(super) words: &'a str,
}

impl Category {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        [&self.motive, &self.sector, &self.base, &self.victim]
            .into_iter()
            .all(Vec::is_empty)
    }

    fn terms(&self) -> Vec<CategoryTerm<'_>> {
        let lists = [
            (Characteristic::Motive, &self.motive),
            (Characteristic::VictimSector, &self.sector),
            (Characteristic::Base, &self.base),
            (Characteristic::VictimCountry, &self.victim),
        ];
        let terms = lists
            .into_iter()
            .flat_map(|(of, words)| words.iter().map(move |words| CategoryTerm { of, words }));
        terms.collect()
    }

    fn name(&self) -> String {
        let words: Vec<String> = self.terms().iter().map(CategoryTerm::name).collect();
        words.join(if self.any_of { " or " } else { " and " })
    }
}

impl CategoryTerm<'_> {
    fn name(&self) -> String {
        let of = match self.of {
            Characteristic::VictimSector | Characteristic::VictimCountry => "victims in",
            Characteristic::Base => "based in",
            other @ (Characteristic::Motive
            | Characteristic::Sponsor
            | Characteristic::Incident) => other.into(),
        };
        format!("{of} {}", self.words)
    }

    /// Whether what a source says is what was asked for: a country by any of its names, else all words.
    pub(super) fn is(&self, of: Characteristic, said: &str) -> bool {
        if of != self.of {
            return false;
        }
        if of.is_country() {
            return same_country(self.words, said);
        }
        let said: BTreeSet<String> = words(said).collect();
        let mut asked = words(self.words).peekable();
        asked.peek().is_some() && asked.all(|word| said.contains(&word))
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn same_country(left: &str, right: &str) -> bool {
    let plain = |text: &str| super::actor::plain(text);
    match (country(left), country(right)) {
        (Some(left), Some(right)) => left == right,
        _ => plain(left) == plain(right),
    }
}

/// The two letters of a country by its code or any of its names.
pub(crate) fn country(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let found = match text.len() {
        2 if text.eq_ignore_ascii_case("UK") => celes::Country::from_alpha2("GB"),
        2 => celes::Country::from_alpha2(text.to_uppercase()),
        3 => celes::Country::from_alpha3(text.to_uppercase())
            .or_else(|_| celes::Country::from_alias(text)),
        _ => {
            let joined: String = text.split_whitespace().collect();
            celes::Country::from_name(text).or_else(|_| celes::Country::from_alias(&joined))
        }
    };
    found.ok().map(|country| country.alpha2)
}

/// The groups that match, by name, each with the statements that make it match.
pub(crate) fn matching(
    catalogue: &Catalogue,
    actors: &Actors<'_>,
    category: &Category,
) -> Result<Vec<MatchedAdversary>, Error> {
    let statements = statements(catalogue, &Characteristic::CRITERIA)?;
    if statements.is_empty() {
        return Err(Error::Argument(
            "this catalogue has no motives, victims or bases; the built-in one has facts only, `rhumb sync` adds them"
                .to_owned(),
        ));
    }
    let terms = category.terms();
    let said = matching_statements(actors, &terms, &statements);
    let unmatched = terms
        .iter()
        .enumerate()
        .find(|(place, _)| !said.values().flatten().any(|(of, _)| of == place));
    if let Some((_, term)) = unmatched {
        return Err(unknown(term, &statements));
    }
    let mut found = Vec::new();
    let by_name = actors.by_name();
    for group in actors.with_aliases(Role::Groups)? {
        let mut of_group: Vec<&(usize, Statement)> = Vec::new();
        for (other, _) in actors.same_as(&group, &by_name) {
            of_group.extend(said.get(&other.row).into_iter().flatten());
        }
        // By terms, not by statements: three sources that say the same answer one term.
        let answered: BTreeSet<usize> = of_group.iter().map(|(place, _)| *place).collect();
        let needed = if category.any_of { 1 } else { terms.len() };
        if answered.len() >= needed {
            let said: BTreeSet<Statement> =
                of_group.into_iter().map(|(_, said)| said.clone()).collect();
            found.push(MatchedAdversary {
                said: said.into_iter().collect(),
                techniques: 0,
                actor: group,
            });
        }
    }
    count_techniques(actors, &mut found)?;
    found
        .sort_by_cached_key(|adversary| (adversary.actor.name.to_lowercase(), adversary.actor.row));
    Ok(found)
}

/// Only for those that match: looking up the techniques of thousands takes long.
fn count_techniques(actors: &Actors<'_>, found: &mut [MatchedAdversary]) -> Result<(), Error> {
    let rows: Vec<i64> = found.iter().map(|adversary| adversary.actor.row).collect();
    let own = actors.own(&rows)?;
    for adversary in found {
        let techniques = own.get(&adversary.actor.row).map_or(0, Vec::len);
        adversary.techniques = u32::try_from(techniques).unwrap_or(u32::MAX);
    }
    Ok(())
}

/// The statements that match a term, by the actor that they are about, each with the place of the term.
fn matching_statements(
    actors: &Actors<'_>,
    terms: &[CategoryTerm<'_>],
    statements: &[catalogue::AdversaryStatement],
) -> HashMap<i64, Vec<(usize, Statement)>> {
    let mut matching: HashMap<i64, Vec<(usize, Statement)>> = HashMap::new();
    for statement in statements {
        for (place, _) in terms
            .iter()
            .enumerate()
            .filter(|(_, term)| term.is(statement.of, &statement.target))
        {
            let by = actors
                .at(statement.row)
                .map_or_else(String::new, |actor| actor.part.clone());
            matching.entry(statement.row).or_default().push((
                place,
                Statement {
                    of: statement.of,
                    what: statement.target.clone(),
                    by,
                },
            ));
        }
    }
    matching
}

/// No adversary matches: what sources do state, nearest first.
fn unknown(term: &CategoryTerm<'_>, statements: &[catalogue::AdversaryStatement]) -> Error {
    let mut known: BTreeMap<&str, u32> = BTreeMap::new();
    for statement in statements
        .iter()
        .filter(|statement| statement.of == term.of)
    {
        *known.entry(&statement.target).or_default() += 1;
    }
    let mut known: Vec<(&str, u32)> = known.into_iter().collect();
    known.sort_by_key(|&(_, times)| std::cmp::Reverse(times));
    let likeness = |candidate: &(&str, u32)| like(candidate.0, term.words);
    let near = nearest(known, likeness, |(name, times)| NearMatch {
        id: name.to_owned(),
        name: format!("stated for {times}"),
    });
    Error::Unknown {
        what: match term.of {
            Characteristic::VictimSector => "sector of victims",
            Characteristic::Base => "base of adversaries",
            Characteristic::VictimCountry => "country of victims",
            other @ (Characteristic::Motive
            | Characteristic::Sponsor
            | Characteristic::Incident) => other.into(),
        },
        name: term.words.to_owned(),
        near,
    }
}

/// The sentence that says what the threat was made of.
fn origin(matched: &[MatchedAdversary], name: &str, reach: Reach) -> String {
    let parts: BTreeSet<&str> = matched
        .iter()
        .flat_map(|adversary| &adversary.said)
        .map(|said| said.by.as_str())
        .collect();
    let said_by: Vec<String> = parts
        .into_iter()
        .map(|part| part.replace('_', " "))
        .collect();
    let reach = match reach {
        Reach::Direct => "what they are said to use themselves",
        Reach::WithSoftware => "with their software and campaigns",
    };
    let (count, said_by) = (matched.len(), said_by.join(", "));
    format!("{count} groups of ATT&CK, {name}, as {said_by} say; {reach}")
}

/// The whole category as one threat: how many of its adversaries use each technique.
pub(super) fn threat(
    catalogue: &Catalogue,
    actors: &Actors<'_>,
    category: &Category,
    reach: Reach,
) -> Result<Threat, Error> {
    let matched = matching(catalogue, actors, category)?;
    let name = category.name();
    if matched.is_empty() {
        return Err(Error::Argument(format!(
            "no adversary matches all of {name}; use --any-of to match any of them"
        )));
    }
    let mut users: BTreeMap<model::TechniqueId, Vec<String>> = BTreeMap::new();
    for adversary in &matched {
        for technique in actors.uses(&adversary.actor, reach)?.into_keys() {
            users
                .entry(technique)
                .or_default()
                .push(adversary.actor.name.clone());
        }
    }
    let count = u32::try_from(matched.len()).unwrap_or(u32::MAX);
    let techniques = users.into_iter().map(|(id, from)| ThreatTechnique {
        score: Some(f64::from(u32::try_from(from.len()).unwrap_or(u32::MAX))),
        from,
        ..ThreatTechnique::plain(id.to_string())
    });
    debug_assert!(
        matched
            .iter()
            .all(|adversary| adversary.actor.kind == ActorKind::Group)
    );
    Ok(Threat {
        origins: vec![origin(&matched, &name, reach)],
        adversaries: Some(count),
        techniques: techniques.collect(),
        ..Threat::named(name)
    })
}
