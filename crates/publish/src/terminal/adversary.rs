//! Adversaries, software, campaigns and controls.

use std::collections::BTreeMap;

use questions::threat::{Actor, Reach, Said};
use questions::{adversaries, adversary, categories, control, fit};

use super::align::totals;
use super::lists::more;
use super::numbers::{percent, rows};
use super::table::{Cell, Column, table, wrapped};
use crate::style::{Style, clean, clean_lines};

pub(super) fn adversary(answer: &adversary::Answer, style: Style) -> String {
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
        text += &style.dim(wrapped(
            &clean(&format!("also {}", actor.aliases.join(", "))),
            0,
            style,
        ));
    }
    if let Some(description) = &answer.description {
        let first = clean_lines(description);
        let first = first
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        text += &format!("\n{}", wrapped(first, 0, style));
    }
    text += &said(&answer.said, style);
    for (title, actors) in [
        ("Software", &answer.software),
        ("Campaigns", &answer.campaigns),
        ("Used by", &answer.used_by),
    ] {
        text += &named(title, actors, style);
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
        style.dim(wrapped(reach, 2, style))
    );
    text += &totals(&answer.totals, style);
    text + "\n" + &rows(&answer.techniques, style)
}

fn said(said: &[Said], style: Style) -> String {
    let mut of: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for one in said {
        of.entry(&one.of)
            .or_default()
            .entry(&one.by)
            .or_default()
            .push(&one.what);
    }
    let mut text = String::new();
    for (relation, by) in of {
        text += &format!("\n{}\n", style.bold(relation.replace('_', " ")));
        for (by, what) in by {
            let line = format!("{} ({})", what.join(", "), by.replace('_', " "));
            text += &wrapped(&clean(&line), 2, style);
        }
    }
    text
}

fn named(title: &str, actors: &[Actor], style: Style) -> String {
    if actors.is_empty() {
        return String::new();
    }
    let names: Vec<String> = actors.iter().map(|actor| actor.name.clone()).collect();
    format!(
        "\n{}\n{}",
        style.bold(format!("{title} ({})", actors.len())),
        wrapped(&clean(&names.join(", ")), 2, style)
    )
}

pub(super) fn adversaries(list: &adversaries::Answer, style: Style) -> String {
    if list.items.is_empty() {
        return "No adversary is said to be all of it; --any-of takes those of whom any of it is said.\n".to_owned();
    }
    let mut text = String::new();
    let cells: Vec<Vec<Cell>> = list
        .items
        .iter()
        .map(|one| {
            let said: Vec<String> = one
                .said
                .iter()
                .map(|said| format!("{} ({})", said.what, said.by))
                .collect();
            vec![
                Cell::painted(one.actor.id.as_deref().unwrap_or_default(), move |id| {
                    style.bold(id)
                }),
                Cell::plain(&one.actor.name),
                Cell::plain(one.techniques.to_string()),
                Cell::painted(said.join(", "), move |said| style.dim(said)),
            ]
        })
        .collect();
    let columns = [Column::Whole, Column::Text, Column::Number, Column::Text];
    text += &table(&columns, &cells, 0, style);
    text + &more(list.items.len(), list.total, list.next.as_deref(), style)
}

pub(super) fn categories(list: &categories::Answer, style: Style) -> String {
    if list.items.is_empty() {
        let none = "This catalogue holds nothing of motives, victims and bases: the built-in one has facts only, `rhumb sync` brings the rest.";
        return wrapped(none, 0, style) + "\n";
    }
    let cells: Vec<Vec<Cell>> = list
        .items
        .iter()
        .map(|one| {
            vec![
                Cell::painted(&one.argument, move |of| style.dim(of)),
                Cell::plain(&one.what),
                Cell::plain(one.adversaries.to_string()),
            ]
        })
        .collect();
    let columns = [Column::Whole, Column::Text, Column::Number];
    let text = table(&columns, &cells, 0, style);
    text + &more(list.items.len(), list.total, list.next.as_deref(), style)
}

pub(super) fn fit(answer: &fit::Answer, style: Style) -> String {
    let mut text = format!(
        "{}\n{}\n",
        style.bold(clean(&answer.seen.name)),
        style.dim(wrapped(&answer.measure, 0, style))
    );
    if answer.list.items.is_empty() {
        return text + "No adversary shares any of it.\n";
    }
    let heading = ["", "", "explains", "alike", "shared"];
    let heading: Vec<Cell> = heading
        .into_iter()
        .map(|word| Cell::painted(word, move |word| style.dim(word)))
        .collect();
    let cells = answer.list.items.iter().map(|row| {
        vec![
            Cell::painted(row.actor.id.as_deref().unwrap_or_default(), move |id| {
                style.bold(id)
            }),
            Cell::plain(&row.actor.name),
            Cell::plain(percent(row.explains)),
            Cell::plain(percent(row.jaccard)),
            Cell::plain(format!("{} of {}", row.shared.len(), row.techniques)),
        ]
    });
    let columns = [
        Column::Whole,
        Column::Text,
        Column::Number,
        Column::Number,
        Column::Number,
    ];
    text += &table(
        &columns,
        &std::iter::once(heading).chain(cells).collect::<Vec<_>>(),
        0,
        style,
    );
    text + &more(
        answer.list.items.len(),
        answer.list.total,
        answer.list.next.as_deref(),
        style,
    )
}

pub(super) fn control(answer: &control::Answer, style: Style) -> String {
    let mut text = String::new();
    for one in &answer.controls {
        let id = one.resource.id.clone().unwrap_or_default();
        let mark = if one.counts {
            ""
        } else {
            "  does not count: its framework has a newer edition"
        };
        if !text.is_empty() {
            text += "\n";
        }
        text += &format!(
            "{}  {}  {}{}\n",
            style.bold(clean(&id)),
            style.link(one.links.page.as_deref(), clean(&one.resource.title)),
            style.dim(clean(&one.resource.source)),
            style.dim(mark)
        );
        if let Some(description) = &one.description {
            let first = clean_lines(description);
            text += &wrapped(
                first
                    .lines()
                    .find(|line| !line.trim().is_empty())
                    .unwrap_or_default(),
                2,
                style,
            );
        }
        text += &format!("\n  {} techniques\n", one.techniques.len());
        text += &rows(&one.techniques, style);
    }
    text
}
