//! The sections below the pillars: detection strategies, who uses the technique, and the terms of each source.

use questions::{notices, page};

use super::destination::Destination;
use crate::html::format::number;
use crate::html::safe::{Link, SafeText, anchor};

/// A detection strategy of ATT&CK.
pub(crate) struct Strategy {
    pub(crate) id: String,
    /// `DET0455`.
    pub(crate) name: SafeText,
    pub(crate) title: Link,
    pub(crate) analytics: Vec<Analytic>,
}

/// One analytic of a strategy.
pub(crate) struct Analytic {
    pub(crate) title: Link,
    pub(crate) platforms: Option<SafeText>,
    pub(crate) logs: Vec<Log>,
}

/// A log that an analytic reads.
pub(crate) struct Log {
    pub(crate) component: SafeText,
    pub(crate) product: SafeText,
    pub(crate) events: SafeText,
}

/// Groups, software or campaigns.
pub(crate) struct Users {
    /// `83 groups`.
    pub(crate) head: String,
    pub(crate) named: Vec<Link>,
    pub(crate) more: Option<String>,
}

/// The terms of a source.
pub(crate) struct Notice {
    pub(crate) title: Link,
    pub(crate) licence: SafeText,
    pub(crate) words: SafeText,
}

impl Strategy {
    pub(crate) fn of(strategy: &page::Strategy) -> Self {
        let resource = &strategy.resource;
        let name = resource.id.as_deref().unwrap_or(&resource.key);
        Self {
            id: format!("strategy-{}", anchor(name)),
            name: SafeText::of(name),
            title: Link::new(&resource.title, resource.page.as_deref()),
            analytics: strategy.analytics.iter().map(Analytic::of).collect(),
        }
    }
}

impl Analytic {
    fn of(analytic: &page::Analytic) -> Self {
        let resource = &analytic.resource;
        let name = resource.id.as_deref().unwrap_or(&resource.title);
        let platforms = SafeText::of(&resource.platforms.join(", "));
        Self {
            title: Link::new(name, resource.page.as_deref()),
            platforms: (!platforms.is_empty()).then_some(platforms),
            logs: analytic.logs.iter().map(Log::of).collect(),
        }
    }
}

impl Log {
    fn of(log: &page::Log) -> Self {
        let words = |text: &Option<String>| SafeText::of(text.as_deref().unwrap_or_default());
        let component = log.component.as_ref().or(log.log.component.as_ref());
        Self {
            component: words(&component.cloned()),
            product: words(&log.log.product),
            events: words(&log.log.service),
        }
    }
}

impl Users {
    pub(crate) fn of(users: &page::TechniqueUsers, destination: Destination) -> Self {
        let named: Vec<Link> = users
            .named
            .iter()
            .map(|user| destination.user(&users.of, user))
            .collect();
        let more = users
            .count
            .saturating_sub(u32::try_from(named.len()).unwrap_or(u32::MAX));
        // "software" has no plural.
        let noun = match users.count {
            1 => users.of.trim_end_matches('s'),
            _ => &users.of,
        };
        Self {
            head: format!("{} {noun}", number(users.count)),
            named,
            more: (more > 0).then(|| number(more)),
        }
    }
}

impl Notice {
    pub(crate) fn of(notice: &notices::Notice) -> Self {
        let repository = format!("https://github.com/{}", notice.repository);
        let elsewhere = notice.repository.contains("://");
        let address = if elsewhere {
            &notice.repository
        } else {
            &repository
        };
        Self {
            title: Link::new(&notice.title, Some(address)),
            licence: SafeText::of(&notice.licence),
            words: SafeText::of(notice.attribution.as_ref().unwrap_or(&notice.copyright)),
        }
    }
}
