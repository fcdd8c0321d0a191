//! Tables of techniques: CSV and TSV with a header, also the CSV that `OpenCTI` exports.

use model::{Threat, ThreatTechnique};

use crate::Error;
use crate::ids::IdLine;
use crate::input::Input;
use crate::lenient::number;
use crate::limits::MOST_ENTRIES;
use crate::notes::{Notes, clipped};
use crate::table::{Row, Table};

/// Headings of a column of techniques, the most certain first. The names are as [`Table`] compares them.
pub(crate) const TECHNIQUE: &[&str] = &[
    "xmitreid",
    "techniqueid",
    "techniqueids",
    "attackid",
    "mitreid",
    "mitreattackid",
    "technique",
    "techniques",
    "ttp",
    "ttps",
    "mitre",
    "mitreattack",
    "mitreattck",
    "attck",
    "attckid",
    "mitreattckid",
    "id",
    "externalid",
];
/// Headings of a column of scores.
pub(crate) const SCORE: &[&str] = &["score", "weight", "count"];
const COMMENT: &[&str] = &["comment", "comments", "note", "notes"];
const TACTIC: &[&str] = &["tactic", "tactics"];

struct Columns {
    technique: Option<usize>,
    score: Option<usize>,
    comment: Option<usize>,
    tactic: Option<usize>,
    entity: Option<usize>,
    name: Option<usize>,
}

/// Reads a table; none if the first row names no column of techniques.
pub(super) fn read(input: &Input<'_>, notes: &mut Notes) -> Result<Option<Threat>, Error> {
    let table = Table::open(input.text);
    let columns = Columns::of(&table);
    if columns.technique.is_none() {
        return Ok(None);
    }
    let (mut techniques, mut others) = (Vec::new(), 0);
    for row in table.rows() {
        if columns.is_technique(&row) {
            techniques.extend(columns.techniques(&row, notes));
        } else {
            others += 1;
        }
        if techniques.len() > MOST_ENTRIES {
            return Err(super::too_many(input));
        }
    }
    notes.count(others, "row", "left out: not of the type Attack-Pattern");
    let kind = match columns.entity {
        Some(_) => "table that OpenCTI exported",
        None => "table of techniques",
    };
    Ok(Some(Threat {
        origins: vec![format!("{kind} ({})", input.shown())],
        techniques,
        ..Threat::named(input.stem())
    }))
}

impl Columns {
    fn of(table: &Table<'_>) -> Self {
        Self {
            technique: table.column(TECHNIQUE),
            score: table.column(SCORE),
            comment: table.column(COMMENT),
            tactic: table.column(TACTIC),
            entity: table.column(&["entitytype"]),
            name: table.column(&["name"]),
        }
    }

    /// `OpenCTI` exports rows of all types into one table.
    fn is_technique(&self, row: &Row) -> bool {
        row.get(self.entity)
            .is_none_or(|kind| kind.eq_ignore_ascii_case("attack-pattern"))
    }

    /// The techniques of one row; a cell may name several.
    fn techniques(&self, row: &Row, notes: &mut Notes) -> Vec<ThreatTechnique> {
        let place = format!("line {}", row.line);
        let Some(cell) = row.get(self.technique) else {
            let name = row
                .get(self.name)
                .map_or(String::new(), |name| format!(" (`{}`)", clipped(name)));
            notes.at(place, format_args!("no technique in this row{name}"));
            return Vec::new();
        };
        let line = IdLine::of(cell);
        if line.ids.is_empty() {
            notes.at(&place, format_args!("`{}` is no technique", clipped(cell)));
            return Vec::new();
        }
        let score = self.score(row, &place, notes);
        let comment = row
            .get(self.comment)
            .map(str::to_owned)
            .or_else(|| line.beside());
        let tactic = row.get(self.tactic);
        let technique_of = |id: &&str| ThreatTechnique {
            score,
            tactic: tactic.map(str::to_owned),
            comment: comment.clone(),
            ..ThreatTechnique::plain(*id)
        };
        line.ids.iter().map(technique_of).collect()
    }

    fn score(&self, row: &Row, place: &str, notes: &mut Notes) -> Option<f64> {
        let cell = row.get(self.score)?;
        let score = number(cell);
        if score.is_none() {
            notes.at(
                place,
                format_args!("the score `{}` is no number", clipped(cell)),
            );
        }
        score
    }
}
