//! The page of a technique.

use askama::Template;
use count::VolumeTerm;
use publish::related::copies;
use questions::page::Answer;
use questions::technique::{self, PotentialTerms};

use super::destination::Destination;
use super::knowledge::{Notice, Strategy, Users};
use super::section::{Copies, Section};
use crate::html::document::Menu;
use crate::html::format::number;
use crate::html::pillar_style::{PillarStyle, Shape};
use crate::html::prose::{Prose, opening};
use crate::html::safe::{Address, Link, SafeText};
use crate::html::shell::Shell;
use crate::html::table::{Cell, Table};
use crate::html::volume_chart::{VolumeChart, steps};
use crate::links::{Links, api};

/// The page, top to bottom.
#[derive(Template)]
#[template(path = "page.html", whitespace = "minimize")]
pub(crate) struct Page {
    shell: Shell,
    id: String,
    name: SafeText,
    domain: &'static str,
    tactics: Vec<Link>,
    platforms: Vec<SafeText>,
    attack: Link,
    /// How its description begins.
    opening: Option<SafeText>,
    parent: Option<Link>,
    sub_techniques: Vec<SubTechnique>,
    retired: Option<Retired>,
    pillars: Vec<Pillar>,
    volume_chart: VolumeChart,
    potential: Potential,
    description: Option<Prose>,
    /// Frameworks whose authors looked at it and could map nothing.
    not_mappable: Vec<SafeText>,
    /// What may be for the technique, source by source.
    ambiguous: Vec<Section>,
    strategies: Vec<Strategy>,
    users: Vec<Users>,
    notices: Vec<Notice>,
    contents: Vec<ContentsEntry>,
    /// What the web app adds.
    web: Option<InApp>,
}

/// What the web app adds to the page.
struct InApp {
    /// The numbers of the sub-techniques.
    table: Option<Table>,
    /// (rung, own rules on it, where its bar begins, how high it is).
    rungs: Vec<(usize, u32, u32, u32)>,
    explain: Address,
    exports: Menu,
}

struct SubTechnique {
    id: String,
    link: Link,
}

/// The technique is revoked or deprecated.
struct Retired {
    successor: Option<Link>,
}

struct Pillar {
    style: PillarStyle,
    own: String,
    /// How many with all copies counted once, where that is fewer.
    distinct: Option<String>,
    with: String,
    /// How many more its sub-techniques have.
    below: Option<String>,
    not_counted: Option<String>,
    sources: Option<String>,
    volume: String,
    pips: u8,
    terms: Vec<Term>,
    points: u32,
    sections: Vec<Section>,
    /// The text where there are no sections.
    none: String,
}

/// What one source gives to a volume.
struct Term {
    source: SafeText,
    resources: String,
    points: u32,
}

struct Potential {
    value: String,
    detections: String,
    tests: String,
}

/// A line of "On this page".
struct ContentsEntry {
    id: String,
    words: SafeText,
    count: Option<String>,
    below: Vec<ContentsEntry>,
}

impl Page {
    /// A file of its own: links lead to ATT&CK and the repositories.
    pub(crate) fn standalone(page: &Answer) -> Self {
        let summary = &page.summary;
        let title = format!("{} {}", summary.technique.name, summary.technique.id);
        let shell = Shell::new(&title, &summary.catalogue);
        Self::of(page, shell, Destination::Upstream, None)
    }

    /// A page of the web app: links lead to its other pages, sub-techniques have their numbers.
    pub(crate) fn in_app(
        page: &Answer,
        links: Links,
        shell: Shell,
        table: Option<Table>,
        rungs: [u32; 5],
        explain: Address,
    ) -> Self {
        let web = InApp {
            table,
            rungs: histogram(rungs),
            explain,
            exports: exports(links, &page.summary.technique.id.to_string()),
        };
        Self::of(page, shell, Destination::App(links), Some(web))
    }

    /// One field after the other. The contents come last: they list what the page then has.
    fn of(page: &Answer, shell: Shell, destination: Destination, web: Option<InApp>) -> Self {
        let summary = &page.summary;
        let technique = &summary.technique;
        let copies = copies(&page.sections);
        let pillars: Vec<Pillar> = summary
            .pillars
            .iter()
            .map(|pillar| Pillar::of(pillar, page, &copies, destination))
            .collect();
        let named = |technique: &catalogue::TechniqueSummary| {
            destination.technique(
                &format!("{} {}", technique.id, technique.name),
                technique.id,
            )
        };
        let page = Self {
            shell,
            id: technique.id.to_string(),
            name: SafeText::of(&technique.name),
            domain: domain(technique.domain),
            tactics: technique
                .tactics
                .iter()
                .map(|tactic| destination.tactic(tactic))
                .collect(),
            platforms: technique
                .platforms
                .iter()
                .map(|name| SafeText::of(name))
                .collect(),
            attack: Link::new("Read on at ATT&CK", Some(&summary.url)),
            opening: technique
                .description
                .as_deref()
                .map(opening)
                .filter(|words| !words.is_empty()),
            parent: summary.parent.as_ref().map(named),
            sub_techniques: summary
                .sub_techniques
                .iter()
                .map(|sub| SubTechnique {
                    id: sub.id.to_string(),
                    link: destination.technique(&sub.name, sub.id),
                })
                .collect(),
            retired: (technique.revoked || technique.deprecated).then(|| Retired {
                successor: technique
                    .successor
                    .map(|id| destination.technique(&id.to_string(), id)),
            }),
            volume_chart: VolumeChart::of_pillars(&summary.pillars),
            potential: Potential::of(summary.potential),
            description: technique.description.as_deref().map(Prose::of),
            not_mappable: page
                .not_mappable
                .iter()
                .map(|framework| SafeText::of(&framework.words()))
                .collect(),
            ambiguous: page
                .ambiguous
                .iter()
                .map(|section| ambiguous(section, destination))
                .collect(),
            strategies: page.strategies.iter().map(Strategy::of).collect(),
            users: page
                .users
                .iter()
                .filter(|users| users.count > 0)
                .map(|users| Users::of(users, destination))
                .collect(),
            notices: page.notices.iter().map(Notice::of).collect(),
            pillars,
            contents: Vec::new(),
            web,
        };
        Self {
            contents: page.contents(),
            ..page
        }
    }

    fn contents(&self) -> Vec<ContentsEntry> {
        let counted = |id, words, count: usize| {
            (count > 0).then(|| ContentsEntry::new(id, words, Some(count.to_string())))
        };
        let mut contents = vec![
            ContentsEntry::new("numbers", "Numbers", None),
            ContentsEntry::new("description", "ATT&CK description", None),
        ];
        contents.extend(counted(
            "sub-techniques",
            "Sub-techniques",
            self.sub_techniques.len(),
        ));
        contents.extend(self.pillars.iter().map(Pillar::entry));
        contents.extend(counted(
            "not-mappable",
            "Cannot be mapped",
            self.not_mappable.len(),
        ));
        contents.extend(counted("ambiguous", "Perhaps", self.ambiguous.len()));
        contents.extend(counted(
            "strategies",
            "Detection strategies",
            self.strategies.len(),
        ));
        if !self.users.is_empty() {
            contents.push(ContentsEntry::new("used-by", "Used by", None));
        }
        contents.extend(counted(
            "sources",
            "Sources and licences",
            self.notices.len(),
        ));
        contents
    }
}

impl Pillar {
    fn of(
        pillar: &technique::Pillar,
        page: &Answer,
        copies: &Copies<'_>,
        destination: Destination,
    ) -> Self {
        let style = PillarStyle::of(pillar.kind);
        let some = |count: u32| (count > 0).then(|| number(count));
        let sections = page
            .sections
            .iter()
            .filter(|section| section.kind == pillar.kind);
        let sources = page.summary.catalogue.sources;
        Self {
            own: number(pillar.own),
            distinct: (pillar.distinct < pillar.own).then(|| number(pillar.distinct)),
            with: number(pillar.with_sub_techniques),
            below: some(pillar.with_sub_techniques.saturating_sub(pillar.own)),
            not_counted: some(pillar.not_counted),
            sources: some(pillar.sources).map(|count| counted(&count, "source")),
            volume: pillar.volume.to_string(),
            pips: steps(pillar.volume),
            terms: pillar
                .terms
                .iter()
                .map(|term| Term::of(term, page))
                .collect(),
            points: pillar.terms.iter().map(|term| term.points).sum(),
            sections: sections
                .map(|section| Section::of(section, copies, destination))
                .collect(),
            none: format!(
                "No public {} for {} in {}.",
                style.noun[0],
                page.summary.technique.id,
                counted(&number(sources), "source")
            ),
            style,
        }
    }

    fn entry(&self) -> ContentsEntry {
        let below = self.sections.iter().map(|section| ContentsEntry {
            id: section.id.clone(),
            words: section.title.words.clone(),
            count: Some(section.number.clone()),
            below: Vec::new(),
        });
        ContentsEntry {
            below: below.collect(),
            ..ContentsEntry::new(self.style.id, self.style.name, Some(self.own.clone()))
        }
    }
}

impl Term {
    fn of(term: &VolumeTerm, page: &Answer) -> Self {
        let notice = page
            .notices
            .iter()
            .find(|notice| notice.source == term.source);
        Self {
            source: SafeText::of(notice.map_or(&term.source, |notice| &notice.title)),
            resources: number(term.resources),
            points: term.points,
        }
    }
}

impl Potential {
    fn of(terms: PotentialTerms) -> Self {
        Self {
            value: terms.potential.to_string(),
            detections: terms.detections.to_string(),
            tests: terms.tests.to_string(),
        }
    }
}

impl ContentsEntry {
    fn new(id: &str, words: &str, count: Option<String>) -> Self {
        Self {
            id: id.to_owned(),
            words: SafeText::of(words),
            count,
            below: Vec::new(),
        }
    }
}

/// The bars of the histogram, 30 high.
fn histogram(rungs: [u32; 5]) -> Vec<(usize, u32, u32, u32)> {
    let most = rungs.iter().copied().max().unwrap_or(0).max(1);
    (1..)
        .zip(rungs)
        .map(|(rung, count)| {
            let height = if count == 0 {
                1
            } else {
                (30 * count / most).max(2)
            };
            (rung, count, 46 - height, height)
        })
        .collect()
}

fn exports(links: Links, id: &str) -> Menu {
    let link = |words, question, format| {
        // On a static site no server answers.
        if links.deployment.is_site() {
            return Link::words("");
        }
        Link::to(words, api(question, &[("id", id), ("format", format)]))
    };
    Menu {
        words: "Export",
        primary: false,
        links: vec![
            link("Markdown", "page", "markdown"),
            link("CSV", "page", "csv"),
            link("JSON", "page", "json"),
        ],
    }
}

/// A section with an id other than that of the same source above.
fn ambiguous(section: &questions::page::Section, destination: Destination) -> Section {
    let section = Section::of(section, &Copies::new(), destination);
    Section {
        id: format!("ambiguous-{}", section.id),
        ..section
    }
}

fn counted(count: &str, noun: &str) -> String {
    format!("{count} {noun}{}", if count == "1" { "" } else { "s" })
}

fn domain(domain: model::Domain) -> &'static str {
    match domain {
        model::Domain::Enterprise => "Enterprise",
        model::Domain::Mobile => "Mobile",
        model::Domain::Ics => "ICS",
    }
}
