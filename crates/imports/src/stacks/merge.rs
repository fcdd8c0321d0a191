//! Several stacks as one.

use std::collections::HashSet;
use std::hash::Hash;

use model::{Claim, Exclusion, Stack};

/// All that the stacks say, in their order, each thing once. Where one says nothing of platforms or log sources and
/// another does, what is said holds. Names are joined with ` + `.
pub fn merge(stacks: Vec<Stack>) -> Stack {
    let (mut all, mut names) = (Stack::default(), Vec::new());
    for stack in stacks {
        names.extend(stack.name);
        all.platforms.extend(stack.platforms);
        all.log_sources.extend(stack.log_sources);
        all.sources.extend(stack.sources);
        all.products.extend(stack.products);
        all.deployed.extend(stack.deployed);
        all.exclusions.extend(stack.exclusions);
        all.claims.extend(stack.claims);
    }
    for texts in [
        &mut names,
        &mut all.platforms,
        &mut all.log_sources,
        &mut all.sources,
        &mut all.products,
        &mut all.deployed,
    ] {
        once(texts, Clone::clone);
    }
    once(&mut all.exclusions, parts);
    once(&mut all.claims, claimed);
    all.name = (!names.is_empty()).then(|| names.join(" + "));
    all
}

/// Keeps the first of those that are the same by their key.
fn once<T, K: Hash + Eq>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let mut seen = HashSet::new();
    items.retain(|item| seen.insert(key(item)));
}

fn parts(exclusion: &Exclusion) -> [String; 4] {
    let Exclusion {
        what,
        owner,
        reason,
        date,
    } = exclusion.clone();
    [what, owner, reason, date]
}

/// Scores are compared by their bits: what is written the same is the same.
fn claimed(claim: &Claim) -> (String, String, u64, Vec<String>, String) {
    let Claim {
        technique,
        of,
        score,
        applicable_to,
        origin,
    } = claim.clone();
    (technique, of, score.to_bits(), applicable_to, origin)
}
