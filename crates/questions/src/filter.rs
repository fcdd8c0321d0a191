//! The filters that lists share, as arguments.

use catalogue::{Catalogue, Filter};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use model::{Kind, Level, Status};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantNames;

use crate::Error;
use crate::technique_id::TechniqueArgument;
use crate::words::platforms;

/// Which resources. Different filters together mean "and", several values of one mean "or".
#[derive(Args, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ResourceFilter {
    /// Sources or parts of sources: `sigma`, `elastic_hunting`
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<String>,
    /// What they are for
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = words::<Kind>())]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<Kind>,
    /// Techniques that they lead to: T1021, t1021.2
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub technique: Vec<TechniqueArgument>,
    /// With the sub-techniques of these techniques
    #[arg(long)]
    pub sub_techniques: bool,
    /// Platforms: Windows, Linux, macOS, IaaS ...
    #[arg(long, value_name = "PLATFORM", value_delimiter = ',')]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platform: Vec<String>,
    /// Severity levels
    #[arg(long, value_name = "LEVEL", value_delimiter = ',', value_parser = words::<Level>())]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub level: Vec<Level>,
    /// How far they can be relied on
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = words::<Status>())]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<Status>,
    /// Words in ids, titles, descriptions or queries
    #[arg(long, value_name = "WORDS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

pub(crate) fn words<T: VariantNames + std::str::FromStr + Clone + Send + Sync + 'static>()
-> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(T::VARIANTS)
        .try_map(|word| word.parse::<T>().map_err(|_| "unknown word"))
}

impl ResourceFilter {
    pub(crate) fn filter(&self, catalogue: &Catalogue) -> Result<Filter, Error> {
        for source in &self.source {
            known_source(catalogue, source)?;
        }
        let mut techniques = Vec::new();
        for argument in &self.technique {
            let id = argument.find(catalogue)?;
            techniques.push(id);
            if self.sub_techniques {
                techniques.extend(
                    catalogue
                        .sub_techniques(id)?
                        .into_iter()
                        .map(|technique| technique.id),
                );
            }
        }
        Ok(Filter {
            sources: self.source.clone(),
            kinds: self.kind.clone(),
            techniques,
            platforms: platforms(&self.platform)?,
            levels: self.level.clone(),
            statuses: self.status.clone(),
            text: self.text.clone(),
        })
    }
}

/// A misspelt source is an error, not an empty list.
pub(crate) fn known_source(catalogue: &Catalogue, name: &str) -> Result<(), Error> {
    let is_part = catalogue.sources()?.iter().any(|source| {
        source
            .provenance
            .parts
            .iter()
            .any(|part| part.id.eq_ignore_ascii_case(name))
    });
    if !is_part {
        crate::sources::known(catalogue, Some(name))?;
    }
    Ok(())
}
