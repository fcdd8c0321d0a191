//! The files that pages load: styles made of `templates`, scripts and the icon from `assets`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a static site brings along: styles, the icon, every script.
pub(super) fn site_assets() -> impl Iterator<Item = &'static str> {
    let others = ["style.css", "home.css", "matrix.css", "favicon.svg"];
    others.into_iter().chain(SCRIPTS.keys().copied())
}

/// What computes the pages of these scripts on a static site, in the order in which it runs.
pub(super) fn computing(own: &[&'static str]) -> Vec<&'static str> {
    [&BEFORE_PAGES, own, &["site.js"]].concat()
}

/// What all computed pages count with and are made of.
const BEFORE_PAGES: [&str; 9] = [
    "words.js",
    "compass-threats.js",
    "compass-plan.js",
    "compass-stack.js",
    "compass.js",
    "exports.js",
    "site-templates.js",
    "site-address.js",
    "site-page.js",
];

/// The file of this name, below `/assets/` or alone, and its media type.
pub fn asset(path: &str) -> Option<(&'static [u8], &'static str)> {
    let relative = path.trim_start_matches('/');
    let name = relative.strip_prefix("assets/").unwrap_or(relative);
    if let Some(style) = crate::html::policy::style(name) {
        return Some((style.as_bytes(), "text/css; charset=utf-8"));
    }
    if let Some(script) = SCRIPTS.get(name) {
        return Some((script.as_bytes(), "text/javascript; charset=utf-8"));
    }
    let icon = include_bytes!("../assets/favicon.svg");
    (name == "favicon.svg").then_some((icon, "image/svg+xml"))
}

/// Files of the folder `assets`: name and text.
macro_rules! assets {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../assets/", $name)))),+]
    };
}

/// The scripts as they are sent.
static SCRIPTS: LazyLock<BTreeMap<&str, String>> = LazyLock::new(|| {
    let files = assets![
        "theme.js",
        "find.js",
        "compass.js",
        "compass-plan.js",
        "compass-stack.js",
        "compass-threats.js",
        "exports.js",
        "site.js",
        "site-address.js",
        "site-alignment.js",
        "site-grid.js",
        "site-matrix.js",
        "site-page.js",
        "site-search.js",
        "site-templates.js",
        "site-threats.js",
    ];
    files
        .map(|(name, script)| (name, minify(script)))
        .into_iter()
        .chain([
            ("app.js", joined(&APP)),
            ("matrix.js", joined(&MATRIX)),
            ("words.js", crate::words::script()),
        ])
        .collect()
});

/// The files of the script of every page, in the order in which they run.
static APP: [(&str, &str); 6] = assets![
    "app-elements.js",
    "app-suggestions.js",
    "app-layers.js",
    "app-exchange.js",
    "app-additions.js",
    "app-keys.js",
];

/// The files of the script of pages with a matrix, in the order in which they run.
static MATRIX: [(&str, &str); 5] = assets![
    "matrix-cells.js",
    "matrix-views.js",
    "matrix-card.js",
    "matrix-selection.js",
    "matrix-keys.js",
];

/// Several files as one script.
fn joined(files: &[(&str, &str)]) -> String {
    files.iter().map(|(_, script)| minify(script)).collect()
}

/// Without indentation and without lines that only comment.
fn minify(script: &str) -> String {
    let comments =
        |line: &str| line.starts_with("//") || (line.starts_with("/**") && line.ends_with("*/"));
    let lines = script
        .lines()
        .map(str::trim_start)
        .filter(|line| !line.is_empty() && !comments(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_stay_small_and_paths_lead_nowhere_else() {
        let size = |name| asset(name).unwrap().0.len();
        assert!(size("app.js") + size("matrix.js") + size("theme.js") < 40 * 1024);
        assert_eq!(
            minify("  // No.\n  a(); // b\n\n  /** c */\n"),
            "a(); // b\n"
        );
        assert!(asset("/assets/style.css").is_some());
        assert!(asset("/assets/../Cargo.toml").is_none() && asset("").is_none());
    }
}
