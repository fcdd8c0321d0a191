//! The file of a policy: what it says, and what is wrong with it, with its line.

use std::path::{Path, PathBuf};

use anyhow::Context;
use questions::check::Policy;
use questions::threat::ThreatInput;
use repositories::{Error, TomlFile};
use serde::Deserialize;
use sources::check_pattern;
use toml::Spanned;

/// A policy, and the file that it is in.
#[derive(Debug)]
pub(super) struct PolicyFile {
    pub(super) policy: Policy,
    file: PathBuf,
    text: String,
    spans: Spans,
}

/// The values that are checked beyond their type, with their positions.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Spans {
    attack: Option<Spanned<String>>,
    rules: Patterns,
    coverage: Coverage,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Patterns {
    include: Vec<Spanned<String>>,
    exclude: Vec<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Coverage {
    threat: Option<Spanned<String>>,
    at_least: Option<Spanned<f64>>,
}

impl PolicyFile {
    pub(super) fn read(file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read the policy `{}`", file.display()))?;
        let toml_file = TomlFile {
            path: file,
            text: &text,
        };
        let policy = toml::from_str(&text).map_err(|error| toml_file.parse_error(&error))?;
        let spans = toml::from_str(&text).map_err(|error| toml_file.parse_error(&error))?;
        check(&spans, &toml_file)?;
        Ok(Self {
            policy,
            file: file.to_owned(),
            text,
            spans,
        })
    }

    /// The threat that it names: a file beside it, or a name of the catalogue. None where there is no `[coverage]`.
    pub(super) fn threat(&self) -> anyhow::Result<Option<ThreatInput>> {
        let Some(coverage) = &self.policy.coverage else {
            return Ok(None);
        };
        let name = &coverage.threat;
        let folder = self.file.parent().unwrap_or(Path::new(""));
        let file = folder.join(name);
        if name.is_empty() || !file.is_file() {
            return Ok(Some(ThreatInput::Name(name.clone())));
        }
        let bytes = std::fs::read(&file)
            .with_context(|| format!("cannot read the threat `{}`", file.display()))?;
        let threat = imports::threat(name, &bytes).with_context(|| self.at_threat())?;
        Ok(Some(ThreatInput::Threat(Box::new(threat))))
    }

    /// Where it names its release.
    pub(super) fn at_attack(&self) -> String {
        self.at(self.spans.attack.as_ref(), "attack")
    }

    /// Where it names its threat.
    pub(super) fn at_threat(&self) -> String {
        self.at(self.spans.coverage.threat.as_ref(), "threat")
    }

    fn at(&self, value: Option<&Spanned<String>>, key: &str) -> String {
        let toml_file = TomlFile {
            path: &self.file,
            text: &self.text,
        };
        match value {
            Some(value) => {
                let what = format!("`{key} = {:?}` cannot be taken", value.get_ref());
                toml_file.error(value, what).to_string()
            }
            None => format!("{}: `{key}` cannot be taken", self.file.display()),
        }
    }
}

fn check(spans: &Spans, toml_file: &TomlFile<'_>) -> Result<(), Error> {
    for pattern in spans.rules.include.iter().chain(&spans.rules.exclude) {
        let text = pattern.get_ref();
        let checked = match text.strip_prefix('!') {
            Some(_) => {
                Err("none begins with `!`, and what is left out stands in `exclude`".to_owned())
            }
            None => check_pattern(text),
        };
        checked
            .map_err(|why| toml_file.error(pattern, format!("`{text}` is no pattern: {why}")))?;
    }
    match &spans.coverage.at_least {
        Some(share) if !(0.0..=1.0).contains(share.get_ref()) => {
            let what = format!(
                "`at_least` is a share from 0 to 1, such as 0.5, and not {}",
                share.get_ref()
            );
            Err(toml_file.error(share, what))
        }
        _ => Ok(()),
    }
}
