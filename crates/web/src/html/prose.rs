//! ATT&CK's descriptions: Markdown with a few HTML tags and citations, from outside, as harmless HTML.

use std::borrow::Cow;
use std::collections::HashSet;

use ammonia::{Builder, UrlRelative};
use publish::{is_invisible, plain_lines};
use pulldown_cmark::{CowStr, Event, Parser, TagEnd, TextMergeStream, html};

use super::safe::{Address, SafeText};

/// A description that is safe to put on a page.
pub(crate) struct Prose {
    /// Only these elements, without attributes but `href`.
    pub(crate) html: String,
    /// What it cites, in the order of the numbers in the text.
    pub(crate) cited: Vec<SafeText>,
}

/// No headings: they would break the order of the page's own. No images: they would be requested.
const ELEMENTS: [&str; 11] = [
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "li",
    "ol",
    "p",
    "strong",
    "sup",
    "ul",
];

const CITATION: &str = "(Citation: ";

impl Prose {
    pub(crate) fn of(markdown: &str) -> Self {
        let markdown = plain_lines(markdown);
        let mut cited = Vec::new();
        let mut events = Vec::new();
        for event in TextMergeStream::new(Parser::new(&markdown)) {
            match event {
                Event::Text(text) if text.contains(CITATION) => {
                    events.extend(number_citations(&text, &mut cited));
                }
                other => events.push(other),
            }
        }
        let mut unsafe_html = String::new();
        html::push_html(&mut unsafe_html, events.into_iter());
        let mut html = sanitizer().clean(&unsafe_html).to_string();
        // Entities in the text may have become letters that were removed before.
        html.retain(|letter| letter == '\n' || !(letter.is_control() || is_invisible(letter)));
        Self {
            html,
            cited: cited.iter().map(|name| SafeText::of(name)).collect(),
        }
    }
}

/// The first two sentences of a description as plain words, without what they cite.
pub(crate) fn opening(markdown: &str) -> SafeText {
    let markdown = plain_lines(markdown);
    let mut text = String::new();
    for event in Parser::new(&markdown) {
        match event {
            Event::Text(words) | Event::Code(words) => text += &words,
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::Paragraph) => break,
            _ => {}
        }
    }
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some((before, _, after)) = citation(rest) {
        plain += before;
        rest = after;
    }
    plain += rest;
    SafeText::of(sentences(&plain, 2))
}

/// The text as far as this many sentences go.
fn sentences(text: &str, most: usize) -> &str {
    let ends = text.match_indices(". ").map(|(at, _)| at + 1);
    // `e.g.`, `vs.` and single letters end no sentence.
    let mut real = ends.filter(|&end| {
        let word = text[..end].rsplit([' ', '(']).next().unwrap_or_default();
        let next = text[end + 1..].chars().next();
        word.len() > 2
            && !matches!(word, "e.g." | "i.e." | "etc." | "vs.")
            && next.is_some_and(|letter| !letter.is_lowercase())
    });
    real.nth(most - 1).map_or(text, |end| &text[..end])
}

/// `(Citation: Name)` as the number of the name in the list below the text.
fn number_citations(text: &str, cited: &mut Vec<String>) -> Vec<Event<'static>> {
    let owned = |text: &str| Event::Text(CowStr::from(text.to_owned()));
    let mut events = Vec::new();
    let mut rest = text;
    while let Some((before, name, after)) = citation(rest) {
        events.push(owned(before));
        let known = cited.iter().position(|known| known == name);
        let number = 1 + known.unwrap_or_else(|| {
            cited.push(name.to_owned());
            cited.len() - 1
        });
        let link = format!("<sup><a href=\"#citation-{number}\">[{number}]</a></sup>");
        events.push(Event::InlineHtml(CowStr::from(link)));
        rest = after;
    }
    events.push(owned(rest));
    events
}

fn citation(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once(CITATION)?;
    let (name, after) = rest.split_once(')')?;
    Some((before, name, after))
}

fn sanitizer() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(ELEMENTS.into())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes([("a", HashSet::from(["href"]))].into())
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(UrlRelative::PassThrough)
        .attribute_filter(followable)
        .link_rel(Some("noopener noreferrer"));
    builder
}

/// Links lead to the web or to a citation on the page.
fn followable<'value>(_: &str, attribute: &str, value: &'value str) -> Option<Cow<'value, str>> {
    let digits = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit());
    let on_page = value.strip_prefix("#citation-").is_some_and(digits);
    let good = attribute != "href" || on_page || Address::of(value).is_some();
    good.then_some(Cow::Borrowed(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, html: &str) {
        assert_eq!(Prose::of(markdown).html.trim_end(), html);
    }

    #[test]
    fn two_sentences_open_a_description() {
        let check = |markdown: &str, words: &str| {
            assert_eq!(opening(markdown).to_string(), words);
        };
        check(
            "They use [Valid Accounts](https://attack.mitre.org/techniques/T1078), e.g. `ssh`.(Citation: A) Then\nthey <b>act</b>. And more.\n\nNot this.",
            "They use Valid Accounts, e.g. ssh. Then they act.",
        );
        check("Only one sentence", "Only one sentence");
        check("", "");
    }

    #[test]
    fn markdown_becomes_paragraphs_links_and_code() {
        check(
            "Use [SSH](https://attack.mitre.org/x).\n\nRun <code>cmd.exe</code>.<br>Then *stop*.",
            "<p>Use <a href=\"https://attack.mitre.org/x\" rel=\"noopener noreferrer\">SSH</a>.</p>\n\
             <p>Run <code>cmd.exe</code>.<br>Then <em>stop</em>.</p>",
        );
        check(
            "# A\n\n![p](https://x.example/p.png)\n\n- b",
            "A\n<p></p>\n<ul>\n<li>b</li>\n</ul>",
        );
    }

    #[test]
    fn citations_are_numbered_once_each() {
        let prose =
            Prose::of("One.(Citation: A & B) Two.(Citation: C)(Citation: A & B) (Citation: open");
        let link = |number| {
            format!(
                "<sup><a href=\"#citation-{number}\" rel=\"noopener noreferrer\">[{number}]</a></sup>"
            )
        };
        assert_eq!(
            prose.html.trim_end(),
            format!(
                "<p>One.{} Two.{}{} (Citation: open</p>",
                link(1),
                link(2),
                link(1)
            )
        );
        assert_eq!(prose.cited, [SafeText::of("A & B"), SafeText::of("C")]);
    }

    #[test]
    fn nothing_in_a_description_acts() {
        check("<script>alert(1)</script>x", "x");
        check("a<img src=x onerror=alert(1)>b", "<p>ab</p>");
        check("<p onclick=\"x\" style=\"y\" id=\"z\">a</p>", "<p>a</p>");
        for address in [
            "javascript:alert(1)",
            "//evil.example",
            "data:text/html,x",
            "/x",
            "#content",
            "#citation-1x",
        ] {
            check(
                &format!("[a]({address})"),
                "<p><a rel=\"noopener noreferrer\">a</a></p>",
            );
        }
        check("a&#x202e;b&#7;c\u{202e}d", "<p>abcd</p>");
        let prose = Prose::of(
            "(Citation: <img src=x>) [a](https://x.example/(Citation: y) \"(Citation: z)\")",
        );
        assert!(!prose.html.contains("<img"), "{}", prose.html);
    }
}
