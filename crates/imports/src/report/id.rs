//! Ids of ATT&CK in running text.
//!
//! - Techniques: `T1059`, `T1059.001`, `T1059/001`, `T1059[.]001`; `T1059-001`, `T1059. 001` and `T1059.1` only where the
//!   vocabulary has the sub-technique. In small letters only what the vocabulary has, and
//!   behind `attack.` (the tags of Sigma).
//! - Groups, software, campaigns and tactics: `G0016`, `S0154`, `C0024`, `TA0001`, only where the vocabulary has them or an
//!   address of attack.mitre.org says so.
//! - None within a longer word: next to letters, digits, `_`, `\`, `+` or `@`, behind a hyphen (`CVE-2023-T1059`), before a
//!   hyphen with a digit or a capital (`T1041-7`), before a full stop with a digit (`T1090.2`).
//!
//! An id of the vocabulary is High; it is Low behind a word such as `part` or `room`, and in the address of another
//! site. A technique that the vocabulary lacks, be it revoked or a look-alike, is Medium with its sub-technique, in an address of
//! attack.mitre.org or near a cue (ATT&CK, technique, a known id beside it), otherwise Low.

use std::ops::Range;

use super::context::WordContext;
use super::find::{Confidence, Hit, MatchedBy};
use super::vocabulary::{NameKind, Vocabulary};

/// All ids in a text.
pub(super) fn scan(text: &str, vocabulary: &Vocabulary) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    for (start, byte) in text.bytes().enumerate() {
        let taken = hits.last().is_some_and(|hit| start < hit.range.end);
        if !taken && matches!(byte, b'T' | b't' | b'G' | b'S' | b'C') {
            hits.extend(hit(text, start, vocabulary));
        }
    }
    hits
}

fn hit(text: &str, start: usize, vocabulary: &Vocabulary) -> Option<Hit> {
    let written = technique(text, start, vocabulary).or_else(|| other(text, start))?;
    let before = before(text, start)?;
    let known = vocabulary.name(&written.id).is_some();
    let small = text.as_bytes()[start].is_ascii_lowercase();
    let confidence = match before {
        IdContext::Attack | IdContext::Tag if known => Confidence::High,
        IdContext::Attack | IdContext::Tag => Confidence::Medium,
        IdContext::OtherSite => (known && !small).then_some(Confidence::Low)?,
        IdContext::Text if !known && (small || written.kind != NameKind::Technique) => return None,
        IdContext::Text if known => {
            if odd(text, &written) {
                Confidence::Low
            } else {
                Confidence::High
            }
        }
        IdContext::Text if written.id.contains('.') => Confidence::Medium,
        IdContext::Text => Confidence::Low,
    };
    let matched_by = if before == IdContext::Attack {
        MatchedBy::Link
    } else {
        MatchedBy::Id
    };
    Some(Hit {
        range: written.range,
        id: written.id,
        kind: written.kind,
        matched_by,
        confidence,
    })
}

struct IdMatch {
    id: String,
    kind: NameKind,
    range: Range<usize>,
}

fn technique(text: &str, start: usize, vocabulary: &Vocabulary) -> Option<IdMatch> {
    let rest = &text[start..];
    let digits = digits(rest.get(1..)?);
    let number = rest
        .starts_with(['T', 't'])
        .then_some(digits)
        .filter(|digits| digits.len() == 4)?;
    let (sub, length) = sub_technique(number, &rest[5..], vocabulary)?;
    let id = sub.map_or_else(|| format!("T{number}"), |sub| format!("T{number}.{sub}"));
    let written = IdMatch {
        id,
        kind: NameKind::Technique,
        range: start..start + 5 + length,
    };
    ends(&rest[5 + length..]).then_some(written)
}

/// The number of the sub-technique and how much text it takes; nothing at all where the number goes on in another way.
fn sub_technique(
    number: &str,
    rest: &str,
    vocabulary: &Vocabulary,
) -> Option<(Option<String>, usize)> {
    let has = |sub: &str| vocabulary.name(&format!("T{number}.{sub:0>3}")).is_some();
    for (mark, sure) in [
        ("[.]", true),
        ("(.)", true),
        (". ", false),
        (".", true),
        ("/", true),
        ("-", false),
    ] {
        let Some(after) = rest.strip_prefix(mark) else {
            continue;
        };
        let sub = digits(after);
        let plain = sub.len() == 3 && sure;
        if plain || ((1..=3).contains(&sub.len()) && mark != ". " || sub.len() == 3) && has(sub) {
            return Some((Some(format!("{sub:0>3}")), mark.len() + sub.len()));
        }
        // `T1090.2` of a version; `T1059/2023` is an id beside a year.
        if !sub.is_empty() && mark == "." {
            return None;
        }
    }
    Some((None, 0))
}

fn other(text: &str, start: usize) -> Option<IdMatch> {
    const PREFIXES: [(&str, NameKind); 4] = [
        ("TA", NameKind::Tactic),
        ("G", NameKind::Group),
        ("S", NameKind::Software),
        ("C", NameKind::Campaign),
    ];
    let rest = &text[start..];
    let (prefix, kind) = PREFIXES
        .into_iter()
        .find(|(prefix, _)| rest.starts_with(prefix))?;
    let number = digits(&rest[prefix.len()..]);
    let end = prefix.len() + number.len();
    let goes_on = rest[end..].starts_with('.') && !digits(&rest[end + 1..]).is_empty();
    let id = rest[..end].to_owned();
    (number.len() == 4 && !goes_on && ends(&rest[end..])).then(|| IdMatch {
        id,
        kind,
        range: start..start + end,
    })
}

fn digits(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_digit).count()]
}

/// Whether an id may end before this.
fn ends(after: &str) -> bool {
    let mut after = after.chars();
    match after.next() {
        Some('-') => !after
            .next()
            .is_some_and(|next| next.is_ascii_digit() || next.is_uppercase()),
        Some(next) => !next.is_alphanumeric() && !matches!(next, '_' | '\\' | '+' | '@'),
        None => true,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum IdContext {
    /// An address of attack.mitre.org.
    Attack,
    /// An address of somebody else.
    OtherSite,
    /// `attack.` as in the tags of Sigma.
    Tag,
    Text,
}

/// What stands before an id; nothing where it cannot begin there.
fn before(text: &str, start: usize) -> Option<IdContext> {
    let from = text.floor_char_boundary(start.saturating_sub(200));
    let token = text[from..start]
        .rsplit([' ', '(', '<', '"', '\'', '|'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
        .replace("[.]", ".")
        .replace("(.)", ".");
    if token.contains("attack.mitre.org/") {
        return token.ends_with('/').then_some(IdContext::Attack);
    }
    let last = token.chars().next_back();
    let fits = match last {
        Some('.') => {
            return if token.ends_with("attack.") {
                Some(IdContext::Tag)
            } else {
                token[..token.len() - 1]
                    .is_empty()
                    .then_some(IdContext::Text)
            };
        }
        Some('-') => token == "-" || token.ends_with("att&ck-") || token.ends_with("mitre-"),
        Some(last) => !last.is_alphanumeric() && !matches!(last, '_' | '\\' | '+' | '@'),
        None => true,
    };
    let other = token.contains("://") || token.starts_with("www.");
    fits.then_some(if other {
        IdContext::OtherSite
    } else {
        IdContext::Text
    })
}

/// Whether a technique without sub-technique stands behind a word for things that have numbers too.
fn odd(text: &str, written: &IdMatch) -> bool {
    const THINGS: &str = "part parts model models serial serials ext extension phone room ticket order invoice printer article";
    let previous = WordContext::new(text, &written.range).previous();
    !written.id.contains('.')
        && !previous.is_empty()
        && THINGS.split(' ').any(|thing| thing == previous)
}
