//! From findings to a threat, with a person's decisions in between.

use std::collections::BTreeMap;

use model::{Threat, ThreatTechnique};
use serde::{Deserialize, Serialize};

use super::vocabulary::NameKind;
use super::{Confidence, Finding, Format, Report};
use crate::{Error, ErrorPosition};

/// A report's findings, to be decided one by one. Written as JSON, edited by a person and read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The report that was read.
    pub report: ReviewedReport,
    /// Its findings in the order of its text.
    pub findings: Vec<ReviewedFinding>,
}

/// The report of a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedReport {
    /// The file, address or `standard input`.
    pub name: String,
    /// Its title, where it states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How it was written.
    pub format: Format,
}

/// A finding and what was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedFinding {
    /// What was decided.
    #[serde(default)]
    pub decision: Decision,
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
}

/// Whether a finding belongs to the threat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It does.
    Accept,
    /// It does not.
    Reject,
    /// Its confidence decides.
    #[default]
    Undecided,
}

impl Review {
    /// A review in which nothing is decided.
    pub fn new(report: &Report, findings: Vec<Finding>) -> Self {
        let undecided = |finding| ReviewedFinding {
            decision: Decision::Undecided,
            finding,
        };
        Self {
            report: ReviewedReport {
                name: report.name.clone(),
                title: report.title.clone(),
                format: report.format,
            },
            findings: findings.into_iter().map(undecided).collect(),
        }
    }

    /// Reads a review that a person has edited.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let error = |place, what| Error {
            name: name.to_owned(),
            place: Some(place),
            what,
            remedy: Some(
                "change nothing but the decisions: accept, reject or undecided".to_owned(),
            ),
        };
        let review: Self = serde_json::from_slice(bytes).map_err(|problem| {
            let place = ErrorPosition::At(problem.line() as u64, problem.column() as u64);
            error(place, format!("it is not a review: {problem}"))
        })?;
        match review.misplaced() {
            Some(field) => Err(error(
                ErrorPosition::Field(field),
                "the words lie outside of the quote".to_owned(),
            )),
            None => Ok(review),
        }
    }

    /// The first occurrence whose words are none.
    fn misplaced(&self) -> Option<String> {
        let finding = self.findings.iter().enumerate();
        let mut all = finding.flat_map(|(at, reviewing)| {
            let occurrences = reviewing.finding.occurrences.iter().enumerate();
            occurrences.map(move |(inner, occurrence)| (at, inner, occurrence))
        });
        all.find(|(_, _, occurrence)| occurrence.quote.get(occurrence.words.clone()).is_none())
            .map(|(at, inner, _)| format!("findings[{at}].occurrences[{inner}].words"))
    }

    /// The review as JSON that a person can edit.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self)
            .expect("a review has text keys and no numbers that JSON lacks")
    }

    /// The threat of all findings that were accepted, and of the undecided ones that are sure enough.
    pub fn threat(&self, at_least: Confidence) -> Threat {
        let accepted = self
            .findings
            .iter()
            .filter(|reviewing| match reviewing.decision {
                Decision::Accept => true,
                Decision::Reject => false,
                Decision::Undecided => reviewing.finding.confidence >= at_least,
            });
        let title = self.report.title.as_deref().unwrap_or(&self.report.name);
        of(
            title,
            &self.report.name,
            accepted.map(|reviewing| &reviewing.finding),
        )
    }
}

/// The threat that a report speaks of: its findings from a confidence on, by default [`Confidence::Medium`].
pub fn threat(report: &Report, findings: &[Finding], at_least: Confidence) -> Threat {
    let title = report.title.as_deref().unwrap_or(&report.name);
    of(
        title,
        &report.name,
        findings
            .iter()
            .filter(|finding| finding.confidence >= at_least),
    )
}

fn of<'a>(title: &str, name: &str, findings: impl Iterator<Item = &'a Finding>) -> Threat {
    let mut techniques: BTreeMap<&str, ThreatTechnique> = BTreeMap::new();
    let mut actors: BTreeMap<(NameKind, &str), &Finding> = BTreeMap::new();
    for finding in findings {
        if finding.kind == NameKind::Technique {
            let technique = techniques
                .entry(&finding.id)
                .or_insert_with(|| ThreatTechnique::plain(&finding.id));
            technique.from.extend(short(finding));
        } else {
            actors.entry((finding.kind, &finding.id)).or_insert(finding);
        }
    }
    let actors = actors
        .into_values()
        .filter(|finding| finding.kind != NameKind::Tactic);
    Threat {
        origins: std::iter::once(format!("the report `{name}`"))
            .chain(actors.map(origin))
            .collect(),
        techniques: techniques.into_values().collect(),
        ..Threat::named(title)
    }
}

/// `line 12: ... used PowerShell to ...` of the surest words.
fn short(finding: &Finding) -> Option<String> {
    const AROUND: usize = 40;
    let surest = finding
        .occurrences
        .iter()
        .rev()
        .max_by_key(|occurrence| occurrence.confidence)?;
    let (quote, words) = (&surest.quote, &surest.words);
    let start = quote.ceil_char_boundary(words.start.saturating_sub(AROUND));
    let end = quote.floor_char_boundary(words.end.saturating_add(AROUND));
    let part = quote.get(start..end)?;
    let dots = |cut: bool| if cut { "..." } else { "" };
    Some(format!(
        "{}: {}{part}{}",
        finding.place,
        dots(start > 0),
        dots(end < quote.len())
    ))
}

/// `which names the group G0016 (APT29) at line 3`.
fn origin(finding: &Finding) -> String {
    let kind = match finding.kind {
        NameKind::Group => "the group",
        NameKind::Software => "the software",
        NameKind::Campaign => "the campaign",
        NameKind::Tactic => "the tactic",
        NameKind::Technique => "the technique",
    };
    let name = finding
        .name
        .as_ref()
        .map(|name| format!(" ({name})"))
        .unwrap_or_default();
    format!("{kind} {}{name}, named at {}", finding.id, finding.place)
}
