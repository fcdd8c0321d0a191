//! NDJSON and CSV hold a list whole, however many pages it has; JSON holds one page.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::sandbox::Sandbox;

/// More than any page holds.
const RULES: usize = 2_101;

#[test]
fn long_lists_are_whole_in_lines_and_rows_and_paged_in_json() {
    let sandbox = sandbox();
    let page = sandbox.json(&["resources"]);
    assert_eq!(page["items"].as_array().unwrap().len(), 50);
    assert_eq!(page["total"], RULES);
    let most = sandbox.json(&["resources", "--limit", "5000"]);
    assert_eq!(most["items"].as_array().unwrap().len(), 1_000);
    assert!(most["next"].is_string());
    for arguments in [&["resources"][..], &["search", "lamp"]] {
        check(&sandbox, arguments, RULES);
        check(&sandbox, &[arguments, &["--limit", "7"]].concat(), 7);
    }
}

/// So many different lines, and so many different rows below one head.
fn check(sandbox: &Sandbox, arguments: &[&str], expected: usize) {
    let lines = sandbox.ask(&[arguments, &["--format", "ndjson"]].concat(), 80);
    let key = |line: &str| {
        let item: Value = serde_json::from_str(line).unwrap();
        let resource = item.get("resource").unwrap_or(&item);
        resource["key"].as_str().unwrap().to_owned()
    };
    assert_eq!(lines.lines().count(), expected, "{arguments:?}");
    let keys: BTreeSet<String> = lines.lines().map(key).collect();
    assert_eq!(keys.len(), expected, "{arguments:?}");
    let rows = sandbox.ask(&[arguments, &["--format", "csv"]].concat(), 80);
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let head = reader.headers().unwrap().clone();
    let place = head.iter().position(|column| column == "key").unwrap();
    let in_rows: Vec<String> = reader
        .records()
        .map(|record| record.unwrap()[place].to_owned())
        .collect();
    assert_eq!(in_rows.len(), expected, "{arguments:?}");
    assert_eq!(
        in_rows.into_iter().collect::<BTreeSet<_>>(),
        keys,
        "{arguments:?}"
    );
}

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::empty();
    let folder = sandbox.path().join("sigma/rules");
    fs::create_dir_all(&folder).unwrap();
    let rule = |number: usize| {
        format!(
            "title: 'Lamp, \"{number}\"'\nlogsource: {{product: windows}}\ndetection: {{a: {{b: c}}, condition: a}}\n"
        )
    };
    for first in (0..RULES).step_by(300) {
        let rules: Vec<String> = (first..RULES.min(first + 300)).map(rule).collect();
        fs::write(folder.join(format!("{first}.yml")), rules.join("---\n")).unwrap();
    }
    sandbox.build(&[format!("sigma={}", sandbox.path().join("sigma").display())]);
    sandbox
}
