//! The names to look for, and the automaton that looks for all of them in one pass.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::{Deserialize, Serialize};

use super::fold::folded;
use super::ordinary_word::{OrdinaryWord, ordinary};

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// A technique or sub-technique.
    Technique,
    /// A tactic. Its name serves as a cue only: `Discovery` and `Impact` are said of much else.
    Tactic,
    /// A group.
    Group,
    /// A piece of software: malware or a tool.
    Software,
    /// A campaign.
    Campaign,
}

/// One thing that reports may name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Its id: `T1059.001`, `G0016`.
    pub id: String,
    /// What it is.
    pub kind: NameKind,
    /// Its name: `PowerShell`.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// The name of the technique that a sub-technique belongs to.
    pub parent: Option<String>,
}

/// The names to look for. The order in which they are given makes no difference.
#[derive(Debug)]
pub struct Vocabulary {
    names: BTreeMap<String, Name>,
    automaton: Option<AhoCorasick>,
    /// For each pattern of the automaton the terms that are written so.
    patterns: Vec<Vec<Term>>,
    tactics: Vec<String>,
}

/// One way to write one name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term {
    pub(super) id: String,
    pub(super) kind: NameKind,
    /// As ATT&CK writes it.
    pub(super) written: String,
    pub(super) form: TermForm,
    pub(super) alias: bool,
    /// The folded name of the parent.
    pub(super) parent: Option<String>,
    pub(super) ordinary: Option<OrdinaryWord>,
}

/// How far a term is from the name itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TermForm {
    /// `Phishing: Spearphishing Link`.
    Qualified,
    /// The name.
    Whole,
    /// The name without its plural.
    Singular,
}

impl Vocabulary {
    /// Prepares names for looking; of two with the same id the first in order of the alphabet is kept.
    pub fn new(mut names: Vec<Name>) -> Self {
        names.sort();
        let mut terms: BTreeMap<String, BTreeSet<Term>> = BTreeMap::new();
        let mut kept = BTreeMap::new();
        for name in names {
            for term in terms_of(&name) {
                let pattern = folded(&term.written);
                if !pattern.is_empty() {
                    terms.entry(pattern).or_default().insert(term);
                }
            }
            kept.entry(name.id.clone()).or_insert(name);
        }
        let tactics = kept.values().filter(|name| name.kind == NameKind::Tactic);
        Self {
            tactics: tactics.map(|name| name.name.to_lowercase()).collect(),
            automaton: AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(terms.keys())
                .ok(),
            patterns: terms
                .into_values()
                .map(|terms| terms.into_iter().collect())
                .collect(),
            names: kept,
        }
    }

    /// What an id names.
    pub fn name(&self, id: &str) -> Option<&Name> {
        self.names.get(id)
    }

    /// The names of the tactics, in lower case.
    pub(super) fn tactics(&self) -> &[String] {
        &self.tactics
    }

    /// Where which terms may stand in a folded text, the overlapping ones too.
    pub(super) fn candidates<'a>(
        &'a self,
        folded: &'a str,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, &'a [Term])> {
        let automaton = self.automaton.iter();
        automaton
            .flat_map(move |automaton| automaton.find_overlapping_iter(folded))
            .map(|found| {
                (
                    found.range(),
                    self.patterns[found.pattern().as_usize()].as_slice(),
                )
            })
    }
}

fn terms_of(name: &Name) -> Vec<Term> {
    if name.kind == NameKind::Tactic {
        return Vec::new();
    }
    let term = |written: &str, form, alias| Term {
        id: name.id.clone(),
        kind: name.kind,
        written: written.to_owned(),
        form,
        alias,
        parent: name.parent.as_deref().map(folded),
        ordinary: ordinary(written),
    };
    let mut terms = vec![term(&name.name, TermForm::Whole, false)];
    terms.extend(
        name.aliases
            .iter()
            .map(|alias| term(alias, TermForm::Whole, true)),
    );
    if let Some(parent) = &name.parent {
        for between in [": ", " - "] {
            terms.push(term(
                &format!("{parent}{between}{}", name.name),
                TermForm::Qualified,
                false,
            ));
        }
    }
    // `Web Protocols` is often one: `a web protocol`.
    let singular = name
        .name
        .strip_suffix('s')
        .filter(|singular| !singular.ends_with(['s', 'u', 'i']));
    if let Some(singular) =
        singular.filter(|_| name.kind == NameKind::Technique && name.name.contains(' '))
    {
        let ordinary = ordinary(&name.name);
        terms.push(Term {
            ordinary,
            ..term(singular, TermForm::Singular, false)
        });
    }
    terms
}
