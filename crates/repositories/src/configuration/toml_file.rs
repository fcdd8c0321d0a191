//! What is wrong with a configuration: file, line, and the nearest word that would be right.

use std::path::Path;

use toml::Spanned;

/// A configuration while it is read.
pub struct TomlFile<'a> {
    pub file: &'a Path,
    pub text: &'a str,
}

impl TomlFile<'_> {
    /// The folder that its paths are relative to.
    pub fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }

    /// Something is wrong with this value.
    pub fn error<T>(&self, value: &Spanned<T>, what: impl AsRef<str>) -> anyhow::Error {
        self.at(value.span().start, what.as_ref())
    }

    /// It is not the TOML expected.
    pub fn parse_error(&self, error: &toml::de::Error) -> anyhow::Error {
        let start = error.span().map_or(0, |span| span.start);
        let message = error.message();
        self.at(start, &unknown(message).unwrap_or(message.to_owned()))
    }

    fn at(&self, offset: usize, what: &str) -> anyhow::Error {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        let line = before.split(|&byte| byte == b'\n').count();
        anyhow::anyhow!("{}: line {line}: {what}", self.file.display())
    }
}

/// serde's sentence on an unknown key or word names it first and then all that would do.
fn unknown(message: &str) -> Option<String> {
    let what = ["unknown field", "unknown variant"]
        .into_iter()
        .zip(["key", "word"]);
    let (_, what) = what
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
