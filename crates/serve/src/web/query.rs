//! The query of an address: names and values, decoded, with the few turns that pages need.

use std::str::FromStr;

/// A query.
#[derive(Clone, Debug, Default)]
pub(super) struct Query {
    pairs: Vec<(String, String)>,
}

/// More names and values than any form sends.
const MOST: usize = 600;

impl Query {
    /// Reads `a=1&b=x%20y`; what stands without a value has an empty one, and is left out.
    pub(super) fn parse(text: &str) -> Self {
        let pairs = text
            .trim_start_matches('?')
            .split('&')
            .take(MOST)
            .filter_map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                let (name, value) = (decoded(name), decoded(value));
                (!name.is_empty() && !value.trim().is_empty()).then_some((name, value))
            });
        Self {
            pairs: pairs.collect(),
        }
    }

    /// The names and values, lists taken apart, as links and check boxes know them.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
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
    pub(super) fn one(&self, name: &str) -> Option<&str> {
        let named = self.pairs.iter().find(|(known, _)| known == name);
        named.map(|(_, value)| value.as_str())
    }

    /// All values of this name, as repeated names or separated by commas.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let values = self.pairs.iter().filter(|(known, _)| known == name);
        let parts = values.flat_map(|(_, value)| value.split(','));
        parts
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    }

    /// All values of this name, each whole.
    pub(super) fn whole(&self, name: &str) -> Vec<String> {
        let values = self.pairs.iter().filter(|(known, _)| known == name);
        values.map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// Whether it is switched on.
    pub(super) fn is(&self, name: &str) -> bool {
        self.one(name)
            .is_some_and(|value| matches!(value, "true" | "1" | "on"))
    }

    /// The value as one of a closed list.
    pub(super) fn word<T: FromStr>(&self, name: &str) -> Option<T> {
        self.one(name)?.parse().ok()
    }
}

/// `%20` and `+` as what they stand for; what is no UTF-8 then is replaced.
pub(super) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = |at: usize| {
            bytes
                .get(at)
                .and_then(|&digit| char::from(digit).to_digit(16))
        };
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                plain.extend(u8::try_from(high * 16 + low));
                at += 2;
            }
            (b'+', _, _) => plain.push(b' '),
            _ => plain.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_escape_stays_as_it_is() {
        assert_eq!(decoded("a%20b+c%2"), "a b c%2");
        assert_eq!(decoded("%zz%"), "%zz%");
        assert_eq!(decoded("%ff"), "\u{fffd}");
        let query = Query::parse("a=1,2&a=3&b&c=&flag=true");
        assert_eq!(query.all("a"), ["1", "2", "3"]);
        assert_eq!(query.one("b"), None);
        assert!(query.is("flag") && !query.is("c"));
    }
}
