//! Which logs a rule of Elastic reads: its indices, and what its query says of the events in them. The query may be in
//! EQL, ES|QL or the query language of Kibana.

use std::collections::BTreeSet;

use model::LogSource;

use super::query_tokens::{Syntax, Token, tokens};
use super::text;

const SYNTAX: Syntax = Syntax {
    quotes: &['"'],
    in_words: &['.', '-', '*', '@'],
};

/// So many indices, data sets and categories of a rule are looked at; the most that one has are some twenty.
const MOST: usize = 100;

/// Indices of programs that ship whatever they are told to, and of hosts that collect what others forward. They say
/// nothing beside an index that is of one log.
const OF_SHIPPERS: [&str; 7] = [
    "auditbeat-*",
    "filebeat-*",
    "logs-*",
    "logs-windows.forwarded*",
    "metrics-*",
    "packetbeat-*",
    "winlogbeat-*",
];

/// Whether an index holds what any log brings.
pub(crate) fn is_of_shipper(index: &str) -> bool {
    OF_SHIPPERS.contains(&index)
}

/// One log source for each index, or what stands for one, and what the query says of its events. Where there is no
/// index, what the query says.
pub(crate) fn log_sources(indices: &[String], query: &str) -> Vec<LogSource> {
    let tokens: Vec<Token<'_>> = tokens(query, SYNTAX)
        .into_iter()
        .map(|placed| placed.token)
        .collect();
    let stated = indices.iter().map(String::as_str);
    let mut products: Vec<&str> = stated.chain(from(&tokens)).take(MOST).collect();
    if !products.iter().all(|index| is_of_shipper(index)) {
        products.retain(|index| !is_of_shipper(index));
    }
    let events = Events::new(&tokens);
    if products.is_empty() {
        return text::log_sources(events.in_index(None));
    }
    let products = products.into_iter();
    text::log_sources(products.flat_map(|index| events.in_index(Some(index))))
}

/// What a query says of the events that it wants.
struct Events<'query> {
    categories: Vec<&'query str>,
    /// `start`, `creation`: known to belong to the category where there is one.
    types: Vec<&'query str>,
    datasets: Vec<&'query str>,
}

impl<'query> Events<'query> {
    fn new(tokens: &[Token<'query>]) -> Self {
        let categories = categories(tokens);
        let types = match categories.as_slice() {
            [_] => values(tokens, &["event.type"]),
            _ => Vec::new(),
        };
        Self {
            categories,
            types,
            datasets: values(tokens, &["event.dataset", "data_stream.dataset"]),
        }
    }

    /// The data sets that are part of the index, else the categories that may be in it with their types.
    fn in_index(&self, index: Option<&str>) -> Vec<LogSource> {
        let log = |category: Option<&str>, service: Option<&str>| LogSource {
            product: index.map(str::to_owned),
            category: category.map(str::to_owned),
            service: service.map(str::to_owned),
            component: None,
        };
        // The alerts of other rules have the categories of what these read.
        if index.is_some_and(|index| index.starts_with(".alerts")) {
            return vec![log(None, None)];
        }
        let is_in_it = |dataset: &&&str| index.is_none_or(|index| holds(index, dataset));
        let datasets = self.datasets.iter().filter(is_in_it);
        let mut logs: Vec<LogSource> = datasets.map(|name| log(None, Some(*name))).collect();
        if !logs.is_empty() {
            return logs;
        }
        let stream = index.and_then(stream);
        for &category in &self.categories {
            if stream.is_some_and(|stream| stream != category) {
                continue;
            }
            logs.extend(
                self.types
                    .iter()
                    .map(|name| log(Some(category), Some(*name))),
            );
            if self.types.is_empty() {
                logs.push(log(Some(category), None));
            }
        }
        if logs.is_empty() {
            logs.push(log(None, None));
        }
        logs
    }
}

/// Whether a data set is part of an index: `okta.system` of `logs-okta*`, and of all that Filebeat writes.
fn holds(index: &str, dataset: &str) -> bool {
    index == "filebeat-*" || matches(index, &format!("logs-{dataset}-default"))
}

/// Whether a text is as the pattern says, in which `*` stands for anything.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, others)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let (between, last) = others.rsplit_once('*').unwrap_or(("", others));
    let inside = text
        .strip_prefix(first)
        .and_then(|text| text.strip_suffix(last));
    let Some(mut rest) = inside else {
        return false;
    };
    for part in between.split('*') {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None if part.is_empty() => {}
            None => return false,
        }
    }
    true
}

/// The categories that have data streams of their own.
const STREAMS: [&str; 7] = [
    "api", "device", "file", "library", "network", "process", "registry",
];

/// `file` of `logs-endpoint.events.file-*`: the only category of the events there.
fn stream(index: &str) -> Option<&str> {
    let (_, stream) = index.rsplit_once('.')?;
    let stream = stream.trim_end_matches(['*', '-']);
    STREAMS.contains(&stream).then_some(stream)
}

/// The indices that a query in ES|QL names itself: `from logs-aws.cloudtrail-*, logs-okta* metadata _id`.
fn from<'query>(tokens: &[Token<'query>]) -> Vec<&'query str> {
    let Some((first, rest)) = tokens.split_first() else {
        return Vec::new();
    };
    if !first.is_word("from") {
        return Vec::new();
    }
    let indices = rest
        .iter()
        .take_while(|token| **token != Token::Sign('|') && !token.is_word("metadata"));
    indices.filter_map(|token| token.word()).collect()
}

/// The categories of EQL, `process where ...`, and those that a condition names: `event.category : file`.
fn categories<'query>(tokens: &[Token<'query>]) -> Vec<&'query str> {
    let starts = |at: usize| at == 0 || tokens[at - 1] == Token::Sign('[');
    let of_eql = tokens.windows(2).enumerate().filter_map(|(at, pair)| {
        let word = pair[0].word()?;
        (pair[1].is_word("where") && starts(at) && word != "any").then_some(word)
    });
    let mut found: Vec<&str> = of_eql.take(MOST).collect();
    found.extend(values(tokens, &["event.category"]));
    once(found)
}

/// The values that conditions ask of one of these fields, unless they exclude them.
fn values<'query>(tokens: &[Token<'query>], fields: &[&str]) -> Vec<&'query str> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let is_field = fields.iter().any(|field| *token == Token::Word(field));
        if is_field && !is_negated(&tokens[..at]) {
            found.extend(asked(&tokens[at + 1..]));
        }
    }
    found.truncate(MOST);
    once(found)
}

fn once(mut words: Vec<&str>) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    words.retain(|word| seen.insert(*word));
    words
}

/// Whether `not` stands before a condition, perhaps with a bracket between.
fn is_negated(before: &[Token<'_>]) -> bool {
    match before {
        [.., not, Token::Sign('(')] | [.., not] => not.is_word("not"),
        [] => false,
    }
}

/// The value or the list behind `:`, `==`, `in` and the like.
fn asked<'query>(after: &[Token<'query>]) -> Vec<&'query str> {
    let is_operator =
        |token: &Token<'_>| matches!(token, Token::Sign(':' | '=' | '~')) || token.is_word("in");
    let operators = after.iter().take_while(|token| is_operator(token)).count();
    if operators == 0 {
        return Vec::new();
    }
    match &after[operators..] {
        [Token::Sign('('), list @ ..] => listed(list),
        [value, ..] => value.value().into_iter().collect(),
        [] => Vec::new(),
    }
}

/// `"process", "file")` or `okta.system or not okta.login)`.
fn listed<'query>(list: &[Token<'query>]) -> Vec<&'query str> {
    let inside: Vec<Token<'query>> = list
        .iter()
        .copied()
        .take_while(|token| *token != Token::Sign(')'))
        .take(2 * MOST)
        .collect();
    let mut found = Vec::new();
    for (at, token) in inside.iter().enumerate() {
        let is_joint = ["or", "and", "not"].iter().any(|word| token.is_word(word));
        if !is_joint && !is_negated(&inside[..at]) {
            found.extend(token.value());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `index/category/dataset` of each log source.
    fn read(indices: &[&str], query: &str) -> Vec<String> {
        let indices: Vec<String> = indices.iter().map(|&index| index.to_owned()).collect();
        let field = |text: Option<String>| text.unwrap_or_default();
        let logs = log_sources(&indices, query).into_iter();
        logs.map(|log| {
            [log.product, log.category, log.service]
                .map(field)
                .join("/")
        })
        .collect()
    }

    #[test]
    fn what_a_query_says_of_its_events_narrows_its_indices() {
        let cases: [(&[&str], &str, &[&str]); 8] = [
            (
                &["logs-a.*"],
                "process where a == 1",
                &["logs-a.*/process/"],
            ),
            (
                &["logs-a.*", "logs-a.events.file-*"],
                "sequence [process where true] [file where true]",
                &[
                    "logs-a.*/process/",
                    "logs-a.*/file/",
                    "logs-a.events.file-*/file/",
                ],
            ),
            (
                &["filebeat-*", "logs-okta*", "logs-b.*"],
                "event.dataset:okta.system and event.category:(iam or not web) and event.type:(start or end)",
                &[
                    "logs-okta*//okta.system",
                    "logs-b.*/iam/start",
                    "logs-b.*/iam/end",
                ],
            ),
            (
                &["filebeat-*", "logs-*"],
                "event.dataset:okta.system",
                &["filebeat-*//okta.system", "logs-*//okta.system"],
            ),
            (
                &["logs-a.*"],
                "not event.dataset:a.b and any",
                &["logs-a.*//"],
            ),
            (
                &["logs-a.*"],
                "not (event.category == \"file\") and a != \"process where\"",
                &["logs-a.*//"],
            ),
            (
                &[],
                "FROM logs-a.*, logs-b.c* METADATA _id | where event.category in (\"file\")",
                &["logs-a.*/file/", "logs-b.c*/file/"],
            ),
            (&[], "any where a == 1", &[]),
        ];
        for (indices, query, expected) in cases {
            assert_eq!(read(indices, query), expected, "{query}");
        }
    }
}
