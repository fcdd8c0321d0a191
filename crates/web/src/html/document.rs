//! A page of sections, each of some blocks, below a title with its buttons; most pages are one.

use askama::Template;

use super::block::{Block, TokenKind};
use super::form::SideForm;
use super::pillar_style::{PillarStyle, Shape};
use super::safe::{Link, SafeText};
use super::shell::Shell;
use super::table::Cell;

/// A page of sections below each other.
#[derive(Template)]
#[template(path = "document.html", whitespace = "minimize")]
pub(crate) struct Document {
    pub(crate) shell: Shell,
    pub(crate) crumbs: Vec<Link>,
    pub(crate) title: SafeText,
    /// An id beside the title.
    pub(crate) code: Option<SafeText>,
    pub(crate) lead: Vec<SafeText>,
    /// Buttons; the first may be the primary one.
    pub(crate) menus: Vec<Menu>,
    pub(crate) chips: Vec<Link>,
    pub(crate) sections: Vec<PageSection>,
    /// The form left of the sections; on narrow screens it is behind a button.
    pub(crate) side_form: Option<SideForm>,
}

/// A button, or a menu where it holds several.
pub(crate) struct Menu {
    pub(crate) words: &'static str,
    pub(crate) primary: bool,
    pub(crate) links: Vec<Link>,
}

/// A section of a page, with or without a heading.
#[derive(Default)]
pub(crate) struct PageSection {
    pub(crate) id: String,
    pub(crate) head: SafeText,
    pub(crate) quiet: SafeText,
    pub(crate) pillar: Option<PillarStyle>,
    pub(crate) more: Option<Link>,
    pub(crate) blocks: Vec<Block>,
}

impl Menu {
    /// Whether any of its links has an address.
    pub(crate) fn has_link(&self) -> bool {
        self.links.iter().any(|link| link.address.is_some())
    }
}

impl PageSection {
    pub(crate) fn new(id: &str, head: &str, blocks: Vec<Block>) -> Self {
        Self {
            id: id.to_owned(),
            head: SafeText::of(head),
            blocks,
            ..Self::default()
        }
    }

    /// Without a heading.
    pub(crate) fn plain(blocks: Vec<Block>) -> Self {
        Self {
            blocks,
            ..Self::default()
        }
    }

    pub(crate) fn quiet(self, words: &str) -> Self {
        Self {
            quiet: SafeText::of(words),
            ..self
        }
    }

    pub(crate) fn more(self, link: Link) -> Self {
        Self {
            more: Some(link),
            ..self
        }
    }
}

impl Document {
    pub(crate) fn new(shell: Shell, title: &str) -> Self {
        Self {
            shell,
            crumbs: Vec::new(),
            title: SafeText::of(title),
            code: None,
            lead: Vec::new(),
            menus: Vec::new(),
            chips: Vec::new(),
            sections: Vec::new(),
            side_form: None,
        }
    }
}
