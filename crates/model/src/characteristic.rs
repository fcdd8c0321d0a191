//! What sources say of adversaries beyond the techniques that they use.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

/// One property of adversaries. A source states it as a relation of this name, whose other end is the text.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Characteristic {
    /// The country that they work from.
    Base,
    /// What they have done: espionage, sabotage.
    Incident,
    /// What they are after.
    Motive,
    /// Who is suspected to pay them.
    Sponsor,
    /// A country of their victims.
    VictimCountry,
    /// A sector of their victims.
    VictimSector,
}

impl Characteristic {
    /// Those that adversaries can be chosen by.
    pub const CRITERIA: [Self; 4] = [
        Self::Motive,
        Self::VictimSector,
        Self::Base,
        Self::VictimCountry,
    ];

    /// Whether its text names a country.
    pub fn is_country(self) -> bool {
        match self {
            Self::Base | Self::VictimCountry => true,
            Self::Incident | Self::Motive | Self::Sponsor | Self::VictimSector => false,
        }
    }
}
