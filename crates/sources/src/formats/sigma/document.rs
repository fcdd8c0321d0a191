//! The documents of a Sigma file, and what a collection hands down from one to the next.

use model::LogSource;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::formats::lenient::{Lines, OrDefault, Text, Texts};
use crate::formats::yaml::{self, Spanned};

/// A rule, a correlation, a filter, or an `action` that concerns the others.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Document {
    pub(super) action: Text,
    pub(super) title: Text,
    pub(super) id: Text,
    pub(super) name: Text,
    pub(super) related: OrDefault<Vec<RelatedRule>>,
    pub(super) status: Text,
    pub(super) description: Text,
    pub(super) references: Texts,
    pub(super) author: Texts,
    pub(super) date: Text,
    pub(super) modified: Text,
    pub(super) tags: Lines,
    pub(super) logsource: OrDefault<Log>,
    pub(super) level: Text,
    pub(super) detection: Section<IgnoredAny>,
    pub(super) correlation: Section<OrDefault<Correlation>>,
    pub(super) filter: Section<IgnoredAny>,
    pub(super) regression_tests_path: Text,
    pub(super) simulation: OrDefault<Vec<Simulation>>,
    /// The line of the detection that an `action` takes over from a document above.
    #[serde(skip)]
    pub(super) above: Option<u32>,
}

/// What stands below a key, with its line.
pub(super) type Section<T> = Option<Spanned<T>>;

#[derive(Clone, PartialEq, Deserialize)]
pub(super) struct RelatedRule {
    pub(super) id: String,
    pub(super) r#type: String,
}

#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct Log {
    pub(super) product: Text,
    pub(super) category: Text,
    pub(super) service: Text,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Correlation {
    pub(super) rules: Texts,
}

#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct Simulation {
    pub(super) atomic_guid: Text,
}

/// The documents that stand for themselves, each with what its `action` takes over from those above.
pub(super) fn collection(documents: Vec<Spanned<Document>>) -> Vec<Spanned<Document>> {
    let mut global = Document::default();
    let mut all: Vec<Spanned<Document>> = Vec::new();
    for mut document in documents {
        match document.value.action.get() {
            Some("global") => global = document.value.over(&global),
            Some("reset") => global = Document::default(),
            action => {
                let above = match all.last() {
                    Some(last) if action == Some("repeat") => &last.value,
                    _ => &global,
                };
                document.value = document.value.over(above);
                all.push(document);
            }
        }
    }
    all
}

impl Document {
    /// A filter, for one, is none.
    pub(super) fn is_rule(&self) -> bool {
        self.detection.is_some() || self.above.is_some() || self.correlation.is_some()
    }

    /// This document, with the fields of the one above where it has none of its own.
    fn over(self, above: &Self) -> Self {
        Self {
            title: own(self.title, &above.title),
            id: own(self.id, &above.id),
            name: own(self.name, &above.name),
            related: own(self.related, &above.related),
            status: own(self.status, &above.status),
            description: own(self.description, &above.description),
            references: own(self.references, &above.references),
            author: own(self.author, &above.author),
            date: own(self.date, &above.date),
            modified: own(self.modified, &above.modified),
            tags: own(self.tags, &above.tags),
            logsource: OrDefault(self.logsource.0.over(&above.logsource.0)),
            level: own(self.level, &above.level),
            above: above.detection.as_ref().and_then(yaml::line),
            ..self
        }
    }
}

impl Log {
    /// The log source, if the rule names one.
    pub(super) fn log_source(&self) -> Option<LogSource> {
        let log = LogSource {
            product: self.product.some(),
            category: self.category.some(),
            service: self.service.some(),
            component: None,
        };
        (log != LogSource::default()).then_some(log)
    }

    fn over(self, above: &Self) -> Self {
        Self {
            product: own(self.product, &above.product),
            category: own(self.category, &above.category),
            service: own(self.service, &above.service),
        }
    }
}

fn own<T: Clone + Default + PartialEq>(own: T, above: &T) -> T {
    if own == T::default() {
        above.clone()
    } else {
        own
    }
}
