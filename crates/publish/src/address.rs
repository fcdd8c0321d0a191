//! Which addresses a reader may follow.

use crate::style::is_invisible;

/// Whether a browser would read nothing else in it than `http` or `https`, a host and a path.
pub fn is_web_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    // `https://github.com@evil.example/` is a page of evil.example.
    let plain = !host.is_empty() && !host.contains('@');
    web && plain && !text.contains(is_foreign)
}

/// Letters that have no place in an address: browsers drop, turn around or reinterpret them.
fn is_foreign(letter: char) -> bool {
    letter.is_control()
        || letter.is_whitespace()
        || is_invisible(letter)
        || "\"<>\\^`{|}".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_can_be_followed() {
        let good = [
            "https://github.com/SigmaHQ/sigma/blob/master/a%20b.yml#L1",
            "HTTP://example.org",
            "https://example.org/it's?a=1&b=(2)",
            "https://example.org/ü",
        ];
        for text in good {
            assert!(is_web_address(text), "{text:?}");
        }
        let bad = [
            "javascript:alert(1)",
            "JaVaScRiPt://example.org/%0aalert(1)",
            "java\tscript:alert(1)",
            " https://example.org",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:msgbox",
            "//evil.example",
            "/relative",
            "#fragment",
            "",
            "https://",
            "https:///path",
            "https:\\\\evil.example",
            "https://github.com\\@evil.example",
            "https://github.com@evil.example/",
            "https://example.org/\" onclick=\"alert(1)",
            "https://example.org/<b>",
            "https://example.org/a\nb",
            "https://example.org/\u{0}",
            "https://example.org/\u{202e}moc",
            "file:///etc/passwd",
        ];
        for text in bad {
            assert!(!is_web_address(text), "{text:?}");
        }
    }
}
