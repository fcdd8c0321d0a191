//! MITRE D3FEND: <https://github.com/d3fend/d3fend-ontology>. One ontology of countermeasures, offensive techniques and
//! the artifacts that both touch.
//!
//! It maps no countermeasure to a technique. The relations to artifacts are harvested as they are stated; which
//! countermeasure meets which technique is concluded from them when the catalogue is built.

mod graph;

use std::collections::BTreeSet;

use model::{
    ClassicEntries, ClassicSection, Countermeasure, Declaration, Harvest, Kind, Ontology, Problem,
    Relation, Resource, TextPolicy,
};

use crate::files::{holds_none, read_files};
use crate::{File, Part, Source, Tree};
use graph::{ALTERNATIVE_LABEL, Graph, LABEL};

pub(crate) const SOURCE: Source = Source {
    id: "d3fend",
    archive: "d3fend",
    title: "MITRE D3FEND",
    repository: "d3fend/d3fend-ontology",
    branch: "master",
    licence: "MIT",
    copyright: "Copyright (c) 2022 The MITRE Corporation",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new("d3fend", "Countermeasures", Kind::Control)],
    declares,
    paths: &[WRITTEN, ELSE_PUBLISHED],
    read,
};

fn declares() -> Declaration {
    Declaration {
        whole_knowledge_bases: true,
        classic: vec![ClassicSection {
            site: "https://d3fend.mitre.org/".to_owned(),
            intro: "Resources mapped to this (sub)technique can be viewed on [this page](https://d3fend.mitre.org/) \
                    (see also the [ATT&CK to D3FEND Mapper](https://d3fend.mitre.org/tools/attack-mapper) tool):"
                .to_owned(),
            ..SOURCE.classic("MITRE D3FEND", ClassicEntries::Pages, &["d3fend"])
        }],
        ..Declaration::default()
    }
}

/// The ontology as its authors write it.
const WRITTEN: &str = "src/ontology/d3fend-protege.ttl";
/// The ontology as it was published while its authors wrote RDF/XML.
const PUBLISHED: &str = "dist/public/d3fend.ttl";
const ELSE_PUBLISHED: &str = "else dist/public/d3fend.ttl";

/// The largest file that is parsed; the largest known has some 3 MB.
const LARGEST: usize = 64 << 20;

const DEFENSIVE_TECHNIQUE: &str = "DefensiveTechnique";
const DEFENSIVE_TACTIC: &str = "DefensiveTactic";
const OFFENSIVE_TECHNIQUE: &str = "OffensiveTechnique";
const ARTIFACT: &str = "DigitalArtifact";

fn read(tree: &Tree, harvest: &mut Harvest) {
    let Some(_) = tree.file(WRITTEN) else {
        read_files(tree, &[PUBLISHED], harvest, ontology);
        return;
    };
    read_files(tree, &[WRITTEN], harvest, ontology);
    if let Some(file) = tree.file(PUBLISHED) {
        holds_none(&file, "the same ontology as its authors' own file", harvest);
    }
}

fn ontology(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    if file.bytes.len() > LARGEST {
        return Err(file.problem(None, "is larger than 64 MiB: no ontology of D3FEND is"));
    }
    let (graph, problems) = Graph::read(file);
    harvest.problems.extend(problems);
    let defensive = graph.below(DEFENSIVE_TECHNIQUE);
    let offensive = graph.below(OFFENSIVE_TECHNIQUE);
    let mut countermeasures = Vec::new();
    for class in &defensive {
        let tactic = tactic(&graph, class);
        countermeasures.push(Countermeasure {
            class: (*class).to_owned(),
            tactic: tactic.map(|(order, name)| (order, name.to_owned())),
            resource: harvest.resources.len(),
        });
        harvest.resources.push(resource(&graph, class, tactic));
    }
    if countermeasures.is_empty() {
        return Err(file.problem(None, "holds no defensive technique"));
    }
    let id = |class: &str| graph.texts(class, "attack-id").next().map(str::to_owned);
    harvest.ontology = Some(Ontology {
        subclass_of: graph
            .subclasses()
            .map(|(class, broader)| (class.to_owned(), broader.to_owned()))
            .collect(),
        relations: relations(&graph, defensive.union(&offensive)),
        techniques: offensive
            .iter()
            .filter_map(|class| Some(((*class).to_owned(), id(class)?)))
            .collect(),
        countermeasures,
        root_artifact: ARTIFACT.to_owned(),
        root_technique: OFFENSIVE_TECHNIQUE.to_owned(),
    });
    Ok(())
}

/// How techniques relate to artifacts; their relations to tactics and references are left out.
fn relations<'a>(graph: &Graph, classes: impl Iterator<Item = &'a &'a str>) -> Vec<Relation> {
    let mut artifacts = graph.below(ARTIFACT);
    artifacts.insert(ARTIFACT);
    let mut relations = Vec::new();
    for class in classes {
        for (property, artifact) in graph.relations(class) {
            if artifacts.contains(artifact) {
                relations.push(Relation {
                    class: (*class).to_owned(),
                    property: property.to_owned(),
                    artifact: artifact.to_owned(),
                });
            }
        }
    }
    relations
}

fn resource(graph: &Graph, class: &str, tactic: Option<(i32, &str)>) -> Resource {
    let text = |predicate| graph.texts(class, predicate).next().map(str::to_owned);
    let synonyms = graph.texts(class, "synonym");
    let aliases: BTreeSet<&str> = synonyms
        .chain(graph.texts(class, ALTERNATIVE_LABEL))
        .collect();
    let references: BTreeSet<&str> = graph
        .names(class, "kb-reference")
        .flat_map(|reference| graph.texts(reference, "has-link"))
        .collect();
    let title = text(LABEL).unwrap_or_else(|| class.to_owned());
    Resource {
        id: text("d3fend-id"),
        page: Some(format!("https://d3fend.mitre.org/technique/d3f:{class}")),
        description: text("definition"),
        aliases: aliases.into_iter().map(str::to_owned).collect(),
        references: references.into_iter().map(str::to_owned).collect(),
        tactics: tactic
            .map(|(_, name)| name.to_owned())
            .into_iter()
            .collect(),
        ..Resource::new("d3fend", Kind::Control, title)
    }
}

/// The defensive tactic that the class enables, or else the nearest class above it; of several the first displayed.
fn tactic<'a>(graph: &'a Graph, class: &'a str) -> Option<(i32, &'a str)> {
    let mut seen = BTreeSet::new();
    let mut generation = vec![class];
    while !generation.is_empty() {
        let enabled = generation.iter().flat_map(|class| graph.relations(class));
        let first = enabled
            .filter(|(property, _)| *property == "enables")
            .filter_map(|(_, tactic)| displayed(graph, tactic))
            .min();
        if first.is_some() {
            return first;
        }
        let above = generation.iter().flat_map(|class| graph.broader(class));
        generation = above.filter(|class| seen.insert(*class)).collect();
    }
    None
}

/// A defensive tactic by its order of display and its label.
fn displayed<'a>(graph: &'a Graph, class: &'a str) -> Option<(i32, &'a str)> {
    graph
        .broader(class)
        .find(|broader| *broader == DEFENSIVE_TACTIC)?;
    let order = graph.texts(class, "display-order").next()?;
    let label = graph.texts(class, LABEL).next();
    Some((order.parse().ok()?, label.unwrap_or(class)))
}
