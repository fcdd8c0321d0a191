//! What an answer was asked of and taken from, in words, for documents that are read far from the program.

use catalogue::About;
use questions::Answer;
use questions::stack::StackSummary;
use questions::threat::PlacedThreat;

use crate::style::clean;

/// What an answer says of itself beside its rows.
pub(crate) struct Asked<'a> {
    /// The name of the question.
    pub(crate) question: &'static str,
    /// Whom or what it was asked of, where that is not a threat.
    pub(crate) of: Option<String>,
    pub(crate) threat: Option<&'a PlacedThreat>,
    pub(crate) stack: Option<&'a StackSummary>,
    pub(crate) assumed: &'a [String],
    /// How many rows there are in all, where it is a list in pages.
    total: Option<u32>,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(answer: &'a Answer) -> Self {
        let plain = |question| Self {
            question,
            of: None,
            threat: None,
            stack: None,
            assumed: &[],
            total: None,
        };
        let list = |question, total| Self {
            total: Some(total),
            ..plain(question)
        };
        let of = |question, of: &str| Self {
            of: Some(clean(of)),
            ..plain(question)
        };
        match answer {
            Answer::Page(page) => of("page", &page.summary.technique.id.to_string()),
            Answer::Technique(answer) => of("technique", &answer.technique.id.to_string()),
            Answer::Search(answer) => list("search", answer.total),
            Answer::Resources(answer) => list("resources", answer.total),
            Answer::Resource(answer) => match answer.resources.first() {
                Some(one) => of("resource", &one.whole.resource.title),
                None => plain("resource"),
            },
            Answer::Matrix(answer) => Self {
                of: Some(answer.domain.to_string()),
                stack: Some(&answer.stack),
                ..list("matrix", answer.list.total)
            },
            Answer::Align(answer) => Self {
                threat: Some(&answer.threat),
                stack: Some(&answer.stack),
                assumed: &answer.assumed,
                ..list("align", answer.list.total)
            },
            Answer::Gaps(answer) => Self {
                threat: Some(&answer.threat),
                stack: Some(&answer.stack),
                assumed: &answer.assumed,
                ..list("gaps", answer.list.total)
            },
            Answer::Plan(answer) => Self {
                threat: Some(&answer.threat),
                stack: Some(&answer.stack),
                assumed: &answer.assumed,
                ..plain("plan")
            },
            Answer::Telemetry(answer) => Self {
                threat: Some(&answer.threat),
                stack: Some(&answer.stack),
                ..list("telemetry", answer.list.total)
            },
            Answer::Compare(answer) => {
                let sides: Vec<&str> = answer.sides.iter().map(|side| side.name.as_str()).collect();
                Self {
                    of: Some(clean(&sides.join(", "))),
                    ..list("compare", answer.list.total)
                }
            }
            Answer::Fit(answer) => Self {
                threat: Some(&answer.seen),
                ..list("fit", answer.list.total)
            },
            Answer::Adversaries(answer) => list("adversaries", answer.total),
            Answer::Categories(answer) => list("categories", answer.total),
            Answer::Adversary(answer) => profile("adversary", answer, plain),
            Answer::Software(answer) => profile("software", answer, plain),
            Answer::Campaign(answer) => profile("campaign", answer, plain),
            Answer::Control(answer) => Self {
                of: answer.controls.first().map(|one| {
                    let id = one.resource.id.as_deref().unwrap_or_default();
                    clean(&format!("{id} {}", one.resource.title))
                }),
                stack: Some(&answer.stack),
                ..plain("control")
            },
            Answer::LogSource(answer) => {
                let names: Vec<&str> = answer.log_sources.keys().map(String::as_str).collect();
                Self {
                    of: Some(clean(&names.join(", "))),
                    ..list("log-source", answer.list.total)
                }
            }
            Answer::Sources(_) => plain("sources"),
            Answer::Problems(answer) => list("problems", answer.total),
            Answer::Drift(answer) => list("drift", answer.total),
            Answer::Notices(_) => plain("notices"),
        }
    }

    /// `align: TrickBot`.
    pub(crate) fn title(&self) -> String {
        let of = self.threat.map(|threat| clean(&threat.name));
        match of.or_else(|| self.of.clone()) {
            Some(of) if !of.is_empty() => format!("{}: {of}", self.question),
            _ => self.question.to_owned(),
        }
    }

    /// Everything that it says, name by name; several lines of one name stand below each other.
    pub(crate) fn facts(&self, catalogue: &About, rows: usize) -> Vec<(&'static str, String)> {
        let mut facts = vec![("question", self.question.to_owned())];
        facts.extend(self.of.clone().map(|of| ("of", of)));
        self.threat_facts(&mut facts);
        self.stack_facts(&mut facts);
        facts.extend(self.assumed.iter().map(|one| ("assumed", one.clone())));
        facts.push((
            "rows",
            match self.total {
                Some(total) if rows < total as usize => format!("{rows} of {total}"),
                _ => rows.to_string(),
            },
        ));
        facts.extend([
            ("ATT&CK", catalogue.attack.clone()),
            ("catalogue read", catalogue.date.clone()),
            ("sources in the catalogue", catalogue.sources.to_string()),
            (
                "resources in the catalogue",
                catalogue.resources.to_string(),
            ),
        ]);
        if catalogue.names_only {
            facts.push((
                "catalogue",
                "knows this release of ATT&CK by ids, names and tactics only".to_owned(),
            ));
        }
        if catalogue.facts_only {
            facts.push((
                "catalogue",
                "holds facts only: no descriptions, queries or commands".to_owned(),
            ));
        }
        facts
    }

    fn threat_facts(&self, facts: &mut Vec<(&'static str, String)>) {
        let Some(threat) = self.threat else { return };
        facts.push(("threat", threat.name.clone()));
        facts.extend(threat.origins.iter().map(|one| ("origin", one.clone())));
        facts.extend(
            threat
                .adversaries
                .map(|count| ("adversaries", count.to_string())),
        );
        facts.extend(threat.unplaced.iter().map(|one| {
            let perhaps: Vec<String> = one.perhaps.iter().map(ToString::to_string).collect();
            let perhaps = if perhaps.is_empty() {
                String::new()
            } else {
                format!("; perhaps {}", perhaps.join(", "))
            };
            ("unplaced", format!("{}: {}{perhaps}", one.id, one.reason))
        }));
        facts.extend(threat.notes.iter().map(|one| ("note", one.clone())));
    }

    fn stack_facts(&self, facts: &mut Vec<(&'static str, String)>) {
        let Some(stack) = self.stack else { return };
        let or_all = |names: &[String]| {
            if names.is_empty() {
                "all".to_owned()
            } else {
                names.join(", ")
            }
        };
        facts.extend(stack.name.clone().map(|name| ("stack", name)));
        facts.push(("sources in use", or_all(&stack.sources)));
        facts.push(("platforms in use", or_all(&stack.platforms)));
        let logs = if stack.log_sources.is_empty() {
            "not considered".to_owned()
        } else {
            stack.log_sources.join(", ")
        };
        facts.push(("log sources", logs));
        let deployed = match stack.deployed {
            Some(count) => format!("{count} rules of the catalogue"),
            None => "every rule of the sources in use".to_owned(),
        };
        facts.push(("running", deployed));
        let unknown = stack.unknown_rules.iter();
        facts.extend(unknown.map(|rule| ("unknown rule", rule.clone())));
        facts.extend(stack.exclusions.iter().map(|one| {
            let said = format!("{} ({}, {}): {}", one.what, one.owner, one.date, one.reason);
            ("left out", said)
        }));
    }
}

fn profile<'a>(
    question: &'static str,
    answer: &'a questions::adversary::Answer,
    plain: impl Fn(&'static str) -> Asked<'a>,
) -> Asked<'a> {
    Asked {
        of: Some(clean(&answer.actor.name)),
        stack: Some(&answer.stack),
        ..plain(question)
    }
}
