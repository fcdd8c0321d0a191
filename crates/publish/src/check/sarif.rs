//! SARIF 2.1.0: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use questions::check::{Answer, Check, CheckSummary, Finding, Severity};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{change, coverage};
use crate::style::clean;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn log(answer: &Answer) -> Value {
    let rules: Vec<Value> = answer.checks.iter().copied().map(rule).collect();
    let results: Vec<Value> = answer
        .findings
        .iter()
        .map(|finding| result(answer, finding))
        .collect();
    let facts: Vec<Value> = [change(answer), answer.threat.as_ref().map(coverage)]
        .iter()
        .flatten()
        .chain(&answer.notes)
        .map(|fact| json!({ "level": "note", "message": { "text": message(fact) } }))
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "rhumb",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": facts }],
            "results": results,
        }],
    })
}

fn rule(checked: CheckSummary) -> Value {
    json!({
        "id": checked.check,
        "name": name(checked.check),
        "shortDescription": { "text": checked.check.about() },
        "help": { "text": format!("{}. The key `{}` of the policy asks for it.", checked.check.about(), checked.check) },
        "defaultConfiguration": { "level": checked.severity },
    })
}

/// `valid_ids` as SARIF likes names: `ValidIds`.
fn name(check: Check) -> String {
    format!("{check:?}")
}

fn result(answer: &Answer, finding: &Finding) -> Value {
    let mut checks = answer.checks.iter();
    let place = checks.position(|checked| checked.check == finding.check);
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let text = format!("{}: {}; {}", finding.title, finding.message, finding.remedy);
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), json!(finding.check));
    if let Some(place) = place {
        result.insert("ruleIndex".to_owned(), json!(place));
    }
    result.insert("level".to_owned(), json!(level));
    result.insert("message".to_owned(), json!({ "text": message(&text) }));
    if !finding.path.is_empty() {
        result.insert("locations".to_owned(), json!([location(finding)]));
    }
    result.insert(
        "partialFingerprints".to_owned(),
        json!({ "rhumb/v1": fingerprint(finding) }),
    );
    Value::Object(result)
}

fn location(finding: &Finding) -> Value {
    let mut physical = json!({
        "artifactLocation": { "uri": uri(&finding.path), "uriBaseId": "%SRCROOT%" },
    });
    if let Some(line) = finding.line.filter(|&line| line > 0) {
        physical["region"] = json!({ "startLine": line });
    }
    json!({ "physicalLocation": physical })
}

/// The path as a relative reference: all but letters, digits, `-._~/` is percent-encoded.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let each = path.bytes().map(|byte| {
        if plain(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    each.collect()
}

/// A message in which brackets are no link and braces no place to fill in (3.11.5 and 3.11.6 of the standard).
fn message(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in clean(text).chars() {
        match letter {
            '\\' | '[' | ']' => safe.extend(['\\', letter]),
            '{' | '}' => safe.extend([letter, letter]),
            _ => safe.push(letter),
        }
    }
    safe
}

/// Identifies a finding across commits, independently of its line and of shares.
fn fingerprint(finding: &Finding) -> String {
    let message = match finding.check {
        Check::AtLeast => "",
        _ => &finding.message,
    };
    let parts = [
        <&str>::from(finding.check),
        &finding.path,
        &finding.title,
        message,
    ];
    let sum = Sha256::digest(parts.join("\0"));
    let half = sum.iter().take(16);
    half.fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}
