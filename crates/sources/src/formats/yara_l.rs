//! YARA-L, the language of Google Security Operations: a rule has a name and facts, `key = "value"` below `meta:`.
//! What follows is its query, of which only the values of single fields are understood.

use std::collections::BTreeSet;

/// The rule of a file.
pub(crate) struct Rule<'text> {
    pub(crate) name: &'text str,
    pub(crate) line: u32,
    pub(crate) meta: Vec<Meta<'text>>,
    /// From the name to the end.
    pub(crate) body: &'text str,
}

/// A fact, and the line at which it stands.
pub(crate) struct Meta<'text> {
    pub(crate) name: &'text str,
    pub(crate) value: &'text str,
    pub(crate) line: u32,
}

/// The first rule of the text that has facts.
pub(crate) fn rule(text: &str) -> Option<Rule<'_>> {
    let mut start = 0;
    let mut comment = false;
    let mut found: Option<Rule<'_>> = None;
    let mut in_meta = false;
    for (line, content) in (1..).zip(text.split_inclusive('\n')) {
        let at = start;
        start += content.len();
        let words = content.trim();
        if comment || words.starts_with("/*") {
            comment = !words.contains("*/");
            continue;
        }
        match &mut found {
            None => {
                found = name(words).map(|name| Rule {
                    name,
                    line,
                    meta: Vec::new(),
                    body: text[at..].trim(),
                });
            }
            Some(_) if words.replace(' ', "") == "meta:" => in_meta = true,
            Some(_) if in_meta && is_section(words) => break,
            Some(rule) if in_meta => rule.meta.extend(fact(words, line)),
            Some(_) => {}
        }
    }
    found.filter(|rule| !rule.meta.is_empty())
}

/// The first value of this name.
pub(crate) fn field<'text>(meta: &[Meta<'text>], name: &str) -> Option<&'text str> {
    let fact = meta.iter().find(|fact| fact.name == name)?;
    Some(fact.value).filter(|value| !value.trim().is_empty())
}

/// The values that the query asks of one of these fields: `$event.metadata.event_type = "USER_LOGIN"`.
pub(crate) fn values<'text>(body: &'text str, fields: &[&str]) -> Vec<&'text str> {
    let mut found = Vec::new();
    for line in body.lines() {
        let (code, _) = line.split_once("//").unwrap_or((line, ""));
        for field in fields {
            let places = code.match_indices(field);
            let values = places.filter_map(|(at, _)| asked(&code[at + field.len()..]));
            found.extend(values);
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|value| seen.insert(*value));
    found
}

/// The value behind `=`: a text, or a pattern that is only a text.
fn asked(after: &str) -> Option<&str> {
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value
        .chars()
        .next()
        .filter(|quote| "\"`/".contains(*quote))?;
    let (value, _) = value[1..].split_once(quote)?;
    let value = value.trim_start_matches('^').trim_end_matches('$');
    let is_text = |letter: char| letter.is_alphanumeric() || " _-".contains(letter);
    (!value.is_empty() && value.chars().all(is_text)).then_some(value)
}

/// `rule lamp_lit {`, or with the brace in the next line.
fn name(words: &str) -> Option<&str> {
    let rest = words.strip_prefix("rule")?;
    let name = rest.trim_end_matches('{').trim();
    (rest.starts_with(char::is_whitespace) && !name.is_empty()).then_some(name)
}

/// `events:` begins what is no fact; a value has a sign of equality before its colon.
fn is_section(words: &str) -> bool {
    words.split_once(':').is_some_and(|(name, _)| {
        name.trim()
            .chars()
            .all(|letter| letter.is_ascii_lowercase())
    })
}

/// `name = "value"  // why`; what is commented out is no fact.
fn fact(words: &str, line: u32) -> Option<Meta<'_>> {
    let (name, value) = words.split_once('=')?;
    let name = name.trim();
    let value = value.trim().strip_prefix('"')?;
    let (value, _) = value.rsplit_once('"')?;
    (!name.starts_with("//")).then_some(Meta { name, value, line })
}
