//! Technique administrations of DeTT&CT, versions 1.0 to 1.2: how well techniques are detected and seen, by their keepers' own
//! judgement, with the history of each score.

use model::{Claim, Stack};
use serde::Deserialize;
use serde_json::Value;

use super::{item, platforms};
use crate::ids;
use crate::input::Input;
use crate::lenient::{Number, OneOrMany, Text};
use crate::notes::{Notes, clipped};
use crate::{Error, yaml};

/// The highest score.
const HIGHEST: f64 = 5.0;

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    name: Text,
    #[serde(default)]
    platform: OneOrMany<Text>,
    #[serde(default)]
    techniques: OneOrMany<Value>,
}

#[derive(Deserialize)]
struct Technique {
    #[serde(rename = "technique_id")]
    id: String,
    #[serde(default)]
    detection: OneOrMany<Judgement>,
    #[serde(default)]
    visibility: OneOrMany<Judgement>,
}

#[derive(Deserialize)]
struct Judgement {
    #[serde(default)]
    applicable_to: OneOrMany<Text>,
    /// Of version 1.2.
    #[serde(default)]
    score_logbook: OneOrMany<Entry>,
    /// Of the versions before.
    #[serde(default)]
    score: Number,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    date: Text,
    #[serde(default)]
    score: Number,
}

/// Reads it.
pub(super) fn read(input: &Input<'_>, notes: &mut Notes) -> Result<Stack, Error> {
    let file: File = yaml::parse(input)?;
    let name = file.name.trimmed();
    let called = clipped(&name.clone().unwrap_or_else(|| input.stem()));
    let mut reader = Reader {
        origin: format!(
            "technique administration `{called}` of DeTT&CT ({})",
            input.shown()
        ),
        claims: Vec::new(),
        none: [0, 0],
        notes,
    };
    let mut techniques = 0;
    for (index, value) in file.techniques.0.into_iter().enumerate() {
        let place = format!("techniques[{index}]");
        let technique = item::<Technique>(value, &place, reader.notes);
        techniques +=
            usize::from(technique.is_some_and(|technique| reader.technique(&technique, &place)));
    }
    if techniques == 0 {
        return Err(input.error(
            None,
            "contains no techniques: expected `techniques` with a `technique_id` each",
        ));
    }
    let (claims, [detection, visibility]) = (reader.claims, reader.none);
    notes.count(detection, "detection", "left out: the score says none");
    notes.count(visibility, "visibility", "left out: the score says none");
    Ok(Stack {
        name,
        platforms: platforms(&file.platform, notes),
        claims,
        ..Stack::default()
    })
}

struct Reader<'n> {
    origin: String,
    claims: Vec<Claim>,
    /// How many judgements of each kind say that there is nothing.
    none: [usize; 2],
    notes: &'n mut Notes,
}

impl Reader<'_> {
    /// Whether it is a technique.
    fn technique(&mut self, technique: &Technique, place: &str) -> bool {
        let id = technique.id.trim();
        if !ids::is_id(id) {
            self.notes
                .at(place, format_args!("`{}` is no technique", clipped(id)));
            return false;
        }
        // No detection is -1, for 0 is what only forensics finds; no visibility is 0.
        let kinds = [
            ("detection", &technique.detection, -1.0),
            ("visibility", &technique.visibility, 0.0),
        ];
        for (kind, (of, judgements, nothing)) in kinds.into_iter().enumerate() {
            for (index, judgement) in judgements.0.iter().enumerate() {
                let place = format!("{place}.{of}[{index}]");
                match judgement.latest(&place, self.notes) {
                    Some(score) if score <= nothing => self.none[kind] += 1,
                    Some(score) if score <= HIGHEST => self.claim(id, of, score, judgement),
                    Some(score) => self
                        .notes
                        .at(place, format_args!("the score {score} is above {HIGHEST}")),
                    None => self.notes.at(place, "no score"),
                }
            }
        }
        true
    }

    fn claim(&mut self, id: &str, of: &str, score: f64, judgement: &Judgement) {
        self.claims.push(Claim {
            technique: id.to_owned(),
            of: of.to_owned(),
            score,
            applicable_to: judgement.applicable_to.texts(),
            origin: self.origin.clone(),
        });
    }
}

impl Judgement {
    /// The score of the newest entry; of entries of one day, that of the first.
    fn latest(&self, place: &str, notes: &mut Notes) -> Option<f64> {
        let mut newest: Option<(Option<Day>, Number)> = None;
        for entry in &self.score_logbook.0 {
            let stated = entry.date.trimmed();
            let day = stated.as_deref().and_then(day);
            if let (Some(stated), None) = (&stated, day) {
                notes.at(place, format_args!("`{}` is no date", clipped(stated)));
            }
            if newest.is_none_or(|(known, _)| day > known) {
                newest = Some((day, entry.score));
            }
        }
        newest.map_or(self.score.0, |(_, score)| score.0)
    }
}

type Day = (u16, u8, u8);

/// `2024-03-01`, perhaps with a time behind.
fn day(text: &str) -> Option<Day> {
    let date = text.split(['T', ' ']).next()?;
    let mut parts = date.split('-');
    let day = (
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
    );
    (parts.next().is_none() && (1..=12).contains(&day.1) && (1..=31).contains(&day.2))
        .then_some(day)
}
