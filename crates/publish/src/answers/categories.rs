//! By what adversaries can be chosen.

use questions::categories::Answer;
use questions::question;
use questions::threat::Phrase;

use super::{Listing, Publish, lines};
use crate::columns::{ADVERSARIES, ARGUMENT, WHAT};
use crate::options::Options;
use crate::table::{Field, Table};
use crate::terminal::{CellStyle, ListColumn, list, paging_note, wrap};

impl Publish for question::Categories {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Categories of adversaries",
        table: |answer| Table::of(COLUMNS, &answer.items),
    });

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.items)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let style = options.style;
        if answer.items.is_empty() {
            let none = "This catalogue holds nothing of motives, victims and bases: the built-in one has facts only, `rhumb sync` brings the rest.";
            return wrap(none, 0, style) + "\n";
        }
        let table = Table::of(COLUMNS, &answer.items);
        let columns = [
            ListColumn::of(&table, &ARGUMENT).look(CellStyle::Dim),
            ListColumn::of(&table, &WHAT),
            ListColumn::of(&table, &ADVERSARIES).aligned_right(),
        ];
        list(&columns, 0, style) + &paging_note(answer, style)
    }
}

const COLUMNS: &[Field<Phrase>] = &[
    (ARGUMENT, |category| (&category.argument).into()),
    (WHAT, |category| (&category.what).into()),
    (ADVERSARIES, |category| {
        category.adversaries.to_string().into()
    }),
];
