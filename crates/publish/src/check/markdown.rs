//! Markdown for the summary of a run, or a comment below a change.

use questions::check::{Answer, CoveredTechnique, Finding};

use super::{change, count_noun, coverage, finding_counts, place, scope};
use crate::markdown::escape;

/// A comment holds 65,536 letters; who wants all findings reads another form.
const MOST: usize = 50;

pub(super) fn page(answer: &Answer) -> String {
    let verdict = if answer.passed { "passed" } else { "failed" };
    let mut text = format!("## Rhumb check {verdict}: {}\n\n", finding_counts(answer));
    let facts = [
        change(answer),
        answer.threat.as_ref().map(coverage),
        Some(scope(answer)),
    ];
    for fact in facts.iter().flatten().chain(&answer.notes) {
        text += &format!("- {}\n", without_mentions(fact));
    }
    text += &techniques(answer);
    text + &findings(&answer.findings)
}

fn techniques(answer: &Answer) -> String {
    let changed = |technique: &&CoveredTechnique| {
        technique
            .rules_before
            .is_some_and(|before| before != technique.rules)
    };
    let covered = answer.covered.iter().filter(changed);
    let mut all: Vec<&CoveredTechnique> = covered.chain(&answer.lost).collect();
    all.sort_by_key(|technique| technique.id);
    if all.is_empty() {
        return String::new();
    }
    let row = |technique: &&CoveredTechnique| {
        format!(
            "| {} | {} | {} | {} |\n",
            technique.id,
            without_mentions(&technique.name),
            technique.rules_before.unwrap_or_default(),
            technique.rules
        )
    };
    let rows: String = all.iter().take(MOST).map(row).collect();
    format!(
        "\n### Techniques\n\n| Technique | Name | Rules before | Rules now |\n| --- | --- | ---: | ---: |\n{rows}{}",
        more_note(all.len(), "technique")
    )
}

fn findings(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let row = |finding: &Finding| {
        format!(
            "| {} | `{}` | {} | {}: {} | {} |\n",
            finding.severity,
            finding.check,
            without_mentions(&place(finding)),
            without_mentions(&finding.title),
            without_mentions(&finding.message),
            without_mentions(&finding.remedy)
        )
    };
    let rows: String = findings.iter().take(MOST).map(row).collect();
    format!(
        "\n### Findings\n\n| | Check | Where | What | Try |\n| --- | --- | --- | --- | --- |\n{rows}{}",
        more_note(findings.len(), "finding")
    )
}

fn more_note(all: usize, what: &str) -> String {
    let left = u32::try_from(all.saturating_sub(MOST)).unwrap_or(u32::MAX);
    match left {
        0 => String::new(),
        left => format!("\n{} more.\n", count_noun(left, what)),
    }
}

/// Upstream text without mentions and references, which GitHub would resolve where it is posted.
fn without_mentions(text: &str) -> String {
    escape(text)
        .replace('@', "@<!-- -->")
        .replace('#', "#<!-- -->")
        .replace("://", ":<!-- -->//")
}
