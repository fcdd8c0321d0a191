//! Where the links of a technique's page lead.

use catalogue::ResourceSummary;
use model::{Tactic, TechniqueId};

use crate::html::safe::Link;
use crate::links::Links;
use crate::pages::{CAMPAIGN, GROUP, MATRIX, RESOURCE, SOFTWARE, TECHNIQUE};

/// Where the links lead.
#[derive(Clone, Copy)]
pub(crate) enum Destination {
    /// To ATT&CK and the repositories: the page is a file of its own.
    Upstream,
    /// To other pages of the web app.
    App(Links),
}

impl Destination {
    pub(super) fn technique(self, words: &str, id: TechniqueId) -> Link {
        match self {
            Self::Upstream => Link::new(words, Some(&id.url())),
            Self::App(links) => Link::to(words, links.to(TECHNIQUE.at([&id.to_string()]))),
        }
    }

    pub(super) fn tactic(self, tactic: &Tactic) -> Link {
        match self {
            Self::Upstream => {
                let address = format!("https://attack.mitre.org/tactics/{}", tactic.id);
                Link::new(&tactic.name, Some(&address))
            }
            Self::App(links) => {
                let query = [("tactic", tactic.shortname.as_str())];
                Link::to(&tactic.name, links.with(MATRIX.at([]), &query))
            }
        }
    }

    /// A resource, of which this is the page that its source has for it.
    pub(super) fn resource(self, title: &str, key: &str, page: Option<&str>) -> Link {
        match self {
            Self::Upstream => Link::new(title, page),
            Self::App(links) => Link::to(title, links.to(RESOURCE.at([key]))),
        }
    }

    /// One of the groups, the software or the campaigns that use the technique.
    pub(super) fn user(self, users: &str, user: &ResourceSummary) -> Link {
        let Self::App(links) = self else {
            return Link::new(&user.title, user.page.as_deref());
        };
        let target = match (users, user.id.as_deref()) {
            ("groups", Some(id)) => GROUP.at([id]),
            ("software", Some(id)) => SOFTWARE.at([id]),
            ("campaigns", Some(id)) => CAMPAIGN.at([id]),
            _ => RESOURCE.at([&user.key]),
        };
        Link::to(&user.title, links.to(target))
    }
}
