//! What is above and below a class of an ontology.

use std::collections::{BTreeSet, HashMap};

use model::Ontology;

/// Classes by their direct neighbours.
pub(super) struct Classes<'a> {
    broader: HashMap<&'a str, Vec<&'a str>>,
    narrower: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Classes<'a> {
    pub(super) fn of(ontology: &'a Ontology) -> Self {
        let mut classes = Self {
            broader: HashMap::new(),
            narrower: HashMap::new(),
        };
        for (class, broader) in &ontology.subclass_of {
            classes.broader.entry(class).or_default().push(broader);
            classes.narrower.entry(broader).or_default().push(class);
        }
        classes
    }

    /// Whether the one is stated to be a kind of the other.
    pub(super) fn is_directly_below(&self, class: &str, broader: &str) -> bool {
        let stated = self.broader.get(class);
        stated.is_some_and(|stated| stated.contains(&broader))
    }

    /// All classes of which it is a kind; itself only where the ontology goes in a circle.
    pub(super) fn above(&self, class: &str) -> BTreeSet<&'a str> {
        reach(&self.broader, class)
    }

    /// All classes that are kinds of it; itself only where the ontology goes in a circle.
    pub(super) fn below(&self, class: &str) -> BTreeSet<&'a str> {
        reach(&self.narrower, class)
    }
}

fn reach<'a>(neighbours: &HashMap<&'a str, Vec<&'a str>>, from: &str) -> BTreeSet<&'a str> {
    let direct = |class: &str| neighbours.get(class).into_iter().flatten().copied();
    let mut open: Vec<&str> = direct(from).collect();
    let mut reached = BTreeSet::new();
    while let Some(class) = open.pop() {
        if reached.insert(class) {
            open.extend(direct(class));
        }
    }
    reached
}
