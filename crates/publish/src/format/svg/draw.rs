//! Places and shapes.

use super::sheet::sheet;
use super::{Column, Picture, TechniqueBox};
use crate::heat::HeatMap;
use crate::style::{Style, clean};

const MARGIN: usize = 24;
const WIDTH: usize = 116;
const GAP: usize = 4;
/// Between boxes of one column.
const BOX_GAP: usize = 3;
/// A line of a name.
const LINE: usize = 12;
/// Above the first line of a box: id and number.
const ABOVE: usize = 13;
/// How many letters of a name fit on a line of a box; wide ones are rare.
const LETTERS: usize = 19;
/// The longest name that is drawn; its whole is in the title of the box.
const LONGEST: usize = 80;
/// How far sub-techniques are moved in.
const INDENT: usize = 8;
const LEGEND_STEP: usize = 72;

pub(super) fn draw(picture: &Picture<'_>) -> String {
    let columns = picture.columns.len().max(6);
    let width = 2 * MARGIN + columns * (WIDTH + GAP) - GAP;
    let mut drawing = String::new();
    let top = head(picture, &mut drawing);
    let mut bottom = top;
    for (at, column) in picture.columns.iter().enumerate() {
        let left = MARGIN + at * (WIDTH + GAP);
        bottom = bottom.max(draw_column(column, picture.heat, (left, top), &mut drawing));
    }
    if picture.columns.is_empty() {
        bottom += text(
            &mut drawing,
            "line",
            MARGIN,
            top + 14,
            "No technique is in this answer.",
        );
    }
    let mut foot = bottom + 28;
    for line in wrap(&picture.footer, width / 6) {
        text(&mut drawing, "foot", MARGIN, foot, &line);
        foot += 14;
    }
    let height = foot + 8;
    let title = escape(&picture.title);
    let lines = escape(&picture.lines.join(" "));
    let sheet = sheet(&picture.heat.scale);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"title desc\">\n<title id=\"title\">{title}</title>\n<desc id=\"desc\">{lines}</desc>\n\
         <style>\n{sheet}</style>\n<rect class=\"page\" width=\"{width}\" height=\"{height}\"/>\n{drawing}</svg>\n"
    )
}

/// Title, lines and legend; says where the matrix begins.
fn head(picture: &Picture<'_>, drawing: &mut String) -> usize {
    let mut at = MARGIN + 20;
    text(
        drawing,
        "title",
        MARGIN,
        at,
        &Style::plain(0).cut(&picture.title, 90),
    );
    at += 6;
    for line in picture.lines.iter().flat_map(|line| wrap(line, 120)) {
        at += 16;
        text(drawing, "line", MARGIN, at, &line);
    }
    at += 14;
    let scale = &picture.heat.scale;
    for (step, label) in scale.labels.iter().enumerate() {
        let left = MARGIN + step * (LEGEND_STEP + 2);
        let middle = left + LEGEND_STEP / 2;
        drawing.push_str(&format!(
            "<g class=\"s{step}\">{}",
            rect(left, at, LEGEND_STEP, 20)
        ));
        text(drawing, "legend", middle, at + 14, label);
        drawing.push_str("</g>\n");
    }
    if picture.heat.cells.iter().any(|cell| !cell.included) {
        let left = MARGIN + scale.labels.len() * (LEGEND_STEP + 2) + 12;
        drawing.push_str(&format!("<g class=\"out\">{}", rect(left, at, 20, 20)));
        drawing.push_str("</g>\n");
        text(
            drawing,
            "line",
            left + 28,
            at + 14,
            "left out on purpose, or for other platforms",
        );
    }
    at + 20 + 20
}

fn draw_column(
    column: &Column<'_>,
    heat: &HeatMap<'_>,
    (left, top): (usize, usize),
    drawing: &mut String,
) -> usize {
    // Two lines for every name, so that all columns begin at one height.
    let name = Style::plain(0).cut(&column.name, 2 * (LETTERS - 2));
    let lines = wrap(&name, LETTERS - 2);
    let first = top + 12 + 14 * 2_usize.saturating_sub(lines.len());
    for (place, line) in lines.iter().take(2).enumerate() {
        text(drawing, "tactic", left, first + 14 * place, line);
    }
    let many = column.boxes.len();
    let techniques = if many == 1 { "technique" } else { "techniques" };
    text(
        drawing,
        "count",
        left,
        top + 40,
        &format!("{many} {techniques}"),
    );
    drawing.push_str(&format!(
        "<rect class=\"rule\" x=\"{left}\" y=\"{}\" width=\"{WIDTH}\" height=\"2\"/>\n",
        top + 46
    ));
    let mut at = top + 52;
    for technique_box in &column.boxes {
        at += draw_box(technique_box, heat, (left, at), drawing) + BOX_GAP;
    }
    at
}

/// One technique; says how high it is.
fn draw_box(
    technique_box: &TechniqueBox<'_>,
    heat: &HeatMap<'_>,
    (left, top): (usize, usize),
    drawing: &mut String,
) -> usize {
    let cell = technique_box.cell;
    let (moved, letters, class) = if technique_box.below {
        (INDENT, LETTERS, "small")
    } else {
        (0, LETTERS, "name")
    };
    let name = Style::plain(0).cut(cell.name, LONGEST);
    let lines = wrap(&name, letters);
    let height = ABOVE + LINE * lines.len().max(1) + 4;
    let (left, width) = (left + moved, WIDTH - moved);
    let class_of_box = if cell.included {
        format!("s{}", heat.scale.step(technique_box.score))
    } else {
        "out".to_owned()
    };
    let number = if technique_box.score > 0.0 {
        heat.scale.print(technique_box.score)
    } else {
        "–".to_owned()
    };
    // Browsers show the title as a tooltip: the whole name, which the box may cut, and all facts.
    let whole = format!(
        "{} {}: {number}. {}",
        cell.id,
        cell.name,
        cell.words.join("; ")
    );
    drawing.push_str(&format!(
        "<g class=\"{class_of_box}\"><title>{}</title>{}",
        escape(&Style::plain(0).cut(&whole, 600)),
        rect(left, top, width, height)
    ));
    let base = top + 11;
    text(drawing, "id", left + 5, base, &cell.id.to_string());
    if technique_box.folded > 0 {
        let folded = format!("+{}", technique_box.folded);
        text(drawing, "fold", left + 36, base, &folded);
    }
    text(drawing, "number", left + width - 5, base, &number);
    for (place, line) in lines.iter().enumerate() {
        let base = top + ABOVE + 9 + LINE * place;
        text(drawing, class, left + 5, base, line);
    }
    drawing.push_str("</g>\n");
    height
}

fn rect(left: usize, top: usize, width: usize, height: usize) -> String {
    format!(
        "<rect x=\"{left}.5\" y=\"{top}.5\" width=\"{}\" height=\"{}\" rx=\"3\"/>",
        width - 1,
        height - 1
    )
}

/// Says how high a line is.
fn text(drawing: &mut String, class: &str, left: usize, base: usize, words: &str) -> usize {
    let words = escape(words);
    drawing.push_str(&format!(
        "<text class=\"{class}\" x=\"{left}\" y=\"{base}\">{words}</text>\n"
    ));
    14
}

fn wrap(text: &str, letters: usize) -> Vec<String> {
    let options = textwrap::Options::new(letters.max(1)).break_words(true);
    // `Virtualization/Sandbox` breaks behind its stroke.
    let part = |word: &str| {
        if word.chars().count() > letters {
            word.replace('/', "/ ")
        } else {
            word.to_owned()
        }
    };
    let words: Vec<String> = clean(text).split(' ').map(part).collect();
    textwrap::wrap(&words.join(" "), options)
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// Upstream text escaped for XML, without control and invisible characters.
fn escape(text: &str) -> String {
    clean(text)
        .chars()
        .map(|letter| match letter {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            '\'' => "&#39;".to_owned(),
            '\u{fffe}' | '\u{ffff}' => "\u{fffd}".to_owned(),
            letter => letter.to_string(),
        })
        .collect()
}
