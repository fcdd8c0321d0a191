//! Names in running text.
//!
//! - Of names that overlap the one that begins first counts, and of these the longest.
//! - Names of several words: in any case, with hyphens, spaces or neither between words, one word cut in two
//!   (`spear-phishing attachment`), in the plural. Names of one word: as they are written, with a hyphen or (before digits) a
//!   space inside (`APT-29`); in any case where their shape is unmistakable (`psexec`) or they are techniques of eight letters
//!   and more; all in capitals from five letters on.
//! - High: as ATT&CK writes it, or qualified (`Phishing: Spearphishing Link`). Medium: in another case or number.
//! - Ordinary words (`ordinary.tsv`): Medium with a cue (the same id in the passage, the kind beside it, for a technique the
//!   word ATT&CK or technique or its parent in the sentence or a tactic in brackets), or, if listed as `word`, with their
//!   capitals inside a sentence, away from other capitals and (for actors) from an article; an actor also where it begins a
//!   sentence and acts (`Play has used`). Otherwise Low, and nothing in small letters.
//! - A name of several techniques counts for the one whose id stands in the passage or whose parent stands in the
//!   sentence; otherwise for none. A name of a group and of a software counts for the kind said beside it, otherwise Low for both.

use std::ops::Range;

use super::context::{WordContext, names_attack, speaks_of_attack};
use super::find::{Confidence, Hit, MatchedBy};
use super::fold::{fold, folded, is_separator};
use super::ordinary_word::OrdinaryWord;
use super::passage::Passage;
use super::vocabulary::{NameKind, Term, TermForm, Vocabulary};

/// Terms that may stand at a place.
struct Candidate<'a> {
    range: Range<usize>,
    terms: Vec<&'a Term>,
    plural: bool,
}

/// All names in a passage, of which the ids are known already.
pub(super) fn scan(passage: &Passage, vocabulary: &Vocabulary, ids: &[Hit]) -> Vec<Hit> {
    let text = passage.text.as_str();
    let folded = fold(text);
    let found = vocabulary.candidates(&folded.text);
    let mut candidates: Vec<_> = found
        .filter_map(|(range, terms)| candidate(text, folded.back(range, text)?, terms))
        .collect();
    candidates.sort_by_key(|candidate| {
        (
            candidate.range.start,
            usize::MAX - candidate.range.end,
            candidate.plural,
        )
    });
    let mut end = 0;
    candidates.retain(|candidate| {
        let free = candidate.range.start >= end;
        end = end.max(candidate.range.end);
        free
    });
    let place = NameContext {
        passage,
        vocabulary,
        ids,
    };
    candidates
        .iter()
        .flat_map(|candidate| place.hits(candidate))
        .collect()
}

fn candidate<'a>(text: &str, range: Range<usize>, terms: &'a [Term]) -> Option<Candidate<'a>> {
    if !begins(text, range.start) {
        return None;
    }
    let plural = plural(text, range.end)?;
    let words = &text[range.clone()];
    let terms: Vec<_> = terms
        .iter()
        .filter(|term| fits(term, words, &text[range.end..]))
        .collect();
    let range = range.start..range.end + plural;
    let elsewhere = || in_address_or_path(text, &range);
    (!terms.is_empty() && !elsewhere()).then_some(Candidate {
        range: range.clone(),
        terms,
        plural: plural > 0,
    })
}

fn begins(text: &str, start: usize) -> bool {
    let mut before = text[..start].chars().rev();
    match before.next() {
        Some('-' | '.' | '\'' | '’') => !before.next().is_some_and(char::is_alphanumeric),
        Some(last) => !last.is_alphanumeric() && !matches!(last, '_' | '@'),
        None => true,
    }
}

/// How long the plural is that ends a word; nothing where the word goes on.
fn plural(text: &str, end: usize) -> Option<usize> {
    let rest = &text[end..];
    ["", "s", "es"]
        .into_iter()
        .filter(|plural| rest.starts_with(plural))
        .map(str::len)
        .find(|length| {
            let mut after = rest[*length..].chars();
            match after.next() {
                Some('.') => {
                    after.next().is_none_or(|next| !next.is_alphanumeric())
                        || is_program(&rest[*length..])
                }
                Some('[') => !rest[*length..].starts_with("[."),
                Some(next) => !next.is_alphanumeric() && !matches!(next, '_' | '@'),
                None => true,
            }
        })
}

/// `.exe` and the like, as opposed to a domain.
fn is_program(rest: &str) -> bool {
    [".exe", ".dll", ".ps1", ".py", ".sys", ".bat"]
        .iter()
        .any(|ending| {
            rest.get(..ending.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(ending))
                && !rest[ending.len()..].starts_with(char::is_alphanumeric)
        })
}

/// Whether words are a part of an address or a path; the program at the end of a path counts as named.
fn in_address_or_path(text: &str, range: &Range<usize>) -> bool {
    let from = text.floor_char_boundary(range.start.saturating_sub(200));
    let token = text[from..range.start]
        .rsplit([' ', '(', '"', '\'', '`', '>'])
        .next()
        .unwrap_or_default();
    let path =
        token.starts_with('/') || token.contains('\\') || text[range.end..].starts_with('\\');
    token.contains("://") || (path && !is_program(&text[range.end..]))
}

/// Whether some words are one way to write a term.
fn fits(term: &Term, words: &str, rest: &str) -> bool {
    let separators = words
        .chars()
        .filter(|character| is_separator(*character))
        .count();
    let own = term
        .written
        .chars()
        .filter(|character| is_separator(*character))
        .count();
    if own > 0 {
        return separators <= own + 2;
    }
    let exact = same(&term.written, words);
    one_word(words)
        && (exact || is_program(rest) || (term.ordinary.is_none() && recognisable(term, words)))
}

/// Whether one word is written as one: a hyphen inside, or a space before digits.
fn one_word(words: &str) -> bool {
    let mut spaces = words.match_indices(is_separator).map(|(at, mark)| {
        let digit = words[at + mark.len()..].starts_with(|next: char| next.is_ascii_digit());
        mark == "-" || (mark == " " && digit && words[..at].ends_with(char::is_alphabetic))
    });
    spaces.all(|fits| fits)
}

/// Whether a name of one word is told from other words in another case too.
fn recognisable(term: &Term, words: &str) -> bool {
    let mixed = term
        .written
        .chars()
        .skip(1)
        .any(|character| character.is_uppercase() || character.is_ascii_digit())
        && term.written.chars().any(char::is_lowercase);
    let letters = term.written.chars().count();
    let loud = letters >= 5 && words.chars().all(|character| !character.is_lowercase());
    loud || (mixed && letters >= 5) || (term.kind == NameKind::Technique && letters >= 8)
}

/// Whether two texts are the same, spaces and hyphens apart.
fn same(left: &str, right: &str) -> bool {
    let kept = |character: &char| !is_separator(*character);
    left.chars().filter(kept).eq(right.chars().filter(kept))
}

struct NameContext<'a> {
    passage: &'a Passage,
    vocabulary: &'a Vocabulary,
    ids: &'a [Hit],
}

impl NameContext<'_> {
    fn hits(&self, candidate: &Candidate<'_>) -> Vec<Hit> {
        let words = WordContext::new(&self.passage.text, &candidate.range);
        let nearest = candidate.terms.iter().map(|term| term.form).min();
        let mut terms: Vec<&Term> = candidate
            .terms
            .iter()
            .copied()
            .filter(|term| Some(term.form) == nearest)
            .collect();
        terms.dedup_by(|left, right| left.id == right.id);
        let ambiguous = terms.len() > 1;
        if ambiguous && terms.iter().any(|term| term.kind == NameKind::Technique) {
            terms.retain(|term| self.points_to(term, &words));
            if terms.len() > 1 {
                return Vec::new();
            }
        } else if ambiguous
            && let Some(term) = terms.iter().copied().find(|term| words.says(term.kind, 2))
        {
            terms = vec![term];
        }
        let unresolved = terms.len() > 1;
        let hit = |term: &Term| {
            let confidence = match self.confidence(term, candidate, &words)? {
                _ if unresolved => Confidence::Low,
                Confidence::Low if ambiguous => Confidence::Medium,
                confidence => confidence,
            };
            Some(hit(term, candidate, confidence))
        };
        terms.into_iter().filter_map(hit).collect()
    }

    /// Whether the passage has the id of a term, or the sentence its parent.
    fn points_to(&self, term: &Term, words: &WordContext<'_>) -> bool {
        let parent = |parent: &String| folded(&words.sentence()).contains(parent.as_str());
        self.has_id(term) || term.parent.as_ref().is_some_and(parent)
    }

    fn has_id(&self, term: &Term) -> bool {
        self.ids.iter().any(|hit| hit.id == term.id)
    }

    fn confidence(
        &self,
        term: &Term,
        candidate: &Candidate<'_>,
        words: &WordContext<'_>,
    ) -> Option<Confidence> {
        let written = &self.passage.text[candidate.range.clone()];
        let exact = same(&term.written, written) && term.form != TermForm::Singular;
        match term.ordinary {
            _ if term.form == TermForm::Qualified => Some(Confidence::High),
            None if exact => Some(Confidence::High),
            None => Some(Confidence::Medium),
            Some(_) if self.has_cue(term, candidate, words) => Some(Confidence::Medium),
            // `cloud accounts` is what anybody says, and `at` stands in every sentence.
            Some(_) if !exact || !term.written.contains(char::is_uppercase) => None,
            Some(OrdinaryWord::Word) if self.stands_out(term, candidate, words) => {
                Some(Confidence::Medium)
            }
            Some(_) => Some(Confidence::Low),
        }
    }

    fn has_cue(&self, term: &Term, candidate: &Candidate<'_>, words: &WordContext<'_>) -> bool {
        let written = &self.passage.text[candidate.range.clone()];
        if self.has_id(term) || is_program(&self.passage.text[candidate.range.end..]) {
            return true;
        }
        let capitals = written.chars().next().is_some_and(char::is_uppercase)
            == term.written.starts_with(char::is_uppercase);
        let speaks = match term.ordinary {
            Some(OrdinaryWord::Always) => names_attack,
            _ => speaks_of_attack,
        };
        let cue = match term.kind {
            NameKind::Technique => {
                speaks(&words.sentence())
                    || words.has_tactic(self.vocabulary.tactics())
                    || self.points_to(term, words)
            }
            // `the net utility`, but not `at the command line`.
            kind if term.written.chars().all(char::is_lowercase) => words.says(kind, 1),
            kind => words.says(kind, 2),
        };
        capitals && cue
    }

    /// Whether the capitals of an ordinary word can only be those of a name.
    fn stands_out(&self, term: &Term, candidate: &Candidate<'_>, words: &WordContext<'_>) -> bool {
        let joined = self.passage.text[candidate.range.end..].starts_with('-');
        let actor = term.kind != NameKind::Technique;
        let of_something = actor && words.after_article();
        // `Play has used` begins a sentence about an actor, `Play is` may begin any.
        let begins = words.begin() && !(actor && words.act());
        !self.passage.heading && !joined && !of_something && !begins && !words.among_capitals()
    }
}

fn hit(term: &Term, candidate: &Candidate<'_>, confidence: Confidence) -> Hit {
    Hit {
        range: candidate.range.clone(),
        id: term.id.clone(),
        kind: term.kind,
        matched_by: if term.alias {
            MatchedBy::Alias
        } else {
            MatchedBy::Name
        },
        confidence,
    }
}
