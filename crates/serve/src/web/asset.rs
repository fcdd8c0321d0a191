//! The files that pages load: styles from `publish`, scripts and the icon from `assets`.

/// What a static site brings along.
pub(super) const OF_SITES: [&str; 10] = [
    "style.css",
    "home.css",
    "matrix.css",
    "app.js",
    "matrix.js",
    "theme.js",
    "find.js",
    "compass.js",
    "site.js",
    "favicon.svg",
];

/// The file of this name, below `/assets/` or alone, and its media type.
pub fn asset(path: &str) -> Option<(&'static [u8], &'static str)> {
    let name = path.trim_start_matches('/');
    let name = name.strip_prefix("assets/").unwrap_or(name);
    if let Some(style) = publish::web::style(name) {
        return Some((style.as_bytes(), "text/css; charset=utf-8"));
    }
    let script = "text/javascript; charset=utf-8";
    match name {
        "app.js" => Some((include_bytes!("../../assets/app.js"), script)),
        "matrix.js" => Some((include_bytes!("../../assets/matrix.js"), script)),
        "theme.js" => Some((include_bytes!("../../assets/theme.js"), script)),
        "find.js" => Some((include_bytes!("../../assets/find.js"), script)),
        "compass.js" => Some((include_bytes!("../../assets/compass.js"), script)),
        "site.js" => Some((include_bytes!("../../assets/site.js"), script)),
        "favicon.svg" => Some((include_bytes!("../../assets/favicon.svg"), "image/svg+xml")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_stay_small_and_paths_lead_nowhere_else() {
        let size = |name| asset(name).unwrap().0.len();
        assert!(size("app.js") + size("matrix.js") + size("theme.js") < 40 * 1024);
        assert!(asset("/assets/style.css").is_some());
        assert!(asset("/assets/../Cargo.toml").is_none() && asset("").is_none());
    }
}
