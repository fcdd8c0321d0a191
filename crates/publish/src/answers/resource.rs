//! One resource whole.

use questions::question;
use questions::resource::Answer;

use super::{Publish, lines};
use crate::options::Options;
use crate::statements::{Statements, mapped, terms};
use crate::subject::Subject;
use crate::terminal;

impl Publish for question::Resource {
    const STATEMENTS: Option<fn(&Answer) -> Statements<'_>> = Some(statements);

    fn subject(answer: &Answer) -> Subject<'_> {
        let first = answer.resources.first();
        first.map_or_else(Subject::default, |shown| {
            Subject::of(&shown.details.resource.title)
        })
    }

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.resources)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        terminal::resource(answer, options.style)
    }
}

fn statements(answer: &Answer) -> Statements<'_> {
    let mut statements = Statements::default();
    for shown in &answer.resources {
        let mappings = mapped(shown.details.mappings.iter());
        statements.add(
            &shown.details.resource,
            shown.links.page.as_deref(),
            mappings,
        );
        let from = &shown.provenance;
        let attribution = from.attribution.as_deref();
        let terms = terms(&from.title, &from.copyright, &from.licence, attribution);
        statements.terms.insert(&from.source, terms);
    }
    statements
}
