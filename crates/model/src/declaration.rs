//! What a source says of itself beyond where it comes from: what its parts are, what its words mean, whose product it is.
//! Whoever asks for that need not know the source.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Kind, NotMappable, RelationMeaning, Role};

/// What a source says of itself. It stands in the catalogue beside the provenance, and in no answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// The roles of its parts, by their ids; a part without one is what its kind says.
    pub roles: BTreeMap<String, Role>,
    /// Its place among all sources, the best known first: of several that know an adversary of one name it says who is meant.
    pub precedence: u32,
    /// How it relates its resources to others. Words that do not stand here name no resource.
    pub relations: Vec<RelationKind>,
    /// The product that its rules run in, or whose controls it is.
    pub product: Option<Product>,
    /// Whether its files are whole knowledge bases: a link to one of many megabytes helps nobody.
    pub whole_knowledge_bases: bool,
    /// How the pages of 2022 showed it, pillar by pillar; empty where they did not.
    pub classic: Vec<ClassicSection>,
    /// Techniques that its authors looked at and could map to nothing; known only once it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_mappable: Vec<NotMappable>,
}

/// One way in which the resources of a source relate to others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationKind {
    /// The word that the source has for it: `atomic_guid`, `derived`.
    pub word: String,
    /// What it says, read from the resource that states it.
    pub meaning: RelationMeaning,
    /// The ids of the sources that it leads to, before its own.
    pub into: Vec<String>,
}

/// A product that a stack can name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// What a stack calls it.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Logs that it brings, in the words of the sources that are written for it.
    pub log_sources: Vec<String>,
}

/// How the pages of 2022 showed a source in one pillar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassicSection {
    /// The pillar.
    pub kind: Kind,
    /// The heading.
    pub heading: String,
    /// Where the heading leads.
    pub site: String,
    /// What stands above the entries, with `{technique}` for the id; empty where their folder says it.
    pub intro: String,
    /// How the entries are written.
    pub entries: ClassicEntries,
    /// `owner/name` on GitHub, as these pages linked it.
    pub repository: String,
    /// The branch in these links.
    pub branch: String,
    /// The ids of the parts over which the total was taken.
    pub parts: Vec<String>,
}

/// How the pages of 2022 wrote the resources of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassicEntries {
    /// The title alone.
    Titles,
    /// The title with a link to its page.
    Pages,
    /// The title with a link to its file.
    Files,
    /// Each file once, with how many tests it holds; the total counts files, too.
    FilesOfTests,
    /// The folders below this one, then the title with a link to its file. What lies elsewhere is left out.
    Folders(String),
}

impl Declaration {
    /// What a relation says, in the word of the source.
    pub fn meaning(&self, word: &str) -> RelationMeaning {
        RelationKind::meaning_in(&self.relations, word)
    }
}

impl RelationKind {
    /// A way in which resources relate to those of the sources `into`, else to those of their own source.
    pub fn new(word: &str, meaning: RelationMeaning, into: &[&str]) -> Self {
        Self {
            word: word.to_owned(),
            meaning,
            into: owned(into),
        }
    }

    /// What a word says among these.
    pub fn meaning_in(relations: &[Self], word: &str) -> RelationMeaning {
        let found = relations.iter().find(|kind| kind.word == word);
        found.map_or(RelationMeaning::Related, |kind| kind.meaning)
    }
}

impl Product {
    /// A product that brings these logs.
    pub fn new(id: &str, title: &str, log_sources: &[&str]) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            log_sources: owned(log_sources),
        }
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_is_read_in_the_words_of_its_source() {
        let declaration = Declaration {
            relations: vec![RelationKind::new(
                "sigma",
                RelationMeaning::Tests,
                &["sigma"],
            )],
            ..Declaration::default()
        };
        assert_eq!(declaration.meaning("sigma"), RelationMeaning::Tests);
        assert_eq!(
            declaration.meaning("victim_country"),
            RelationMeaning::Related
        );
    }
}
