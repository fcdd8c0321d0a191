//! The tactics that a rule names: those that the release does not have, and words that are none.

use catalogue::{Catalogue, TacticContext, TacticFollower, TacticLead, tactic_mentions};
use model::{MappingState, Resource, TacticMention};

use super::finding::{Check, Finding, Severity};
use super::rules::Fault;
use crate::Error;
use crate::near::like;

/// How much a word must have in common with the name of a technique to be it: `valid_account` and `Valid Accounts`.
const SAME_NAME: f64 = 0.9;

/// What is known of tactics and of what people take for one.
pub(super) struct TacticFaults<'catalogue> {
    follower: TacticFollower<'catalogue>,
    attack: &'catalogue str,
    /// (id, name) of the techniques in use.
    techniques: Vec<(String, String)>,
}

impl<'catalogue> TacticFaults<'catalogue> {
    pub(super) fn of(catalogue: &'catalogue Catalogue) -> Result<Self, Error> {
        let techniques = catalogue.all_techniques()?.into_iter();
        let in_use = techniques.filter(|technique| technique.active);
        Ok(Self {
            follower: catalogue.tactic_follower()?,
            attack: &catalogue.about().attack,
            techniques: in_use
                .map(|technique| (technique.id.to_string(), technique.name))
                .collect(),
        })
    }

    pub(super) fn findings(
        &self,
        rule: &Resource,
        severity: Severity,
    ) -> Result<Vec<Finding>, Error> {
        let context = TacticContext {
            mappings: &rule.mappings,
            domains: &rule.domains,
        };
        let mut found = Vec::new();
        for mention in tactic_mentions(rule).iter() {
            let lead = self.follower.follow(mention, context)?;
            if lead.state == MappingState::AsWritten {
                continue;
            }
            let (message, remedy) = self.fault(mention, lead);
            found.push(Finding {
                check: Check::ValidIds,
                severity,
                path: rule.place.path.clone(),
                line: mention.line.or(rule.place.line),
                title: rule.title.clone(),
                message,
                remedy,
            });
        }
        Ok(found)
    }

    fn fault(&self, mention: &TacticMention, lead: TacticLead) -> Fault {
        let (word, attack) = (&mention.written, self.attack);
        let to: Vec<String> = lead
            .to
            .iter()
            .map(|to| format!("`{}`", to.written))
            .collect();
        let names = |reason: String| format!("names the tactic `{word}`: {reason}");
        match lead.state {
            MappingState::Followed => (
                names(lead.reason),
                format!("write {} instead of `{word}`", to.join(" and ")),
            ),
            MappingState::Ambiguous => (
                names(lead.reason),
                format!(
                    "write {} instead of `{word}`, or take it out",
                    to.join(" or ")
                ),
            ),
            MappingState::Deprecated => (names(lead.reason), format!("take `{word}` out")),
            _ => match (to.first(), self.technique(word)) {
                (Some(to), _) => (lead.reason, format!("write {to} instead of `{word}`")),
                (None, Some((id, name))) => (
                    format!("{}; {id} ({name}) is a technique", lead.reason),
                    format!("name {id} instead of `{word}`, if it is meant"),
                ),
                (None, None) => (
                    lead.reason,
                    format!("take `{word}` out, or name a tactic of ATT&CK {attack}"),
                ),
            },
        }
    }

    /// The technique whose name the word is: `attack.valid_account`.
    fn technique(&self, word: &str) -> Option<&(String, String)> {
        let name = word.rsplit('.').next().unwrap_or(word);
        let name = name.replace(['_', '-'], " ");
        let likeness = |(_, other): &&(String, String)| like(&other.replace('-', " "), &name);
        let nearest = self
            .techniques
            .iter()
            .max_by(|left, right| likeness(left).total_cmp(&likeness(right)))?;
        (likeness(&nearest) >= SAME_NAME).then_some(nearest)
    }
}
