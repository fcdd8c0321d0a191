//! Markdown for the summary of a run, or a comment below a change.

use questions::check::{Answer, CoveredTechnique, Finding};

use super::{change, counted, counts, judged, place, reached};
use crate::markdown::escaped;

/// A comment holds 65,536 letters; who wants all findings reads another form.
const MOST: usize = 50;

pub(super) fn page(answer: &Answer) -> String {
    let verdict = if answer.passed { "passed" } else { "failed" };
    let mut text = format!("## Rhumb check {verdict}: {}\n\n", counts(answer));
    let facts = [
        change(answer),
        answer.threat.as_ref().map(reached),
        Some(judged(answer)),
    ];
    for fact in facts.iter().flatten().chain(&answer.notes) {
        text += &format!("- {}\n", quiet(fact));
    }
    text += &techniques(answer);
    text + &findings(&answer.findings)
}

fn techniques(answer: &Answer) -> String {
    let changed =
        |one: &&CoveredTechnique| one.rules_before.is_some_and(|before| before != one.rules);
    let covered = answer.covered.iter().filter(changed);
    let mut all: Vec<&CoveredTechnique> = covered.chain(&answer.lost).collect();
    all.sort_by_key(|one| one.id);
    if all.is_empty() {
        return String::new();
    }
    let row = |one: &&CoveredTechnique| {
        format!(
            "| {} | {} | {} | {} |\n",
            one.id,
            quiet(&one.name),
            one.rules_before.unwrap_or_default(),
            one.rules
        )
    };
    let rows: String = all.iter().take(MOST).map(row).collect();
    format!(
        "\n### Techniques\n\n| Technique | Name | Rules before | Rules now |\n| --- | --- | ---: | ---: |\n{rows}{}",
        more(all.len(), "technique")
    )
}

fn findings(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let row = |one: &Finding| {
        format!(
            "| {} | `{}` | {} | {}: {} | {} |\n",
            one.severity,
            one.check,
            quiet(&place(one)),
            quiet(&one.title),
            quiet(&one.message),
            quiet(&one.remedy)
        )
    };
    let rows: String = findings.iter().take(MOST).map(row).collect();
    format!(
        "\n### Findings\n\n| | Check | Where | What | Try |\n| --- | --- | --- | --- | --- |\n{rows}{}",
        more(findings.len(), "finding")
    )
}

fn more(all: usize, what: &str) -> String {
    let left = u32::try_from(all.saturating_sub(MOST)).unwrap_or(u32::MAX);
    match left {
        0 => String::new(),
        left => format!("\n{} more.\n", counted(left, what)),
    }
}

/// Text from outside as text that also calls nobody and refers to nothing where it is posted.
fn quiet(text: &str) -> String {
    escaped(text)
        .replace('@', "@<!-- -->")
        .replace('#', "#<!-- -->")
        .replace("://", ":<!-- -->//")
}
