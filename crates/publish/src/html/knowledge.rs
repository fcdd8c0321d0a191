//! What stands below the pillars: detection strategies, who uses the technique, and the terms of each source.

use catalogue::Listed;
use questions::{notices, page};

use super::face::number;
use super::safe::{Link, Words, anchor};

/// A detection strategy of ATT&CK.
pub(super) struct Strategy {
    pub(super) id: String,
    /// `DET0455`.
    pub(super) name: Words,
    pub(super) title: Link,
    pub(super) analytics: Vec<Analytic>,
}

/// One analytic of a strategy.
pub(super) struct Analytic {
    pub(super) title: Link,
    pub(super) platforms: Option<Words>,
    pub(super) logs: Vec<Log>,
}

/// A log that an analytic reads.
pub(super) struct Log {
    pub(super) component: Words,
    pub(super) product: Words,
    pub(super) events: Words,
}

/// Groups, software or campaigns.
pub(super) struct Users {
    /// `83 groups`.
    pub(super) head: String,
    pub(super) named: Vec<Link>,
    pub(super) more: Option<String>,
}

/// The terms of a source.
pub(super) struct Notice {
    pub(super) title: Link,
    pub(super) licence: Words,
    pub(super) words: Words,
}

impl Strategy {
    pub(super) fn of(strategy: &page::Strategy) -> Self {
        let resource = &strategy.resource;
        let name = resource.id.as_deref().unwrap_or(&resource.key);
        Self {
            id: format!("strategy-{}", anchor(name)),
            name: Words::of(name),
            title: Link::new(&resource.title, resource.page.as_deref()),
            analytics: strategy.analytics.iter().map(Analytic::of).collect(),
        }
    }
}

impl Analytic {
    fn of(analytic: &page::Analytic) -> Self {
        let resource = &analytic.resource;
        let name = resource.id.as_deref().unwrap_or(&resource.title);
        let platforms = Words::of(&resource.platforms.join(", "));
        Self {
            title: Link::new(name, resource.page.as_deref()),
            platforms: (!platforms.is_empty()).then_some(platforms),
            logs: analytic.logs.iter().map(Log::of).collect(),
        }
    }
}

impl Log {
    fn of(log: &page::Log) -> Self {
        let words = |text: &Option<String>| Words::of(text.as_deref().unwrap_or_default());
        let component = log.component.as_ref().or(log.log.component.as_ref());
        Self {
            component: words(&component.cloned()),
            product: words(&log.log.product),
            events: words(&log.log.service),
        }
    }
}

impl Users {
    pub(super) fn of(users: &page::Users) -> Self {
        let named: Vec<Link> = users.named.iter().map(user).collect();
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

fn user(user: &Listed) -> Link {
    Link::new(&user.title, user.page.as_deref())
}

impl Notice {
    pub(super) fn of(notice: &notices::Notice) -> Self {
        let repository = format!("https://github.com/{}", notice.repository);
        let elsewhere = notice.repository.contains("://");
        let address = if elsewhere {
            &notice.repository
        } else {
            &repository
        };
        Self {
            title: Link::new(&notice.title, Some(address)),
            licence: Words::of(&notice.licence),
            words: Words::of(notice.attribution.as_ref().unwrap_or(&notice.copyright)),
        }
    }
}
