//! Adversaries by what sources say of them.

use questions::adversaries::Answer;
use questions::question;
use questions::threat::MatchedAdversary;

use super::{Listing, Publish, lines};
use crate::columns::{ALIASES, ID, NAME, SAID, TECHNIQUES};
use crate::options::Options;
use crate::table::{Field, Table, Value, Width};
use crate::terminal::{CellStyle, ListColumn, list, paging_note};

impl Publish for question::Adversaries {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Adversaries",
        table: |answer| Table::of(COLUMNS, &answer.items),
    });

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.items)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        if answer.items.is_empty() {
            return "No adversary is said to be all of it; --any-of takes those of whom any of it is said.\n".to_owned();
        }
        let said = answer.items.iter().map(|matched| {
            let said = matched
                .said
                .iter()
                .map(|said| format!("{} ({})", said.what, said.by));
            said.collect::<Vec<_>>().join(", ")
        });
        let table = Table::of(COLUMNS, &answer.items);
        let columns = [
            ListColumn::of(&table, &ID).look(CellStyle::Bold),
            ListColumn::of(&table, &NAME),
            ListColumn::of(&table, &TECHNIQUES),
            ListColumn::extra("", said)
                .width(Width::Text)
                .look(CellStyle::Dim),
        ];
        list(&columns, 0, options.style) + &paging_note(answer, options.style)
    }
}

const COLUMNS: &[Field<MatchedAdversary>] = &[
    (ID, |matched| matched.actor.id.as_ref().into()),
    (NAME, |matched| (&matched.actor.name).into()),
    (ALIASES, |matched| (&matched.actor.aliases).into()),
    (TECHNIQUES, |matched| matched.techniques.into()),
    (SAID, |matched| {
        let said = matched.said.iter();
        Value::list(said.map(|said| format!("{}: {} ({})", said.of, said.what, said.by)))
    }),
];
