//! The page of a technique.

use askama::Template;
use count::Points;
use model::TechniqueId;
use questions::page::Answer;
use questions::technique::{self, PotentialTerms};
use questions::threat::ActorKind;

use super::Shell;
use super::bearing::{Bearing, steps};
use super::block::{Act, Cell, Table};
use super::face::{Face, Shape, number};
use super::knowledge::{Notice, Strategy, Users};
use super::prose::{Prose, opening};
use super::safe::{Address, Link, Words};
use super::section::{Copies, Section};
use super::way::{Place, Target, Way};
use crate::joined::copies;

/// The page, top to bottom.
#[derive(Template)]
#[template(path = "page.html", whitespace = "minimize")]
pub(super) struct Page {
    shell: Shell,
    id: String,
    name: Words,
    domain: &'static str,
    tactics: Vec<Link>,
    platforms: Vec<Words>,
    attack: Link,
    /// How its description begins.
    opening: Option<Words>,
    parent: Option<Link>,
    sub_techniques: Vec<SubTechnique>,
    retired: Option<Retired>,
    pillars: Vec<Pillar>,
    bearing: Bearing,
    potential: Potential,
    description: Option<Prose>,
    /// What may be for the technique, source by source.
    ambiguous: Vec<Section>,
    strategies: Vec<Strategy>,
    users: Vec<Users>,
    notices: Vec<Notice>,
    contents: Vec<Entry>,
    /// What the web app adds.
    web: Option<Web>,
}

/// What the web app adds to the page.
struct Web {
    /// The numbers of the sub-techniques.
    table: Option<Table>,
    /// (rung, own rules on it, where its bar begins, how high it is).
    rungs: Vec<(usize, u32, u32, u32)>,
    explain: Address,
    exports: Act,
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
    face: Face,
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
    /// What stands in place of sections.
    none: String,
}

/// What one source gives to a volume.
struct Term {
    source: Words,
    resources: String,
    points: u32,
}

struct Potential {
    value: String,
    detections: String,
    tests: String,
}

/// A line of "On this page".
struct Entry {
    id: String,
    words: Words,
    count: Option<String>,
    below: Vec<Entry>,
}

impl Page {
    pub(super) fn of(page: &Answer) -> Self {
        let summary = &page.summary;
        let technique = &summary.technique;
        let copies = copies(&page.sections);
        let pillars: Vec<Pillar> = summary
            .pillars
            .iter()
            .map(|pillar| Pillar::of(pillar, page, &copies))
            .collect();
        let mut this = Self {
            shell: Shell::new(
                &format!("{} {}", technique.name, technique.id),
                &summary.catalogue,
            ),
            id: technique.id.to_string(),
            name: Words::of(&technique.name),
            domain: domain(technique.domain),
            tactics: technique.tactics.iter().map(tactic).collect(),
            platforms: technique
                .platforms
                .iter()
                .map(|name| Words::of(name))
                .collect(),
            attack: Link::new("Read on at ATT&CK", Some(&summary.url)),
            opening: technique
                .description
                .as_deref()
                .map(opening)
                .filter(|words| !words.is_empty()),
            parent: summary
                .parent
                .as_ref()
                .map(|one| Link::new(&format!("{} {}", one.id, one.name), Some(&one.id.url()))),
            sub_techniques: summary.sub_techniques.iter().map(sub_technique).collect(),
            retired: (technique.revoked || technique.deprecated).then(|| Retired {
                successor: technique
                    .successor
                    .map(|id| Link::new(&id.to_string(), Some(&id.url()))),
            }),
            bearing: Bearing::of(&summary.pillars),
            potential: Potential::of(summary.potential),
            description: technique.description.as_deref().map(Prose::of),
            ambiguous: page.ambiguous.iter().map(ambiguous).collect(),
            strategies: page.strategies.iter().map(Strategy::of).collect(),
            users: page
                .users
                .iter()
                .filter(|users| users.count > 0)
                .map(Users::of)
                .collect(),
            notices: page.notices.iter().map(Notice::of).collect(),
            pillars,
            contents: Vec::new(),
            web: None,
        };
        this.contents = this.contents();
        this
    }

    /// The same inside the web app: links lead to our own pages, sub-techniques have their numbers.
    pub(super) fn within(
        page: &Answer,
        way: Way,
        shell: Shell,
        table: Option<Table>,
        rungs: [u32; 5],
        explain: Address,
    ) -> Self {
        let mut this = Self::of(page);
        let technique =
            |id: TechniqueId, words: &str| Link::to(words, way.to(Target::Technique(id)));
        this.shell = shell;
        let tactics = &page.summary.technique.tactics;
        this.tactics = tactics
            .iter()
            .map(|one| {
                Link::to(
                    &one.name,
                    way.with(Target::Matrix, &[("tactic", &one.shortname)]),
                )
            })
            .collect();
        this.parent = page
            .summary
            .parent
            .as_ref()
            .map(|one| technique(one.id, &format!("{} {}", one.id, one.name)));
        if let (Some(retired), Some(id)) = (&mut this.retired, page.summary.technique.successor) {
            retired.successor = Some(technique(id, &id.to_string()));
        }
        let pillars = this
            .pillars
            .iter_mut()
            .flat_map(|pillar| &mut pillar.sections);
        for section in pillars.chain(&mut this.ambiguous) {
            for row in section
                .folders
                .iter_mut()
                .flat_map(|folder| &mut folder.rows)
            {
                row.title.address = Some(way.to(Target::Resource(&row.key)));
            }
        }
        let users = page.users.iter().filter(|users| users.count > 0);
        for (shown, users) in this.users.iter_mut().zip(users) {
            for (link, user) in shown.named.iter_mut().zip(&users.named) {
                link.address = Some(match (users.of.as_str(), user.id.as_deref()) {
                    ("groups", Some(id)) => way.to(Target::Actor(ActorKind::Group, id)),
                    ("software", Some(id)) => way.to(Target::Actor(ActorKind::Software, id)),
                    ("campaigns", Some(id)) => way.to(Target::Actor(ActorKind::Campaign, id)),
                    _ => way.to(Target::Resource(&user.key)),
                });
            }
        }
        this.web = Some(Web {
            table,
            rungs: histogram(rungs),
            explain,
            exports: exports(way, &this.id),
        });
        this
    }

    fn contents(&self) -> Vec<Entry> {
        let counted = |id, words, count: usize| {
            (count > 0).then(|| Entry::new(id, words, Some(count.to_string())))
        };
        let mut contents = vec![
            Entry::new("numbers", "Numbers", None),
            Entry::new("description", "ATT&CK description", None),
        ];
        contents.extend(counted(
            "sub-techniques",
            "Sub-techniques",
            self.sub_techniques.len(),
        ));
        contents.extend(self.pillars.iter().map(Pillar::entry));
        contents.extend(counted("ambiguous", "Perhaps", self.ambiguous.len()));
        contents.extend(counted(
            "strategies",
            "Detection strategies",
            self.strategies.len(),
        ));
        if !self.users.is_empty() {
            contents.push(Entry::new("used-by", "Used by", None));
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
    fn of(pillar: &technique::Pillar, page: &Answer, copies: &Copies<'_>) -> Self {
        let face = Face::of(pillar.kind);
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
                .map(|section| Section::of(section, copies))
                .collect(),
            none: format!(
                "No public {} for {} in {}.",
                face.noun[0],
                page.summary.technique.id,
                counted(&number(sources), "source")
            ),
            face,
        }
    }

    fn entry(&self) -> Entry {
        let below = self.sections.iter().map(|section| Entry {
            id: section.id.clone(),
            words: section.title.words.clone(),
            count: Some(section.number.clone()),
            below: Vec::new(),
        });
        Entry {
            below: below.collect(),
            ..Entry::new(self.face.id, self.face.name, Some(self.own.clone()))
        }
    }
}

impl Term {
    fn of(term: &Points, page: &Answer) -> Self {
        let notice = page
            .notices
            .iter()
            .find(|notice| notice.source == term.source);
        Self {
            source: Words::of(notice.map_or(&term.source, |notice| &notice.title)),
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

impl Entry {
    fn new(id: &str, words: &str, count: Option<String>) -> Self {
        Self {
            id: id.to_owned(),
            words: Words::of(words),
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

fn exports(way: Way, id: &str) -> Act {
    let link = |words, question, format| {
        // On a static site nobody answers.
        if way.place == Place::Site {
            return Link::words("");
        }
        Link::to(
            words,
            way.with(Target::Api(question), &[("id", id), ("format", format)]),
        )
    };
    Act {
        words: "Export",
        primary: false,
        links: vec![
            link("Markdown", "page", "markdown"),
            link("CSV", "page", "csv"),
            link("JSON", "page", "json"),
        ],
    }
}

/// A section whose name tells it from the one of the same source above.
fn ambiguous(section: &questions::page::Section) -> Section {
    let section = Section::of(section, &Copies::new());
    Section {
        id: format!("ambiguous-{}", section.id),
        ..section
    }
}

fn counted(count: &str, noun: &str) -> String {
    format!("{count} {noun}{}", if count == "1" { "" } else { "s" })
}

fn tactic(tactic: &model::Tactic) -> Link {
    let address = format!("https://attack.mitre.org/tactics/{}", tactic.id);
    Link::new(&tactic.name, Some(&address))
}

fn sub_technique(sub: &catalogue::ListedTechnique) -> SubTechnique {
    SubTechnique {
        id: sub.id.to_string(),
        link: Link::new(&sub.name, Some(&sub.id.url())),
    }
}

fn domain(domain: model::Domain) -> &'static str {
    match domain {
        model::Domain::Enterprise => "Enterprise",
        model::Domain::Mobile => "Mobile",
        model::Domain::Ics => "ICS",
    }
}
