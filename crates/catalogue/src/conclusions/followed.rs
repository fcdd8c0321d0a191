//! Each way of writing a technique, once, and where it leads in every view.

use foldhash::HashMap;
use model::{Conclusion, State, TechniqueId};

use crate::conclusions::follow::{Releases, View, Written};

/// The ways of writing techniques, numbered in the order in which they came up.
pub(crate) struct Followed<'a> {
    releases: &'a Releases<'a>,
    /// The views, in the order of their rows in the table of releases.
    views: Vec<View>,
    numbers: HashMap<Written, u32>,
    /// What follows from each, view by view.
    leads: Vec<Vec<Vec<Conclusion>>>,
}

impl<'a> Followed<'a> {
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
    pub(crate) fn number(&mut self, written: Written) -> u32 {
        if let Some(&number) = self.numbers.get(&written) {
            return number;
        }
        let number = u32::try_from(self.leads.len()).expect("fewer ways of writing than letters");
        let leads = self.views.iter();
        self.leads.push(
            leads
                .map(|&view| self.releases.conclude(view, &written))
                .collect(),
        );
        self.numbers.insert(written, number);
        number
    }

    /// The techniques that the way with this number leads to in a view, also withdrawn ones. What is ambiguous leads
    /// nowhere for certain.
    pub(crate) fn techniques(&self, number: u32, view: usize) -> impl Iterator<Item = TechniqueId> {
        self.leads[number as usize][view]
            .iter()
            .filter(|conclusion| conclusion.state != State::Ambiguous)
            .filter_map(|conclusion| conclusion.technique)
    }

    /// Each way of writing by its number, with what follows from it view by view.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = (u32, &Written, &[Vec<Conclusion>])> {
        let mut written: Vec<(u32, &Written)> = Vec::with_capacity(self.numbers.len());
        written.extend(
            self.numbers
                .iter()
                .map(|(written, &number)| (number, written)),
        );
        written.sort_unstable_by_key(|&(number, _)| number);
        written
            .into_iter()
            .map(|(number, written)| (number, written, &*self.leads[number as usize]))
    }
}
