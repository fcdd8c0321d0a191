//! Searches of Splunk: which macros and data models they read. Macros are named in backticks; those that stand where a
//! search begins stand for a source of events, those behind a `|` shape what was found.

use super::text::distinct;

/// The macros, data models and types of source that a search reads: `cloudtrail`, `Endpoint.Processes`, `stream:http`.
pub(crate) fn sources(search: &str) -> Vec<String> {
    let macros = beginnings(search).filter_map(macro_at);
    // The name of a command may stand there, too: `datamodel=Lamps count`.
    let models = behind(search, "datamodel").filter(|name| name.starts_with(char::is_uppercase));
    let types = behind(search, "sourcetype=");
    distinct(macros.chain(models).chain(types))
}

/// Where a search begins: at the start, in a subsearch, and behind the commands that search again. `search` behind a `|`
/// only narrows what was found.
fn beginnings(search: &str) -> impl Iterator<Item = &str> {
    let places = search.match_indices(['[', '|']).map(|(at, _)| at + 1);
    std::iter::once(0).chain(places).filter_map(|at| {
        let is_command = search[..at].ends_with('|');
        let rest = search[at..].trim_start();
        let command = rest.split_whitespace().next().unwrap_or_default();
        match command {
            "search" if is_command => None,
            "search" | "union" | "multisearch" => Some(rest[command.len()..].trim_start()),
            // Metrics are asked for behind a condition.
            "mstats" => rest
                .split_once(" where ")
                .map(|(_, rest)| rest.trim_start()),
            _ => (!is_command).then_some(rest),
        }
    })
}

/// `cloudtrail` of a text that begins with it in backticks.
fn macro_at(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix('`')?.split_once('`')?;
    (!name.is_empty() && !name.contains('(')).then_some(name)
}

/// The names behind `datamodel=`, `datamodel:` or `datamodel `.
fn behind<'search>(search: &'search str, key: &'static str) -> impl Iterator<Item = &'search str> {
    search.match_indices(key).filter_map(move |(at, _)| {
        let rest = &search[at + key.len()..];
        let value = rest.trim_start_matches([' ', '=', ':', '"']);
        let end = value
            .find(|letter: char| !letter.is_alphanumeric() && !"._:-*".contains(letter))
            .unwrap_or(value.len());
        let apart = key.ends_with('=') || value.len() < rest.len();
        (apart && end > 0).then_some(&value[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_count_where_a_search_begins() {
        let cases: [(&str, &[&str]); 7] = [
            ("`cloudtrail` a=1 | `drop(b)` | `a_filter`", &["cloudtrail"]),
            (
                "`okta` [search `cloudtrail` a=1] | stats count",
                &["okta", "cloudtrail"],
            ),
            ("`okta` | search `okta_filter` sourcetype", &["okta"]),
            (
                "| tstats `summariesonly` count from datamodel=Endpoint.Processes by a",
                &["Endpoint.Processes"],
            ),
            (
                "| from datamodel:\"Risk.All_Risk\" | take 1",
                &["Risk.All_Risk"],
            ),
            ("| mstats avg(x) where `metrics` by a", &["metrics"]),
            ("sourcetype=\"stream:http\" a=1", &["stream:http"]),
        ];
        for (search, expected) in cases {
            assert_eq!(sources(search), expected, "{search}");
        }
    }
}
