//! One state of a repository against the catalogue: the files that the policy speaks of, and where their ids lead.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::Catalogue;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use model::{Conclusion, Mapping, Problem, Resource, TechniqueId};

use super::RepositoryState;
use super::policy::Rules;
use crate::Error;

/// The rules and problems of the files that the policy speaks of.
pub(super) struct PolicyFiles<'a> {
    pub(super) rules: Vec<Rule<'a>>,
    pub(super) problems: Vec<&'a Problem>,
}

/// A rule, and where its ids lead.
pub(super) struct Rule<'a> {
    pub(super) resource: &'a Resource,
    pub(super) mappings: Vec<(&'a Mapping, Vec<Conclusion>)>,
}

impl<'a> PolicyFiles<'a> {
    pub(super) fn of(
        catalogue: &Catalogue,
        rules: &Rules,
        state: RepositoryState<'a>,
    ) -> Result<Self, Error> {
        let (include, exclude) = (patterns(&rules.include)?, patterns(&rules.exclude)?);
        let wanted = |path: &str| {
            (rules.include.is_empty() || include.is_match(path)) && !exclude.is_match(path)
        };
        let resources = state
            .resources
            .iter()
            .filter(|resource| wanted(&resource.place.path));
        let problems = state.problems.iter();
        // A problem of no file is one of them all.
        let problems = problems.filter(|problem| problem.path.is_empty() || wanted(&problem.path));
        Ok(Self {
            rules: resources
                .map(|resource| Rule::of(catalogue, resource))
                .collect::<Result<_, _>>()?,
            problems: problems.collect(),
        })
    }

    /// The rules of each technique. What its authors withdrew covers nothing.
    pub(super) fn by_technique(&self) -> BTreeMap<TechniqueId, Vec<&'a Resource>> {
        let mut found: BTreeMap<TechniqueId, Vec<&Resource>> = BTreeMap::new();
        for rule in self.rules.iter().filter(|rule| rule.is_in_use()) {
            for technique in rule.techniques() {
                found.entry(technique).or_default().push(rule.resource);
            }
        }
        found
    }
}

impl<'a> Rule<'a> {
    fn of(catalogue: &Catalogue, resource: &'a Resource) -> Result<Self, Error> {
        let mappings = resource.mappings.iter();
        let followed = mappings.map(|mapping| Ok((mapping, catalogue.follow(mapping)?)));
        Ok(Self {
            resource,
            mappings: followed.collect::<Result<_, Error>>()?,
        })
    }

    pub(super) fn is_in_use(&self) -> bool {
        self.resource.status.counts()
    }

    /// The techniques that it counts for.
    fn techniques(&self) -> BTreeSet<TechniqueId> {
        let leads = self
            .mappings
            .iter()
            .flat_map(|(_, leads)| leads)
            .filter(|lead| lead.state.counts());
        leads.filter_map(|lead| lead.technique).collect()
    }
}

/// The patterns as those of sources: `*` stays in a folder, `**` goes through all below.
fn patterns(written: &[String]) -> Result<GlobSet, Error> {
    let wrong = |pattern: &str, error: &globset::Error| {
        Error::Argument(format!(
            "`{pattern}` is not a valid pattern: {}",
            error.kind()
        ))
    };
    let mut set = GlobSetBuilder::new();
    for pattern in written {
        let glob = GlobBuilder::new(pattern).literal_separator(true).build();
        set.add(glob.map_err(|error| wrong(pattern, &error))?);
    }
    set.build()
        .map_err(|error| wrong(&written.join(", "), &error))
}
