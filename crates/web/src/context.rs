//! The context of a page: which page it is, where it is shown, its query; and the links that follow from these.

use catalogue::CatalogueSummary;

use crate::html::document::Document;
use crate::html::format::number;
use crate::html::render;
use crate::html::safe::{Address, Link};
use crate::html::shell::{Navigation, Shell};
use crate::html::table::{Pager, SortLink};
use crate::html::templates::{NamedTemplate, Templates};
use crate::links::{Deployment, Links, api};
use crate::location::Target;

/// The templates that the scripts of a page fill on a static site.
pub(crate) type ListTemplates = fn(&PageContext<'_>) -> Vec<NamedTemplate>;

/// The page that is asked for: what it is, where it is shown, and its query.
#[derive(Clone, Debug)]
pub(crate) struct PageContext<'a> {
    pub(crate) target: Target<'a>,
    pub(crate) links: Links,
    /// Its names and values, decoded.
    pub(crate) query: Vec<(String, String)>,
    withheld: Vec<String>,
    templates: ListTemplates,
    navigation: &'static Navigation,
}

impl<'a> PageContext<'a> {
    /// A page with the names and values of its query, decoded.
    pub(crate) fn new(
        deployment: Deployment,
        target: Target<'a>,
        query: Vec<(String, String)>,
        navigation: &'static Navigation,
    ) -> Self {
        Self {
            links: Links::of(target, deployment),
            target,
            query,
            withheld: Vec::new(),
            templates: |_| Vec::new(),
            navigation,
        }
    }

    /// Adds these templates to the page of a static site.
    #[must_use]
    pub(crate) fn with_templates(self, templates: ListTemplates) -> Self {
        Self { templates, ..self }
    }

    /// Withholds the text of these sources, which may not be republished.
    #[must_use]
    pub(crate) fn withholding(self, withheld: Vec<String>) -> Self {
        Self { withheld, ..self }
    }

    /// Where it is shown.
    pub(crate) fn deployment(&self) -> Deployment {
        self.links.deployment
    }

    /// Whether the words of this source may not be shown here.
    pub(crate) fn withholds(&self, source: &str) -> bool {
        self.withheld.iter().any(|withheld| withheld == source)
    }

    /// The value of this name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let named = self.query.iter().find(|(known, _)| known == name);
        named.map(|(_, value)| value.as_str())
    }

    /// The context without any value of this name.
    pub(crate) fn without(&self, name: &str) -> Self {
        let mut other = self.clone();
        other.query.retain(|(known, _)| known != name);
        other
    }

    /// Whether this value is chosen.
    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        let mut all = self.query.iter().filter(|(known, _)| known == name);
        all.any(|(_, known)| known.eq_ignore_ascii_case(value))
    }

    /// This page with another value of one name; without it where none is given.
    pub(crate) fn with(&self, name: &str, value: Option<&str>) -> Address {
        self.at(self.target, name, value)
    }

    /// Another page with the same query, but for one name.
    pub(crate) fn at(&self, target: Target<'_>, name: &str, value: Option<&str>) -> Address {
        let rest = self
            .query
            .iter()
            .filter(|(known, _)| known != name && known != "cursor");
        let mut query: Vec<(&str, &str)> = rest
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        query.extend(value.map(|value| (name, value)));
        self.links.with(target, &query)
    }

    /// The link that sorts this page by a column; the column that sorts it already reverses the order.
    pub(crate) fn sort_link(&self, column: &str, by: &str) -> SortLink {
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
        SortLink {
            address: Address::internal(address),
            by: is.then_some(if rising { "ascending" } else { "descending" }),
            arrow: match (is, rising) {
                (false, _) => "",
                (true, true) => "↑",
                (true, false) => "↓",
            },
        }
    }

    pub(crate) fn shell(&self, title: &str, about: &CatalogueSummary) -> Shell {
        let shell = Shell::web(title, about, self.links, self.target, self.navigation);
        if !self.links.deployment.is_site() {
            return shell;
        }
        let named = (self.templates)(self);
        shell.with_templates(render(&Templates { named }))
    }

    pub(crate) fn document(&self, title: &str, about: &CatalogueSummary) -> Document {
        Document::new(self.shell(title, about), title)
    }

    pub(crate) fn link(&self, words: &str, target: Target<'_>) -> Link {
        Link::to(words, self.links.to(target))
    }

    /// Answers of a question for programs, in one format, with what the page and the question both know.
    pub(crate) fn export(&self, words: &str, question: &str, format: &str) -> Link {
        // On a static site no server answers; scripts offer the exports that the browser can make.
        if self.links.deployment.is_site() {
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
            query.extend(score(self.value("view").unwrap_or("detections")));
        }
        query.push(("format", format));
        Link::to(words, api(question, &query))
    }

    /// Whether the page shows input that no address of a question can hold: a layer, or logs that arrive.
    pub(crate) fn has_own_input(&self) -> bool {
        self.value("layer").is_some() || self.value("log").is_some()
    }

    /// The next page of a list, where there is one.
    pub(crate) fn pager(&self, shown: usize, total: u32, next: Option<&str>) -> Option<Pager> {
        let start = self
            .value("cursor")
            .and_then(|cursor| cursor.parse::<u32>().ok());
        (next.is_some() || start.is_some()).then(|| {
            let from = start.unwrap_or(0);
            let to = from.saturating_add(u32::try_from(shown).unwrap_or(u32::MAX));
            Pager {
                words: format!(
                    "{}–{} of {}.",
                    number(from.saturating_add(1)),
                    number(to.min(total.max(to))),
                    number(total)
                ),
                first: start.map(|_| self.with("cursor", None)),
                next: next.map(|cursor| self.at(self.target, "cursor", Some(cursor))),
            }
        })
    }
}

/// The arguments of a question that the address of its page may contain.
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

/// The score that colours pictures and layers as the view is coloured.
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
