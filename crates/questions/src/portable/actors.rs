//! Groups, software, campaigns and incidents, what they use and what is said of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalogue::Catalogue;
use model::{Characteristic, Role, TechniqueId};
use serde::Serialize;

use super::{Interner, number};
use crate::Error;
use crate::threat::{self, Actor, ActorKind};

/// Actors, column by column; best known sources first, so that the first of a name is the one that is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ActorTable {
    /// Parts of sources.
    pub parts: Vec<String>,
    /// 0 group, 1 software, 2 campaign, 3 incident.
    pub kind: Vec<u8>,
    /// Places in `parts`.
    pub part: Vec<u32>,
    /// Ids; empty where there is none.
    pub id: Vec<String>,
    /// Names.
    pub name: Vec<String>,
    /// Places in `parts` whose actors have pages by their ids.
    pub with_page: BTreeSet<u32>,
    /// Stable keys, where they use techniques and have no page by their id.
    pub key: BTreeMap<u32, String>,
    /// Other names.
    pub aliases: BTreeMap<u32, Vec<String>>,
    /// Techniques that each is said to use itself, as places.
    pub uses: BTreeMap<u32, Vec<u32>>,
    /// Software of each.
    pub software: BTreeMap<u32, Vec<u32>>,
    /// Campaigns of each.
    pub campaigns: BTreeMap<u32, Vec<u32>>,
    /// What sources say: 0 motive, 1 victims' sector, 2 base, 3 victims' country; and the words.
    pub words: Vec<(u8, String)>,
    /// Of each group: places in `words`, and in `parts` who says so.
    pub said: BTreeMap<u32, Vec<(u32, u32)>>,
    /// Names of countries, in lower case, by the two letters that stand for them.
    pub countries: BTreeMap<String, &'static str>,
}

impl ActorTable {
    pub(super) fn of(catalogue: &Catalogue, ids: &[TechniqueId]) -> Result<Self, Error> {
        let known = threat::Actors::read(catalogue)?;
        let rows: Vec<i64> = known.all.iter().map(|actor| actor.row).collect();
        let places: HashMap<i64, u32> = rows
            .iter()
            .enumerate()
            .map(|(place, row)| (*row, number(place)))
            .collect();
        let (mut aliases, own) = (catalogue.aliases(&rows)?, known.own(&rows)?);
        let mut parts = Interner::of(&[]);
        let mut actors = Self::default();
        let technique = |id: &TechniqueId| ids.binary_search(id).ok().map(number);
        for (place, actor) in known.all.iter().enumerate() {
            let place = number(place);
            actors.kind.push(kind(actor.kind));
            let part = parts.place(actor.part.clone());
            if actor.page_id().is_some() {
                actors.with_page.insert(part);
            }
            actors.part.push(part);
            actors.id.push(actor.id.clone().unwrap_or_default());
            actors.name.push(actor.name.clone());
            let uses: Vec<u32> = own
                .get(&actor.row)
                .into_iter()
                .flatten()
                .filter_map(technique)
                .collect();
            if !uses.is_empty() {
                if actor.page_id().is_none() {
                    actors.key.insert(place, actor.key.clone());
                }
                actors.uses.insert(place, uses);
            }
            if let Some(names) = aliases.remove(&actor.row).filter(|names| !names.is_empty()) {
                actors.aliases.insert(place, names);
            }
            let places_of = |linked: Vec<&Actor>| -> Vec<u32> {
                linked.iter().map(|actor| places[&actor.row]).collect()
            };
            actors.link(
                place,
                places_of(known.software(actor)),
                places_of(known.campaigns(actor)),
            );
        }
        actors.say(catalogue, &known, &mut parts, &places)?;
        actors.parts = parts.1;
        Ok(actors)
    }

    /// Notes the software and campaigns of an actor, where it has any.
    fn link(&mut self, place: u32, software: Vec<u32>, campaigns: Vec<u32>) {
        if !software.is_empty() {
            self.software.insert(place, software);
        }
        if !campaigns.is_empty() {
            self.campaigns.insert(place, campaigns);
        }
    }

    fn say(
        &mut self,
        catalogue: &Catalogue,
        known: &threat::Actors<'_>,
        parts: &mut Interner<String>,
        places: &HashMap<i64, u32>,
    ) -> Result<(), Error> {
        let mut words = Interner::of(&[]);
        let mut said: HashMap<i64, Vec<u32>> = HashMap::new();
        for statement in threat::statements(catalogue, &Characteristic::CRITERIA)? {
            let Some(criterion) = Characteristic::CRITERIA
                .iter()
                .position(|criterion| *criterion == statement.of)
            else {
                continue;
            };
            if statement.of.is_country()
                && let Some(country) = threat::country(&statement.target)
            {
                self.countries
                    .insert(statement.target.trim().to_lowercase(), country);
            }
            let criterion = u8::try_from(criterion).unwrap_or_default();
            said.entry(statement.row)
                .or_default()
                .push(words.place((criterion, statement.target)));
        }
        let by_name = known.by_name();
        for group in known.with_aliases(Role::Groups)? {
            let mut of_group: BTreeSet<(u32, u32)> = BTreeSet::new();
            for (other, _) in known.same_as(&group, &by_name) {
                let by = parts.place(other.part.clone());
                of_group.extend(
                    said.get(&other.row)
                        .into_iter()
                        .flatten()
                        .map(|place| (*place, by)),
                );
            }
            if !of_group.is_empty() {
                self.said
                    .insert(places[&group.row], of_group.into_iter().collect());
            }
        }
        self.words = words.1;
        Ok(())
    }
}

fn kind(kind: ActorKind) -> u8 {
    match kind {
        ActorKind::Group => 0,
        ActorKind::Software => 1,
        ActorKind::Campaign => 2,
        ActorKind::Incident => 3,
    }
}
