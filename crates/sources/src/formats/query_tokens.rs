//! Queries as words, texts and signs, for those readers that ask a query which logs it reads. Comments are left out.

/// A part of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'query> {
    /// A name, a number or a keyword: `process`, `event.category`, `logs-windows.*`.
    Word(&'query str),
    /// What stands in quotes.
    Text(&'query str),
    /// Any other character that is no white space.
    Sign(char),
}

impl<'query> Token<'query> {
    /// The word, unless it stands in quotes.
    pub(crate) fn word(self) -> Option<&'query str> {
        match self {
            Token::Word(word) => Some(word),
            Token::Text(_) | Token::Sign(_) => None,
        }
    }

    /// The word or what stands in quotes.
    pub(crate) fn value(self) -> Option<&'query str> {
        match self {
            Token::Word(text) | Token::Text(text) => Some(text),
            Token::Sign(_) => None,
        }
    }

    /// Whether it is this word, in any case.
    pub(crate) fn is_word(self, word: &str) -> bool {
        self.word()
            .is_some_and(|this| this.eq_ignore_ascii_case(word))
    }
}

/// A token, and how many blank lines stand above it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed<'query> {
    pub(crate) token: Token<'query>,
    pub(crate) paragraph: usize,
}

/// What differs between query languages.
#[derive(Clone, Copy)]
pub(crate) struct Syntax {
    /// The characters that open and close a text.
    pub(crate) quotes: &'static [char],
    /// The characters of a word beside letters, digits and `_`.
    pub(crate) in_words: &'static [char],
}

/// The tokens of a query. A text that nobody closes ends with its line.
pub(crate) fn tokens(query: &str, syntax: Syntax) -> Vec<Placed<'_>> {
    let mut tokens = Vec::new();
    let (mut rest, mut paragraph, mut newlines) = (query, 0, 0);
    while let Some(first) = rest.chars().next() {
        let (token, length) = next(rest, first, syntax);
        tokens.extend(token.map(|token| Placed { token, paragraph }));
        newlines = match first {
            '\n' => newlines + 1,
            _ if first.is_whitespace() => newlines,
            _ => 0,
        };
        paragraph += usize::from(newlines == 2);
        rest = &rest[length..];
    }
    tokens
}

/// The token at the start of the text, if one is there, and how many bytes are read.
fn next(text: &str, first: char, syntax: Syntax) -> (Option<Token<'_>>, usize) {
    let in_word = |letter: char| {
        letter.is_alphanumeric() || letter == '_' || syntax.in_words.contains(&letter)
    };
    if text.starts_with("//") {
        return (None, text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return (None, text.find("*/").map_or(text.len(), |end| end + 2));
    }
    if let Some(rest) = text.strip_prefix("\"\"\"") {
        let end = rest.find("\"\"\"");
        let inside = &rest[..end.unwrap_or(rest.len())];
        return (
            Some(Token::Text(inside)),
            end.map_or(text.len(), |end| end + 6),
        );
    }
    if let Some(verbatim) = text.strip_prefix('@')
        && let Some(quote) = verbatim.chars().next()
        && syntax.quotes.contains(&quote)
    {
        let (token, length) = quoted(verbatim, quote, Backslash::Plain);
        return (token, length + 1);
    }
    if syntax.quotes.contains(&first) {
        return quoted(text, first, Backslash::Hides);
    }
    if in_word(first) {
        let end = text.find(|letter| !in_word(letter)).unwrap_or(text.len());
        return (Some(Token::Word(&text[..end])), end);
    }
    let sign = (!first.is_whitespace()).then_some(Token::Sign(first));
    (sign, first.len_utf8())
}

/// What a backslash means before the quote that closes a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Backslash {
    /// `"C:\\lamps"`: the character behind it is part of the text.
    Hides,
    /// `@"C:\lamps\"`: nothing special.
    Plain,
}

fn quoted(text: &str, quote: char, backslash: Backslash) -> (Option<Token<'_>>, usize) {
    let mut hidden = false;
    for (at, letter) in text.char_indices().skip(1) {
        if letter == '\n' {
            return (Some(Token::Text(&text[1..at])), at);
        }
        if letter == quote && !hidden {
            return (Some(Token::Text(&text[1..at])), at + 1);
        }
        hidden = letter == '\\' && !hidden && backslash == Backslash::Hides;
    }
    (Some(Token::Text(&text[1..])), text.len())
}
