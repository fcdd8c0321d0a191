//! The page of a technique.

use questions::page::{Answer, Row};
use questions::question;

use super::resources::resource_table;
use super::{Listing, Publish};
use crate::columns::{STATES, TECHNIQUE_IDS, WRITTEN};
use crate::options::{Layout, Options};
use crate::statements::{Statements, how, terms};
use crate::subject::Subject;
use crate::table::{Table, Value};
use crate::{markdown, terminal};

impl Publish for question::Page {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Page",
        table,
    });
    const MARKDOWN: Option<fn(&Answer, Layout) -> String> = Some(markdown::page);
    const STATEMENTS: Option<fn(&Answer) -> Statements<'_>> = Some(statements);

    fn subject(answer: &Answer) -> Subject<'_> {
        Subject::of(&answer.summary.technique.id.to_string())
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        terminal::page(answer, options.style, options.rows)
    }
}

fn table(answer: &Answer) -> Table {
    let sections = answer.sections.iter().chain(&answer.ambiguous);
    resource_table(
        sections.flat_map(|section| &section.resources),
        |row| &row.mapped.resource,
        &[
            (TECHNIQUE_IDS, |row: &Row| {
                Value::list([row.mapped.technique])
            }),
            (STATES, |row| Value::list([row.mapped.state])),
            (WRITTEN, |_| Value::Nothing),
        ],
        |row| row.links.page.as_ref(),
    )
}

fn statements(answer: &Answer) -> Statements<'_> {
    let mut statements = Statements::default();
    let technique = &answer.summary.technique;
    statements.names.insert(technique.id, &technique.name);
    let sections = answer.sections.iter();
    let rows = sections.flat_map(|section| &section.resources);
    for row in rows.filter(|row| row.counts) {
        let mapped = &row.mapped;
        let how = how(&mapped.state.to_string(), mapped.reason.as_deref());
        let techniques = [(mapped.technique, how)].into();
        statements.add(&mapped.resource, row.links.page.as_deref(), techniques);
    }
    let notices = answer.notices.iter().map(|notice| {
        let attribution = notice.attribution.as_deref();
        let terms = terms(
            &notice.title,
            &notice.copyright,
            &notice.licence,
            attribution,
        );
        (notice.source.as_str(), terms)
    });
    statements.terms.extend(notices);
    statements
}
