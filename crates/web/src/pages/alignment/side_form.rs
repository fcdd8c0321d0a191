//! The form left of an alignment: the threat, the stack, the options.

use questions::sources;

use super::Answers;
use crate::context::PageContext;
use crate::html::form::{Choice, Field, FieldSet, SideForm};
use crate::html::format::number;
use crate::html::pillar_style::PillarStyle;
use crate::html::safe::SafeText;
use crate::pages::THREATS;
use crate::pages::elements::rest_of_query;
use crate::pages::rows::{PILLARS, RowLayout};

pub(super) fn side_form(
    context: &PageContext<'_>,
    page: &Answers<'_>,
    layout: RowLayout,
) -> SideForm {
    let mut field_sets = Vec::new();
    if layout == RowLayout::Gap {
        field_sets.push(threat_field_set(context, page));
    }
    field_sets.extend(source_field_sets(context, page.sources));
    field_sets.push(FieldSet {
        legend: SafeText::of("Log sources and platforms"),
        fields: vec![
            field(
                context,
                "log",
                "Log sources that arrive",
                "windows/process_creation, DC0032",
            ),
            field(context, "platform", "Platforms", "Windows, Linux, IaaS"),
        ],
        words: vec![SafeText::of("What is left empty is not considered.")],
        ..FieldSet::default()
    });
    field_sets.push(options(context, layout));
    field_sets.push(tactics(context, page.tactics));
    let mut hidden = hidden_fields(context);
    if layout == RowLayout::Total {
        hidden.retain(|(name, _)| name != "threat");
    }
    SideForm {
        words: if layout == RowLayout::Gap {
            "Choose threat and stack"
        } else {
            "Choose sources"
        },
        action: context.links.to(context.target),
        button: "Count again",
        field_sets,
        hidden,
    }
}

/// The threat: a field on a static site, where the browser places it; else what the server placed, and a link to change it.
fn threat_field_set(context: &PageContext<'_>, page: &Answers<'_>) -> FieldSet {
    if context.deployment().is_site() {
        return FieldSet {
            legend: SafeText::of("Threat"),
            more: Some(context.link("Model one", THREATS.at([]))),
            fields: vec![Field {
                name: "threat",
                words: "A group, software, campaign or incident",
                value: SafeText::default(),
                hint: "TrickBot, G0016",
                long: false,
            }],
            ..FieldSet::default()
        };
    }
    let answer = page.answer;
    let mut words = vec![SafeText::of(&format!(
        "{}, {} techniques",
        answer.threat.name, answer.totals.techniques
    ))];
    let origins = answer.threat.origins.iter().take(3);
    words.extend(origins.map(|text| SafeText::of(text)));
    FieldSet {
        legend: SafeText::of("Threat"),
        more: Some(context.link("Change", THREATS.at([]))),
        words,
        ..FieldSet::default()
    }
}

fn hidden_fields(context: &PageContext<'_>) -> Vec<(String, SafeText)> {
    rest_of_query(
        context,
        &[
            "source",
            "log",
            "platform",
            "lowest_level",
            "with_software",
            "tactic",
        ],
    )
}

fn field(
    context: &PageContext<'_>,
    name: &'static str,
    words: &'static str,
    hint: &'static str,
) -> Field {
    let all: Vec<&str> = context
        .query
        .iter()
        .filter(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
        .collect();
    Field {
        name,
        words,
        value: SafeText::of(&all.join(", ")),
        hint,
        long: false,
    }
}

/// A group of check boxes per pillar: all are ticked where the address chooses none.
fn source_field_sets(context: &PageContext<'_>, sources: &sources::Answer) -> Vec<FieldSet> {
    let all = context.value("source").is_none();
    PILLARS
        .iter()
        .map(|(kind, _)| {
            let rows = sources
                .sources
                .iter()
                .filter(|row| row.kinds.contains(kind));
            let boxes: Vec<Choice> = rows
                .map(|row| Choice {
                    radio: false,
                    name: "source",
                    value: SafeText::of(&row.source),
                    words: SafeText::of(&row.title),
                    count: number(row.counts.resources),
                    checked: all || context.has("source", &row.source),
                })
                .collect();
            FieldSet {
                legend: SafeText::of(PillarStyle::of(*kind).name),
                pillar: Some(PillarStyle::of(*kind)),
                boxes,
                all: true,
                ..FieldSet::default()
            }
        })
        .collect()
}

fn options(context: &PageContext<'_>, layout: RowLayout) -> FieldSet {
    let choice = |name: &'static str, words: &str| Choice {
        radio: false,
        name,
        value: SafeText::of("true"),
        words: SafeText::of(words),
        count: String::new(),
        checked: context.has(name, "true"),
    };
    let mut boxes = vec![choice("lowest_level", "Lowest level only")];
    if layout == RowLayout::Gap {
        boxes.push(choice("with_software", "With the software of adversaries"));
    }
    FieldSet {
        legend: SafeText::of("Options"),
        boxes,
        words: vec![SafeText::of("The address holds the whole choice.")],
        ..FieldSet::default()
    }
}

fn tactics(context: &PageContext<'_>, all: &[model::Tactic]) -> FieldSet {
    let boxes = all.iter().map(|tactic| Choice {
        radio: false,
        name: "tactic",
        value: SafeText::of(&tactic.shortname),
        words: SafeText::of(&tactic.name),
        count: String::new(),
        checked: context.has("tactic", &tactic.shortname),
    });
    FieldSet {
        legend: SafeText::of("Tactics"),
        boxes: boxes.collect(),
        folded: true,
        ..FieldSet::default()
    }
}
