//! The query of an address: names and values, decoded.

use std::str::FromStr;

use crate::percent::decode;

/// A query.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    pairs: Vec<(String, String)>,
}

/// More names and values than any form sends.
const MOST: usize = 600;

impl Query {
    /// Reads `a=1&b=x%20y`; names without a value are left out.
    pub(crate) fn parse(text: &str) -> Self {
        let pairs = text
            .trim_start_matches('?')
            .split('&')
            .take(MOST)
            .filter_map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                let (name, value) = (decode(name), decode(value));
                (!name.is_empty() && !value.trim().is_empty()).then_some((name, value))
            });
        Self {
            pairs: pairs.collect(),
        }
    }

    /// The names and values, lists taken apart, as links and check boxes know them.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for (name, value) in &self.pairs {
            if matches!(name.as_str(), "source" | "platform" | "tactic" | "log") {
                let parts = value
                    .split(',')
                    .map(str::trim)
                    .filter(|part| !part.is_empty());
                pairs.extend(parts.map(|part| (name.clone(), part.to_owned())));
            } else {
                pairs.push((name.clone(), value.clone()));
            }
        }
        pairs
    }

    /// The value of this name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let named = self.pairs.iter().find(|(known, _)| known == name);
        named.map(|(_, value)| value.as_str())
    }

    /// All values of this name, as repeated names or separated by commas.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let values = self.pairs.iter().filter(|(known, _)| known == name);
        let parts = values.flat_map(|(_, value)| value.split(','));
        parts
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    }

    /// All values of this name, each whole.
    pub(crate) fn values(&self, name: &str) -> Vec<String> {
        let values = self.pairs.iter().filter(|(known, _)| known == name);
        values.map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// Whether it is switched on.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.value(name)
            .is_some_and(|value| matches!(value, "true" | "1" | "on"))
    }

    /// The value as one of a closed list.
    pub(crate) fn parsed<T: FromStr>(&self, name: &str) -> Option<T> {
        self.value(name)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_taken_apart_and_empty_values_left_out() {
        let query = Query::parse("a=1,2&a=3&b&c=&flag=true");
        assert_eq!(query.list("a"), ["1", "2", "3"]);
        assert_eq!(query.value("b"), None);
        assert!(query.flag("flag") && !query.flag("c"));
    }
}
