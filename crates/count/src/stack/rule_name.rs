//! Rules by name, as a stack writes them.

use std::collections::{HashMap, HashSet};

use model::TechniqueId;

/// The names of a detection of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct RuleName<'a> {
    /// Its number in the catalogue.
    pub row: i64,
    /// The id that its authors gave it.
    pub id: Option<&'a str>,
    /// Its stable key.
    pub key: &'a str,
    /// Its title.
    pub title: &'a str,
}

/// The rules that are meant by ids, keys, titles and patterns of these, and the words that mean none.
pub(super) fn recognised(rules: &[RuleName<'_>], written: &[&str]) -> (HashSet<i64>, Vec<String>) {
    let mut exact: HashMap<String, Vec<i64>> = HashMap::new();
    for rule in rules {
        for name in [rule.id.unwrap_or(""), rule.key, rule.title] {
            exact.entry(name.to_lowercase()).or_default().push(rule.row);
        }
    }
    let (mut found, mut unknown) = (HashSet::new(), Vec::new());
    for text in written {
        let wanted = text.trim().to_lowercase();
        let mut rows: Vec<i64> = exact.get(&wanted).cloned().unwrap_or_default();
        if rows.is_empty() && wanted.contains('*') {
            let like = |name: &str| is_like(&wanted, &name.to_lowercase());
            let is_meant = |rule: &&RuleName<'_>| {
                like(rule.key) || like(rule.title) || rule.id.is_some_and(like)
            };
            rows.extend(rules.iter().filter(is_meant).map(|rule| rule.row));
        }
        // An exclusion may name a technique instead.
        if rows.is_empty() && TechniqueId::from_people(text).is_err() {
            unknown.push((*text).to_owned());
        }
        found.extend(rows);
    }
    (found, unknown)
}

/// Whether the text is like the pattern, in which `*` stands for anything.
fn is_like(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, text, like) in [
            ("sigma:rules/windows/*", "sigma:rules/windows/a/b.yml", true),
            ("sigma:*/b.yml", "sigma:rules/windows/a/b.yml", true),
            ("*psexec*", "sigma:rules/psexec.yml", true),
            ("*psexec", "sigma:rules/psexec.yml", false),
            ("a*a", "a", false),
            ("*", "", true),
        ] {
            assert_eq!(is_like(pattern, text), like, "{pattern} {text}");
        }
    }
}
