//! Mappings as a STIX 2.1 bundle, of standard objects alone, so that strict readers take it.
//!
//! A technique is an `attack-pattern`, a control a `course-of-action` that mitigates it. A detection or test is a `note` on its
//! techniques, labelled `detection` or `test`: an `indicator` has to hold a pattern, which a catalogue may not have or may not
//! give away, and STIX knows no other object for a rule. Licences are statements that mark what they hold for.
//! Only what counts is there: a mapping that may lead elsewhere is no statement. No texts, only mappings.
//!
//! Ids follow from names, so that the same thing has the same id in every bundle. A note's also follows from its techniques,
//! since an answer may know only some of them.

use std::collections::BTreeSet;

use catalogue::ResourceSummary;
use model::{Kind, TechniqueId};
use questions::Answer;
use serde::Serialize;
use uuid::Uuid;

use super::{Error, Format, Output};
use crate::about::AnswerHeader;
use crate::address::is_web_address;
use crate::answers;
use crate::options::Options;
use crate::statements::{MappedResource, Statements};
use crate::style::clean;

/// Ours, for ids that follow from names.
const NAMESPACE: Uuid = Uuid::from_u128(0x7a0f_5c1e_94b3_4c1d_8f7e_52c6_0b1d_93a7);
/// An object keeps the day of its first version; with no record of that day, all have the first of ours.
const CREATED: &str = "2026-01-01";

#[derive(Serialize)]
struct Bundle {
    r#type: &'static str,
    id: String,
    objects: Vec<Object>,
}

/// An object with the fields of those that we write.
#[derive(Default, Serialize)]
#[expect(clippy::struct_field_names, reason = "the standard calls them so")]
struct Object {
    r#type: &'static str,
    spec_version: &'static str,
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by_ref: Option<String>,
    created: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_class: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<&'static str>,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relationship_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_ref: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_ref: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    object_refs: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    external_references: Vec<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    object_marking_refs: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    definition_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    definition: Option<Definition>,
}

#[derive(Serialize)]
struct Definition {
    statement: String,
}

#[derive(Serialize)]
struct Reference {
    source_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    external_id: String,
}

/// The answer as a bundle.
pub(super) fn write(answer: &Answer, _: &Options) -> Result<Output, Error> {
    let statements = answers::statements(answer).ok_or(Error::FormatUnavailable(Format::Stix))?;
    let bundle = BundleWriter::new(answer, &statements).bundle();
    let text = serde_json::to_string_pretty(&bundle).map_err(|error| Error::Write {
        format: Format::Stix,
        why: error.to_string(),
    })?;
    Ok(Output::Text(text + "\n"))
}

/// A bundle while it is written.
struct BundleWriter<'a> {
    answer: &'a Answer,
    statements: &'a Statements<'a>,
    author: String,
    day: String,
}

impl<'a> BundleWriter<'a> {
    fn new(answer: &'a Answer, statements: &'a Statements<'a>) -> Self {
        let date = answer.catalogue().date.as_str();
        let known = date.parse::<jiff::civil::Date>().is_ok() && date.len() == CREATED.len();
        let day = if known { date.max(CREATED) } else { CREATED };
        Self {
            answer,
            statements,
            author: id("identity", "rhumb"),
            day: day.to_owned(),
        }
    }

    fn bundle(&self) -> Bundle {
        let mut objects = vec![self.identity()];
        objects.extend(
            self.statements
                .terms
                .values()
                .map(|terms| self.marking(terms)),
        );
        let techniques: BTreeSet<TechniqueId> = self
            .statements
            .resources
            .iter()
            .flat_map(|mapped| mapped.techniques.keys().copied())
            .collect();
        objects.extend(
            techniques
                .into_iter()
                .map(|technique| self.pattern(technique)),
        );
        for mapped in &self.statements.resources {
            if mapped.resource.kind == Kind::Control {
                self.control(mapped, &mut objects);
            } else {
                objects.push(self.note(mapped));
            }
        }
        let mut seen = BTreeSet::new();
        objects.retain(|object| seen.insert(object.id.clone()));
        let grouping = self.grouping(&objects);
        objects.push(grouping);
        let ids: Vec<&str> = objects.iter().map(|object| object.id.as_str()).collect();
        Bundle {
            r#type: "bundle",
            id: id("bundle", &format!("{} {}", self.day, ids.join(" "))),
            objects,
        }
    }

    fn object(&self, kind: &'static str, name: &str) -> Object {
        Object {
            r#type: kind,
            spec_version: "2.1",
            id: id(kind, name),
            created_by_ref: Some(self.author.clone()),
            created: format!("{CREATED}T00:00:00.000Z"),
            modified: Some(format!("{}T00:00:00.000Z", self.day)),
            ..Object::default()
        }
    }

    fn identity(&self) -> Object {
        Object {
            name: Some("Rhumb".to_owned()),
            description: Some(
                "Maps public controls, detections and tests to techniques of MITRE ATT&CK."
                    .to_owned(),
            ),
            identity_class: Some("system"),
            created_by_ref: None,
            // It says the same in every bundle.
            modified: Some(format!("{CREATED}T00:00:00.000Z")),
            ..self.object("identity", "rhumb")
        }
    }

    fn marking(&self, terms: &str) -> Object {
        Object {
            modified: None,
            definition_type: Some("statement"),
            definition: Some(Definition {
                statement: terms.to_owned(),
            }),
            ..self.object("marking-definition", terms)
        }
    }

    /// The markings of objects of this source.
    fn marking_refs(&self, source: &str) -> Vec<String> {
        let terms = self.statements.terms.get(source);
        terms
            .map(|terms| id("marking-definition", terms))
            .into_iter()
            .collect()
    }

    fn pattern(&self, technique: TechniqueId) -> Object {
        let named = self
            .statements
            .names
            .get(&technique)
            .map(|name| clean(name))
            .filter(|name| !name.is_empty());
        let pattern = self.object("attack-pattern", &technique.to_string());
        Object {
            // Not every answer knows the name; the version with the name is the later one.
            modified: match named {
                Some(_) => Some(format!("{}T00:00:00.001Z", self.day)),
                None => pattern.modified,
            },
            name: Some(named.unwrap_or_else(|| technique.to_string())),
            external_references: vec![Reference {
                source_name: "mitre-attack".to_owned(),
                url: Some(technique.url()),
                external_id: technique.to_string(),
            }],
            object_marking_refs: self.marking_refs(&self.answer.catalogue().techniques_of),
            ..pattern
        }
    }

    fn control(&self, mapped: &MappedResource<'_>, objects: &mut Vec<Object>) {
        let control = Object {
            name: Some(title(mapped.resource)),
            external_references: vec![reference(mapped)],
            object_marking_refs: self.marking_refs(&mapped.resource.source),
            ..self.object("course-of-action", &mapped.resource.key)
        };
        let from = control.id.clone();
        objects.push(control);
        for (technique, how) in &mapped.techniques {
            let name = format!("{} mitigates {technique} {how}", mapped.resource.key);
            objects.push(Object {
                relationship_type: Some("mitigates"),
                source_ref: Some(from.clone()),
                target_ref: Some(id("attack-pattern", &technique.to_string())),
                description: Some(clean(how)).filter(|how| !how.is_empty()),
                object_marking_refs: self.marking_refs(&mapped.resource.source),
                ..self.object("relationship", &name)
            });
        }
    }

    fn note(&self, mapped: &MappedResource<'_>) -> Object {
        let resource = mapped.resource;
        let techniques: Vec<String> = mapped
            .techniques
            .iter()
            .map(|(technique, how)| match clean(how) {
                how if how.is_empty() => technique.to_string(),
                how => format!("{technique} ({how})"),
            })
            .collect();
        let title = title(resource);
        let level = resource.level.map(|level| format!(" Level: {level}."));
        let content = format!(
            "{} of {}: {title}. Mapped to {}.{} File: {}",
            resource.kind,
            clean(&resource.source),
            techniques.join(", "),
            level.unwrap_or_default(),
            clean(&resource.place.path)
        );
        let ids: Vec<String> = mapped.techniques.keys().map(ToString::to_string).collect();
        Object {
            summary: Some(title),
            content: Some(content),
            object_refs: ids.iter().map(|of| id("attack-pattern", of)).collect(),
            labels: vec![resource.kind.to_string()],
            external_references: vec![reference(mapped)],
            object_marking_refs: self.marking_refs(&resource.source),
            ..self.object("note", &format!("{} on {}", resource.key, ids.join(" ")))
        }
    }

    /// What belongs together because it answers one question.
    fn grouping(&self, objects: &[Object]) -> Object {
        let header = AnswerHeader::new(self.answer);
        let facts: Vec<String> = header
            .facts(self.answer.catalogue(), self.statements.resources.len())
            .into_iter()
            .map(|(name, value)| format!("{name}: {}", clean(&value.write())))
            .collect();
        let members: Vec<String> = objects
            .iter()
            .filter(|object| object.r#type != "marking-definition")
            .map(|object| object.id.clone())
            .collect();
        let name = format!("{} {} {}", header.title(), self.day, members.join(" "));
        Object {
            name: Some(header.title()),
            description: Some(facts.join("; ")),
            context: Some("unspecified"),
            object_refs: members,
            ..self.object("grouping", &name)
        }
    }
}

fn id(kind: &str, name: &str) -> String {
    let uuid = Uuid::new_v5(&NAMESPACE, format!("{kind}:{name}").as_bytes());
    format!("{kind}--{uuid}")
}

fn title(resource: &ResourceSummary) -> String {
    let mut names = [
        Some(&resource.title),
        resource.id.as_ref(),
        Some(&resource.key),
    ]
    .into_iter()
    .flatten()
    .map(|name| clean(name));
    names
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| "without a name".to_owned())
}

fn reference(mapped: &MappedResource<'_>) -> Reference {
    let resource = mapped.resource;
    let id = resource.id.as_deref().unwrap_or(&resource.key);
    let or_unknown = |text: &str| match clean(text) {
        text if text.is_empty() => "unknown".to_owned(),
        text => text,
    };
    Reference {
        source_name: or_unknown(&resource.source),
        url: mapped
            .page
            .filter(|page| is_web_address(page))
            .map(str::to_owned),
        external_id: or_unknown(id),
    }
}
