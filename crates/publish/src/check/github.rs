//! Commands of a GitHub workflow: `::error file=a.yml,line=1,title=...::what`. A line of output is a command only where it
//! begins with `::`, and everything in it is escaped as the runner's own toolkit does.

use questions::check::{Answer, Finding, Severity};

use super::{change, coverage, finding_counts, scope};
use crate::style::clean;

pub(super) fn commands(answer: &Answer) -> String {
    let mut text: String = answer.findings.iter().map(finding).collect();
    let facts = [change(answer), answer.threat.as_ref().map(coverage)];
    for fact in facts.iter().flatten().chain(&answer.notes) {
        text += &format!("::notice title=rhumb check::{}\n", data(fact));
    }
    text + &format!(
        "rhumb check: {}; {}\n",
        data(&finding_counts(answer)),
        data(&scope(answer))
    )
}

fn finding(finding: &Finding) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = Vec::new();
    if !finding.path.is_empty() {
        properties.push(format!("file={}", property(&finding.path)));
        properties.extend(finding.line.map(|line| format!("line={line}")));
    }
    let title = format!("{}: {}", finding.check, finding.title);
    properties.push(format!("title={}", property(&title)));
    let what = format!("{}; {}", finding.message, finding.remedy);
    format!("::{command} {}::{}\n", properties.join(","), data(&what))
}

/// The message of a command: on one line, with `%` escaped.
fn data(text: &str) -> String {
    clean(text).replace('%', "%25")
}

/// A property of a command: also with `:` and `,` escaped.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
