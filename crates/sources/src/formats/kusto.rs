//! Queries in KQL, the Kusto Query Language: which tables and functions they read.
//!
//! What is a table cannot be told from the query alone. A name counts where a table must stand: at the start of a
//! pipeline, or as an operand of `union`, `join` and `lookup`; names that `let` gives do not.

use std::collections::BTreeSet;

use model::LogSource;

use super::query_tokens::{Placed, Syntax, Token, tokens};
use super::text::distinct;

const SYNTAX: Syntax = Syntax {
    quotes: &['"', '\''],
    in_words: &['.'],
};

/// Functions of the language that begin a pipeline and read no log themselves.
const BUILT_IN: &[&str] = &[
    "cluster",
    "database",
    "datatable",
    "dynamic",
    "externaldata",
    "invoke",
    "materialize",
    "table",
    "toscalar",
    "view",
    "workspace",
];

/// One log source for each table that the queries read and a rule does not state.
pub(crate) fn log_sources<'query>(
    queries: impl IntoIterator<Item = &'query str>,
    stated: &[LogSource],
) -> Vec<LogSource> {
    let stated: BTreeSet<String> = stated.iter().filter_map(table_of).collect();
    let tables = distinct(queries.into_iter().flat_map(tables));
    tables
        .into_iter()
        .filter(|table| !stated.contains(&table.to_ascii_lowercase()))
        .map(|table| LogSource {
            service: Some(table),
            ..LogSource::default()
        })
        .collect()
}

/// The table of a type of data, `SecurityAlert (IPC)`.
fn table_of(log: &LogSource) -> Option<String> {
    let service = log.service.as_deref()?;
    let (table, _) = service.split_once(" (").unwrap_or((service, ""));
    Some(table.to_ascii_lowercase())
}

/// The tables and functions that a query reads.
fn tables(query: &str) -> Vec<&str> {
    let query = Query::new(query);
    let own = query.own_names();
    let mut found = Vec::new();
    for at in 0..query.tokens.len() {
        if query.begins(at) && query.is_piped(at) {
            found.extend(query.tokens[at].token.word());
        }
        if query.is_operator(at) {
            found.extend(query.operands(at));
        }
        found.extend(query.searched(at));
    }
    found.retain(|name| is_name(name) && !own.contains(name));
    found
}

fn is_name(word: &str) -> bool {
    let begins = word.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
    begins && !word.contains('.') && !BUILT_IN.contains(&word)
}

/// A query taken apart.
struct Query<'query> {
    tokens: Vec<Placed<'query>>,
    /// For each token that opens a bracket, the place behind the one that closes it.
    behind: Vec<usize>,
}

impl<'query> Query<'query> {
    fn new(query: &'query str) -> Self {
        let tokens = tokens(query, SYNTAX);
        let mut behind = vec![tokens.len(); tokens.len()];
        let mut open = Vec::new();
        for (at, placed) in tokens.iter().enumerate() {
            match placed.token {
                Token::Sign('(') => open.push(at),
                Token::Sign(')') => {
                    if let Some(opened) = open.pop() {
                        behind[opened] = at + 1;
                    }
                }
                Token::Sign(_) | Token::Word(_) | Token::Text(_) => {}
            }
        }
        Self { tokens, behind }
    }

    fn token(&self, at: usize) -> Option<Token<'query>> {
        self.tokens.get(at).map(|placed| placed.token)
    }

    /// The place behind a pair of brackets, if one opens here.
    fn behind_arguments(&self, at: usize) -> usize {
        match self.token(at) {
            Some(Token::Sign('(')) => self.behind[at],
            _ => at,
        }
    }

    /// The names that `let` gives to values, pipelines and functions, and those of arguments: `(events: (Name: string))`.
    fn own_names(&self) -> BTreeSet<&'query str> {
        let mut names = BTreeSet::new();
        for three in self.tokens.windows(3) {
            let [before, name, after] = [0, 1, 2].map(|at| three[at].token);
            let opens = matches!(before, Token::Sign('(' | ','));
            if before.is_word("let") || (opens && after == Token::Sign(':')) {
                names.extend(name.word());
            }
        }
        names
    }

    /// Whether a pipeline may begin here: at the start of a statement, in brackets, behind `let x =`, below a blank line.
    fn begins(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|before| self.tokens[before]) else {
            return true;
        };
        match before.token {
            Token::Sign(';' | '(' | '{') => true,
            Token::Sign('=') => at >= 3 && self.tokens[at - 3].token.is_word("let"),
            Token::Sign('|' | ',') => false,
            Token::Sign(_) | Token::Word(_) | Token::Text(_) => {
                self.tokens[at].paragraph > before.paragraph
            }
        }
    }

    /// Whether `| where ...` follows, behind the arguments of a function where it is one. A name may also be all of a
    /// query.
    fn is_piped(&self, at: usize) -> bool {
        match self.token(self.behind_arguments(at + 1)) {
            Some(next) => next == Token::Sign('|'),
            None => at == 0 || self.tokens[at - 1].token == Token::Sign(';'),
        }
    }

    fn is_operator(&self, at: usize) -> bool {
        let is_word = |word| self.tokens[at].token.is_word(word);
        let before = at.checked_sub(1).map(|before| self.tokens[before].token);
        let piped = before == Some(Token::Sign('|'));
        if piped {
            is_word("union") || is_word("join") || is_word("lookup")
        } else {
            is_word("union") && self.begins(at)
        }
    }

    /// `union isfuzzy=true SigninLogs, (AuditLogs | take 1)`, `join kind=inner IdentityInfo on ...`. What stands in
    /// brackets is a pipeline of its own.
    fn operands(&self, operator: usize) -> Vec<&'query str> {
        let is_union = self.tokens[operator].token.is_word("union");
        let mut at = operator + 1;
        while self.token(at + 1) == Some(Token::Sign('=')) {
            at += 3;
        }
        let mut found = Vec::new();
        loop {
            match self.token(at) {
                Some(Token::Word(name)) => {
                    found.push(name);
                    at = self.behind_arguments(at + 1);
                }
                Some(Token::Sign('(')) => at = self.behind_arguments(at),
                _ => break,
            }
            if !is_union || self.token(at) != Some(Token::Sign(',')) {
                break;
            }
            at += 1;
        }
        found
    }

    /// `search in (EmailEvents, UrlClickEvents) "lamp"`.
    fn searched(&self, at: usize) -> Vec<&'query str> {
        let words = ["search", "in"];
        let mut places = words.iter().zip(at..);
        let asked =
            places.all(|(word, at)| self.token(at).is_some_and(|token| token.is_word(word)));
        let open = at + words.len();
        if !asked || self.token(open) != Some(Token::Sign('(')) {
            return Vec::new();
        }
        let inside = &self.tokens[open..self.behind[open]];
        inside
            .iter()
            .filter_map(|placed| placed.token.word())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_stand_where_a_pipeline_begins_and_behind_operators() {
        let cases: [(&str, &[&str]); 10] = [
            ("SigninLogs | where a == \"x | y\"", &["SigninLogs"]),
            (
                "// AuditLogs | take 1\nSigninLogs\n| take 1",
                &["SigninLogs"],
            ),
            ("SigninLogs", &["SigninLogs"]),
            (
                "let a = 1d; let b = SigninLogs | take a; b | take 1",
                &["SigninLogs"],
            ),
            (
                "SigninLogs | extend a = b | join kind=inner (AuditLogs | take 1) on a",
                &["SigninLogs", "AuditLogs"],
            ),
            (
                "SigninLogs | join AuditLogs on a | lookup kind=inner IdentityInfo on b",
                &["SigninLogs", "AuditLogs", "IdentityInfo"],
            ),
            (
                "union isfuzzy=true SigninLogs, (AuditLogs | take 1), _Im_Dns(a=1) | take 1",
                &["SigninLogs", "_Im_Dns", "AuditLogs"],
            ),
            (
                "search in (EmailEvents, UrlClickEvents) 'lamp' | take 1",
                &["EmailEvents", "UrlClickEvents"],
            ),
            (
                "let f = (t: (a: string)) { t | take 1 }; f(Event | take 1)",
                &["Event"],
            ),
            ("print 1 | summarize count() by a | where (b) | take 1", &[]),
        ];
        for (query, expected) in cases {
            let mut found = distinct(tables(query));
            let mut expected = expected.to_vec();
            found.sort();
            expected.sort_unstable();
            assert_eq!(found, expected, "{query}");
        }
    }
}
