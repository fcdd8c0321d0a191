//! From characters with places on a page to lines of text.

/// The lines of a page while it is read.
#[derive(Default)]
pub(super) struct Layout {
    lines: Vec<Line>,
    /// Where the pen was left.
    pen: Option<PenPosition>,
}

struct Line {
    text: String,
    y: f64,
    size: f64,
}

/// A place on the page, and how large a letter is there.
#[derive(Clone, Copy, Debug)]
pub(super) struct PenPosition {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) size: f64,
}

impl Layout {
    /// Adds text between two places.
    pub(super) fn add(&mut self, text: &str, from: PenPosition, to: PenPosition) {
        match (self.pen, self.lines.last_mut()) {
            (Some(pen), Some(line)) if (from.y - pen.y).abs() < 0.5 * from.size.max(pen.size) => {
                line.text.push_str(between(
                    (from.x - pen.x) / from.size.max(f64::MIN_POSITIVE),
                    &line.text,
                ));
                line.text.push_str(text);
            }
            _ => self.lines.push(Line {
                text: text.to_owned(),
                y: from.y,
                size: from.size,
            }),
        }
        self.pen = Some(to);
    }

    /// The lines, with an empty one wherever the distance to the next is larger than usual, its letters are of another size,
    /// or the pen goes back up.
    pub(super) fn finish(self) -> Vec<String> {
        let steps: Vec<f64> = self
            .lines
            .windows(2)
            .map(|two| two[0].y - two[1].y)
            .collect();
        let usual = median(steps.iter().map(|step| step.abs()).collect());
        // Some pages count from the top.
        let down = steps.iter().filter(|step| **step > 0.0).count() * 2 >= steps.len();
        let mut lines = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            let step = index
                .checked_sub(1)
                .map(|before| if down { steps[before] } else { -steps[before] });
            let before = index
                .checked_sub(1)
                .map_or(line.size, |before| self.lines[before].size);
            let resized = (line.size / before.max(f64::MIN_POSITIVE) - 1.0).abs() > 0.15;
            if step.is_some_and(|step| resized || step < 0.0 || step > 1.35 * usual) {
                lines.push(String::new());
            }
            lines.push(line.text.clone());
        }
        lines
    }
}

/// What a gap on a line means, in letters.
fn between(gap: f64, before: &str) -> &'static str {
    if before.ends_with(' ') {
        ""
    } else if gap > 2.0 {
        // Columns, as in tables.
        "   "
    } else if !(-1.0..=0.15).contains(&gap) {
        " "
    } else {
        ""
    }
}

fn median(mut steps: Vec<f64>) -> f64 {
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(0.0)
}
