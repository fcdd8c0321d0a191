//! Where tactics lead in the chosen release. What is a slip of the pen leads nowhere; what became several leads where the
//! techniques that it is named for went.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use model::{Domain, Mapping, MappingState, Resource, TacticMention, TechniqueId};
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vocabulary::tactic::{Tactic, all};

use crate::conclusions::tactics::{TacticMeaning, corrected, meaning, rewritten};
use crate::error::Error;
use crate::format::column::list;
use crate::lookup::open::Catalogue;

/// A tactic that should stand where another does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TacticWords {
    /// Its id: `TA0112`.
    pub id: String,
    /// Its name: `Defense Impairment`.
    pub name: String,
    /// As it should be written, in the manner of what stands there: `attack.defense-impairment`.
    pub written: String,
}

/// Where a tactic leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TacticLead {
    /// `as_written` where it is in use, `followed` where these tactics should stand there, `ambiguous` where it may be one of
    /// these or none, `deprecated` where it should be taken out, `unknown` where it is no tactic.
    pub state: MappingState,
    /// What should stand there, or what may be meant.
    pub to: Vec<TacticWords>,
    /// Why, as a sentence.
    pub reason: String,
}

/// What a tactic is named for.
#[derive(Clone, Copy, Debug)]
pub struct TacticContext<'a> {
    /// The techniques that the resource names.
    pub mappings: &'a [Mapping],
    /// The domains that it speaks of; none: enterprise.
    pub domains: &'a [Domain],
}

/// Follows tactics to the chosen release, and remembers what it looked up.
pub struct TacticFollower<'catalogue> {
    catalogue: &'catalogue Catalogue,
    /// Versions with their rows, from old to new.
    releases: Vec<(i64, String)>,
    gains: RefCell<HashMap<(&'static str, TechniqueId), Gain>>,
}

/// What a technique says of a tactic that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Gain {
    /// The technique never had the tactic.
    None,
    /// It had it, and has these tactics now that it had not.
    Tactics(Vec<String>),
    /// It had it, and may be one of several now.
    Ambiguous,
}

impl Catalogue {
    /// What follows tactics to the chosen release.
    pub fn tactic_follower(&self) -> Result<TacticFollower<'_>, Error> {
        let mut statement = self
            .database
            .prepare_cached("SELECT id, version FROM release ORDER BY id")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(TacticFollower {
            catalogue: self,
            releases: rows.collect::<Result<_, _>>()?,
            gains: RefCell::default(),
        })
    }
}

impl TacticFollower<'_> {
    /// Where the tactic leads.
    pub fn follow(
        &self,
        mention: &TacticMention,
        context: TacticContext<'_>,
    ) -> Result<TacticLead, Error> {
        let (word, release) = (&mention.written, &self.catalogue.about.attack);
        let meant = meaning(word, release, context.domains);
        if mention.bare {
            return Ok(bare(word, meant, release, context.domains));
        }
        match meant {
            TacticMeaning::InUse(_) => Ok(lead(MappingState::AsWritten, Vec::new(), "")),
            TacticMeaning::Renamed { before, now } => self.renamed(mention, context, before, now),
            TacticMeaning::Foreign(tactic) => self.foreign(mention, context, tactic),
            TacticMeaning::Slip(near) => {
                let written = corrected(word, near);
                let reason =
                    format!("`{word}` is no tactic of ATT&CK; perhaps `{written}` was meant");
                let to = words(near, release, context.domains, written);
                Ok(lead(MappingState::Unknown, vec![to], &reason))
            }
            TacticMeaning::Unknown => {
                let reason = format!("`{word}` is no tactic of ATT&CK");
                Ok(lead(MappingState::Unknown, Vec::new(), &reason))
            }
        }
    }

    /// An id whose name changed: right, unless its techniques went elsewhere.
    fn renamed(
        &self,
        mention: &TacticMention,
        context: TacticContext<'_>,
        before: &'static Tactic,
        now: &'static Tactic,
    ) -> Result<TacticLead, Error> {
        let found = self.foreign(mention, context, before)?;
        let elsewhere = found.state == MappingState::Followed
            && found.to.iter().all(|tactic| tactic.name != now.name);
        Ok(if elsewhere {
            found
        } else {
            lead(MappingState::AsWritten, Vec::new(), "")
        })
    }

    /// A tactic of another release.
    fn foreign(
        &self,
        mention: &TacticMention,
        context: TacticContext<'_>,
        tactic: &'static Tactic,
    ) -> Result<TacticLead, Error> {
        let release = &self.catalogue.about.attack;
        let absent = format!("{} is no tactic of ATT&CK {release}", tactic.name);
        let words = |tactics: &[&'static Tactic]| self.words(mention, context, tactic, tactics);
        let is_here = |other: &&'static Tactic| {
            let domains = domains(context.domains);
            let mut domains = domains.iter();
            domains.any(|domain| other.id_in(domain, release).is_some())
        };
        let before: Vec<&Tactic> = tactic.predecessors().into_iter().filter(is_here).collect();
        if let [only] = before.as_slice() {
            let reason = format!("{absent}; before it came, it was {}", only.name);
            return Ok(lead(MappingState::Followed, words(&[*only]), &reason));
        }
        let successors: Vec<&Tactic> = tactic.successors().into_iter().filter(is_here).collect();
        if successors.is_empty() {
            return Ok(lead(MappingState::Unknown, Vec::new(), &absent));
        }
        let names: Vec<&str> = successors
            .iter()
            .map(|tactic| tactic.name.as_str())
            .collect();
        let any = names.join(" or ");
        Ok(match self.gained(mention, context, tactic)? {
            None => {
                let reason = format!(
                    "{absent}; the techniques beside it do not say whether it is {any}, or neither"
                );
                lead(MappingState::Ambiguous, words(&successors), &reason)
            }
            Some(gained) if gained.is_empty() => {
                let reason = format!(
                    "{absent}; the techniques beside it that were of it got no other tactic for it"
                );
                lead(MappingState::Deprecated, Vec::new(), &reason)
            }
            Some(gained) => {
                let names: Vec<&str> = gained.iter().map(|tactic| tactic.name.as_str()).collect();
                let reason = format!(
                    "{absent}; the techniques beside it that were of it are of {}",
                    names.join(" and ")
                );
                lead(MappingState::Followed, words(&gained), &reason)
            }
        })
    }

    fn words(
        &self,
        mention: &TacticMention,
        context: TacticContext<'_>,
        old: &Tactic,
        new: &[&'static Tactic],
    ) -> Vec<TacticWords> {
        let release = &self.catalogue.about.attack;
        let of = |tactic: &&'static Tactic| {
            let written = rewritten(&mention.written, old, tactic);
            let written = written.unwrap_or_else(|| tactic.name.clone());
            words(tactic, release, context.domains, written)
        };
        new.iter().map(of).collect()
    }

    /// The tactics that the techniques got instead, in the order of the matrix; none where no technique decides.
    fn gained(
        &self,
        mention: &TacticMention,
        context: TacticContext<'_>,
        tactic: &'static Tactic,
    ) -> Result<Option<Vec<&'static Tactic>>, Error> {
        let beside = |mapping: &&Mapping| {
            mention.techniques.is_empty() || mention.techniques.contains(&mapping.written)
        };
        let mut decided = false;
        let mut gained = BTreeSet::new();
        for mapping in context.mappings.iter().filter(beside) {
            let Some(id) = mapping.technique else {
                continue;
            };
            match self.gain(tactic, id, context.domains)? {
                Gain::None => {}
                Gain::Ambiguous => return Ok(None),
                Gain::Tactics(tactics) => {
                    decided = true;
                    gained.extend(tactics);
                }
            }
        }
        let in_order = all().filter(|tactic| gained.contains(&tactic.shortname));
        Ok(decided.then(|| in_order.collect()))
    }

    fn gain(
        &self,
        tactic: &'static Tactic,
        id: TechniqueId,
        domains: &[Domain],
    ) -> Result<Gain, Error> {
        let key = (tactic.shortname.as_str(), id);
        if let Some(known) = self.gains.borrow().get(&key) {
            return Ok(known.clone());
        }
        let gain = self.look_up_gain(tactic, id, domains)?;
        self.gains.borrow_mut().insert(key, gain.clone());
        Ok(gain)
    }

    fn look_up_gain(
        &self,
        tactic: &'static Tactic,
        id: TechniqueId,
        context: &[Domain],
    ) -> Result<Gain, Error> {
        let names = domains(context);
        let knows = |(_, version): &&(i64, String)| {
            let mut names = names.iter();
            names.any(|domain| tactic.id_in(domain, version).is_some())
        };
        let Some((before, _)) = self.releases.iter().rfind(knows) else {
            return Ok(Gain::None);
        };
        let mut had = BTreeSet::new();
        for lead in self.catalogue.leads_in(*before, id)? {
            if let Some(technique) = lead.technique.filter(|_| lead.state.counts()) {
                had.extend(self.tactics_in(*before, technique)?);
            }
        }
        if !had.contains(&tactic.shortname) {
            return Ok(Gain::None);
        }
        let mut has = Vec::new();
        for lead in self.catalogue.leads_in(self.catalogue.release, id)? {
            match lead.technique {
                Some(_) if lead.state == MappingState::Ambiguous => return Ok(Gain::Ambiguous),
                Some(technique) if lead.state.counts() => {
                    has.extend(self.tactics_in(self.catalogue.release, technique)?);
                }
                _ => {}
            }
        }
        // What is no technique any more says nothing.
        if has.is_empty() {
            return Ok(Gain::None);
        }
        has.retain(|tactic| !had.contains(tactic));
        Ok(Gain::Tactics(has))
    }

    fn tactics_in(&self, release: i64, technique: TechniqueId) -> Result<Vec<String>, Error> {
        let sql = "SELECT tactics FROM technique WHERE release = ?1 AND id = ?2";
        let mut statement = self.catalogue.database.prepare_cached(sql)?;
        let found = statement
            .query_row((release, technique.to_string()), |row| Ok(list(row, 0)))
            .optional()?;
        Ok(found.transpose()?.unwrap_or_default())
    }
}

/// Where a resource names tactics; without a place where its format does not tell.
pub fn tactic_mentions(resource: &Resource) -> Cow<'_, [TacticMention]> {
    if !resource.tactic_mentions.is_empty() {
        return Cow::Borrowed(&resource.tactic_mentions);
    }
    let tactics = resource.tactics.iter();
    Cow::Owned(
        tactics
            .map(|written| TacticMention::new(written, None))
            .collect(),
    )
}

/// Words without what must stand before them are read by no program.
fn bare(word: &str, meant: TacticMeaning, release: &str, domains: &[Domain]) -> TacticLead {
    let tactic = match meant {
        TacticMeaning::InUse(tactic)
        | TacticMeaning::Renamed { now: tactic, .. }
        | TacticMeaning::Foreign(tactic)
        | TacticMeaning::Slip(tactic) => tactic,
        TacticMeaning::Unknown => return lead(MappingState::AsWritten, Vec::new(), ""),
    };
    let written = format!("attack.{}", tactic.shortname);
    let reason =
        format!("`{word}` has no namespace, and so names no tactic; perhaps `{written}` was meant");
    let to = words(tactic, release, domains, written);
    lead(MappingState::Unknown, vec![to], &reason)
}

fn lead(state: MappingState, to: Vec<TacticWords>, reason: &str) -> TacticLead {
    TacticLead {
        state,
        to,
        reason: reason.to_owned(),
    }
}

fn words(tactic: &Tactic, release: &str, of: &[Domain], written: String) -> TacticWords {
    let known = domains(of);
    let mut known = known.iter();
    let id = known.find_map(|domain| tactic.id_in(domain, release));
    let any = tactic.ids.first().map(|id| id.id.as_str());
    TacticWords {
        id: id.or(any).unwrap_or_default().to_owned(),
        name: tactic.name.clone(),
        written,
    }
}

/// The names of the domains; none stated is enterprise.
fn domains(stated: &[Domain]) -> Vec<String> {
    match stated {
        [] => vec![Domain::Enterprise.to_string()],
        stated => stated.iter().map(ToString::to_string).collect(),
    }
}
