//! What is wrong with a TOML file: file, line, and the nearest word that would be right.

use std::path::Path;

use toml::Spanned;

use crate::error::Error;

/// A TOML file while it is read.
#[derive(Clone, Copy, Debug)]
pub struct TomlFile<'a> {
    /// Where it is.
    pub path: &'a Path,
    /// What is in it.
    pub text: &'a str,
}

impl TomlFile<'_> {
    /// The folder that paths in it are relative to.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Something is wrong with this value.
    pub fn error<T>(&self, value: &Spanned<T>, what: impl Into<String>) -> Error {
        self.error_at(value.span().start, what.into())
    }

    /// It is not TOML, or has keys and words that are not known.
    pub fn parse_error(&self, error: &toml::de::Error) -> Error {
        let start = error.span().map_or(0, |span| span.start);
        let message = error.message();
        self.error_at(
            start,
            unknown(message).unwrap_or_else(|| message.to_owned()),
        )
    }

    fn error_at(&self, offset: usize, what: String) -> Error {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        Error::Toml {
            file: self.path.to_owned(),
            line: before.split(|&byte| byte == b'\n').count(),
            what,
        }
    }
}

/// serde's message on an unknown key or word names it first and then all that are known.
fn unknown(message: &str) -> Option<String> {
    let (_, what) = [("unknown field", "key"), ("unknown variant", "word")]
        .into_iter()
        .find(|(start, _)| message.starts_with(start))?;
    let mut words = message.split('`').skip(1).step_by(2);
    let unknown = words.next()?;
    let near = nearest(unknown, words)?;
    Some(format!(
        "there is no {what} `{unknown}` here; the nearest is `{near}`"
    ))
}

/// The nearest of the words.
pub fn nearest<'a>(to: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    words
        .into_iter()
        .min_by_key(|word| strsim::osa_distance(word, to))
}
