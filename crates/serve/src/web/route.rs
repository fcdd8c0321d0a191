//! Addresses as targets: the other way round of what `publish` makes links with.

use model::TechniqueId;
use publish::web::Target;
use questions::threat::ActorKind;

use super::query::{Query, decoded};

/// What an address asks for, with its words decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Home,
    Matrix,
    /// As people write it.
    Technique(String),
    Threats,
    Alignment,
    Controls,
    Control(String, Option<String>),
    Framework(String),
    Sources,
    Source(String),
    Problems,
    Drift,
    Changed,
    Search,
    Adversaries,
    Actor(ActorKind, String),
    LogSource(String),
    Resource(String),
}

impl Route {
    pub(super) fn of(path: &str, query: &Query) -> Option<Self> {
        let path = path.trim_matches('/');
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let rest = decoded(rest);
        let named = |name: &str| query.one(name).map(str::to_owned);
        Some(match (first, rest.is_empty()) {
            ("", true) => Self::Home,
            ("matrix", true) => Self::Matrix,
            ("technique", false) => Self::Technique(rest),
            ("threats", true) => Self::Threats,
            ("alignment", true) => Self::Alignment,
            ("controls", true) => Self::Controls,
            ("control", false) => Self::Control(rest, named("framework")),
            ("framework", _) => Self::Framework(rest),
            ("sources", true) => Self::Sources,
            ("source", false) => Self::Source(rest),
            ("problems", true) => Self::Problems,
            ("drift", true) => Self::Drift,
            ("changed", true) => Self::Changed,
            ("search", true) => Self::Search,
            ("adversaries", true) => Self::Adversaries,
            ("adversary", false) => Self::Actor(ActorKind::Group, rest),
            ("software", false) => Self::Actor(ActorKind::Software, rest),
            ("campaign", false) => Self::Actor(ActorKind::Campaign, rest),
            ("log-source", true) => Self::LogSource(named("name")?),
            ("resource", true) => Self::Resource(named("key")?),
            _ => return None,
        })
    }

    /// What links on the page are made from.
    pub(super) fn target(&self) -> Target<'_> {
        match self {
            Self::Home => Target::Home,
            Self::Matrix => Target::Matrix,
            Self::Technique(id) => {
                TechniqueId::from_people(id).map_or(Target::Matrix, Target::Technique)
            }
            Self::Threats => Target::Threats,
            Self::Alignment => Target::Alignment,
            Self::Controls => Target::Controls,
            Self::Control(id, framework) => {
                Target::Control(id, framework.as_deref().unwrap_or_default())
            }
            Self::Framework(id) => Target::Framework(id),
            Self::Sources => Target::Sources,
            Self::Source(id) => Target::Source(id),
            Self::Problems => Target::Problems,
            Self::Drift => Target::Drift,
            Self::Changed => Target::Changed,
            Self::Search => Target::Search,
            Self::Adversaries => Target::Adversaries,
            Self::Actor(kind, id) => Target::Actor(*kind, id),
            Self::LogSource(name) => Target::LogSource(name),
            Self::Resource(key) => Target::Resource(key),
        }
    }
}
