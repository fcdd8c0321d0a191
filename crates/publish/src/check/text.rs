//! Findings for people at a terminal.

use questions::check::{Answer, Finding, Severity};

use super::{change, coverage, finding_counts, place, scope};
use crate::style::{Style, clean};
use crate::terminal::wrap;

pub(super) fn text(answer: &Answer, style: Style) -> String {
    let mut text = String::new();
    for finding in &answer.findings {
        text += &finding_text(finding, style);
    }
    if !text.is_empty() {
        text += "\n";
    }
    let facts = [change(answer), answer.threat.as_ref().map(coverage)];
    for fact in facts.iter().flatten().chain(&answer.notes) {
        text += &wrap(&clean(fact), 0, style);
    }
    let verdict = if answer.passed { "passed" } else { "failed" };
    text += &format!(
        "{}: {}; {}\n",
        style.bold(verdict),
        clean(&finding_counts(answer)),
        clean(&scope(answer))
    );
    text
}

fn finding_text(finding: &Finding, style: Style) -> String {
    let severity = match finding.severity {
        Severity::Error => style.bold("error"),
        Severity::Warning => "warning".to_owned(),
    };
    let place = clean(&place(finding));
    let head = format!("{place}: {severity}: {}\n", style.dim(finding.check));
    let what = format!("{}: {}", finding.title, finding.message);
    let try_this = format!("try: {}", finding.remedy);
    head + &wrap(&clean(&what), 4, style) + &wrap(&clean(&try_this), 4, style)
}
