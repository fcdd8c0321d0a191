//! Groups, software, campaigns and incidents by name: what they use themselves, and with what belongs to them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalogue::{ACTORS, Catalogue, Listed};
use model::{TechniqueId, Threat, ThreatTechnique};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, IntoStaticStr};

use crate::error::{Error, Near};

/// How many are named where nobody is called so.
pub(crate) const NEAREST: usize = 3;

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

/// Someone who uses techniques.
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
    /// What names it for good.
    pub key: String,
}

/// All actors of a catalogue, and how they belong together.
pub(crate) struct Actors {
    pub(crate) all: Vec<Actor>,
    places: HashMap<i64, usize>,
    /// From an actor to its software, campaigns and the same actor elsewhere: (relation, place).
    links: HashMap<usize, Vec<(String, usize)>>,
    techniques: HashMap<i64, Vec<TechniqueId>>,
}

impl ActorKind {
    fn of(part: &str) -> Self {
        match part {
            "attack_software" | "tidal_software" => Self::Software,
            "attack_campaigns" | "tidal_campaigns" => Self::Campaign,
            "attack_flow" => Self::Incident,
            _ => Self::Group,
        }
    }
}

impl Actors {
    pub(crate) fn read(catalogue: &Catalogue) -> Result<Self, Error> {
        let mut rows: Vec<Listed> = Vec::new();
        for part in ACTORS {
            rows.extend(catalogue.of_part(part)?);
        }
        let numbers: Vec<i64> = rows.iter().map(|row| row.row).collect();
        let mut aliases = catalogue.aliases(&numbers)?;
        let all: Vec<Actor> = rows
            .into_iter()
            .map(|row| Actor {
                row: row.row,
                kind: ActorKind::of(&row.part),
                aliases: aliases.remove(&row.row).unwrap_or_default(),
                part: row.part,
                id: row.id,
                name: row.title,
                key: row.key,
            })
            .collect();
        let places: HashMap<i64, usize> = all
            .iter()
            .enumerate()
            .map(|(place, one)| (one.row, place))
            .collect();
        let mut links: HashMap<usize, Vec<(String, usize)>> = HashMap::new();
        for (from, relation, to) in catalogue.links_from(&ACTORS)? {
            if let (Some(&from), Some(&to)) = (places.get(&from), places.get(&to)) {
                links.entry(from).or_default().push((relation, to));
            }
        }
        Ok(Self {
            techniques: catalogue.techniques_of(&numbers)?,
            all,
            places,
            links,
        })
    }

    /// The actor of this id, name or other name; the best known source first.
    pub(crate) fn find(&self, text: &str) -> Result<&Actor, Error> {
        self.find_of(text, None)
    }

    /// The same, of one kind only.
    pub(crate) fn find_of(&self, text: &str, kind: Option<ActorKind>) -> Result<&Actor, Error> {
        let wanted = plain(text);
        let of_kind = || {
            self.all
                .iter()
                .filter(|actor| kind.is_none_or(|kind| actor.kind == kind))
        };
        let by_id = |actor: &&Actor| {
            let id = actor
                .id
                .as_deref()
                .is_some_and(|id| id.eq_ignore_ascii_case(text.trim()));
            id || actor.key.eq_ignore_ascii_case(text.trim())
        };
        let by_name = |actor: &&Actor| plain(&actor.name) == wanted;
        let by_alias = |actor: &&Actor| actor.aliases.iter().any(|alias| plain(alias) == wanted);
        let found = of_kind()
            .find(by_id)
            .or_else(|| of_kind().find(by_name))
            .or_else(|| of_kind().find(by_alias));
        found.ok_or_else(|| Error::Unknown {
            what: kind.map_or("adversary, software, campaign or incident", Into::into),
            name: text.to_owned(),
            near: self.near(&wanted, kind),
        })
    }

    fn near(&self, wanted: &str, kind: Option<ActorKind>) -> Vec<Near> {
        let likeness = |actor: &Actor| {
            let names = std::iter::once(&actor.name).chain(&actor.aliases);
            let like =
                names.map(|name| strsim::normalized_damerau_levenshtein(&plain(name), wanted));
            like.fold(0.0, f64::max)
        };
        let of_kind = self
            .all
            .iter()
            .filter(|actor| kind.is_none_or(|kind| actor.kind == kind));
        let mut ranked: Vec<(f64, &Actor)> =
            of_kind.map(|actor| (likeness(actor), actor)).collect();
        ranked.sort_by(|one, other| {
            other
                .0
                .total_cmp(&one.0)
                .then_with(|| one.1.row.cmp(&other.1.row))
        });
        let mut named = BTreeSet::new();
        ranked.retain(|(_, actor)| named.insert(plain(&actor.name)));
        let near = ranked.into_iter().take(NEAREST).map(|(_, actor)| Near {
            id: actor.id.clone().unwrap_or_else(|| actor.key.clone()),
            name: actor.name.clone(),
        });
        near.collect()
    }

    pub(crate) fn at(&self, row: i64) -> Option<&Actor> {
        self.places.get(&row).map(|&place| &self.all[place])
    }

    /// What the actor uses itself.
    pub(crate) fn own(&self, actor: &Actor) -> &[TechniqueId] {
        self.techniques.get(&actor.row).map_or(&[], Vec::as_slice)
    }

    /// Its software.
    pub(crate) fn software(&self, actor: &Actor) -> Vec<&Actor> {
        self.linked(actor, "uses", ActorKind::Software)
    }

    /// The campaigns that are attributed to it.
    pub(crate) fn campaigns(&self, actor: &Actor) -> Vec<&Actor> {
        let Some(&place) = self.places.get(&actor.row) else {
            return Vec::new();
        };
        let attributed = |one: &&Actor| {
            let links = self
                .places
                .get(&one.row)
                .and_then(|from| self.links.get(from));
            links.is_some_and(|links| {
                links
                    .iter()
                    .any(|(relation, to)| relation == "attributed-to" && *to == place)
            })
        };
        self.all
            .iter()
            .filter(|one| one.kind == ActorKind::Campaign)
            .filter(attributed)
            .collect()
    }

    /// The groups and campaigns that use this software.
    pub(crate) fn users(&self, actor: &Actor) -> Vec<&Actor> {
        let Some(&place) = self.places.get(&actor.row) else {
            return Vec::new();
        };
        let uses = |one: &&Actor| {
            let links = self
                .places
                .get(&one.row)
                .and_then(|from| self.links.get(from));
            links.is_some_and(|links| {
                links
                    .iter()
                    .any(|(relation, to)| relation == "uses" && *to == place)
            })
        };
        self.all.iter().filter(uses).collect()
    }

    fn linked(&self, actor: &Actor, relation: &str, kind: ActorKind) -> Vec<&Actor> {
        let links = self
            .places
            .get(&actor.row)
            .and_then(|from| self.links.get(from));
        let links = links
            .into_iter()
            .flatten()
            .filter(|(word, _)| word == relation);
        links
            .map(|(_, to)| &self.all[*to])
            .filter(|one| one.kind == kind)
            .collect()
    }

    /// Entries of other sources that are this actor: (entry, how that is known).
    pub(crate) fn same_as(&self, actor: &Actor) -> Vec<(&Actor, &'static str)> {
        let Some(&place) = self.places.get(&actor.row) else {
            return Vec::new();
        };
        let names: BTreeSet<String> = std::iter::once(&actor.name)
            .chain(&actor.aliases)
            .map(|name| plain(name))
            .collect();
        let mut same = Vec::new();
        for (at, other) in self.all.iter().enumerate() {
            if at == place || other.kind != actor.kind {
                continue;
            }
            let links = self.links.get(&at).into_iter().flatten();
            if links.into_iter().any(|(relation, to)| {
                *to == place && matches!(relation.as_str(), "group" | "software" | "campaign")
            }) {
                same.push((other, "its source says so"));
            } else if other.part == "misp_threat_actors" && names.contains(&plain(&other.name)) {
                same.push((other, "it has the same name"));
            }
        }
        same
    }

    /// Each technique with who of the actor, its software and campaigns uses it.
    pub(crate) fn uses(&self, actor: &Actor, reach: Reach) -> BTreeMap<TechniqueId, Vec<String>> {
        let mut uses: BTreeMap<TechniqueId, Vec<String>> = BTreeMap::new();
        let mut add = |one: &Actor, says: String| {
            for &technique in self.own(one) {
                uses.entry(technique).or_default().push(says.clone());
            }
        };
        add(actor, actor.name.clone());
        if reach == Reach::WithSoftware {
            let mut theirs = self.software(actor);
            for campaign in self.campaigns(actor) {
                theirs.push(campaign);
                theirs.extend(self.software(campaign));
            }
            let mut seen = BTreeSet::new();
            for one in theirs.into_iter().filter(|one| seen.insert(one.row)) {
                add(one, format!("{} by {}", actor.name, one.name));
            }
        }
        uses
    }
}

impl Actor {
    /// The actor as a threat.
    pub(crate) fn threat(&self, actors: &Actors, reach: Reach) -> Result<Threat, Error> {
        let uses = actors.uses(self, reach);
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
