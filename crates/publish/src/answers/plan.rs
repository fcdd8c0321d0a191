//! The shortest list of what closes most of the gap.

use questions::plan::{Action, Answer, Step};
use questions::question;

use super::{Listing, Publish, lines};
use crate::columns::{ACTION, CLOSES, LEFT, RAISES, STEP, TITLE, WHAT};
use crate::options::Options;
use crate::style::Style;
use crate::subject::Subject;
use crate::table::{Field, Table, Value};
use crate::terminal::{Cell, ColumnFit, block, name, table as lines_of, two_places, unplaced};

impl Publish for question::Plan {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Plan",
        table,
    });

    fn subject(answer: &Answer) -> Subject<'_> {
        Subject::of_threat(&answer.threat, &answer.stack, &answer.assumed)
    }

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.steps)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let style = options.style;
        let mut text = name(&answer.threat, style);
        text += &format!(
            "\n  Gap  {}, after {} steps {}\n\n",
            two_places(answer.gap),
            answer.steps.len(),
            two_places(answer.left)
        );
        if answer.steps.is_empty() {
            text += "Nothing in this catalogue closes more of it.\n";
        }
        let rows = answer
            .steps
            .iter()
            .zip(1..)
            .map(|(step, number)| cells(step, number, style));
        let columns = [
            ColumnFit::Number,
            ColumnFit::Whole,
            ColumnFit::Number,
            ColumnFit::Text,
            ColumnFit::Path,
            ColumnFit::Spare,
        ];
        text += &lines_of(&columns, &rows.collect::<Vec<_>>(), 0, style);
        text += &unplaced(&answer.threat, style);
        text + &block("Assumed", &answer.assumed, style)
    }
}

fn cells(step: &Step, number: u32, style: Style) -> Vec<Cell> {
    let word = match step.action {
        Action::Deploy => "deploy",
        Action::SwitchOn => "log",
        Action::Test => "test",
    };
    let what = if step.title.is_some() { &step.what } else { "" };
    vec![
        Cell::styled(number.to_string(), move |number| style.dim(number)),
        Cell::plain(word),
        Cell::styled(format!("-{}", two_places(step.closes)), move |closes| {
            style.bold(closes)
        }),
        Cell::plain(step.title.as_deref().unwrap_or(&step.what)),
        Cell::styled(what, move |what| style.dim(what)),
        Cell::styled(raises(step).join(", "), move |raises| style.dim(raises)),
    ]
}

fn raises(step: &Step) -> Vec<String> {
    let raises = step.raises.iter();
    raises
        .map(|(technique, rung)| format!("{technique} to {rung}"))
        .collect()
}

const COLUMNS: &[Field<Step>] = &[
    (ACTION, |step| step.action.to_string().into()),
    (WHAT, |step| (&step.what).into()),
    (TITLE, |step| step.title.as_ref().into()),
    (CLOSES, |step| step.closes.into()),
    (LEFT, |step| step.left.into()),
    (RAISES, |step| Value::List(raises(step))),
];

fn table(answer: &Answer) -> Table {
    let numbers = (1u32..).zip(&answer.steps).map(|(number, _)| number);
    Table::default()
        .with(STEP, numbers)
        .and(COLUMNS, &answer.steps)
}
