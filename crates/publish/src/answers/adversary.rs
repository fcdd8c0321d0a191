//! A group: its profile, the techniques that it uses, and what exists against them. Software and campaigns are published alike.

use std::collections::BTreeMap;

use model::Characteristic;
use questions::adversary::Answer;
use questions::question;
use questions::threat::{Actor, Reach, Statement};

use super::{Listing, Publish, lines};
use crate::heat::{HeatMap, HeatMapSource, MatrixLayout, Score};
use crate::numbers::technique_table;
use crate::options::Options;
use crate::style::{Style, clean};
use crate::subject::Subject;
use crate::table::Table;
use crate::terminal::{first_line, techniques, totals, wrap};

impl Publish for question::Adversary {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Adversary",
        table,
    });
    const HEAT: Option<HeatMapSource<Answer>> = Some(HEAT);

    fn subject(answer: &Answer) -> Subject<'_> {
        subject(answer)
    }

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.techniques)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        terminal(answer, options.style)
    }
}

pub(super) const HEAT: HeatMapSource<Answer> = HeatMapSource {
    read: |answer, score| {
        Ok(HeatMap::of_rows(
            answer.techniques.iter(),
            score,
            Score::Weight,
        ))
    },
    scores: &Score::ALL,
    picture: Some(MatrixLayout::Flat),
};

pub(super) fn table(answer: &Answer) -> Table {
    technique_table(answer.techniques.iter())
}

pub(super) fn subject(answer: &Answer) -> Subject<'_> {
    Subject {
        stack: Some(&answer.stack),
        ..Subject::of(&answer.actor.name)
    }
}

pub(super) fn terminal(answer: &Answer, style: Style) -> String {
    let actor = &answer.actor;
    let id = actor.id.clone().unwrap_or_default();
    let name = style.link(answer.url.as_deref(), clean(&actor.name));
    let mut text = format!(
        "{}  {}  {}\n",
        style.bold(clean(&id)),
        style.bold(name),
        actor.kind
    );
    if !actor.aliases.is_empty() {
        let also = clean(&format!("also {}", actor.aliases.join(", ")));
        text += &style.dim(wrap(&also, 0, style));
    }
    if let Some(description) = &answer.description {
        text += &format!("\n{}", wrap(&first_line(description), 0, style));
    }
    text += &statements(&answer.said, style);
    for (title, actors) in [
        ("Software", &answer.software),
        ("Campaigns", &answer.campaigns),
        ("Used by", &answer.used_by),
    ] {
        text += &name_list(title, actors, style);
    }
    let reach = match answer.reach {
        Reach::Direct => {
            "what it is said to use itself; --with-software takes that of its software and campaigns, too"
        }
        Reach::WithSoftware => "with its software and campaigns",
    };
    text += &format!(
        "\n{}\n{}",
        style.bold(format!("{} techniques", answer.techniques.len())),
        style.dim(wrap(reach, 2, style))
    );
    text += &totals(&answer.totals, style);
    text + "\n" + &techniques(&answer.techniques, style)
}

fn statements(all: &[Statement], style: Style) -> String {
    let mut of: BTreeMap<Characteristic, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for statement in all {
        let by = of.entry(statement.of).or_default();
        by.entry(&statement.by).or_default().push(&statement.what);
    }
    let mut text = String::new();
    for (characteristic, by) in of {
        text += &format!(
            "\n{}\n",
            style.bold(characteristic.to_string().replace('_', " "))
        );
        for (by, what) in by {
            let line = format!("{} ({})", what.join(", "), by.replace('_', " "));
            text += &wrap(&clean(&line), 2, style);
        }
    }
    text
}

fn name_list(title: &str, actors: &[Actor], style: Style) -> String {
    if actors.is_empty() {
        return String::new();
    }
    let names: Vec<String> = actors.iter().map(|actor| actor.name.clone()).collect();
    format!(
        "\n{}\n{}",
        style.bold(format!("{title} ({})", actors.len())),
        wrap(&clean(&names.join(", ")), 2, style)
    )
}
