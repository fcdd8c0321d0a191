//! RDF in Turtle, as a graph that is asked by the name of a class.
//!
//! Names of the ontology are shortened to their local part. After an error the parser goes on with the next statement.

use std::collections::{BTreeMap, BTreeSet};

use model::Problem;
use oxrdf::{NamedOrBlankNode, Term, Triple};
use oxttl::{TurtleParser, TurtleSyntaxError};

use crate::File;

pub(super) const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
pub(super) const ALTERNATIVE_LABEL: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
const ONTOLOGY: &str = "http://d3fend.mitre.org/ontologies/d3fend.owl#";
const SUBCLASS_OF: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
const ON_PROPERTY: &str = "http://www.w3.org/2002/07/owl#onProperty";
const SOME_VALUES_FROM: &str = "http://www.w3.org/2002/07/owl#someValuesFrom";

/// So many errors are reported; a file with more is no Turtle.
const REPORTED: usize = 20;

/// What stands at the end of a statement.
#[derive(Debug)]
enum Value {
    Name(String),
    Blank(String),
    Text(String),
}

/// What is said of one subject: predicates and values, in the order of the file.
type Statements = Vec<(String, Value)>;

/// The statements of one file.
#[derive(Debug, Default)]
pub(super) struct Graph {
    named: BTreeMap<String, Statements>,
    blank: BTreeMap<String, Statements>,
    narrower: BTreeMap<String, Vec<String>>,
}

impl Graph {
    /// The graph of the file, and what in it could not be read.
    pub(super) fn read(file: &File<'_>) -> (Self, Vec<Problem>) {
        let mut graph = Self::default();
        let mut problems = Vec::new();
        for triple in TurtleParser::new().for_slice(file.bytes) {
            match triple {
                Ok(triple) => graph.add(triple),
                Err(error) => problems.push(problem(file, &error)),
            }
            if problems.len() == REPORTED {
                problems.push(file.problem(None, "has too many errors and is not read on"));
                break;
            }
        }
        let mut narrower: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (class, broader) in graph.subclasses() {
            narrower
                .entry(broader.to_owned())
                .or_default()
                .push(class.to_owned());
        }
        graph.narrower = narrower;
        (graph, problems)
    }

    fn add(&mut self, triple: Triple) {
        let value = match triple.object {
            Term::NamedNode(name) => Value::Name(short(name.as_str())),
            Term::BlankNode(blank) => Value::Blank(blank.into_string()),
            Term::Literal(literal) => Value::Text(literal.value().to_owned()),
        };
        let subject = match triple.subject {
            NamedOrBlankNode::NamedNode(name) => self.named.entry(short(name.as_str())),
            NamedOrBlankNode::BlankNode(blank) => self.blank.entry(blank.into_string()),
        };
        let predicate = short(triple.predicate.as_str());
        subject.or_default().push((predicate, value));
    }

    /// Every (class, direct superclass), by name.
    pub(super) fn subclasses(&self) -> impl Iterator<Item = (&str, &str)> {
        self.named.keys().flat_map(|class| {
            let broader = self.names(class, SUBCLASS_OF);
            broader.map(move |broader| (&**class, broader))
        })
    }

    /// The direct superclasses of a class.
    pub(super) fn broader(&self, class: &str) -> impl Iterator<Item = &str> {
        self.names(class, SUBCLASS_OF)
    }

    /// All classes below a class, without itself.
    pub(super) fn below<'a>(&'a self, class: &'a str) -> BTreeSet<&'a str> {
        let mut below = BTreeSet::from([class]);
        let mut open = vec![class];
        while let Some(class) = open.pop() {
            let narrower = self.narrower.get(class).into_iter().flatten();
            open.extend(
                narrower
                    .map(String::as_str)
                    .filter(|class| below.insert(class)),
            );
        }
        below.remove(class);
        below
    }

    /// (property, other class) of all that a class is said to relate to: as plain statements or as OWL restrictions.
    pub(super) fn relations(&self, class: &str) -> BTreeSet<(&str, &str)> {
        let plain = self.of(class).filter_map(|(property, value)| match value {
            Value::Name(other) if is_own(property) => Some((&**property, &**other)),
            _ => None,
        });
        let restrictions = self.of(class).filter_map(|(predicate, value)| match value {
            Value::Blank(blank) if predicate == SUBCLASS_OF => self.restriction(blank),
            _ => None,
        });
        plain.chain(restrictions).collect()
    }

    fn restriction(&self, blank: &str) -> Option<(&str, &str)> {
        let statements = self.blank.get(blank)?;
        let name = |wanted: &str| {
            statements
                .iter()
                .find_map(|(predicate, value)| match value {
                    Value::Name(name) if predicate == wanted => Some(&**name),
                    _ => None,
                })
        };
        Some((name(ON_PROPERTY)?, name(SOME_VALUES_FROM)?))
    }

    /// The names to which a class is joined by this predicate.
    pub(super) fn names(&self, class: &str, predicate: &str) -> impl Iterator<Item = &str> {
        self.of(class)
            .filter_map(move |(found, value)| match value {
                Value::Name(name) if found == predicate => Some(&**name),
                _ => None,
            })
    }

    /// The texts that a class has for this predicate.
    pub(super) fn texts(&self, class: &str, predicate: &str) -> impl Iterator<Item = &str> {
        self.of(class)
            .filter_map(move |(found, value)| match value {
                Value::Text(text) if found == predicate => Some(&**text),
                _ => None,
            })
    }

    fn of(&self, class: &str) -> impl Iterator<Item = &(String, Value)> {
        self.named.get(class).into_iter().flatten()
    }
}

fn short(iri: &str) -> String {
    iri.strip_prefix(ONTOLOGY).unwrap_or(iri).to_owned()
}

fn is_own(name: &str) -> bool {
    !name.contains(':')
}

fn problem(file: &File<'_>, error: &TurtleSyntaxError) -> Problem {
    let line = u32::try_from(error.location().start.line + 1).ok();
    let message: String = error.message().chars().take(200).collect();
    file.problem(line, format!("is not the Turtle expected here: {message}"))
}
