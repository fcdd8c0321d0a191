//! A font: from the bytes that a page shows to characters and their widths.

use std::collections::HashMap;

use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};

use super::bound;
use super::cmap::{Map, number};
use super::glyph::{Encoding, named};

/// The largest map that is read, in bytes.
const MAP: usize = 4 << 20;

/// How wide letters are on average in the fonts that every reader knows and no file describes.
const USUAL: f64 = 0.5;

/// One character as a page shows it.
#[derive(Debug, PartialEq)]
pub(super) struct Glyph {
    /// Its text, where the file says what it is.
    pub(super) text: Option<String>,
    /// How far it moves the pen, in parts of the font's size.
    pub(super) width: f64,
    /// Whether word spacing applies.
    pub(super) space: bool,
}

/// A font of a page.
pub(super) struct Font {
    map: Option<Map>,
    /// The meaning of one-byte codes; nothing in a font with longer ones.
    simple: Option<HashMap<u8, String>>,
    widths: HashMap<u32, f64>,
    width: f64,
}

impl Font {
    /// Reads a font; its map is paid for from what is left.
    pub(super) fn read(font: &Dict<'_>, left: &mut usize) -> Self {
        let map = font.get::<Stream<'_>>("ToUnicode").map(|map| {
            let data = bound::unpack(&map, left);
            Map::read(&data[..data.len().min(MAP)])
        });
        let composite = font
            .get::<Name<'_>>("Subtype")
            .is_some_and(|kind| &*kind == b"Type0");
        if composite {
            let inner = font
                .get::<Array<'_>>("DescendantFonts")
                .and_then(|fonts| fonts.iter::<Dict<'_>>().next())
                .unwrap_or_default();
            let width = inner
                .get::<Number>("DW")
                .map_or(1.0, |width| width.as_f64() / 1000.0);
            return Self {
                map,
                simple: None,
                widths: composite_widths(&inner),
                width,
            };
        }
        Self {
            map,
            simple: Some(encoding(font)),
            widths: widths(font),
            width: USUAL,
        }
    }

    /// The characters that some bytes show.
    pub(super) fn show(&self, bytes: &[u8]) -> Vec<Glyph> {
        let mut shown = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let own = if self.simple.is_some() { 1 } else { 2 };
            let length = match &self.map {
                Some(map) if self.simple.is_none() => map.length(rest).unwrap_or(own),
                _ => own,
            };
            let (code, after) = rest.split_at(length.min(rest.len()));
            shown.push(self.character(code));
            rest = after;
        }
        shown
    }

    fn character(&self, bytes: &[u8]) -> Glyph {
        let code = number(bytes);
        let mapped = self
            .map
            .as_ref()
            .and_then(|map| map.text(code))
            .filter(|text| *text != "\0");
        let simple = || {
            self.simple
                .as_ref()?
                .get(bytes.first()?)
                .map(String::as_str)
        };
        Glyph {
            text: mapped.or_else(simple).map(str::to_owned),
            width: self.widths.get(&code).copied().unwrap_or(self.width),
            space: bytes == b" ",
        }
    }
}

/// What each byte means in a font of one-byte codes.
fn encoding(font: &Dict<'_>) -> HashMap<u8, String> {
    let own = font.get::<Dict<'_>>("Encoding");
    let name = font
        .get::<Name<'_>>("Encoding")
        .or_else(|| own.as_ref()?.get::<Name<'_>>("BaseEncoding"));
    let base = match name.as_deref() {
        Some(b"MacRomanEncoding") => Encoding::Macintosh,
        Some(b"StandardEncoding") => Encoding::Standard,
        _ => Encoding::Windows,
    };
    let character = |code| Some((code, base.character(code)?.to_string()));
    let mut encoding: HashMap<u8, String> = (0..=255).filter_map(character).collect();
    let differences = own.and_then(|own| own.get::<Array<'_>>("Differences"));
    let mut code = 0_u8;
    for object in differences.iter().flat_map(Array::iter::<Object<'_>>) {
        match object {
            Object::Number(number) => code = u8::try_from(number.as_i64()).unwrap_or_default(),
            Object::Name(name) => {
                if let Some(text) = named(name.as_str()) {
                    encoding.insert(code, text);
                }
                code = code.wrapping_add(1);
            }
            _ => {}
        }
    }
    encoding
}

fn widths(font: &Dict<'_>) -> HashMap<u32, f64> {
    let first = font
        .get::<Number>("FirstChar")
        .and_then(|first| u32::try_from(first.as_i64()).ok());
    // Fonts of drawings say how large their own unit is; all others have a thousand to the size.
    let matrix = font
        .get::<Array<'_>>("FontMatrix")
        .and_then(|matrix| matrix.iter::<Number>().next());
    let unit = matrix.map_or(0.001, |unit| unit.as_f64());
    let array = font.get::<Array<'_>>("Widths");
    let widths = array.iter().flat_map(Array::iter::<Number>).take(256);
    (first.unwrap_or(0).min(255)..)
        .zip(widths.map(|width| width.as_f64() * unit))
        .collect()
}

/// Widths of a font with longer codes: `first [w w w]` or `first last w`.
fn composite_widths(font: &Dict<'_>) -> HashMap<u32, f64> {
    const MOST: usize = 65_536;
    let mut widths = HashMap::new();
    let list = font.get::<Array<'_>>("W");
    let mut objects = list.iter().flat_map(Array::iter::<Object<'_>>).take(MOST);
    let code = |object: Object<'_>| {
        object
            .into_number()
            .and_then(|number| u32::try_from(number.as_i64()).ok())
    };
    while let (Some(first), Some(second)) = (objects.next().and_then(code), objects.next()) {
        if let Object::Array(list) = second {
            let list = list.iter::<Number>().map(|width| width.as_f64() / 1000.0);
            widths.extend((first..).zip(list.take(MOST)));
        } else if let (Some(last), Some(width)) =
            (code(second), objects.next().and_then(Object::into_number))
        {
            let codes = (first..=last).take(MOST - widths.len().min(MOST));
            widths.extend(codes.map(|code| (code, width.as_f64() / 1000.0)));
        }
    }
    widths
}
