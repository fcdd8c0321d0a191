//! The contrast of text on what it stands on, in both themes, computed from the style.

use std::collections::BTreeMap;

use publish::{Scale, Score};
use web::asset;

/// Tokens with their light and dark colours.
fn tokens(style: &str) -> BTreeMap<String, [u32; 2]> {
    let colour = |text: &str| u32::from_str_radix(text.trim().trim_start_matches('#'), 16).ok();
    let found = style
        .match_indices("light-dark(")
        .filter_map(|(at, start)| {
            let name = style[..at]
                .rsplit(['{', ';', ' '])
                .next()?
                .strip_suffix(':')?;
            let (light, dark) = style[at + start.len()..]
                .split(')')
                .next()?
                .split_once(',')?;
            Some((name.to_owned(), [colour(light)?, colour(dark)?]))
        });
    found.collect()
}

fn luminance(colour: u32) -> f64 {
    let part = |shift: u32| {
        let value = f64::from(colour >> shift & 255) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
}

fn contrast(first: u32, second: u32) -> f64 {
    let (first, second) = (luminance(first), luminance(second));
    (first.max(second) + 0.05) / (first.min(second) + 0.05)
}

fn style(name: &str) -> &'static str {
    std::str::from_utf8(asset(name).unwrap().0).unwrap()
}

#[test]
fn text_stands_out_from_every_ground() {
    let tokens = tokens(style("style.css"));
    for text in [
        "--ink", "--ink2", "--ink3", "--focus", "--danger", "--cx", "--dx", "--tx", "--px", "--ox",
    ] {
        for ground in ["--bg", "--surface", "--sunken"] {
            for theme in [0, 1] {
                let ratio = contrast(tokens[text][theme], tokens[ground][theme]);
                assert!(
                    ratio >= 4.5,
                    "{text} on {ground}, theme {theme}: {ratio:.2}"
                );
            }
        }
    }
    for theme in [0, 1] {
        let ratio = contrast(tokens["--edge"][theme], tokens["--bg"][theme]);
        assert!(ratio >= 3.0, "edges of fields, theme {theme}: {ratio:.2}");
    }
}

#[test]
fn text_in_cells_can_be_read_in_every_view() {
    let base = tokens(style("style.css"));
    let matrix = style("matrix.css");
    let (white, black) = (0x00ff_ffff, 0x000b_0e12);
    let ink = base["--ink"];
    for view in [
        "controls",
        "detections",
        "tests",
        "weight",
        "gap",
        "evidence",
    ] {
        let rule = matrix
            .split(&format!(".{view}-v"))
            .nth(1)
            .unwrap()
            .split('}')
            .next()
            .unwrap();
        let mut scale = tokens(rule);
        for step in 1..=5 {
            // Evidence takes the scale of proof, which other charts use, too.
            scale
                .entry(format!("--s{step}"))
                .or_insert_with(|| base[&format!("--p{step}")]);
        }
        for step in 1..=5 {
            let ground = scale[&format!("--s{step}")];
            let text = match step {
                1 | 2 => ink,
                3 => [ink[0], black],
                _ => [white, black],
            };
            for theme in [0, 1] {
                let ratio = contrast(text[theme], ground[theme]);
                assert!(
                    ratio >= 4.5,
                    "{view} step {step}, theme {theme}: {ratio:.2}"
                );
            }
        }
    }
}

#[test]
fn cells_have_the_colours_of_pictures_and_layers() {
    let matrix = style("matrix.css");
    let views = [
        ("controls", Score::Controls),
        ("detections", Score::Detections),
        ("tests", Score::Tests),
        ("weight", Score::Weight),
        ("gap", Score::Gap),
    ];
    for (view, score) in views {
        let (_, rule) = matrix.split_once(&format!(".{view}-v")).unwrap();
        let steps = tokens(rule.split_once('}').unwrap().0);
        for (step, tone) in Scale::of(score).tones.iter().enumerate().skip(1) {
            let number = |colour: &str| u32::from_str_radix(&colour[1..], 16).unwrap();
            let expected = [tone.light, tone.dark].map(number);
            assert_eq!(steps[&format!("--s{step}")], expected, "{view} step {step}");
        }
    }
}
