//! The fields of one YAML document as its author wrote them, from which a [`Document`] is made.

use model::sigma::{Document, Tag};
use model::{LogSource, Related};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::detection::{correlation, detection};
use super::node::Node;
use crate::lenient::{self, Lines, OrDefault, Text, Texts};
use crate::yaml::{self, Spanned};

/// A rule, a correlation, a filter, or an `action` that concerns the others.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawDocument {
    action: Text,
    title: Text,
    id: Text,
    name: Text,
    related: OrDefault<Vec<RelatedRule>>,
    status: Text,
    description: Text,
    references: Texts,
    author: Texts,
    date: Text,
    modified: Text,
    tags: Lines,
    logsource: OrDefault<RawLogSource>,
    level: Text,
    detection: Section<Node>,
    correlation: Section<Node>,
    filter: Section<IgnoredAny>,
    regression_tests_path: Text,
    simulation: OrDefault<Vec<Simulation>>,
    /// What an `action` hands down of the detections above.
    #[serde(skip)]
    inherited: Option<Inherited>,
}

/// A detection of documents above, and the line of the last of them.
#[derive(Clone)]
struct Inherited {
    line: Option<u32>,
    detection: Node,
}

/// What stands below a key, with its line.
type Section<T> = Option<Spanned<T>>;

#[derive(Clone, PartialEq, Deserialize)]
struct RelatedRule {
    id: String,
    r#type: String,
}

#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
struct RawLogSource {
    product: Text,
    category: Text,
    service: Text,
}

#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Simulation {
    atomic_guid: Text,
}

impl RawDocument {
    /// `global`, `reset` or `repeat`; most documents have none.
    pub(super) fn action(&self) -> Option<&str> {
        self.action.get()
    }

    /// This document, with the fields of the one above where it has none of its own.
    pub(super) fn over(self, above: &Self) -> Self {
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
            inherited: above.handed_down(),
            ..self
        }
    }

    /// The detection that documents below inherit: its own, over what it inherits itself.
    fn handed_down(&self) -> Option<Inherited> {
        let Some(own) = &self.detection else {
            return self.inherited.clone();
        };
        let detection = own.value.clone();
        Some(Inherited {
            line: yaml::line(own),
            detection: match &self.inherited {
                Some(inherited) => detection.over(inherited.detection.clone()),
                None => detection,
            },
        })
    }

    /// The document that it says.
    pub(super) fn into_document(self, line: Option<u32>) -> Document {
        let own_line = self.detection.as_ref().and_then(yaml::line);
        let inherited_line = self.inherited.as_ref().and_then(|inherited| inherited.line);
        let lines = inherited_line.into_iter().chain(own_line).collect();
        let detection_node = match (self.detection, self.inherited) {
            (Some(own), Some(inherited)) => Some(own.value.over(inherited.detection)),
            (Some(own), None) => Some(own.value),
            (None, inherited) => inherited.map(|inherited| inherited.detection),
        };
        let correlation = self.correlation.map(|section| {
            let line = yaml::line(&section);
            correlation(section.value, line)
        });
        let tag = |line: lenient::Line| Tag {
            text: line.text,
            line: line.line,
        };
        let simulations = self.simulation.0.iter();
        Document {
            line,
            id: self.id.some(),
            title: self.title.some(),
            name: self.name.some(),
            status: self.status.some(),
            level: self.level.some(),
            description: self.description.some(),
            authors: self.author.0,
            references: self.references.0,
            date: self.date.some(),
            modified: self.modified.some(),
            tags: self.tags.0.into_iter().map(tag).collect(),
            related: self
                .related
                .0
                .into_iter()
                .map(RelatedRule::into_related)
                .collect(),
            log_source: self.logsource.0.log_source(),
            detection: detection_node.map(|node| detection(node, lines)),
            correlation,
            is_filter: self.filter.is_some(),
            regression_tests_path: self.regression_tests_path.some(),
            simulations: simulations
                .filter_map(|simulation| simulation.atomic_guid.some())
                .collect(),
        }
    }
}

impl RelatedRule {
    fn into_related(self) -> Related {
        Related {
            relation: self.r#type,
            id: self.id,
        }
    }
}

impl RawLogSource {
    /// The log source, if the rule names one.
    fn log_source(&self) -> Option<LogSource> {
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
