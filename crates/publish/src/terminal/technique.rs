//! A technique in short.

use count::VolumeTerm;
use model::Kind;
use questions::technique::{Answer, Pillar};
use unicode_width::UnicodeWidthStr;

use super::table::{Cell, ColumnFit, left_and_right, table, wrap};
use crate::style::Style;

/// What people call a pillar.
pub(crate) fn pillar_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Control => "Controls",
        Kind::Detection => "Detections",
        Kind::Test => "Tests",
        Kind::Knowledge => "Knowledge",
    }
}

pub(crate) fn technique(answer: &Answer, style: Style) -> String {
    let mut text = head(answer, style);
    text += "\n";
    for pillar in answer
        .pillars
        .iter()
        .filter(|pillar| !pillar.terms.is_empty())
    {
        text += &wrap(&terms(pillar), 2, style);
    }
    if !answer.sub_techniques.is_empty() {
        text += "\nSub-techniques\n";
        let rows: Vec<Vec<Cell>> = answer
            .sub_techniques
            .iter()
            .map(|sub| vec![Cell::plain(sub.id.to_string()), Cell::plain(&sub.name)])
            .collect();
        text += &table(&[ColumnFit::Whole, ColumnFit::Text], &rows, 2, style);
    }
    text
}

/// `Detections High: sigma 1 (1 point), splunk 20 (3 points) = 4 points`.
fn terms(pillar: &Pillar) -> String {
    let term = |term: &VolumeTerm| {
        format!(
            "{} {} ({} {})",
            term.source,
            term.resources,
            term.points,
            if term.points == 1 { "point" } else { "points" }
        )
    };
    let terms: Vec<String> = pillar.terms.iter().map(term).collect();
    let sum: u32 = pillar.terms.iter().map(|term| term.points).sum();
    format!(
        "{} {}: {} = {sum}",
        pillar_name(pillar.kind),
        pillar.volume,
        terms.join(" + ")
    )
}

/// The first lines of a technique and of its page.
pub(super) fn head(answer: &Answer, style: Style) -> String {
    let technique = &answer.technique;
    let id = technique.id.to_string();
    let facts = format!(
        "{}{}ATT&CK {}",
        domain(technique.domain),
        style.dot(),
        answer.catalogue.attack
    );
    let name = style.fit(
        &technique.name,
        style.width.saturating_sub(id.width() + 2).max(20),
    );
    let left = format!(
        "{}  {}",
        style.bold(style.link(Some(&answer.url), &id)),
        style.bold(&name)
    );
    let mut text = left_and_right(
        (&left, id.width() + 2 + name.width()),
        (&style.dim(&facts), facts.width()),
        style,
    );
    text += &wrap(&second_line(answer, style), 0, style);
    if let Some(parent) = &answer.parent {
        text += &format!(
            "Sub-technique of {} {}\n",
            parent.id,
            style.fit(&parent.name, style.width.saturating_sub(30))
        );
    }
    if let Some(successor) = technique.successor {
        text += &format!("Revoked: replaced by {successor}\n");
    } else if technique.revoked || technique.deprecated {
        text += "No longer in use, without successor\n";
    }
    text += "\n";
    text + &pillars(answer, style)
}

fn domain(domain: model::Domain) -> &'static str {
    match domain {
        model::Domain::Enterprise => "Enterprise",
        model::Domain::Mobile => "Mobile",
        model::Domain::Ics => "ICS",
    }
}

fn second_line(answer: &Answer, style: Style) -> String {
    let technique = &answer.technique;
    let tactics: Vec<&str> = technique
        .tactics
        .iter()
        .map(|tactic| tactic.name.as_str())
        .collect();
    let users: Vec<String> = [
        ("groups", "group"),
        ("software", "software"),
        ("campaigns", "campaign"),
    ]
    .iter()
    .filter_map(|&(many, singular)| match answer.used_by.get(many) {
        None | Some(0) => None,
        Some(1) => Some(format!("1 {singular}")),
        Some(count) => Some(format!("{count} {many}")),
    })
    .collect();
    let used = if users.is_empty() {
        String::new()
    } else {
        format!("used by {}", users.join(", "))
    };
    let facts = [tactics.join(", "), technique.platforms.join(", "), used];
    facts
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .collect::<Vec<_>>()
        .join(style.dot())
}

fn pillars(answer: &Answer, style: Style) -> String {
    let rows: Vec<Vec<Cell>> = answer
        .pillars
        .iter()
        .map(|pillar| pillar_row(pillar, style))
        .collect();
    let potential = answer.potential;
    let columns = [
        ColumnFit::Whole,
        ColumnFit::Whole,
        ColumnFit::Number,
        ColumnFit::Number,
        ColumnFit::Whole,
        ColumnFit::Whole,
    ];
    let mut text = table(&columns, &rows, 2, style);
    let value = style.proof(potential.potential);
    text += &format!(
        "     Potential  {value}  (detections {}, tests {})\n",
        potential.detections, potential.tests
    );
    text
}

fn pillar_row(pillar: &Pillar, style: Style) -> Vec<Cell> {
    let kind = pillar.kind;
    let sources = match pillar.sources {
        0 => String::new(),
        1 => "1 source".to_owned(),
        many => format!("{many} sources"),
    };
    vec![
        Cell::styled(style.glyph(kind), move |glyph| style.kind(kind, glyph)),
        Cell::plain(pillar_name(kind)),
        Cell::styled(pillar.with_sub_techniques.to_string(), move |number| {
            style.bold(number)
        }),
        Cell::plain(format!("{} own", pillar.own)),
        Cell::plain(pillar.volume.to_string()),
        Cell::styled(sources, move |text| style.dim(text)),
    ]
}
