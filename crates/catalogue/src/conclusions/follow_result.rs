//! Where an id arrives in a release, and by which steps.

use model::{Conclusion, Domain, MappingState, TechniqueId};

/// Where an id leads, before it is asked for which domain.
pub(crate) struct FollowResult {
    pub(crate) technique: Option<(TechniqueId, Domain)>,
    pub(crate) state: MappingState,
    pub(crate) reasons: Vec<String>,
}

impl FollowResult {
    pub(crate) fn at(technique: TechniqueId, domain: Domain) -> Self {
        Self {
            technique: Some((technique, domain)),
            state: MappingState::AsWritten,
            reasons: Vec::new(),
        }
    }

    pub(crate) fn nowhere(reason: String) -> Self {
        Self {
            technique: None,
            state: MappingState::Unknown,
            reasons: vec![reason],
        }
    }

    /// The same, after a step before it.
    pub(crate) fn after(self, reason: Option<String>) -> Self {
        self.after_all(reason.into_iter().collect())
    }

    pub(crate) fn after_all(self, mut reasons: Vec<String>) -> Self {
        let state = match self.state {
            MappingState::AsWritten if !reasons.is_empty() => MappingState::Followed,
            state => state,
        };
        reasons.extend(self.reasons);
        Self {
            technique: self.technique,
            state,
            reasons,
        }
    }

    /// What it means for a resource that speaks of these domains (none: enterprise).
    pub(crate) fn for_domains(mut self, domains: &[Domain]) -> Conclusion {
        let of_domain = |domain: Domain| match domains {
            [] => domain == Domain::Enterprise,
            domains => domains.contains(&domain),
        };
        if let Some((id, domain)) = self.technique
            && self.state.counts()
            && !of_domain(domain)
        {
            self.state = MappingState::OtherDomain;
            if self.reasons.is_empty() {
                self.reasons = vec![format!("{id} is a technique of the {domain} matrix")];
            }
        }
        Conclusion {
            technique: self.technique.map(|(id, _)| id),
            state: self.state,
            reason: (!self.reasons.is_empty()).then(|| self.reasons.join("; ")),
        }
    }
}
