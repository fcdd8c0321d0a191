//! Each way of writing a technique, once, and where it leads in every view.

use foldhash::HashMap;
use model::{Conclusion, MappingState, TechniqueId};

use crate::conclusions::follow::{Releases, Spelling, View};

/// The ways of writing techniques, numbered in the order in which they came up.
pub(crate) struct Spellings<'a> {
    releases: &'a Releases<'a>,
    /// The views, in the order of their rows in the table of releases.
    views: Vec<View>,
    numbers: HashMap<Spelling, u32>,
    /// What follows from each, view by view.
    leads: Vec<Vec<Vec<Conclusion>>>,
}

impl<'a> Spellings<'a> {
    pub(crate) fn new(releases: &'a Releases<'a>) -> Self {
        Self {
            releases,
            views: releases.views(),
            numbers: HashMap::default(),
            leads: Vec::new(),
        }
    }

    pub(crate) fn views(&self) -> usize {
        self.views.len()
    }

    /// Its number, known from now on.
    pub(crate) fn number(&mut self, spelling: Spelling) -> u32 {
        if let Some(&number) = self.numbers.get(&spelling) {
            return number;
        }
        let number = u32::try_from(self.leads.len()).expect("fewer ways of writing than letters");
        let leads = self
            .views
            .iter()
            .map(|&view| self.releases.conclude(view, &spelling))
            .collect();
        self.leads.push(leads);
        self.numbers.insert(spelling, number);
        number
    }

    /// The techniques that the spelling with this number leads to in a view, also withdrawn ones. What is ambiguous leads
    /// nowhere for certain.
    pub(crate) fn techniques(&self, number: u32, view: usize) -> impl Iterator<Item = TechniqueId> {
        self.leads[number as usize][view]
            .iter()
            .filter(|conclusion| conclusion.state != MappingState::Ambiguous)
            .filter_map(|conclusion| conclusion.technique)
    }

    /// All of them by number, each with what follows from it view by view.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = (u32, &Spelling, &[Vec<Conclusion>])> {
        let mut spellings: Vec<(u32, &Spelling)> = self
            .numbers
            .iter()
            .map(|(spelling, &number)| (number, spelling))
            .collect();
        spellings.sort_unstable_by_key(|&(number, _)| number);
        spellings
            .into_iter()
            .map(|(number, spelling)| (number, spelling, &*self.leads[number as usize]))
    }
}
