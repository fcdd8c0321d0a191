//! Rules that are written as pages of Markdown: sections, tables, fields in bold, and code in fences.
//!
//! Only as much of Markdown as such pages use; what stands in a fence is code and nothing else.

/// A page or a section of one, and the line at which it starts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Markdown<'text> {
    text: &'text str,
    first_line: u32,
}

/// A row of a table.
#[derive(Debug)]
pub(crate) struct Row<'text> {
    pub(crate) line: u32,
    pub(crate) cells: Vec<&'text str>,
}

impl<'text> Markdown<'text> {
    pub(crate) fn new(text: &'text str) -> Self {
        Self {
            text,
            first_line: 1,
        }
    }

    /// Its first heading, without marks of emphasis.
    pub(crate) fn title(&self) -> Option<&'text str> {
        self.prose().find_map(|line| {
            let (_, name) = heading(line.text)?;
            Some(name.trim_matches(['*', '_', ' '])).filter(|name| !name.is_empty())
        })
    }

    /// What stands below the first heading that begins so, up to the next one of its rank.
    pub(crate) fn section(&self, name: &str) -> Option<Self> {
        let mut lines = self.prose().skip_while(|line| !is(line.text, name));
        let first = lines.next()?;
        let (rank, _) = heading(first.text)?;
        let start = first.start + first.text.len();
        let end = lines
            .find(|line| heading(line.text).is_some_and(|(other, _)| other <= rank))
            .map_or(self.text.len(), |line| line.start);
        Some(Self {
            text: &self.text[start..end],
            first_line: self.first_line + first.number + 1,
        })
    }

    /// Its text, if there is any.
    pub(crate) fn words(&self) -> Option<&'text str> {
        Some(self.text.trim()).filter(|text| !text.is_empty())
    }

    /// The rows of its tables; the first of each holds the names of the columns.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'text>> {
        let first = self.first_line;
        self.prose().filter_map(move |line| {
            let opened = line.text.trim().strip_prefix('|')?;
            let cells = opened.strip_suffix('|').unwrap_or(opened);
            let rule = |letter: char| matches!(letter, '-' | ':' | '|' | ' ');
            (!cells.chars().all(rule)).then(|| Row {
                line: first + line.number,
                cells: cells.split('|').map(str::trim).collect(),
            })
        })
    }

    /// The value of `**Name:** value`.
    pub(crate) fn bold(&self, name: &str) -> Option<&'text str> {
        let value = self.prose().find_map(|line| {
            let line = line.text.trim().trim_start_matches("- ");
            line.strip_prefix("**")?
                .strip_prefix(name)?
                .strip_prefix(":**")
        });
        value.map(str::trim).filter(|value| !value.is_empty())
    }

    /// What stands in its fences, one text for each.
    pub(crate) fn code(&self) -> Vec<&'text str> {
        let mut blocks = Vec::new();
        let mut start = None;
        for line in self.lines() {
            if !line.fence {
                continue;
            }
            match start.take() {
                None => start = Some(line.start + line.text.len()),
                Some(start) => blocks.push(self.text[start..line.start].trim_end()),
            }
        }
        // A fence that nobody closed holds the rest.
        blocks.extend(start.map(|start| self.text[start..].trim_end()));
        blocks.retain(|block| !block.trim().is_empty());
        blocks
    }

    /// The addresses of its links, written out or behind words.
    pub(crate) fn links(&self) -> Vec<&'text str> {
        let prose = self.prose();
        prose.flat_map(|line| links(line.text)).collect()
    }

    fn prose(&self) -> impl Iterator<Item = Line<'text>> + use<'text> {
        self.lines().filter(|line| !line.fence && !line.code)
    }

    fn lines(&self) -> impl Iterator<Item = Line<'text>> + use<'text> {
        let (mut start, mut number, mut code) = (0, 0, false);
        self.text.split_inclusive('\n').map(move |text| {
            let fence = text.trim_start().starts_with("```");
            let line = Line {
                text,
                start,
                number,
                fence,
                code,
            };
            code ^= fence;
            start += text.len();
            number += 1;
            line
        })
    }
}

/// A line, the byte and the number (from 0) at which it stands, and whether it is a fence or behind one.
struct Line<'text> {
    text: &'text str,
    start: usize,
    number: u32,
    fence: bool,
    code: bool,
}

/// The addresses in a text: `[words](https://example.org)` or `https://example.org`.
pub(crate) fn links(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("http").filter_map(|(at, _)| {
        let rest = &text[at..];
        let is_address = rest.starts_with("https://") || rest.starts_with("http://");
        // The words of a link may be its address, too: then what follows `](` is read, and this is not.
        let end = rest.find(|letter: char| letter.is_whitespace() || ")]<>|\"'".contains(letter));
        let address = &rest[..end.unwrap_or(rest.len())];
        let words = rest[address.len()..].starts_with("](");
        (is_address && !words).then(|| address.trim_end_matches(['.', ',', ';']))
    })
}

/// The rank and the name of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let name = line.trim_start_matches('#');
    let rank = line.len() - name.len();
    (1..=6).contains(&rank).then(|| (rank, name.trim()))
}

fn is(line: &str, name: &str) -> bool {
    heading(line).is_some_and(|(_, heading)| {
        let start = heading.as_bytes().get(..name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_page_is_taken_apart() {
        let page = Markdown::new(
            "# *Lamps*\n**ID:** 7\n## Tags\n| A | B |\n|---|:-:|\n| 1 |  |\n### Deeper\nx\n## Query\n```kql\n# no heading\n| a | b\n```\n",
        );
        assert_eq!(page.title(), Some("Lamps"));
        assert_eq!(page.bold("ID"), Some("7"));
        assert_eq!(page.code(), ["# no heading\n| a | b"]);
        let tags = page.section("tags").unwrap();
        assert!(tags.words().unwrap().ends_with("### Deeper\nx"));
        let rows: Vec<_> = tags.rows().map(|row| (row.line, row.cells)).collect();
        assert_eq!(rows, [(4, vec!["A", "B"]), (6, vec!["1", ""])]);
        assert!(page.section("none").is_none());
    }

    #[test]
    fn links_are_found_once() {
        let text = "[https://a.org/x](https://a.org/x), <http://b.org>, httpx and https://c.org.";
        let links: Vec<&str> = links(text).collect();
        assert_eq!(links, ["https://a.org/x", "http://b.org", "https://c.org"]);
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in "([#|`* \n:a]|```|é|http://|\\]\\()*") {
            let page = Markdown::new(&text);
            let _ = (page.title(), page.bold("a"), page.code(), page.links(), page.rows().count());
            let _ = page.section("a").map(|section| section.words().is_some());
        }
    }
}
