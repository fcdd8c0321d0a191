//! Log sources: how a stack names them, how a rule states them, and which of the one feeds which of the other.

use model::LogSource;

/// One log source of a stack, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StackLogSource {
    written: String,
    text: String,
    product: Option<String>,
    category: Option<String>,
    service: Option<String>,
}

impl StackLogSource {
    /// `product/category/service`, of which parts may be empty or absent; anything without a slash is a product, a
    /// category, a service or a data component.
    pub fn new(written: &str) -> Self {
        let text = written.trim().to_lowercase();
        let mut parts = text.split('/').map(|part| some(part.trim()));
        let mut next = || parts.next().flatten();
        let (product, category, service) = (next(), next(), next());
        Self {
            written: written.to_owned(),
            text,
            product,
            category,
            service,
        }
    }

    /// As the stack names it.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whether these are its words, in whatever case.
    pub fn is_called(&self, name: &str) -> bool {
        self.text == name.trim().to_lowercase()
    }

    /// Whether a rule that reads this log gets it from here. Each field that is named must be the one that the rule
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
        let same = |named: &Option<String>, stated: &Option<String>| match (named, stated) {
            (None, _) => true,
            (Some(named), Some(stated)) => named.eq_ignore_ascii_case(stated),
            (Some(_), None) => false,
        };
        let any_product =
            log.product.is_none() && (log.category.is_some() || log.service.is_some());
        (any_product || same(&self.product, &log.product))
            && same(&self.category, &log.category)
            && same(&self.service, &log.service)
    }
}

/// A log source as a stack writes it: `windows/process_creation`, `windows//sysmon`, `proxy`.
pub fn log_name(log: &LogSource) -> String {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    match (&log.product, &log.category, &log.service) {
        (Some(product), None, None) => product.clone(),
        (None, Some(category), None) => category.clone(),
        (None, None, Some(service)) => service.clone(),
        (None, None, None) => text(&log.component),
        (product, category, None) => format!("{}/{}", text(product), text(category)),
        (product, category, service) => {
            format!("{}/{}/{}", text(product), text(category), text(service))
        }
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
    fn a_log_feeds_what_states_all_that_is_named() {
        let creation = StackLogSource::new("windows/process_creation");
        assert!(creation.feeds(&log("windows", "process_creation", "", "")));
        assert!(creation.feeds(&log("", "process_creation", "", "")));
        assert!(!creation.feeds(&log("linux", "process_creation", "", "")));
        assert!(!creation.feeds(&log("windows", "", "sysmon", "")));
        assert!(!creation.feeds(&log("windows", "", "", "")));
        let sysmon = StackLogSource::new("windows//sysmon");
        assert!(sysmon.feeds(&log("Windows", "", "Sysmon", "")));
        assert!(!sysmon.feeds(&log("windows", "process_creation", "", "")));
    }

    #[test]
    fn one_word_is_a_product_a_category_a_service_or_a_component() {
        let event = log("WinEventLog:Sysmon", "", "EventCode=1", "DC0032");
        assert!(StackLogSource::new("Windows").feeds(&log("windows", "registry_set", "", "")));
        assert!(StackLogSource::new("proxy").feeds(&log("", "proxy", "", "")));
        assert!(StackLogSource::new("dc0032").feeds(&event));
        assert!(StackLogSource::new("WinEventLog:Sysmon").feeds(&event));
        assert!(!StackLogSource::new("linux").feeds(&log("windows", "", "", "")));
    }
}
