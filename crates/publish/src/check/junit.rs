//! XML as `JUnit` writes it: a suite for each check, a failed case for each error in it. A warning fails nothing, and is said beside its
//! case.

use questions::check::{Answer, CheckSummary, Finding, Severity};

use super::{change, count_noun, coverage, place, scope};
use crate::style::clean;

pub(super) fn suites(answer: &Answer) -> String {
    let checks = || answer.checks.iter().copied();
    let suites: String = checks().map(|checked| suite(answer, checked)).collect();
    let cases: usize = checks().map(cases).sum();
    let errors = answer.summary.errors;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"rhumb check\" tests=\"{cases}\" failures=\"{errors}\" errors=\"0\">\n{suites}</testsuites>\n"
    )
}

/// A check that found nothing is one case that went well.
fn cases(checked: CheckSummary) -> usize {
    checked.findings.max(1) as usize
}

fn suite(answer: &Answer, checked: CheckSummary) -> String {
    let found = answer
        .findings
        .iter()
        .filter(|finding| finding.check == checked.check);
    let mut inside: String = found.map(case).collect();
    if inside.is_empty() {
        let rules = count_noun(answer.summary.rules, "rule");
        let name = format!("{}: {rules}", checked.check.about());
        inside = format!("    <testcase {}/>\n", names(checked.check.into(), &name));
    }
    // Facts about all rules are written once, at the end.
    if answer.checks.last() == Some(&checked) {
        inside += &format!("    <system-out>{}</system-out>\n", escape(&facts(answer)));
    }
    let failures = match checked.severity {
        Severity::Error => checked.findings,
        Severity::Warning => 0,
    };
    format!(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">\n{inside}  </testsuite>\n",
        checked.check,
        cases(checked)
    )
}

fn case(finding: &Finding) -> String {
    let name = format!("{}: {}", place(finding), finding.title);
    let file = format!(" file=\"{}\"", escape(&finding.path));
    let line = finding.line.map(|line| format!(" line=\"{line}\""));
    let (message, remedy) = (escape(&finding.message), escape(&finding.remedy));
    let said = match finding.severity {
        Severity::Error => format!(
            "<failure message=\"{message}\" type=\"{}\">{message}; {remedy}</failure>",
            finding.check
        ),
        Severity::Warning => format!("<system-out>warning: {message}; {remedy}</system-out>"),
    };
    format!(
        "    <testcase {}{file}{}>{said}</testcase>\n",
        names(finding.check.into(), &name),
        line.unwrap_or_default()
    )
}

fn names(check: &'static str, name: &str) -> String {
    format!("classname=\"rhumb.{check}\" name=\"{}\"", escape(name))
}

fn facts(answer: &Answer) -> String {
    let known = [change(answer), answer.threat.as_ref().map(coverage)]
        .into_iter()
        .flatten();
    let all = known
        .chain(answer.notes.iter().cloned())
        .chain([scope(answer)]);
    all.collect::<Vec<_>>().join("; ")
}

/// Text between tags or quotes. XML has no place at all for most control characters.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in clean(text).chars() {
        match letter {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\'' => safe += "&apos;",
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            _ => safe.push(letter),
        }
    }
    safe
}
