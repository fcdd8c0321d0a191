//! What the reader's terminal can show: width, colour, links, glyphs.

use std::fmt::Display;

use anstyle::{AnsiColor, Color, RgbColor};
use model::Kind;
use unicode_width::UnicodeWidthStr;

/// The reader's terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns.
    pub width: usize,
    /// Colour, glyphs beyond ASCII and hyperlinks; all or nothing.
    pub rich: bool,
}

impl Style {
    /// Plain text of this width.
    pub fn plain(width: usize) -> Self {
        Self { width, rich: false }
    }

    /// The text in bold: the answer.
    pub(crate) fn bold(self, text: impl Display) -> String {
        self.paint(anstyle::Style::new().bold(), text)
    }

    /// The text dimmed: a label.
    pub(crate) fn dim(self, text: impl Display) -> String {
        self.paint(anstyle::Style::new().dimmed(), text)
    }

    /// The text in the colour of what it is about.
    pub(crate) fn kind(self, kind: Kind, text: impl Display) -> String {
        let colour = match kind {
            Kind::Control => RgbColor(0x2a, 0xa3, 0x98).into(),
            Kind::Detection => RgbColor(0x4a, 0x90, 0xe2).into(),
            Kind::Test => RgbColor(0xe0, 0x70, 0x40).into(),
            Kind::Knowledge => Color::Ansi(AnsiColor::White),
        };
        self.paint(anstyle::Style::new().fg_color(Some(colour)), text)
    }

    /// The text as proof.
    pub(crate) fn proof(self, text: impl Display) -> String {
        self.paint(
            anstyle::Style::new().fg_color(Some(RgbColor(0xa0, 0x70, 0xd8).into())),
            text,
        )
    }

    fn paint(self, style: anstyle::Style, text: impl Display) -> String {
        if self.rich {
            format!("{style}{text}{style:#}")
        } else {
            text.to_string()
        }
    }

    /// The mark of a pillar.
    pub(crate) fn glyph(self, kind: Kind) -> &'static str {
        let glyph = match kind {
            Kind::Control => ["■", "#"],
            Kind::Detection => ["●", "*"],
            Kind::Test => ["▲", "^"],
            Kind::Knowledge => ["◆", "+"],
        };
        glyph[usize::from(!self.rich)]
    }

    /// Between facts of one line.
    pub(crate) fn dot(self) -> &'static str {
        if self.rich { " · " } else { " - " }
    }

    /// For what was left out.
    pub(crate) fn ellipsis(self) -> &'static str {
        if self.rich { "…" } else { "..." }
    }

    /// The text as a link, where the terminal knows links.
    pub(crate) fn link(self, address: Option<&str>, text: impl Display) -> String {
        match address.filter(|address| self.rich && !address.contains(char::is_control)) {
            Some(address) => format!("\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"),
            None => text.to_string(),
        }
    }

    /// The path in at most `width` columns: folders in the middle are left out before the name is shortened.
    pub(crate) fn fit_path(self, path: &str, width: usize) -> String {
        let path = clean(path);
        let parts: Vec<&str> = path.split('/').collect();
        if path.width() <= width || parts.len() < 3 {
            return self.fit(&path, width);
        }
        let name = parts[parts.len() - 1];
        let kept = (1..parts.len() - 1)
            .rev()
            .map(|kept| format!("{}/{}/{name}", parts[..kept].join("/"), self.ellipsis()));
        let shortest = format!("{}/{name}", self.ellipsis());
        kept.chain([shortest])
            .find(|short| short.width() <= width)
            .unwrap_or_else(|| self.fit(name, width))
    }

    /// The text in at most `width` columns, cut at its end.
    pub(crate) fn cut(self, text: &str, width: usize) -> String {
        let text = clean(text);
        if text.width() <= width {
            return text;
        }
        take_width(text.chars(), width.saturating_sub(self.ellipsis().width())) + self.ellipsis()
    }

    /// The text in at most `width` columns, shortened in the middle, on one line and without control characters.
    pub(crate) fn fit(self, text: &str, width: usize) -> String {
        let text = clean(text);
        if text.width() <= width {
            return text;
        }
        let ellipsis = self.ellipsis();
        let room = width.saturating_sub(ellipsis.width());
        let letters: Vec<char> = text.chars().collect();
        let head = take_width(letters.iter().copied(), room.div_ceil(2));
        let tail: String = take_width(letters.iter().rev().copied(), room / 2)
            .chars()
            .rev()
            .collect();
        format!("{head}{ellipsis}{tail}")
    }
}

fn take_width(letters: impl Iterator<Item = char>, width: usize) -> String {
    let mut taken = String::new();
    for letter in letters {
        taken.push(letter);
        if taken.width() > width {
            taken.pop();
            break;
        }
    }
    taken
}

/// Upstream text on one line, with nothing in it that a terminal would obey.
pub fn clean(text: &str) -> String {
    let printable = |letter: char| {
        if letter.is_control() || is_invisible(letter) {
            ' '
        } else {
            letter
        }
    };
    text.chars()
        .map(printable)
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Upstream text over several lines, cleaned line by line.
pub fn clean_lines(text: &str) -> String {
    text.lines()
        .map(|line| {
            line.chars()
                .map(|letter| if letter == '\t' { ' ' } else { letter })
                .filter(|letter| !letter.is_control() && !is_invisible(*letter))
                .collect()
        })
        .collect::<Vec<String>>()
        .join("\n")
}

/// Letters that turn the direction of text around or show nothing: a title must not hide what follows it.
pub fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_shortened_in_the_middle() {
        let style = Style {
            width: 80,
            rich: true,
        };
        assert_eq!(
            style.fit("rules/windows/process_creation/x.yml", 20),
            "rules/wind…ion/x.yml"
        );
        assert_eq!(style.fit("日本語日本語", 7), "日…語");
        assert_eq!(style.fit("short", 20), "short");
        assert_eq!(Style::plain(80).fit("abcdefghij", 7), "ab...ij");
        assert_eq!(
            style.fit_path("rules/windows/process_creation/psexec.yml", 30),
            "rules/windows/…/psexec.yml"
        );
        assert_eq!(
            style.fit_path("rules/windows/process_creation/psexec.yml", 14),
            "…/psexec.yml"
        );
        assert_eq!(
            style.fit_path("rules/windows/process_creation/psexec.yml", 8),
            "psex…yml"
        );
        assert_eq!(style.cut("abcdefgh", 5), "abcd…");
    }

    #[test]
    fn upstream_text_cannot_command_the_terminal() {
        assert_eq!(clean("a\x1b[31mb\u{202e}c\n d"), "a [31mb c d");
        let rich = Style {
            width: 80,
            rich: true,
        };
        assert_eq!(rich.link(Some("https://x\x1b\\evil"), "t"), "t");
    }
}
