//! Licence, copyright and attribution of each source: what must stand wherever its data is shown.

use catalogue::{Catalogue, CatalogueSummary};
use model::{Provenance, TextPolicy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::sources::known;
use crate::{Ask, Error, question};

/// Arguments of `notices`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Arguments {
    /// Only this source
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// The terms on which one source is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// The source.
    pub source: String,
    /// Its title.
    pub title: String,
    /// Its repository.
    pub repository: String,
    /// The commit that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The licence, by its SPDX name where it has one.
    pub licence: String,
    /// The copyright line.
    pub copyright: String,
    /// The sentence that the licence asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// The licence in full, where showing the data requires it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence_text: Option<String>,
    /// Whether its words may be shown to others.
    pub text: TextPolicy,
}

impl Notice {
    pub(crate) fn of(provenance: &Provenance) -> Self {
        Self {
            source: provenance.source.clone(),
            title: provenance.title.clone(),
            repository: provenance.repository.clone(),
            commit: provenance.commit.clone(),
            licence: provenance.licence.clone(),
            copyright: provenance.copyright.clone(),
            attribution: provenance.attribution.clone(),
            licence_text: provenance.licence_text.clone(),
            text: provenance.text,
        }
    }

    /// The same without the licence in full, for the foot of a page.
    pub(crate) fn short(provenance: &Provenance) -> Self {
        Self {
            licence_text: None,
            ..Self::of(provenance)
        }
    }
}

/// Answer of `notices`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// By title.
    pub notices: Vec<Notice>,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

impl Ask for question::Notices {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "notices";
    const ABOUT: &'static str = "Licence, copyright and attribution of each source";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "source": "sigma" })
    }

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.catalogue
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    let sources = known(catalogue, arguments.source.as_deref())?;
    let notices = sources
        .iter()
        .map(|source| Notice::of(&source.provenance))
        .collect();
    Ok(Answer {
        notices,
        catalogue: catalogue.about().clone(),
    })
}
