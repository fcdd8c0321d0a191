//! Web pages, read by the tokenizer that follows browsers. Scripts, styles, templates and comments are left out; blocks
//! are passages, rows of tables keep their cells apart, and a link to attack.mitre.org stands behind the words that it is on.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::passage::{Draft, Passage, Position};

pub(super) fn read(page: &str) -> (Option<String>, Vec<Passage>) {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(page));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut page = tokenizer.sink.0.into_inner();
    page.finish();
    let title = page.title.finish(true).map(|title| title.text);
    (title, page.passages)
}

#[derive(Default)]
struct Sink(RefCell<Page>);

/// What has been read so far.
#[derive(Default)]
struct Page {
    passages: Vec<Passage>,
    draft: Draft,
    title: Draft,
    heading: bool,
    in_title: bool,
    preformatted: u32,
    /// How many elements whose text nobody sees are open.
    hidden: u32,
    /// The address of the link that is open.
    link: Option<String>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => page.text(&text, line),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return page.open(&tag),
            Token::TagToken(tag) => page.close(&tag.name, line),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Page {
    fn open(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if is_block(name) {
            self.finish();
        }
        match name {
            "script" | "style" | "template" => self.hidden += 1,
            "title" => self.in_title = true,
            "pre" => self.preformatted += 1,
            "a" => self.link = address(tag),
            _ => self.heading |= is_heading(name),
        }
        match name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            "title" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn close(&mut self, name: &str, line: u64) {
        match name {
            "script" | "style" | "template" => self.hidden = self.hidden.saturating_sub(1),
            "title" => self.in_title = false,
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "td" | "th" => self.text(" | ", line),
            "a" => {
                if let Some(address) = self.link.take() {
                    self.text(&format!(" ({address}) "), line);
                }
            }
            _ => {}
        }
        if is_block(name) {
            self.finish();
        }
    }

    fn text(&mut self, text: &str, line: u64) {
        if self.hidden > 0 {
            return;
        }
        // The tokenizer tells the line at which a text ends.
        let breaks = text.bytes().filter(|byte| *byte == b'\n').count() as u64;
        let first = line.saturating_sub(breaks).max(1);
        for (line, part) in (first..).zip(text.split('\n')) {
            let draft = if self.in_title {
                &mut self.title
            } else {
                &mut self.draft
            };
            if line > first {
                draft.part(Position::Line(line - 1), " ");
                if self.preformatted > 0 {
                    self.finish();
                }
            }
            let draft = if self.in_title {
                &mut self.title
            } else {
                &mut self.draft
            };
            draft.part(Position::Line(line), part);
        }
    }

    fn finish(&mut self) {
        let passage = self.draft.finish(std::mem::take(&mut self.heading));
        self.passages.extend(passage);
    }
}

/// The address of a link, where it leads to ATT&CK.
fn address(tag: &Tag) -> Option<String> {
    let href = tag
        .attrs
        .iter()
        .find(|attribute| &*attribute.name.local == "href")?;
    href.value
        .contains("attack.mitre.org")
        .then(|| href.value.trim().to_owned())
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "caption")
}

/// Elements that stand on lines of their own. A cell is none: its row is read as one.
fn is_block(name: &str) -> bool {
    const BLOCKS: &str = "address article aside blockquote body br caption dd details dialog div dl dt fieldset figcaption \
        figure footer form head header hr html legend li main nav ol option p pre section summary table tbody tfoot thead \
        title tr ul";
    is_heading(name) || BLOCKS.split_whitespace().any(|block| block == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_browser_shows() {
        let page = "<!DOCTYPE html>\n<title>A &amp; B</title><style>T1000</style>\n<p>one\ntwo <b>th</b>ree&nbsp;four\n<div>five<br>six</div>\n\
            <script>if (a<b) T1001 </script><!-- T1002 --><template><p>T1003</p></template>\n\
            <table><tr><td>a</td>\n<td>b</td></tr></table><pre>x\ny</pre>\n\
            <h2>See <a href='https://attack.mitre.org/techniques/T1059/'>this</a></h2> <a href='https://example.org/T1060'>that</a>";
        let (title, passages) = read(page);
        let seen: Vec<_> = passages
            .iter()
            .map(|passage| (passage.text.as_str(), passage.place, passage.heading))
            .collect();
        let line = Position::Line;
        assert_eq!(title.as_deref(), Some("A & B"));
        assert_eq!(
            seen,
            [
                ("one two three four", line(3), false),
                ("five", line(5), false),
                ("six", line(5), false),
                ("a | b |", line(7), false),
                ("x", line(8), false),
                ("y", line(9), false),
                (
                    "See this (https://attack.mitre.org/techniques/T1059/)",
                    line(10),
                    true
                ),
                ("that", line(10), false),
            ]
        );
        assert_eq!(passages[0].place_at(4), line(4));
    }
}
