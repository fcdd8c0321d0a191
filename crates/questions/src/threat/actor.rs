//! Groups, software, campaigns and incidents by name: what they use themselves, and with what belongs to them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalogue::{Catalogue, ResourceName};
use model::{Role, TechniqueId, Threat, ThreatTechnique};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, IntoStaticStr};

use crate::error::Error;
use crate::near::{NearMatch, like, nearest};

/// How far an adversary's techniques are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// What it is said to use itself.
    #[default]
    Direct,
    /// Also what its software and campaigns use.
    WithSoftware,
}

/// What an actor is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ActorKind {
    /// A group or threat actor.
    Group,
    /// Malware or a tool.
    Software,
    /// A campaign.
    Campaign,
    /// An incident, drawn as an Attack Flow.
    Incident,
}

/// A group, software, campaign or incident that uses techniques.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// Its number in this catalogue.
    #[serde(skip)]
    pub row: i64,
    /// What it is.
    pub kind: ActorKind,
    /// The part of the source that knows it.
    pub part: String,
    /// Its id there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Its stable key.
    pub key: String,
    /// The role of its part; none in an answer that was read back.
    #[serde(skip)]
    pub role: Option<Role>,
}

/// All actors of a catalogue, and how they belong together. Other names and techniques are looked up where they are asked
/// for: most questions are about a few of thousands.
pub(crate) struct Actors<'a> {
    catalogue: &'a Catalogue,
    /// Without their other names.
    pub(crate) all: Vec<Actor>,
    places: HashMap<i64, usize>,
    /// From an actor to its software, campaigns and the same actor elsewhere: (relation, place).
    links: HashMap<usize, Vec<(String, usize)>>,
    /// The other way round.
    links_to: HashMap<usize, Vec<(String, usize)>>,
}

impl ActorKind {
    /// What the adversaries of a part with this role are; none where it holds none.
    fn of(role: Role) -> Option<Self> {
        match role {
            Role::Groups | Role::GroupProfiles | Role::NamedGroupProfiles => Some(Self::Group),
            Role::Software | Role::SoftwareProfiles => Some(Self::Software),
            Role::Campaigns | Role::CampaignProfiles => Some(Self::Campaign),
            Role::Incidents => Some(Self::Incident),
            Role::DetectionStrategies
            | Role::Analytics
            | Role::DataComponents
            | Role::CommonTechniques => None,
        }
    }
}

impl<'a> Actors<'a> {
    pub(crate) fn read(catalogue: &'a Catalogue) -> Result<Self, Error> {
        let called = catalogue.names_of(&Role::ADVERSARIES)?.into_iter();
        let all: Vec<Actor> = called
            .filter_map(|(role, name)| actor(role, name))
            .collect();
        let numbered = all.iter().enumerate();
        let places: HashMap<i64, usize> =
            numbered.map(|(place, actor)| (actor.row, place)).collect();
        let mut links: HashMap<usize, Vec<(String, usize)>> = HashMap::new();
        let mut links_to: HashMap<usize, Vec<(String, usize)>> = HashMap::new();
        for (from, relation, to) in catalogue.links_from(&Role::ADVERSARIES)? {
            if let (Some(&from), Some(&to)) = (places.get(&from), places.get(&to)) {
                links_to
                    .entry(to)
                    .or_default()
                    .push((relation.clone(), from));
                links.entry(from).or_default().push((relation, to));
            }
        }
        Ok(Self {
            catalogue,
            all,
            places,
            links,
            links_to,
        })
    }

    /// The actor of this id, name or other name; the best known source first.
    pub(crate) fn find(&self, text: &str) -> Result<Actor, Error> {
        self.find_of(text, None)
    }

    /// The same, of one kind only.
    pub(crate) fn find_of(&self, text: &str, kind: Option<ActorKind>) -> Result<Actor, Error> {
        let wanted = plain(text);
        let of_kind: Vec<&Actor> = self
            .all
            .iter()
            .filter(|actor| kind.is_none_or(|kind| actor.kind == kind))
            .collect();
        let is = |known: &str| known.eq_ignore_ascii_case(text.trim());
        let by_id = |actor: &&&Actor| actor.id.as_deref().is_some_and(is) || is(&actor.key);
        let by_name = |actor: &&&Actor| plain(&actor.name) == wanted;
        let found = of_kind
            .iter()
            .find(by_id)
            .or_else(|| of_kind.iter().find(by_name));
        if let Some(actor) = found {
            return self.named(actor);
        }
        let rows: Vec<i64> = of_kind.iter().map(|actor| actor.row).collect();
        let aliases = self.catalogue.aliases(&rows)?;
        let names = |actor: &Actor| aliases.get(&actor.row).map_or(&[][..], Vec::as_slice);
        let by_alias = |actor: &&&Actor| names(actor).iter().any(|alias| plain(alias) == wanted);
        if let Some(actor) = of_kind.iter().find(by_alias) {
            return self.named(actor);
        }
        Err(Error::Unknown {
            what: kind.map_or("adversary, software, campaign or incident", Into::into),
            name: text.to_owned(),
            near: near(&of_kind, &wanted, names),
        })
    }

    /// The actor with its other names.
    pub(crate) fn named(&self, actor: &Actor) -> Result<Actor, Error> {
        let aliases = self.catalogue.aliases(&[actor.row])?.remove(&actor.row);
        Ok(Actor {
            aliases: aliases.unwrap_or_default(),
            ..actor.clone()
        })
    }

    /// The actors of this role, with their other names.
    pub(crate) fn with_aliases(&self, role: Role) -> Result<Vec<Actor>, Error> {
        let of_role = self.all.iter().filter(|actor| actor.role == Some(role));
        let mut actors: Vec<Actor> = of_role.cloned().collect();
        let rows: Vec<i64> = actors.iter().map(|actor| actor.row).collect();
        let mut aliases = self.catalogue.aliases(&rows)?;
        for actor in &mut actors {
            actor.aliases = aliases.remove(&actor.row).unwrap_or_default();
        }
        Ok(actors)
    }

    pub(crate) fn at(&self, row: i64) -> Option<&Actor> {
        self.places.get(&row).map(|&place| &self.all[place])
    }

    /// What each of the actors uses itself, by number.
    pub(crate) fn own(&self, rows: &[i64]) -> Result<HashMap<i64, Vec<TechniqueId>>, Error> {
        Ok(self.catalogue.techniques_of(rows)?)
    }

    /// Its software.
    pub(crate) fn software(&self, actor: &Actor) -> Vec<&Actor> {
        let linked = self.linked(&self.links, actor, "uses");
        linked
            .filter(|actor| actor.kind == ActorKind::Software)
            .collect()
    }

    /// The campaigns that are attributed to it.
    pub(crate) fn campaigns(&self, actor: &Actor) -> Vec<&Actor> {
        self.linked(&self.links_to, actor, "attributed-to")
            .collect()
    }

    /// The groups and campaigns that use this software.
    pub(crate) fn users(&self, actor: &Actor) -> Vec<&Actor> {
        self.linked(&self.links_to, actor, "uses").collect()
    }

    fn linked<'b>(
        &'b self,
        links: &'b HashMap<usize, Vec<(String, usize)>>,
        actor: &Actor,
        relation: &'b str,
    ) -> impl Iterator<Item = &'b Actor> {
        let links = self
            .places
            .get(&actor.row)
            .and_then(|place| links.get(place))
            .into_iter()
            .flatten();
        links
            .filter(move |(word, _)| word == relation)
            .map(|(_, to)| &self.all[*to])
    }

    /// Entries of other sources that are this actor, which comes with its other names: (entry, how that is known).
    pub(crate) fn same_as(&self, actor: &Actor, by_name: &ByName) -> Vec<(&Actor, &'static str)> {
        let mut same: Vec<(&Actor, &'static str)> = Vec::new();
        for relation in ["group", "software", "campaign"] {
            let stated = self.linked(&self.links_to, actor, relation);
            same.extend(stated.map(|other| (other, "its source says so")));
        }
        if actor.kind == ActorKind::Group {
            let names = std::iter::once(&actor.name).chain(&actor.aliases);
            let places: BTreeSet<usize> = names
                .filter_map(|name| by_name.0.get(&plain(name)))
                .flatten()
                .copied()
                .collect();
            let known = places
                .into_iter()
                .filter(|place| self.all[*place].row != actor.row);
            same.extend(known.map(|place| (&self.all[place], "it has the same name")));
        }
        same
    }

    /// Groups of which a source knows names alone, by these.
    pub(crate) fn by_name(&self) -> ByName {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, actor) in self.all.iter().enumerate() {
            if actor.role == Some(Role::NamedGroupProfiles) {
                by_name.entry(plain(&actor.name)).or_default().push(place);
            }
        }
        ByName(by_name)
    }

    /// Each technique with who of the actor, its software and campaigns uses it.
    pub(crate) fn uses(
        &self,
        actor: &Actor,
        reach: Reach,
    ) -> Result<BTreeMap<TechniqueId, Vec<String>>, Error> {
        let mut theirs: Vec<&Actor> = Vec::new();
        if reach == Reach::WithSoftware {
            theirs.extend(self.software(actor));
            for campaign in self.campaigns(actor) {
                theirs.push(campaign);
                theirs.extend(self.software(campaign));
            }
        }
        let rows: Vec<i64> = std::iter::once(actor.row)
            .chain(theirs.iter().map(|user| user.row))
            .collect();
        let techniques = self.own(&rows)?;
        let mut uses: BTreeMap<TechniqueId, Vec<String>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for user in std::iter::once(actor)
            .chain(theirs)
            .filter(|user| seen.insert(user.row))
        {
            let says = if user.row == actor.row {
                actor.name.clone()
            } else {
                format!("{} by {}", actor.name, user.name)
            };
            for technique in techniques.get(&user.row).into_iter().flatten() {
                uses.entry(*technique).or_default().push(says.clone());
            }
        }
        Ok(uses)
    }
}

/// Places of actors by their names as they are compared.
pub(crate) struct ByName(HashMap<String, Vec<usize>>);

fn actor(role: Role, called: ResourceName) -> Option<Actor> {
    Some(Actor {
        row: called.row,
        kind: ActorKind::of(role)?,
        aliases: Vec::new(),
        part: called.part,
        id: called.id,
        name: called.title,
        key: called.key,
        role: Some(role),
    })
}

/// The nearest by name, each name once.
fn near<'a>(
    actors: &[&Actor],
    wanted: &str,
    names: impl Fn(&Actor) -> &'a [String],
) -> Vec<NearMatch> {
    let likeness = |actor: &&Actor| {
        let all = std::iter::once(&actor.name).chain(names(actor));
        all.map(|name| like(&plain(name), wanted))
            .fold(0.0, f64::max)
    };
    let mut seen = BTreeSet::new();
    let actors = actors.iter().copied();
    let once = actors.filter(|actor| seen.insert(plain(&actor.name)));
    nearest(once, likeness, |actor| NearMatch {
        id: actor.id.clone().unwrap_or_else(|| actor.key.clone()),
        name: actor.name.clone(),
    })
}

impl Actor {
    /// Its id, where it has a page of its own: other names are no key.
    pub fn page_id(&self) -> Option<&str> {
        match self.role? {
            Role::Groups | Role::Software | Role::Campaigns => self.id.as_deref(),
            Role::Incidents
            | Role::GroupProfiles
            | Role::SoftwareProfiles
            | Role::CampaignProfiles
            | Role::NamedGroupProfiles
            | Role::DetectionStrategies
            | Role::Analytics
            | Role::DataComponents
            | Role::CommonTechniques => None,
        }
    }

    /// The actor as a threat.
    pub(crate) fn threat(&self, actors: &Actors<'_>, reach: Reach) -> Result<Threat, Error> {
        let uses = actors.uses(self, reach)?;
        if uses.is_empty() {
            return Err(Error::Argument(format!(
                "{} is known, but its source names no technique that it uses{}",
                self.name,
                if reach == Reach::Direct {
                    "; its software may: --with-software"
                } else {
                    ""
                }
            )));
        }
        let techniques = uses.into_iter().map(|(id, from)| ThreatTechnique {
            from,
            ..ThreatTechnique::plain(id.to_string())
        });
        Ok(Threat {
            origins: vec![self.origin(reach)],
            techniques: techniques.collect(),
            ..Threat::named(&self.name)
        })
    }

    fn origin(&self, reach: Reach) -> String {
        let id = self
            .id
            .as_ref()
            .map(|id| format!(" ({id})"))
            .unwrap_or_default();
        let kind = self.kind;
        let part = self.part.replace('_', " ");
        let reach = match (reach, kind) {
            (_, ActorKind::Software | ActorKind::Incident) => "",
            (Reach::Direct, _) => ", what it is said to use itself",
            (Reach::WithSoftware, _) => ", with its software and campaigns",
        };
        format!("{kind} {}{id} of {part}{reach}", self.name)
    }
}

/// A name as it is compared: letters and digits alone, in lower case.
pub(crate) fn plain(name: &str) -> String {
    name.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
