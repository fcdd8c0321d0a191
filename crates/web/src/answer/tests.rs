//! Pages of hostile answers, read by the tokenizer that browsers follow.

#[path = "../../../publish/tests/exports/page.rs"]
mod hostile;

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use proptest::prelude::*;
use questions::{Answer, page};

use super::html;

/// The elements that pages are made of.
const ELEMENTS: &str = "a article blockquote body br caption circle code dd details div dl dt em footer g h1 h2 h3 head \
    header html li main meta nav ol p path rect section span strong style summary sup svg table tbody td th thead title tr ul";

/// The attributes that they have.
const ATTRIBUTES: &str = "aria-hidden aria-label aria-labelledby charset class colspan content cx cy d fill height href \
    http-equiv id lang name opacity r rel role rx scope stroke stroke-linecap stroke-width tabindex viewBox width x y";

const HOSTILE: &str = "</td></title><script>alert(1)</script><img src=x onerror='alert(2)'>\" onclick=\"alert(3)\u{202e}";

fn render(answer: page::Answer) -> String {
    html(&Answer::Page(Box::new(answer))).unwrap().unwrap()
}

/// The tags of a page, as a browser reads them.
#[derive(Default)]
struct Tags(RefCell<Vec<Tag>>);

impl TokenSink for Tags {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        let raw = match (tag.kind, &*tag.name) {
            (TagKind::StartTag, "style") => Some(RawKind::Rawtext),
            (TagKind::StartTag, "title") => Some(RawKind::Rcdata),
            _ => None,
        };
        self.0.borrow_mut().push(tag);
        raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }
}

fn tags(page: &str) -> Vec<Tag> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(page));
    let tokenizer = Tokenizer::new(Tags::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// Only our elements and attributes, no scripts and only addresses that a reader may follow.
fn check(page: &str) {
    for tag in tags(page) {
        assert!(
            ELEMENTS.split_whitespace().any(|name| *name == *tag.name),
            "<{}>",
            tag.name
        );
        for attribute in &tag.attrs {
            let (name, value) = (&*attribute.name.local, &*attribute.value);
            assert!(
                ATTRIBUTES
                    .split_whitespace()
                    .any(|known| known.eq_ignore_ascii_case(name)),
                "{name}={value:?}"
            );
            let followable = ["https://", "http://", "#"];
            assert!(
                name != "href"
                    || followable
                        .iter()
                        .any(|start| value.to_lowercase().starts_with(start)),
                "{value}"
            );
        }
    }
    let deceives =
        |letter: char| (letter.is_control() && letter != '\n') || publish::is_invisible(letter);
    assert!(!page.contains(deceives));
}

/// The body without the style, which has tests of its own.
fn body(page: &str) -> &str {
    page.split_once("<body>").map_or("", |(_, body)| body)
}

#[test]
fn hostile_upstream_text_stays_text() {
    let page = render(hostile::page(HOSTILE));
    check(&page);
    insta::assert_snapshot!(body(&page));
}

#[test]
fn a_catalogue_of_facts_says_so_and_links() {
    let mut answer = hostile::page("plain");
    answer.summary.technique.description = None;
    let page = render(answer);
    assert!(page.contains("The catalogue holds facts only"));
    assert!(page.contains("href=\"https://attack.mitre.org/techniques/T1021\""));
}

#[test]
fn every_anchor_of_the_contents_is_on_the_page() {
    let page = render(hostile::page("plain"));
    let attributes = |name: &str| -> Vec<String> {
        let all = tags(&page).into_iter().flat_map(|tag| tag.attrs);
        let of = all.filter(|attribute| &*attribute.name.local == name);
        of.map(|attribute| attribute.value.to_string()).collect()
    };
    let ids = attributes("id");
    for address in attributes("href") {
        let target = address.strip_prefix('#');
        assert!(
            target.is_none_or(|id| ids.iter().any(|known| known == id)),
            "{address}"
        );
    }
}

#[test]
fn lists_are_tables_and_other_answers_have_no_page() {
    let answer = questions::problems::Answer {
        items: vec![catalogue::SourceProblem {
            source: "sigma".to_owned(),
            problem: model::Problem {
                path: HOSTILE.to_owned(),
                line: None,
                what: "javascript:alert(1)".to_owned(),
            },
        }],
        total: 2,
        next: None,
        catalogue: catalogue::CatalogueSummary::default(),
    };
    let page = html(&Answer::Problems(Box::new(answer))).unwrap().unwrap();
    check(&page);
    assert!(page.contains("1 of 2") && !page.contains(">line<"));
    assert!(html(&Answer::Technique(Box::new(hostile::summary("plain")))).is_none());
}

/// Text made of what markup is made of.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = [
        "<",
        ">",
        "</",
        "\"",
        "'",
        "&",
        "&#x3c;",
        "&lt;",
        "=",
        "/",
        "\\",
        "`",
        "[",
        "](",
        ")",
        "!",
        "(Citation: ",
        "*",
        "_",
        "\n",
        "\n\n",
        "\t",
        "# ",
        "- ",
        "> ",
        "    ",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "script",
        "style",
        "svg",
        "img src=x",
        "a href=",
        "onerror=alert(1)",
        "javascript:",
        "data:text/html,",
        "https://",
        "//",
        "\u{0}",
        "\u{202e}",
        "&#x202e;",
        "x",
    ];
    let piece = prop_oneof![
        4 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_becomes_markup(text in pieces()) {
        check(&render(hostile::page(&text)));
    }
}
