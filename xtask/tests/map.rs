//! The paths that ARCHITECTURE.md and CONTRIBUTING.md name are those of the tree.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, and read files"
)]

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap().to_owned()
}

/// The words in backticks that look like the path of a file or folder; what has a placeholder in it is none.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let code = text.split('`').skip(1).step_by(2);
    code.filter(|word| {
        let inside = ["/src/", "/tests/", "/fixtures", "/templates/", "/assets/"];
        inside.iter().any(|part| word.contains(part)) && !word.contains(['<', '*', ' '])
    })
}

#[test]
fn every_path_in_the_documents_exists() {
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "docs/decisions.md"] {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        // Code blocks are fenced by three: they would turn inside and outside around.
        let text = text.replace("```", "");
        let missing: Vec<&str> = paths(&text)
            .filter(|path| {
                !root().join(path).exists() && !root().join("crates").join(path).exists()
            })
            .collect();
        assert!(missing.is_empty(), "{document} names {missing:?}");
    }
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    assert!(paths(&map).count() > 80, "the map is not found");
}
