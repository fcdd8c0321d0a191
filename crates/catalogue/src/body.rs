//! The words of a resource: compressed one by one, with one dictionary trained on some of them.

use std::collections::BTreeMap;
use std::io::Read;

use model::Resource;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// More samples or a larger dictionary cost more time than they save room.
const SAMPLES: usize = 1_500;
const DICTIONARY: usize = 64 << 10;
const LEVEL: i32 = 6;

/// What lists and counts do not need.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Body {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) query: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) platforms_written: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) data_sources: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) authors: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) references: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) aliases: Vec<String>,
    /// What the source adds to a mapping, by its position.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) details: BTreeMap<usize, String>,
}

impl Body {
    pub(crate) fn whole(resource: &Resource) -> Self {
        let details = resource
            .mappings
            .iter()
            .enumerate()
            .filter_map(|(position, mapping)| Some((position, mapping.detail.clone()?)));
        Self {
            description: resource.description.clone(),
            query: resource.query.clone(),
            platforms_written: resource.platforms.clone(),
            data_sources: resource.data_sources.clone(),
            references: resource.references.clone(),
            details: details.collect(),
            ..Self::facts(resource)
        }
    }

    /// Without any sentence, query or command of the source, and without what lists do not show; authors are named
    /// wherever their rules are.
    pub(crate) fn facts(resource: &Resource) -> Self {
        Self {
            authors: resource.authors.clone(),
            aliases: resource.aliases.clone(),
            ..Self::default()
        }
    }
}

/// Compresses texts in their order; gives the dictionary, too.
pub(crate) fn compress(texts: &[Vec<u8>]) -> std::io::Result<(Vec<u8>, Vec<Vec<u8>>)> {
    let step = texts.len() / SAMPLES + 1;
    let samples: Vec<&[u8]> = texts
        .iter()
        .step_by(step)
        .map(|text| &text[..text.len().min(8 << 10)])
        .collect();
    // Too few samples to learn from: small catalogues do without.
    let dictionary = zstd::dict::from_samples(&samples, DICTIONARY).unwrap_or_default();
    let packed = texts
        .par_iter()
        .map_init(
            || zstd::bulk::Compressor::with_dictionary(LEVEL, &dictionary),
            |compressor, text| match compressor {
                Ok(compressor) => compressor.compress(text),
                Err(error) => Err(std::io::Error::other(error.to_string())),
            },
        )
        .collect::<std::io::Result<Vec<_>>>()?;
    Ok((dictionary, packed))
}

/// The text again.
pub(crate) fn decompress(packed: &[u8], dictionary: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    // Bounded: no body is larger than the largest file that is read.
    zstd::Decoder::with_dictionary(packed, dictionary)?
        .take(256 << 20)
        .read_to_end(&mut text)?;
    Ok(text)
}
