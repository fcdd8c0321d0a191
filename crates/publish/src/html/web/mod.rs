//! The pages of the web app, each made of answers. Nothing here asks.
//!
//! To add a page: a function here that makes a `Doc` of an answer, a target in `way`, and its
//! line where `serve` reads addresses.

mod actor;
mod alignment;
mod code;
mod control;
mod home;
mod lists;
pub(super) mod matrix;
mod resource;
mod sources;
mod technique;
mod threats;

use askama::Template;
use catalogue::About;

pub use self::actor::{actor, adversaries};
pub use self::alignment::{Alignment, alignment, no_threat, to_be_counted};
pub use self::control::{control, framework, frameworks, log_source};
pub use self::home::{Home, home};
pub use self::lists::{changed, drift, problems, search};
pub use self::matrix::{Matrix, matrix};
pub use self::resource::{log_name, resource};
pub use self::sources::{notices, source, sources};
pub use self::technique::technique;
pub use self::threats::{Threats, threats};
pub use super::way::{Place, Target, address, file};

use super::block::{Block, Cell, Doc, Line, Part, Sorted};
use super::face::Face;
use super::policy;
use super::safe::{Address, Link, Words};
use super::shell::Shell;
use super::way::Way;

/// The page that is asked for: what it is, where it is shown, and its query.
#[derive(Clone, Debug)]
pub struct Here<'a> {
    target: Target<'a>,
    way: Way,
    query: Vec<(String, String)>,
    withheld: Vec<String>,
}

/// In the place of words that may not be republished.
const WITHHELD: &str =
    "Its licence does not let its words be shown here; they are behind the link.";

impl<'a> Here<'a> {
    /// A page with the names and values of its query, decoded.
    pub fn new(place: Place, target: Target<'a>, query: Vec<(String, String)>) -> Self {
        Self {
            way: Way::from(place, target),
            target,
            query,
            withheld: Vec::new(),
        }
    }

    /// The same, where the words of these sources may not be shown to others.
    #[must_use]
    pub fn without_words_of(self, withheld: Vec<String>) -> Self {
        Self { withheld, ..self }
    }

    /// Where it is shown.
    pub fn place(&self) -> Place {
        self.way.place
    }

    /// Whether the words of this source may not be shown here.
    fn withholds(&self, source: &str) -> bool {
        self.withheld.iter().any(|one| one == source)
    }

    /// The value of this name.
    fn one(&self, name: &str) -> Option<&str> {
        let named = self.query.iter().find(|(known, _)| known == name);
        named.map(|(_, value)| value.as_str())
    }

    /// The same page without any value of this name.
    fn without(&self, name: &str) -> Self {
        let mut other = self.clone();
        other.query.retain(|(known, _)| known != name);
        other
    }

    /// Whether this value is chosen.
    fn has(&self, name: &str, value: &str) -> bool {
        let mut all = self.query.iter().filter(|(known, _)| known == name);
        all.any(|(_, known)| known.eq_ignore_ascii_case(value))
    }

    /// This page with another value of one name; without it where none is given.
    fn with(&self, name: &str, value: Option<&str>) -> Address {
        self.at(self.target, name, value)
    }

    /// Another page with the same query, but for one name.
    fn at(&self, target: Target<'_>, name: &str, value: Option<&str>) -> Address {
        let rest = self
            .query
            .iter()
            .filter(|(known, _)| known != name && known != "cursor");
        let mut query: Vec<(&str, &str)> = rest
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        query.extend(value.map(|value| (name, value)));
        self.way.with(target, &query)
    }

    /// How a column sorts this page: again by the same turns it around.
    fn sorted(&self, column: &str, by: &str) -> Sorted {
        let is = column == by;
        // Ids and names begin at the front, numbers with the largest.
        let front = matches!(column, "id" | "name");
        let turn = if front { "descending" } else { "ascending" };
        let turned = self.has(turn, "true");
        let rising = front != turned;
        let mut address = self
            .without("ascending")
            .without("descending")
            .at(self.target, "sort", Some(column))
            .to_string();
        if is && !turned {
            address = format!("{address}&{turn}=true");
        }
        Sorted {
            address: Address::within(address),
            by: is.then_some(if rising { "ascending" } else { "descending" }),
            arrow: match (is, rising) {
                (false, _) => "",
                (true, true) => "↑",
                (true, false) => "↓",
            },
        }
    }

    fn shell(&self, title: &str, about: &About) -> Shell {
        Shell::web(title, about, self.way, self.target)
    }

    fn doc(&self, title: &str, about: &About) -> Doc {
        Doc::new(self.shell(title, about), title)
    }

    fn link(&self, words: &str, target: Target<'_>) -> Link {
        Link::to(words, self.way.to(target))
    }

    /// Answers of a question for programs, in one format, with what the page and the question both know.
    fn export(&self, words: &str, question: &str, format: &str) -> Link {
        // On a static site nobody answers; what the browser can make, its script offers.
        if self.way.place == Place::Site {
            return Link::words("");
        }
        let known = known(question);
        let mut query: Vec<(&str, &str)> = self
            .query
            .iter()
            .filter(|(name, _)| known.contains(&name.as_str()))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        if question == "matrix" && matches!(format, "svg" | "layer") {
            query.extend(score(self.one("view").unwrap_or("detections")));
        }
        query.push(("format", format));
        Link::to(words, self.way.with(Target::Api(question), &query))
    }

    /// Whether the page shows what no address of a question can hold: a layer, or logs that arrive.
    fn is_own(&self) -> bool {
        self.one("layer").is_some() || self.one("log").is_some()
    }

    /// The next page of a list, where there is one.
    fn pager(&self, shown: usize, total: u32, next: Option<&str>) -> Option<super::block::Pager> {
        let start = self
            .one("cursor")
            .and_then(|cursor| cursor.parse::<u32>().ok());
        (next.is_some() || start.is_some()).then(|| {
            let from = start.unwrap_or(0);
            let to = from.saturating_add(u32::try_from(shown).unwrap_or(u32::MAX));
            super::block::Pager {
                words: format!(
                    "{}–{} of {}.",
                    super::face::number(from.saturating_add(1)),
                    super::face::number(to.min(total.max(to))),
                    super::face::number(total)
                ),
                first: start.map(|_| self.with("cursor", None)),
                next: next.map(|cursor| self.at(self.target, "cursor", Some(cursor))),
            }
        })
    }
}

/// The arguments of a question that may stand in the address of its page.
fn known(question: &str) -> &'static [&'static str] {
    match question {
        "align" => &[
            "threat",
            "motive",
            "sector",
            "base",
            "victim",
            "any_of",
            "with_software",
            "source",
            "platform",
            "tactic",
            "lowest_level",
            "sort",
            "ascending",
            "descending",
        ],
        "matrix" => &[
            "source",
            "platform",
            "tactic",
            "lowest_level",
            "sort",
            "ascending",
            "descending",
            "domain",
        ],
        "drift" => &["source"],
        _ => &[],
    }
}

/// What pictures and layers are coloured by, as the view is.
fn score(view: &str) -> Option<(&'static str, &'static str)> {
    let score = match view {
        "controls" => "controls",
        "detections" => "detections",
        "tests" => "tests",
        "potential" => "potential",
        "evidence" => "rung",
        _ => return None,
    };
    Some(("score", score))
}

fn render(page: &impl Template) -> String {
    page.render()
        .expect("templates write into memory, where nothing fails")
}

/// The file of this name that pages load: its bytes and media type. Scripts and pictures are `serve`'s.
pub fn style(name: &str) -> Option<&'static str> {
    match name {
        "style.css" => Some(policy::app()),
        "home.css" => Some(policy::home()),
        "matrix.css" => Some(policy::matrix()),
        _ => None,
    }
}

/// A page that says why there is none, with what is near.
pub fn missing(
    here: &Here<'_>,
    about: &About,
    title: &str,
    why: &str,
    near: &[(String, String)],
) -> String {
    let mut doc = here.doc(title, about);
    doc.lead = vec![Words::of(why)];
    let mut names: Vec<Link> = near
        .iter()
        .map(|(id, name)| {
            let words = format!("{id} {name}");
            Link::to(&words, here.way.with(Target::Search, &[("words", id)]))
        })
        .collect();
    if !names.is_empty() {
        doc.parts.push(Part::new(
            "near",
            "Near to it",
            vec![Block::Names(std::mem::take(&mut names))],
        ));
    }
    doc.parts.push(Part::plain(vec![Block::Names(vec![
        here.link("Search everything", Target::Search),
        here.link("Open the matrix", Target::Matrix),
        here.link("All sources", Target::Sources),
    ])]));
    render(&doc)
}

/// The pillar glyph of a kind.
fn face(kind: model::Kind) -> Face {
    Face::of(kind)
}

/// The link and the mark of a resource in lists.
fn main_cell(here: &Here<'_>, resource: &catalogue::Listed) -> Cell {
    Cell::Main {
        title: here.link(&resource.title, Target::Resource(&resource.key)),
        place: Link::words(resource.id.as_deref().unwrap_or(&resource.place.path)),
        marks: if resource.status.counts() {
            Vec::new()
        } else {
            vec![Words::of(&resource.status.to_string())]
        },
        of: if resource.status.counts() {
            ""
        } else {
            "marked"
        },
    }
}

fn empty(words: &str) -> Block {
    Block::Empty(Words::of(words))
}

/// A row of cells.
fn line(cells: Vec<Cell>) -> Line {
    Line::of(cells)
}
