//! The question, subject and catalogue of an answer as text, for documents that are read far from the program.

use catalogue::CatalogueSummary;
use questions::Answer;

use crate::answers;
use crate::style::clean;
use crate::subject::Subject;
use crate::table::Value;

/// What an answer contains besides its rows.
pub(crate) struct AnswerHeader<'a> {
    /// The name of the question.
    pub(crate) question: &'static str,
    pub(crate) subject: Subject<'a>,
    /// How many rows there are in all, where it is a list in pages.
    total: Option<u32>,
}

impl<'a> AnswerHeader<'a> {
    pub(crate) fn new(answer: &'a Answer) -> Self {
        Self {
            question: answer.question(),
            subject: answers::subject(answer),
            total: answer.total(),
        }
    }

    /// `align: TrickBot`.
    pub(crate) fn title(&self) -> String {
        let of = self.subject.threat.map(|threat| clean(&threat.name));
        match of.or_else(|| self.subject.of.clone()) {
            Some(of) if !of.is_empty() => format!("{}: {of}", self.question),
            _ => self.question.to_owned(),
        }
    }

    /// All facts, as names and values; a name may occur several times in a row.
    pub(crate) fn facts(
        &self,
        catalogue: &CatalogueSummary,
        rows: usize,
    ) -> Vec<(&'static str, Value)> {
        let mut facts = vec![("question", self.question.into())];
        facts.extend(self.subject.of.clone().map(|of| ("of", of.into())));
        self.threat_facts(&mut facts);
        self.stack_facts(&mut facts);
        facts.extend(
            self.subject
                .assumed
                .iter()
                .map(|assumption| ("assumed", assumption.into())),
        );
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        facts.push((
            "rows",
            match self.total {
                Some(total) if rows < total => format!("{rows} of {total}").into(),
                _ => rows.into(),
            },
        ));
        facts.extend([
            ("ATT&CK", (&catalogue.attack).into()),
            ("catalogue read", (&catalogue.date).into()),
            ("sources in the catalogue", catalogue.sources.into()),
            ("resources in the catalogue", catalogue.resources.into()),
        ]);
        if catalogue.names_only {
            facts.push((
                "catalogue",
                "knows this release of ATT&CK by ids, names and tactics only".into(),
            ));
        }
        if catalogue.facts_only {
            facts.push((
                "catalogue",
                "holds facts only: no descriptions, queries or commands".into(),
            ));
        }
        facts
    }

    fn threat_facts(&self, facts: &mut Vec<(&'static str, Value)>) {
        let Some(threat) = self.subject.threat else {
            return;
        };
        facts.push(("threat", (&threat.name).into()));
        facts.extend(
            threat
                .origins
                .iter()
                .map(|origin| ("origin", origin.into())),
        );
        facts.extend(
            threat
                .adversaries
                .map(|count| ("adversaries", count.into())),
        );
        facts.extend(threat.unplaced.iter().map(|unplaced| {
            let ids: Vec<String> = unplaced.perhaps.iter().map(ToString::to_string).collect();
            let perhaps = if ids.is_empty() {
                String::new()
            } else {
                format!("; perhaps {}", ids.join(", "))
            };
            (
                "unplaced",
                format!("{}: {}{perhaps}", unplaced.id, unplaced.reason).into(),
            )
        }));
        facts.extend(threat.notes.iter().map(|note| ("note", note.into())));
    }

    fn stack_facts(&self, facts: &mut Vec<(&'static str, Value)>) {
        let Some(stack) = self.subject.stack else {
            return;
        };
        let or_all = |names: &[String]| {
            if names.is_empty() {
                "all".to_owned()
            } else {
                names.join(", ")
            }
        };
        facts.extend(stack.name.as_ref().map(|name| ("stack", name.into())));
        facts.push(("sources in use", or_all(&stack.sources).into()));
        facts.push(("platforms in use", or_all(&stack.platforms).into()));
        let logs = if stack.log_sources.is_empty() {
            "not considered".to_owned()
        } else {
            stack.log_sources.join(", ")
        };
        facts.push(("log sources", logs.into()));
        let deployed = match stack.deployed {
            Some(count) => format!("{count} rules of the catalogue"),
            None => "every rule of the sources in use".to_owned(),
        };
        facts.push(("running", deployed.into()));
        let unknown = stack.unknown_rules.iter();
        facts.extend(unknown.map(|rule| ("unknown rule", rule.into())));
        facts.extend(stack.exclusions.iter().map(|exclusion| {
            let text = format!(
                "{} ({}, {}): {}",
                exclusion.what, exclusion.owner, exclusion.date, exclusion.reason
            );
            ("left out", text.into())
        }));
    }
}
