//! The style of a picture: colours of the scale by light and by dark, with letters that can be read on each.

use crate::heat::{Scale, Tone};

const LIGHT: [&str; 2] = ["#1a1d21", "#ffffff"];
const DARK: [&str; 2] = ["#eceae4", "#0b0e12"];

const BASE: &str = "\
text { font-family: -apple-system, 'Segoe UI', Inter, Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif; font-size: 10.5px; fill: var(--ink); }
.title { font-size: 20px; font-weight: 620; letter-spacing: -0.4px; }
.line, .foot { font-size: 11px; fill: var(--ink2); }
.foot { font-size: 10px; fill: var(--ink3); }
.tactic { font-size: 11.5px; font-weight: 600; }
.count { font-size: 10px; fill: var(--ink3); }
.id, .fold { font-size: 8.5px; }
.number { font-size: 10px; font-weight: 650; text-anchor: end; font-variant-numeric: tabular-nums; }
.small { font-size: 9.5px; }
.legend { font-size: 10px; text-anchor: middle; }
.page { fill: var(--bg); }
.rule { fill: var(--line2); }
.s0 rect { fill: var(--bg); stroke: var(--line); }
.s0 .number, .s0 .id, .s0 .fold { fill: var(--ink3); }
.out rect { fill: var(--bg); stroke: var(--line2); stroke-dasharray: 2 2; }
.out text { fill: var(--ink3); }
";

const LIGHT_TOKENS: &str = "\
svg { --bg: #fbfaf7; --ink: #1a1d21; --ink2: #4a4f57; --ink3: #686d75; --line: #e3dfd6; --line2: #c9c4b8; }
";
const DARK_TOKENS: &str = "\
svg { --bg: #0f1317; --ink: #eceae4; --ink2: #b9bdc2; --ink3: #8e959d; --line: #29313a; --line2: #3c4651; }
";

/// The style sheet. Step 0, which is nothing, has an outline alone.
pub(super) fn sheet(scale: &Scale) -> String {
    let steps = |pick: fn(&Tone) -> &'static str, inks: [&'static str; 2]| {
        let mut steps = String::new();
        for (step, tone) in scale.tones.iter().enumerate().skip(1) {
            let ground = pick(tone);
            let ink = readable(ground, inks);
            steps +=
                &format!(".s{step} rect {{ fill: {ground}; }} .s{step} text {{ fill: {ink}; }}\n");
        }
        steps
    };
    let (light, dark) = (
        steps(|tone| tone.light, LIGHT),
        steps(|tone| tone.dark, DARK),
    );
    format!(
        "{LIGHT_TOKENS}{BASE}{light}@media (prefers-color-scheme: dark) {{\n{DARK_TOKENS}{dark}}}\n"
    )
}

/// The ink with the most contrast.
fn readable(ground: &str, inks: [&'static str; 2]) -> &'static str {
    let contrast = |ink: &str| {
        let (ground, ink) = (luminance(ground), luminance(ink));
        (ground.max(ink) + 0.05) / (ground.min(ink) + 0.05)
    };
    if contrast(inks[0]) >= contrast(inks[1]) {
        inks[0]
    } else {
        inks[1]
    }
}

/// As the guidelines for accessible pages compute it.
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let hex = colour.get(at..at + 2).unwrap_or("00");
        let part = f64::from(u8::from_str_radix(hex, 16).unwrap_or_default()) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heat::Score;

    /// The least that letters need on their ground.
    const LEAST: f64 = 4.5;

    #[test]
    fn every_step_can_be_read() {
        let all = [
            Score::Controls,
            Score::Detections,
            Score::Tests,
            Score::Total,
            Score::Potential,
            Score::Rung,
            Score::Gap,
            Score::Weight,
        ];
        for tone in all.into_iter().flat_map(|score| Scale::of(score).tones) {
            for (ground, inks) in [(tone.light, LIGHT), (tone.dark, DARK)] {
                let ink = readable(ground, inks);
                let (light, dark) = (
                    luminance(ground).max(luminance(ink)),
                    luminance(ground).min(luminance(ink)),
                );
                let contrast = (light + 0.05) / (dark + 0.05);
                assert!(contrast >= LEAST, "{ink} on {ground}: {contrast:.2}");
            }
        }
    }
}
