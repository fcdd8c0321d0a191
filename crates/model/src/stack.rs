//! A stack: what a defender owns. It is written by hand or imported, and never stands in a catalogue.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::LogSource;

/// What a defender owns. What is left out means "all", but for deployed rules, exclusions and claims.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Stack {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Platforms in use, by ATT&CK's names: Windows, Linux, IaaS. What is for others alone is left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<String>,
    /// Log sources that arrive where rules run: `windows/process_creation` (product/category), `windows//sysmon`
    /// (product//service), `DC0032` (a data component of ATT&CK), `WinEventLog:Sysmon` (a log of ATT&CK).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log_sources: Vec<String>,
    /// Sources in use, by their ids in `rhumb sources`: rule sets, test sets, frameworks, your own repositories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Products in use; each brings the sources and log sources that its vendor writes for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<String>,
    /// Rules that run: upstream ids, keys (`sigma:rules/windows/x.yml`), titles, or patterns of these with `*`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deployed: Vec<String>,
    /// What is left out on purpose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<Exclusion>,
    /// What an imported file says is covered, without naming a rule. Shown beside the numbers, never counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
}

/// Something that is left out on purpose, and who answers for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// A technique id, or a rule as in `deployed`.
    pub what: String,
    /// Who decided.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// When, `YYYY-MM-DD`.
    pub date: String,
}

/// What another tool says of a technique.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The technique as written.
    pub technique: String,
    /// What is claimed: `detection`, `visibility`, `score`.
    pub of: String,
    /// The score, on the scale of the tool.
    pub score: f64,
    /// To what it applies, where the tool says so: `all`, `servers`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applicable_to: Vec<String>,
    /// Where it comes from.
    pub origin: String,
}

/// One log source of a stack, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnedLog {
    text: String,
    product: Option<String>,
    category: Option<String>,
    service: Option<String>,
}

impl OwnedLog {
    /// `product/category/service`, of which parts may be empty or absent; anything without a slash is a product, a
    /// category, a service or a data component.
    pub fn of(written: &str) -> Self {
        let text = written.trim().to_lowercase();
        let mut parts = text.split('/').map(|part| some(part.trim()));
        let mut next = || parts.next().flatten();
        let (product, category, service) = (next(), next(), next());
        Self {
            text,
            product,
            category,
            service,
        }
    }

    /// Whether a rule that reads this log gets it from here. Each field that is owned must be the one that the rule
    /// states; a rule that leaves the product out reads that of any product.
    pub fn feeds(&self, log: &LogSource) -> bool {
        let is = |stated: &Option<String>| {
            stated
                .as_ref()
                .is_some_and(|stated| stated.eq_ignore_ascii_case(&self.text))
        };
        if !self.text.contains('/') {
            return [&log.product, &log.category, &log.service, &log.component]
                .into_iter()
                .any(is);
        }
        let same = |owned: &Option<String>, stated: &Option<String>| match (owned, stated) {
            (None, _) => true,
            (Some(owned), Some(stated)) => owned.eq_ignore_ascii_case(stated),
            (Some(_), None) => false,
        };
        let any_product =
            log.product.is_none() && (log.category.is_some() || log.service.is_some());
        (any_product || same(&self.product, &log.product))
            && same(&self.category, &log.category)
            && same(&self.service, &log.service)
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(product: &str, category: &str, service: &str, component: &str) -> LogSource {
        LogSource {
            product: some(product),
            category: some(category),
            service: some(service),
            component: some(component),
        }
    }

    #[test]
    fn a_log_feeds_what_states_all_that_is_owned() {
        let creation = OwnedLog::of("windows/process_creation");
        assert!(creation.feeds(&log("windows", "process_creation", "", "")));
        assert!(creation.feeds(&log("", "process_creation", "", "")));
        assert!(!creation.feeds(&log("linux", "process_creation", "", "")));
        assert!(!creation.feeds(&log("windows", "", "sysmon", "")));
        assert!(!creation.feeds(&log("windows", "", "", "")));
        let sysmon = OwnedLog::of("windows//sysmon");
        assert!(sysmon.feeds(&log("Windows", "", "Sysmon", "")));
        assert!(!sysmon.feeds(&log("windows", "process_creation", "", "")));
    }

    #[test]
    fn one_word_is_a_product_a_category_a_service_or_a_component() {
        assert!(OwnedLog::of("Windows").feeds(&log("windows", "registry_set", "", "")));
        assert!(OwnedLog::of("proxy").feeds(&log("", "proxy", "", "")));
        assert!(OwnedLog::of("dc0032").feeds(&log(
            "WinEventLog:Sysmon",
            "",
            "EventCode=1",
            "DC0032"
        )));
        assert!(OwnedLog::of("WinEventLog:Sysmon").feeds(&log(
            "WinEventLog:Sysmon",
            "",
            "EventCode=1",
            "DC0032"
        )));
        assert!(!OwnedLog::of("linux").feeds(&log("windows", "", "", "")));
    }
}
