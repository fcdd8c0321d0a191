//! Findings: what a report names, where, in which words and how surely.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::context::{WordContext, speaks_of_attack};
use super::passage::{Passage, Position};
use super::vocabulary::{NameKind, Vocabulary};
use super::{Report, id, name};

/// How likely it is that the words mean what they are matched to.
///
/// High: an id of the vocabulary, or a name as ATT&CK writes it. Medium: a name in other case or number, an ordinary word
/// with a cue, an id that the vocabulary lacks near a cue. Low: an ordinary word or a look-alike id without a cue, a name
/// that two actors share, and whatever its sentence denies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// It may well be something else.
    Low,
    /// It is probably meant.
    Medium,
    /// It is meant.
    High,
}

/// What a finding was matched by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MatchedBy {
    /// Its id.
    Id,
    /// An address of attack.mitre.org with its id.
    Link,
    /// Its name.
    Name,
    /// Another name that ATT&CK knows for it.
    Alias,
}

/// One thing that a report names at one place, with all the words there that do so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Its id: `T1059.001`, `G0016`.
    pub id: String,
    /// What it is.
    pub kind: NameKind,
    /// Its name, where the vocabulary has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the vocabulary has it; old ids and look-alikes are not in it.
    pub known: bool,
    /// Where it is named.
    pub place: Position,
    /// That of its best occurrence.
    pub confidence: Confidence,
    /// Where in the words, in their order.
    pub occurrences: Vec<Occurrence>,
}

/// Words that name something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// What it was matched by.
    pub matched_by: MatchedBy,
    /// How surely.
    pub confidence: Confidence,
    /// Whether its sentence says that it was not so.
    pub denied: bool,
    /// The sentence, or some 160 characters of it.
    pub quote: String,
    /// The bytes of the quote that are the words.
    pub words: Range<usize>,
}

/// All findings of one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingGroup<'a> {
    /// Its id.
    pub id: &'a str,
    /// That of its best finding.
    pub confidence: Confidence,
    /// Its findings in the order of the report.
    pub findings: Vec<&'a Finding>,
}

/// Words in a passage, before they are quoted.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) range: Range<usize>,
    pub(super) id: String,
    pub(super) kind: NameKind,
    pub(super) matched_by: MatchedBy,
    pub(super) confidence: Confidence,
}

/// Finds what a report names, in the order of its text.
pub fn find(report: &Report, vocabulary: &Vocabulary) -> Vec<Finding> {
    let ids: Vec<Vec<Hit>> = report
        .passages
        .iter()
        .map(|passage| id::scan(&passage.text, vocabulary))
        .collect();
    let known = |index: usize| {
        let known = |hit: &Hit| hit.confidence == Confidence::High;
        ids.get(index).is_some_and(|hits| hits.iter().any(known))
    };
    let mut findings = Vec::new();
    for (index, passage) in report.passages.iter().enumerate() {
        // A row or an item with an old id stands among others with known ones; a paragraph stands for itself.
        let near = if is_row(passage) {
            index.saturating_sub(1)..=index + 1
        } else {
            index..=index
        };
        let cue = !ids[index].is_empty()
            && (near.into_iter().any(known) || speaks_of_attack(&passage.text.to_lowercase()));
        let mut hits = ids[index].clone();
        if cue {
            hits.iter_mut()
                .filter(|hit| vocabulary.name(&hit.id).is_none())
                .for_each(raise);
        }
        hits.extend(name::scan(passage, vocabulary, &ids[index]));
        hits.sort_by(|left, right| {
            (left.range.start, &left.id).cmp(&(right.range.start, &right.id))
        });
        gather(passage, hits, vocabulary, &mut findings);
    }
    findings
}

/// Whether a passage has cells, or is as short as an item of a list and no sentence.
fn is_row(passage: &Passage) -> bool {
    const SHORT: usize = 10;
    let short = passage.text.split_whitespace().nth(SHORT).is_none();
    passage.text.contains('|') || (short && !passage.text.ends_with('.'))
}

fn raise(hit: &mut Hit) {
    hit.confidence = hit.confidence.max(Confidence::Medium);
}

/// One finding for each id and place.
fn gather(passage: &Passage, hits: Vec<Hit>, vocabulary: &Vocabulary, findings: &mut Vec<Finding>) {
    let mut at: BTreeMap<(String, Position), usize> = BTreeMap::new();
    // A page of a PDF has many passages.
    let same_page = findings
        .iter()
        .enumerate()
        .rev()
        .take_while(|(_, finding)| finding.place == passage.place);
    at.extend(same_page.map(|(index, finding)| ((finding.id.clone(), finding.place), index)));
    for hit in hits {
        let place = passage.place_at(hit.range.start);
        let occurrence = occurrence(passage, &hit);
        let index = *at.entry((hit.id.clone(), place)).or_insert(findings.len());
        if index == findings.len() {
            let name = vocabulary.name(&hit.id).map(|name| name.name.clone());
            findings.push(Finding {
                known: name.is_some(),
                name,
                place,
                confidence: occurrence.confidence,
                occurrences: Vec::new(),
                id: hit.id,
                kind: hit.kind,
            });
        }
        let finding = &mut findings[index];
        finding.confidence = finding.confidence.max(occurrence.confidence);
        finding.occurrences.push(occurrence);
    }
}

fn occurrence(passage: &Passage, hit: &Hit) -> Occurrence {
    let words = WordContext::new(&passage.text, &hit.range);
    let denied = words.denied();
    let (quote, words) = words.quote();
    Occurrence {
        matched_by: hit.matched_by,
        confidence: if denied {
            Confidence::Low
        } else {
            hit.confidence
        },
        denied,
        quote,
        words,
    }
}

/// Findings of the same thing together, in the order of ids.
pub fn by_id(findings: &[Finding]) -> Vec<FindingGroup<'_>> {
    let mut groups: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        groups.entry(&finding.id).or_default().push(finding);
    }
    let sure = |findings: &[&Finding]| findings.iter().map(|finding| finding.confidence).max();
    groups
        .into_iter()
        .map(|(id, findings)| FindingGroup {
            id,
            confidence: sure(&findings).unwrap_or(Confidence::Low),
            findings,
        })
        .collect()
}
