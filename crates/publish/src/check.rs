//! The report of a check of rules against a policy: for the terminal, for programs, and for tools that read such reports.
//!
//! Everything in it that others wrote is text here, whatever it looks like: a new format must escape it.

mod github;
mod json;
mod junit;
mod markdown;
mod sarif;
mod text;

use questions::check::{Answer, CoveredTechnique, Finding, ThreatCoverage};
use strum::{Display, EnumString, VariantNames};

use crate::format::Error;
use crate::style::Style;

/// A form of the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Display, EnumString, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum Report {
    /// For people at a terminal.
    #[default]
    Text,
    /// For programs: the answer whole.
    Json,
    /// SARIF 2.1.0: for code scanning.
    Sarif,
    /// XML as `JUnit` writes it: for what shows tests.
    Junit,
    /// Commands of a GitHub workflow: findings beside the lines of a change.
    Github,
    /// For the summary of a run, or a comment below a change.
    Markdown,
}

/// The answer as text.
pub fn check(answer: &Answer, report: Report, style: Style) -> Result<String, Error> {
    match report {
        Report::Text => Ok(text::text(answer, style)),
        Report::Json => json::to_json(answer),
        Report::Sarif => json::to_json(&sarif::log(answer)),
        Report::Junit => Ok(junit::suites(answer)),
        Report::Github => Ok(github::commands(answer)),
        Report::Markdown => Ok(markdown::page(answer)),
    }
}

/// `3 errors, 1 warning`.
fn finding_counts(answer: &Answer) -> String {
    let summary = answer.summary;
    format!(
        "{}, {}",
        count_noun(summary.errors, "error"),
        count_noun(summary.warnings, "warning")
    )
}

/// `1 rule`, `2 rules`.
fn count_noun(count: u32, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// `12 rules (10 in origin/main), ATT&CK 18.1`.
fn scope(answer: &Answer) -> String {
    let rules = count_noun(answer.summary.rules, "rule");
    let before = answer
        .summary
        .rules_before
        .zip(answer.base.as_ref())
        .map(|(rules, base)| format!(" ({rules} in {base})"));
    let attack = &answer.catalogue.attack;
    format!("{rules}{}, ATT&CK {attack}", before.unwrap_or_default())
}

/// `adds T1021.004 (SSH), loses T1059.001 (PowerShell)`; nothing where nothing was compared.
fn change(answer: &Answer) -> Option<String> {
    answer.base.as_ref()?;
    let list = |word: &str, covered: &[CoveredTechnique]| {
        let names = covered
            .iter()
            .map(|technique| format!("{} ({})", technique.id, technique.name))
            .collect::<Vec<_>>()
            .join(", ");
        (!covered.is_empty()).then(|| format!("{word} {names}"))
    };
    let lists: Vec<String> = [list("adds", &answer.gained), list("loses", &answer.lost)]
        .into_iter()
        .flatten()
        .collect();
    Some(match &lists[..] {
        [] => "adds and loses no technique".to_owned(),
        lists => lists.join(", "),
    })
}

/// `APT29: 12 of 40 techniques have a rule, 31.0 % of its weight, 33.5 % in the base, at least 50.0 % asked for`.
fn coverage(reached: &ThreatCoverage) -> String {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let before = reached.share_before.map(percent);
    let asked = reached.at_least.map(percent);
    format!(
        "{}: {} of {} techniques have a rule, {} of its weight{}{}",
        reached.name,
        reached.covered,
        reached.techniques,
        percent(reached.share),
        before.map_or(String::new(), |before| format!(", {before} in the base")),
        asked.map_or(String::new(), |asked| format!(
            ", at least {asked} asked for"
        )),
    )
}

/// `rules/a.yml:12`.
fn place(finding: &Finding) -> String {
    let path = match finding.path.as_str() {
        "" => "the repository",
        path => path,
    };
    match finding.line {
        Some(line) => format!("{path}:{line}"),
        None => path.to_owned(),
    }
}
