//! The platforms of sets of units, as bits: rules are many, platforms few.

use std::collections::HashMap;

use super::set::LogSet;
use super::table::Unit;
use crate::platform::{self, Platform};

/// A set of platforms: one bit each, by its position among all names.
pub(super) type Mask = u128;

/// The platforms of all units.
pub(super) struct Reach {
    names: Vec<&'static str>,
    /// Of each platform, those that it is in, itself among them.
    wholes: Vec<Mask>,
    /// Of each unit, whose activity it shows.
    units: Vec<Mask>,
    /// Of each unit, what writes it.
    hosts: Vec<Mask>,
    /// Of each unit, what writes any event of its log.
    log_hosts: Vec<Mask>,
}

impl Reach {
    pub(super) fn new(units: &[Unit]) -> Self {
        let names: Vec<_> = platform::names().take(Mask::BITS as usize).collect();
        let all: Vec<_> = names
            .iter()
            .filter_map(|name| platform::platform(name))
            .collect();
        let wholes = all.iter().map(|part| {
            let all = all.iter();
            bits(all.map(|whole| part.is_in(whole)))
        });
        let mask = |listed: &[String]| {
            bits(
                names
                    .iter()
                    .map(|name| listed.iter().any(|own| own == name)),
            )
        };
        let mut of_log: HashMap<&str, Mask> = HashMap::new();
        for unit in units {
            *of_log.entry(&unit.log).or_default() |= mask(&unit.hosts);
        }
        Self {
            wholes: wholes.collect(),
            log_hosts: units.iter().map(|unit| of_log[&*unit.log]).collect(),
            units: units.iter().map(|unit| mask(&unit.platforms)).collect(),
            hosts: units.iter().map(|unit| mask(&unit.hosts)).collect(),
            names,
        }
    }

    /// A platform and all of its parts.
    pub(super) fn parts(&self, whole: &Platform) -> Mask {
        let whole = bits(self.names.iter().map(|name| *name == whole.name));
        bits(self.wholes.iter().map(|wholes| wholes & whole != 0))
    }

    /// The units that a platform or a part of it writes.
    pub(super) fn written_on(&self, platform: &Platform) -> LogSet {
        let parts = self.parts(platform);
        positions(&self.hosts, |hosts| hosts & parts != 0)
    }

    /// The units of logs that nothing else writes.
    pub(super) fn only_on(&self, platform: &Platform) -> LogSet {
        let parts = self.parts(platform);
        positions(&self.log_hosts, |hosts| hosts != 0 && hosts & !parts == 0)
    }

    /// The platforms of any of these units.
    pub(super) fn any(&self, units: &LogSet) -> Mask {
        units.iter().fold(0, |mask, unit| mask | self.units[unit])
    }

    /// The names of what all sets have in common, or else of all that is in them. A provider has itself in common with what
    /// it is a part of. An empty set restricts nothing.
    pub(super) fn common(&self, masks: impl Iterator<Item = Mask>) -> Vec<String> {
        let masks: Vec<Mask> = masks.filter(|mask| *mask != 0).collect();
        let all = masks.iter().fold(0, |all, mask| all | mask);
        let names = |wanted: &dyn Fn(usize) -> bool| {
            let positions = (0..self.names.len()).filter(|at| all & (1 << at) != 0 && wanted(*at));
            positions
                .map(|at| self.names[at].to_owned())
                .collect::<Vec<_>>()
        };
        let common = names(&|at| masks.iter().all(|mask| mask & self.wholes[at] != 0));
        if common.is_empty() {
            return names(&|_| true);
        }
        common
    }
}

fn positions(masks: &[Mask], is: impl Fn(Mask) -> bool) -> LogSet {
    let masks = masks.iter().enumerate();
    LogSet::of(masks.filter(|(_, mask)| is(**mask)).map(|(at, _)| at))
}

fn bits(set: impl Iterator<Item = bool>) -> Mask {
    set.enumerate()
        .fold(0, |mask, (at, is_set)| mask | (Mask::from(is_set) << at))
}
