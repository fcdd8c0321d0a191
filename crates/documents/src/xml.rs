//! XML that no parser takes: several roots in a file, and signs that should have been escaped. Elements of one name are
//! cut out of the text, so that what is wrong in one costs the others nothing.

use std::borrow::Cow;

/// An element, as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Element<'text> {
    /// The byte at which it begins.
    pub at: usize,
    /// All of it, from its first bracket to its last.
    pub text: &'text str,
    /// What stands between its name and the bracket.
    attributes: &'text str,
    /// What stands inside; `None` where it is not closed before the next of its name.
    pub content: Option<&'text str>,
}

impl<'text> Element<'text> {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&'text str> {
        let mut rest = self.attributes;
        loop {
            let (key, value) = rest.split_once('=')?;
            let value = value.trim_start();
            let quote = value
                .chars()
                .next()
                .filter(|&sign| sign == '"' || sign == '\'')?;
            let (inside, after) = value[1..].split_once(quote)?;
            if key.trim() == name {
                return Some(inside);
            }
            rest = after;
        }
    }
}

/// The text with white space in place of its comments, so that lines stay where they are.
pub fn without_comments(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--") {
        let (comment, after) = comment.split_once("-->").unwrap_or((comment, ""));
        result += before;
        result.extend(comment.chars().filter(|&letter| letter == '\n'));
        rest = after;
    }
    result + rest
}

/// The elements of this name, which hold none of the same name.
pub fn elements<'text>(text: &'text str, name: &str) -> Vec<Element<'text>> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let starts: Vec<usize> = text
        .match_indices(&open)
        .map(|(at, _)| at)
        .filter(|at| {
            text[at + open.len()..].starts_with(|sign: char| sign == '>' || sign.is_whitespace())
        })
        .collect();
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(&at, end)| element(&text[at..end], at, open.len(), &close))
        .collect()
}

fn element<'text>(
    text: &'text str,
    at: usize,
    named: usize,
    close: &str,
) -> Option<Element<'text>> {
    let bracket = text.find('>')?;
    let end = text[bracket..].find(close).map(|end| bracket + end);
    Some(Element {
        at,
        text: end.map_or(text, |end| &text[..end + close.len()]),
        attributes: &text[named..bracket],
        content: end.map(|end| &text[bracket + 1..end]),
    })
}

/// The text with its entities resolved.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let signs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    Cow::Owned(signs.iter().fold(text.to_owned(), |text, (entity, sign)| {
        text.replace(entity, sign)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn elements_are_cut_out_of_ill_formed_text() {
        let text = "<rule id=\"1\" level='2'>a \\<\\w+> b</rule><rules/><rule id=\"3\">open<rule id=\"4\"></rule>";
        let rules = elements(text, "rule");
        let ids: Vec<_> = rules
            .iter()
            .map(|rule| (rule.attribute("id"), rule.content))
            .collect();
        assert_eq!(
            ids,
            [
                (Some("1"), Some("a \\<\\w+> b")),
                (Some("3"), None),
                (Some("4"), Some(""))
            ]
        );
        assert_eq!(rules[0].attribute("level"), Some("2"));
        assert_eq!(without_comments("a<!--b\nc-->d<!--e"), "a\nd");
        assert_eq!(unescaped("&lt;a&gt; &amp;amp;"), "<a> &amp;");
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in "(<a|</a>|>|=|\"|'| |é|<!--|-->|\n)*") {
            let text = without_comments(&text);
            for element in elements(&text, "a") {
                let _ = (element.attribute("é"), unescaped(element.text));
            }
        }
    }
}
