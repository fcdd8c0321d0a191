//! In which order the actions of a drawing come: after all that lead to them, and else as they stand in the file.

use std::collections::{BTreeSet, HashMap};

use super::Object;

/// The actions in their order. What a circle of lines holds comes last, as it stands in the file.
pub(super) fn in_order(objects: &[(u32, Object)]) -> Vec<(u32, &Object)> {
    let lines = lines(objects);
    let mut waits_for = vec![0_usize; objects.len()];
    let mut leads_to: HashMap<usize, Vec<usize>> = HashMap::new();
    for &(from, to) in &lines {
        waits_for[to] += 1;
        leads_to.entry(from).or_default().push(to);
    }
    let mut ready: BTreeSet<usize> = (0..objects.len())
        .filter(|&at| waits_for[at] == 0)
        .collect();
    let mut left: BTreeSet<usize> = (0..objects.len()).collect();
    let mut order = Vec::new();
    while let Some(at) = ready.pop_first() {
        left.remove(&at);
        order.push(at);
        for &next in leads_to.get(&at).into_iter().flatten() {
            waits_for[next] -= 1;
            if waits_for[next] == 0 {
                ready.insert(next);
            }
        }
    }
    order.extend(left);
    let objects = order.into_iter().map(|at| &objects[at]);
    let actions = objects.filter(|(_, object)| object.id == "action");
    actions.map(|(line, action)| (*line, action)).collect()
}

/// (from, to), by their places among the objects. A line ends in latches, these hang on anchors, and these on objects.
fn lines(objects: &[(u32, Object)]) -> BTreeSet<(usize, usize)> {
    let mut of_anchor: HashMap<&str, usize> = HashMap::new();
    for (at, (_, object)) in objects.iter().enumerate() {
        of_anchor.extend(object.anchors.values().map(|anchor| (anchor.as_str(), at)));
    }
    let mut of_latch: HashMap<&str, usize> = HashMap::new();
    for (_, anchor) in objects {
        if let Some(&at) = of_anchor.get(anchor.instance.as_str()) {
            of_latch.extend(anchor.latches.iter().map(|latch| (latch.as_str(), at)));
        }
    }
    let end = |latch: &Option<String>| of_latch.get(latch.as_deref()?).copied();
    let line = |(_, object): &(u32, Object)| Some((end(&object.source)?, end(&object.target)?));
    objects
        .iter()
        .filter_map(line)
        .filter(|(from, to)| from != to)
        .collect()
}
