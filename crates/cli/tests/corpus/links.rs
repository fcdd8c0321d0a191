//! What sources point to, how much of it was found, and how many copies there are.

use std::collections::BTreeMap;
use std::fmt::Write;

use catalogue::{Catalogue, Filter, FoundBy};

/// What one source says of one relation.
#[derive(Default)]
struct Count {
    meaning: String,
    stated: usize,
    joined: usize,
    by: BTreeMap<FoundBy, usize>,
    into: BTreeMap<String, usize>,
}

pub(crate) fn check(catalogue: &Catalogue) {
    let mut links: BTreeMap<(String, String), Count> = BTreeMap::new();
    let mut copies: BTreeMap<String, usize> = BTreeMap::new();
    let mut after = None;
    loop {
        let (resources, _) = catalogue
            .resources(&Filter::default(), after, 1_000)
            .unwrap();
        let Some(last) = resources.last() else { break };
        after = Some(last.row);
        for resource in resources {
            let mut before = String::new();
            for related in catalogue.related(&resource).unwrap() {
                let key = (resource.source.clone(), related.relation.clone());
                let count = links.entry(key).or_default();
                count.meaning = related.meaning.to_string();
                // One that leads to several stands there once for each.
                let again = before == format!("{} {}", related.relation, related.id);
                before = format!("{} {}", related.relation, related.id);
                count.stated += usize::from(!again);
                let Some(found_by) = related.found_by else {
                    continue;
                };
                count.joined += usize::from(!again);
                *count.by.entry(found_by).or_default() += 1;
                let source = related.resource.unwrap().source;
                *count.into.entry(source).or_default() += 1;
            }
            let others = catalogue.copies(&resource).unwrap();
            if let Some(original) = others.iter().find(|copy| copy.copied_by.is_none()) {
                let (of, _) = original.key.split_once(':').unwrap();
                *copies
                    .entry(format!("{} of {of}", resource.source))
                    .or_default() += 1;
            }
        }
    }
    let mut table =
        String::from("source and relation                         meaning      stated  joined\n");
    for ((source, relation), count) in &links {
        let name = format!("{source} {relation}");
        let Count {
            meaning,
            stated,
            joined,
            ..
        } = count;
        write!(table, "{name:<43} {meaning:<11}{stated:>8}{joined:>8}").unwrap();
        for (by, links) in &count.by {
            write!(table, "  {links} by {by}").unwrap();
        }
        let into: Vec<String> = count
            .into
            .iter()
            .map(|(source, links)| format!("{source} {links}"))
            .collect();
        writeln!(
            table,
            "{}{}",
            if into.is_empty() { "" } else { "  into " },
            into.join(", ")
        )
        .unwrap();
    }
    table += "\ncopies\n";
    for (name, count) in &copies {
        writeln!(table, "{name:<43}{count:>8}").unwrap();
    }
    crate::snapshot("links", &table);
}
