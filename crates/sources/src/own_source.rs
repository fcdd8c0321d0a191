//! Sources of the user's own: files in a known format, in a folder or repository that the configuration names.

use model::{Declaration, Harvest, Kind, Provenance, Role, SourcePart, TextPolicy};

use crate::source::{day, new_harvest};
use crate::{Format, Origin, Source, Tree};

/// A source of the user's own.
#[derive(Clone, Debug)]
pub struct OwnSource {
    /// What users type; also the id of its one part.
    pub id: String,
    /// What pages call it.
    pub title: String,
    /// The form of its files.
    pub format: &'static Format,
    /// What its resources are for.
    pub kind: Kind,
    /// What its resources are, where that is said; then its kind is knowledge.
    pub role: Option<Role>,
    /// Its repository (`owner/name` on GitHub, or another address), where it has one.
    pub repository: Option<String>,
    /// The branch that people read, where it has one.
    pub branch: Option<String>,
    /// Its licence, where it has one.
    pub licence: Option<String>,
    /// Whether its words may be shown to others.
    pub text: TextPolicy,
    /// The files that it reads, as patterns; those that begin with `!` leave files out. All are checked by
    /// [`check_pattern`](crate::check_pattern).
    pub paths: Vec<String>,
}

/// What reads a tree: a source that the program knows, or one of the user's own.
#[derive(Clone, Debug)]
pub enum Reader {
    /// A public repository.
    Public(&'static Source),
    /// The user's own.
    Own(Box<OwnSource>),
}

impl OwnSource {
    /// The patterns of the files that it reads.
    pub fn paths(&self) -> Vec<&str> {
        self.paths.iter().map(String::as_str).collect()
    }

    /// Reads the tree.
    pub fn harvest(&self, tree: &Tree) -> Harvest {
        let mut harvest = new_harvest(tree);
        let read = self.format.read;
        read.all(tree, &self.paths(), &self.id, &mut harvest);
        for resource in &mut harvest.resources {
            resource.kind = self.kind;
        }
        harvest
    }

    /// Where statements read from `origin` come from and on what terms.
    pub fn provenance(&self, origin: &Origin) -> Provenance {
        Provenance {
            source: self.id.clone(),
            title: self.title.clone(),
            repository: origin
                .repository
                .as_ref()
                .or(self.repository.as_ref())
                .cloned()
                .unwrap_or_default(),
            branch: self.branch.clone().unwrap_or_default(),
            release: origin.release.clone(),
            commit: origin.commit.clone(),
            commit_date: day(origin.commit_date.as_ref()),
            read: day(origin.read.as_ref()),
            licence: self.licence.clone().unwrap_or("not stated".to_owned()),
            copyright: String::new(),
            attribution: None,
            licence_text: None,
            text: self.text,
            own: true,
            parts: vec![SourcePart {
                id: self.id.clone(),
                title: self.title.clone(),
                kind: self.kind,
            }],
            declaration: self.declaration(),
        }
    }

    /// What the user says of it, and its format. Public sources are better known.
    fn declaration(&self) -> Declaration {
        Declaration {
            roles: self
                .role
                .map(|role| (self.id.clone(), role))
                .into_iter()
                .collect(),
            precedence: u32::MAX,
            relations: (self.format.relations)(),
            ..Declaration::default()
        }
    }
}

impl Reader {
    /// The id of the source.
    pub fn id(&self) -> &str {
        match self {
            Self::Public(source) => source.id,
            Self::Own(source) => &source.id,
        }
    }

    /// The patterns of the files that it reads.
    pub fn paths(&self) -> Vec<&str> {
        match self {
            Self::Public(source) => source.paths.to_vec(),
            Self::Own(source) => source.paths(),
        }
    }

    /// Reads the tree.
    pub fn harvest(&self, tree: &Tree) -> Harvest {
        match self {
            Self::Public(source) => source.harvest(tree),
            Self::Own(source) => source.harvest(tree),
        }
    }

    /// Where statements read from `origin` come from and on what terms.
    pub fn provenance(&self, origin: &Origin) -> Provenance {
        match self {
            Self::Public(source) => source.provenance(origin),
            Self::Own(source) => source.provenance(origin),
        }
    }
}
