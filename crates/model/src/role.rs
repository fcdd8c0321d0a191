//! What the resources of a part are, where that matters for more than what they are for. Questions ask for roles, so that
//! what a user brings is found as what is public.
//!
//! To add one: its word here, and the parts of sources that have it.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

/// What the resources of a part are.
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
    Display,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// Groups of attackers, with the techniques that they use.
    Groups,
    /// Malware and tools, with the techniques that they serve.
    Software,
    /// Campaigns, with the techniques that they used.
    Campaigns,
    /// Incidents, with what was done in each.
    Incidents,
    /// What a source says of groups that another one lists; it states the ids of these.
    GroupProfiles,
    /// The same of software.
    SoftwareProfiles,
    /// The same of campaigns.
    CampaignProfiles,
    /// The same of groups, of which it states no ids: equal names join them.
    NamedGroupProfiles,
    /// How techniques are to be detected: each strategy points to its analytics.
    DetectionStrategies,
    /// The analytics of detection strategies, with the logs that they read.
    Analytics,
    /// Kinds of events that logs show.
    DataComponents,
    /// Techniques that are common whoever attacks, with weights.
    CommonTechniques,
}

impl Role {
    /// Whoever or whatever uses techniques, be it listed or only described.
    pub const ADVERSARIES: [Self; 8] = [
        Self::Groups,
        Self::Software,
        Self::Campaigns,
        Self::Incidents,
        Self::GroupProfiles,
        Self::SoftwareProfiles,
        Self::CampaignProfiles,
        Self::NamedGroupProfiles,
    ];

    /// Whether its resources only add to what others list.
    pub fn is_profile(self) -> bool {
        match self {
            Self::GroupProfiles
            | Self::SoftwareProfiles
            | Self::CampaignProfiles
            | Self::NamedGroupProfiles => true,
            Self::Groups
            | Self::Software
            | Self::Campaigns
            | Self::Incidents
            | Self::DetectionStrategies
            | Self::Analytics
            | Self::DataComponents
            | Self::CommonTechniques => false,
        }
    }
}
