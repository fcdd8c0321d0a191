//! Facts about a technique, as text for comments and as names and values.

use questions::Numbers;
use questions::align::Row;
use questions::compare::ComparedSide;
use questions::gaps::Gap;

use crate::table::four_places;
use crate::terminal::reason;

/// How many of those that use a technique are named; all are counted.
const NAMED: usize = 8;

pub(crate) fn numbers(numbers: &Numbers) -> Vec<String> {
    let mut words = vec![format!(
        "controls {}, detections {}, tests {}",
        numbers.controls.resources, numbers.detections.resources, numbers.tests.resources
    )];
    let log = match numbers.without_log {
        0 => String::new(),
        count => format!(", {count} of them without their log"),
    };
    words.push(format!("{} detections run{log}", numbers.running));
    if numbers.deployable > 0 {
        words.push(format!("{} more could be deployed", numbers.deployable));
    }
    words.push(format!("validation potential {}", numbers.potential));
    words.push(format!("rung {} of 5", numbers.rung));
    words
}

pub(crate) fn row(row: &Row) -> Vec<String> {
    let technique = &row.technique;
    let mut words = numbers(&row.numbers);
    words.push(if row.gap > 0.0 {
        format!(
            "gap {} = weight {} × (1 − {}/5)",
            four_places(row.gap),
            four_places(technique.weight),
            row.numbers.rung
        )
    } else {
        format!("no gap, weight {}", four_places(technique.weight))
    });
    words.push(reason(row.reason).to_owned());
    words.extend(row.exclusion.as_ref().map(|exclusion| {
        format!(
            "left out by {} on {}: {}",
            exclusion.owner, exclusion.date, exclusion.reason
        )
    }));
    words.extend(technique.written.iter().map(|written| {
        let why = written.reason.as_ref().map(|why| format!(" ({why})"));
        let how = written.state.to_string().replace('_', " ");
        format!("{how} from {}{}", written.id, why.unwrap_or_default())
    }));
    if !technique.from.is_empty() {
        let named = technique
            .from
            .iter()
            .take(NAMED)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ");
        let more = match technique.from.len().saturating_sub(NAMED) {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        words.push(format!("faced because of {named}{more}"));
    }
    words.extend(technique.comments.iter().cloned());
    words
}

/// What would help against a gap.
pub(crate) fn remedies(gap: &Gap) -> Vec<String> {
    let titles = |offers: &[questions::gaps::Suggestion]| {
        let titles = offers.iter().map(|offer| offer.title.as_str());
        titles.collect::<Vec<_>>().join(", ")
    };
    let all = [
        ("detections to deploy", titles(&gap.deploy)),
        ("logs to switch on", gap.switch_on.join(", ")),
        ("tests to run", titles(&gap.test)),
    ];
    all.into_iter()
        .filter(|(_, named)| !named.is_empty())
        .map(|(what, named)| format!("{what}: {named}"))
        .collect()
}

pub(crate) fn sides<'a>(
    value: &str,
    sides: impl Iterator<Item = (&'a ComparedSide, &'a f64)>,
) -> Vec<String> {
    sides
        .map(|(side, of_side)| format!("{value} {} in {}", four_places(*of_side), side.name))
        .collect()
}

pub(crate) fn side_facts<'a>(
    sides: impl Iterator<Item = (&'a ComparedSide, &'a f64)>,
) -> Vec<(String, String)> {
    sides
        .map(|(side, value)| (side.name.clone(), four_places(*value)))
        .collect()
}

pub(crate) fn facts(numbers: &Numbers) -> Vec<(String, String)> {
    let facts = [
        ("controls", numbers.controls.resources.to_string()),
        ("detections", numbers.detections.resources.to_string()),
        ("tests", numbers.tests.resources.to_string()),
        ("running", numbers.running.to_string()),
        ("potential", numbers.potential.to_string()),
        ("rung", numbers.rung.to_string()),
    ];
    facts.map(|(name, value)| (name.to_owned(), value)).into()
}

pub(crate) fn row_facts(row: &Row) -> Vec<(String, String)> {
    let mut facts = facts(&row.numbers);
    let of_row = [
        ("weight", four_places(row.technique.weight)),
        ("gap", four_places(row.gap)),
        ("reason", row.reason.to_string()),
    ];
    facts.extend(of_row.map(|(name, value)| (name.to_owned(), value)));
    facts
}
