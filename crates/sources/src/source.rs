//! What a source is to us: one value, in one file of `sources/`.

use model::{Harvest, Kind, Part, Provenance, Text};

use crate::Tree;

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
    pub text: Text,
    /// Its parts (id, title, kind), in order.
    pub parts: &'static [(&'static str, &'static str, Kind)],
    /// The files that it reads, as patterns: `rules/**/*.yml`. Nothing else is fetched or unpacked. From git, a pattern
    /// behind `else ` is wanted only where no file matches the pattern before it.
    pub paths: &'static [&'static str],
    /// Reads them.
    pub(crate) read: fn(&Tree, &mut Harvest),
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

impl Source {
    /// Reads the tree.
    pub fn harvest(&self, tree: &Tree) -> Harvest {
        let mut harvest = begun(tree);
        (self.read)(tree, &mut harvest);
        harvest
    }

    /// Where statements read from `origin` come from and on what terms.
    pub fn provenance(&self, origin: &Origin) -> Provenance {
        let year = day(&origin.commit_date).map(|date| date.chars().take(4).collect::<String>());
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
            commit_date: day(&origin.commit_date),
            read: day(&origin.read),
            licence: self.licence.to_owned(),
            copyright: dated(self.copyright),
            attribution: self.attribution.map(dated),
            licence_text: self.licence_text.map(str::to_owned),
            text: self.text,
            own: false,
            parts: self
                .parts
                .iter()
                .map(|&(id, title, kind)| Part {
                    id: id.to_owned(),
                    title: title.to_owned(),
                    kind,
                })
                .collect(),
        }
    }
}

/// A harvest that knows what could not even be taken into the tree.
pub(crate) fn begun(tree: &Tree) -> Harvest {
    Harvest {
        problems: tree.problems().to_vec(),
        not_asked_for: tree.not_asked_for(),
        ..Harvest::default()
    }
}

/// The day of a date in any ISO form.
pub(crate) fn day(date: &Option<String>) -> Option<String> {
    date.as_ref().map(|date| date.chars().take(10).collect())
}
