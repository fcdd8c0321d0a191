//! A PDF as small programs write it: text on pages, in a font with its own names for ligatures and in one with a map.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

/// A PDF of some pages. Odd ones are plain and in a font of one-byte codes, even ones are packed and in one with a map.
pub(crate) fn pdf(pages: &[&str]) -> Vec<u8> {
    let references: Vec<_> = (0..pages.len())
        .map(|page| format!("{} 0 R", 10 + 2 * page))
        .collect();
    let kids = references.join(" ");
    let mut objects = vec![
        (1, b"<</Type/Catalog/Pages 2 0 R>>".to_vec()),
        (2, format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len()).into_bytes()),
        (3, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[1/fi/ffi]>>>>".to_vec()),
        (4, b"<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/ToUnicode 5 0 R/DescendantFonts[6 0 R]>>".to_vec()),
        (5, stream(map().as_bytes(), true)),
        (6, b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Own/DW 500>>".to_vec()),
        (7, b"<</Title(Threat briefing)>>".to_vec()),
    ];
    for (page, text) in pages.iter().enumerate() {
        let number = 10 + 2 * page;
        let even = page % 2 == 1;
        let dictionary = format!(
            "<</Type/Page/Parent 2 0 R/Contents {} 0 R/Resources<</Font<</A 3 0 R/B 4 0 R>>>>>>",
            number + 1
        );
        objects.push((number, dictionary.into_bytes()));
        objects.push((number + 1, stream(content(text, even).as_bytes(), even)));
    }
    file(&objects)
}

/// The lines of a page, each placed on its own; an empty one leaves a gap.
fn content(text: &str, mapped: bool) -> String {
    let mut content = format!(
        "BT /{} 11 Tf 1 0 0 1 72 770 Tm\n",
        if mapped { "B" } else { "A" }
    );
    for line in text.lines() {
        // Columns are moved to, as tables are set.
        let mut cells = line
            .split("  ")
            .map(str::trim)
            .filter(|cell| !cell.is_empty());
        let first = cells.next().unwrap_or_default();
        content += &format!("0 -14 Td {} Tj\n", string(first, mapped));
        let mut moved = 0;
        for cell in cells {
            moved += 200;
            content += &format!("200 0 Td {} Tj\n", string(cell, mapped));
        }
        content += &format!("{} 0 Td\n", -moved);
    }
    content + "ET"
}

fn string(text: &str, mapped: bool) -> String {
    let code = |character| match character {
        'ﬁ' => 1,
        'ﬃ' => 2,
        other => u8::try_from(other).expect("the texts are ASCII but for ligatures"),
    };
    let digits = |character| {
        if mapped {
            format!("00{:02x}", code(character))
        } else {
            format!("{:02x}", code(character))
        }
    };
    format!("<{}>", text.chars().map(digits).collect::<String>())
}

fn map() -> String {
    "1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0020> <007e> <0020> endbfrange \
     2 beginbfchar <0001> <fb01> <0002> <fb03> endbfchar"
        .to_owned()
}

fn stream(data: &[u8], packed: bool) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    let zipped = encoder.finish().unwrap();
    let (data, filter) = if packed {
        (zipped.as_slice(), "/Filter/FlateDecode")
    } else {
        (data, "")
    };
    [
        format!("<</Length {}{filter}>>stream\n", data.len()).as_bytes(),
        data,
        b"\nendstream",
    ]
    .concat()
}

fn file(objects: &[(usize, Vec<u8>)]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut table = String::new();
    for (number, object) in objects {
        table += &format!("{number} 1\n{:010} 00000 n \n", file.len());
        file.extend(format!("{number} 0 obj\n").into_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    let trailer = format!(
        "xref\n0 1\n0000000000 65535 f \n{table}trailer<</Size 999/Root 1 0 R/Info 7 0 R>>\nstartxref\n{start}\n%%EOF\n"
    );
    file.extend(trailer.into_bytes());
    file
}
