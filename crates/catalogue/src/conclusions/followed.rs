//! Each way of writing a technique, once, and where it leads in every view.

use foldhash::HashMap;
use model::{Conclusion, State, TechniqueId};
use rusqlite::{Connection, params};

use crate::conclusions::follow::{Releases, View, Written};
use crate::error::Error;

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

    /// Writes the tables `written` and `lead`.
    pub(crate) fn write(&self, database: &Connection) -> Result<(), Error> {
        let mut written: Vec<(&Written, u32)> = Vec::with_capacity(self.numbers.len());
        written.extend(
            self.numbers
                .iter()
                .map(|(written, &number)| (written, number)),
        );
        written.sort_unstable_by_key(|&(_, number)| number);
        let mut insert = database.prepare("INSERT INTO written VALUES (?1, ?2, ?3)")?;
        let mut lead = database.prepare("INSERT INTO lead VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for (written, number) in written {
            let technique = written.technique.map(|id| id.to_string());
            insert.execute(params![number, written.text, technique])?;
            for (view, conclusions) in self.leads[number as usize].iter().enumerate() {
                for conclusion in conclusions {
                    let technique = conclusion
                        .technique
                        .map(|id| id.to_string())
                        .unwrap_or_default();
                    let (state, reason) = (conclusion.state.to_string(), &conclusion.reason);
                    lead.execute(params![view, technique, number, state, reason])?;
                }
            }
        }
        Ok(())
    }
}
