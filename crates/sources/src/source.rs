//! What a source is to us: one value, in one file of `sources/`.

use model::{
    ClassicEntries, ClassicSection, Declaration, Harvest, Kind, Provenance, Role, TextPolicy,
};

use crate::{SOURCES, Tree};

/// A public repository, or a part of one, that we know how to read.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// `sigma`: what users type.
    pub id: &'static str,
    /// What bundles and fixtures call its repository: the id, or a name that the sources of one repository share.
    pub archive: &'static str,
    /// `Sigma rules public repository`.
    pub title: &'static str,
    /// `SigmaHQ/sigma` on GitHub.
    pub repository: &'static str,
    /// The branch that people read.
    pub branch: &'static str,
    /// The licence, by its SPDX name where it has one.
    pub licence: &'static str,
    /// The copyright line.
    pub copyright: &'static str,
    /// The sentence that the licence asks for wherever the data is shown; `{year}` is the year of the release.
    pub attribution: Option<&'static str>,
    /// The licence in full, where showing the data requires it.
    pub licence_text: Option<&'static str>,
    /// Whether its words may be shown to others.
    pub text: TextPolicy,
    /// Its parts, in order.
    pub parts: &'static [Part],
    /// What else it says of itself; roles and place among all sources are known from elsewhere.
    pub(crate) declares: fn() -> Declaration,
    /// The files that it reads, as patterns: `rules/**/*.yml`. Nothing else is fetched or unpacked. From git, a pattern
    /// behind `else ` is wanted only where no file matches the pattern before it.
    pub paths: &'static [&'static str],
    /// Reads them.
    pub(crate) read: fn(&Tree, &mut Harvest),
}

/// A part of a source: what a user may want to count on its own.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// `sigma_emerging`: what users type.
    pub id: &'static str,
    /// `Emerging threats`.
    pub title: &'static str,
    /// What its resources are for.
    pub kind: Kind,
    /// What its resources are, where questions ask for such.
    pub role: Option<Role>,
}

/// Which state of the repository was read: from a bundle's list, from git, or nothing for a plain folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The repository, where it is not the source's own.
    pub repository: Option<String>,
    /// The branch, where it is not the source's own.
    pub branch: Option<String>,
    /// The release (`18.1`).
    pub release: Option<String>,
    /// The commit.
    pub commit: Option<String>,
    /// The date of the commit, in any ISO form.
    pub commit_date: Option<String>,
    /// The day on which it was fetched.
    pub read: Option<String>,
}

impl Part {
    /// A part of which its kind says enough.
    pub(crate) const fn new(id: &'static str, title: &'static str, kind: Kind) -> Self {
        Self {
            id,
            title,
            kind,
            role: None,
        }
    }

    /// A part whose resources have a role: they are knowledge.
    pub(crate) const fn knowledge(id: &'static str, title: &'static str, role: Role) -> Self {
        Self {
            id,
            title,
            kind: Kind::Knowledge,
            role: Some(role),
        }
    }
}

impl Source {
    /// Reads the tree.
    pub fn harvest(&self, tree: &Tree) -> Harvest {
        let mut harvest = new_harvest(tree);
        (self.read)(tree, &mut harvest);
        harvest
    }

    /// Where statements read from `origin` come from and on what terms.
    pub fn provenance(&self, origin: &Origin) -> Provenance {
        let year =
            day(origin.commit_date.as_ref()).map(|date| date.chars().take(4).collect::<String>());
        // A plain folder does not tell its year.
        let dated = |sentence: &str| match &year {
            Some(year) => sentence.replace("{year}", year),
            None => sentence.replace("{year} ", ""),
        };
        Provenance {
            source: self.id.to_owned(),
            title: self.title.to_owned(),
            repository: origin
                .repository
                .clone()
                .unwrap_or_else(|| self.repository.to_owned()),
            branch: origin
                .branch
                .clone()
                .unwrap_or_else(|| self.branch.to_owned()),
            release: origin.release.clone(),
            commit: origin.commit.clone(),
            commit_date: day(origin.commit_date.as_ref()),
            read: day(origin.read.as_ref()),
            licence: self.licence.to_owned(),
            copyright: dated(self.copyright),
            attribution: self.attribution.map(dated),
            licence_text: self.licence_text.map(str::to_owned),
            text: self.text,
            own: false,
            parts: self
                .parts
                .iter()
                .map(|part| model::SourcePart {
                    id: part.id.to_owned(),
                    title: part.title.to_owned(),
                    kind: part.kind,
                })
                .collect(),
            declaration: self.declaration(),
        }
    }

    /// How the pages of 2022 showed the resources of these parts, below a link to the repository.
    pub(crate) fn classic(
        &self,
        heading: &str,
        entries: ClassicEntries,
        parts: &[&str],
    ) -> ClassicSection {
        let of_section = self.parts.iter().find(|part| parts.contains(&part.id));
        ClassicSection {
            kind: of_section.map_or(Kind::Knowledge, |part| part.kind),
            heading: heading.to_owned(),
            site: format!("https://github.com/{}", self.repository),
            intro: String::new(),
            entries,
            repository: self.repository.to_owned(),
            branch: self.branch.to_owned(),
            parts: parts.iter().map(|&part| part.to_owned()).collect(),
        }
    }

    /// What it says of itself.
    pub fn declaration(&self) -> Declaration {
        let place = SOURCES
            .iter()
            .zip(0..)
            .find(|(other, _)| other.id == self.id);
        let roles = self
            .parts
            .iter()
            .filter_map(|part| Some((part.id.to_owned(), part.role?)));
        Declaration {
            roles: roles.collect(),
            precedence: place.map_or(u32::MAX, |(_, place)| place),
            ..(self.declares)()
        }
    }
}

/// A harvest that knows what could not even be taken into the tree.
pub(crate) fn new_harvest(tree: &Tree) -> Harvest {
    Harvest {
        problems: tree.problems().to_vec(),
        not_asked_for: tree.not_asked_for(),
        ..Harvest::default()
    }
}

/// The day of a date in any ISO form.
pub(crate) fn day(date: Option<&String>) -> Option<String> {
    date.map(|date| date.chars().take(10).collect())
}
