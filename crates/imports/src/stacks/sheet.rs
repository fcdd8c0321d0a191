//! Tables of what is covered or deployed: CSV and TSV with a header.

use model::{Claim, Stack};

use super::rules::{RuleStatus, Rules};
use super::splunk;
use crate::Error;
use crate::ids::{self, IdLine};
use crate::input::Input;
use crate::lenient::{flag, number};
use crate::limits::MOST_ENTRIES;
use crate::notes::{Notes, clipped};
use crate::table::{Row, Table};

const TECHNIQUE: &[&str] = &[
    "techniqueid",
    "attackid",
    "attckid",
    "mitreid",
    "technique",
    "ttp",
    "mitre",
    "xmitreid",
];
const SCORE: &[&str] = &["score", "weight", "count"];
/// Headings of a column of rules, the most certain first. In Splunk's own table `id` is an address and `search` a query.
const RULE: &[&str] = &[
    "ruleid",
    "rule",
    "rulename",
    "title",
    "displayname",
    "id",
    "name",
    "search",
    "rules",
];

/// Reads a table, and says what it was; none if the first row names neither techniques with scores nor rules.
pub(super) fn read(
    input: &Input<'_>,
    notes: &mut Notes,
) -> Result<Option<(Stack, &'static str)>, Error> {
    let table = Table::open(input.text);
    let (technique, score) = (table.column(TECHNIQUE), table.column(SCORE));
    if technique.is_some() && score.is_some() {
        let claims = claims(input, table, notes)?;
        return Ok(Some((
            Stack {
                claims,
                ..Stack::default()
            },
            "table of scores",
        )));
    }
    if table.column(RULE).is_none() {
        return Ok(None);
    }
    rules(input, table, notes).map(|stack| Some((stack, "table of rules")))
}

fn claims(input: &Input<'_>, table: Table<'_>, notes: &mut Notes) -> Result<Vec<Claim>, Error> {
    let (technique, score) = (table.column(TECHNIQUE), table.column(SCORE));
    let mut claims = Vec::new();
    for row in table.rows() {
        let place = format!("line {}", row.line);
        let ids = IdLine::of(row.get(technique).unwrap_or("")).ids;
        match (ids.as_slice(), row.get(score).map(number)) {
            ([], _) => notes.at(place, "no technique in this row"),
            (_, Some(Some(score))) => {
                claims.extend(ids.iter().map(|id| claim(id, score, input)));
            }
            (_, Some(None)) => {
                let score = clipped(row.get(score).unwrap_or(""));
                notes.at(place, format_args!("the score `{score}` is no number"));
            }
            (_, None) => notes.at(place, "no score in this row"),
        }
        if claims.len() > MOST_ENTRIES {
            return Err(input.error(None, format!("holds more than {MOST_ENTRIES} scores")));
        }
    }
    if claims.is_empty() {
        Err(input.error(None, "contains no technique with a score"))
    } else {
        Ok(claims)
    }
}

fn claim(id: &str, score: f64, input: &Input<'_>) -> Claim {
    Claim {
        technique: id.to_owned(),
        of: "score".to_owned(),
        score,
        applicable_to: Vec::new(),
        origin: format!("table of scores ({})", input.shown()),
    }
}

fn rules(input: &Input<'_>, table: Table<'_>, notes: &mut Notes) -> Result<Stack, Error> {
    let rule = table.column(RULE);
    let enabled = table.column(&["enabled", "status", "state"]);
    let disabled = table.column(&["disabled"]);
    let scheduled = table.column(&["isscheduled", "enablesched"]);
    let mut rules = Rules::of(input);
    for row in table.rows() {
        let truth = |column: Option<usize>, row: &Row| row.get(column).and_then(flag);
        let is_off = truth(disabled, &row).or(truth(enabled, &row).map(|on| !on));
        let runs = match scheduled {
            Some(_) => RuleStatus::scheduled(is_off, truth(scheduled, &row)),
            None => RuleStatus::enabled(is_off.map(|off| !off)),
        };
        match row.get(rule) {
            Some(id) if ids::is_id(id) => {
                notes.at(
                    format_args!("line {}", row.line),
                    format_args!("`{id}` is a technique, no rule"),
                );
            }
            Some(rule) => rules.add(splunk::title(rule), runs)?,
            None => notes.at(format_args!("line {}", row.line), "no rule in this row"),
        }
    }
    rules.into_stack(notes, "rows with a rule each; techniques need a score")
}
