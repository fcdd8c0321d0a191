//! Names as parts of file names on every system. `find.js` spells them the same.

use std::fmt::Write;

/// The longest file name without the checksum that distinguishes it from similar ones.
const LONGEST: usize = 120;

/// Names of devices on Windows, with any extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The text as part of a file name on every system: small letters, digits and a few signs, at most 132 of them. What
/// would look like another text (capitals, long texts, devices) ends in a checksum of the whole text.
pub(crate) fn slug(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric()
            || b"-_".contains(&byte)
            || (byte == b'.' && !name.is_empty())
        {
            name.push(char::from(byte.to_ascii_lowercase()));
        } else {
            let _ = write!(name, "~{byte:02x}");
        }
    }
    let stem = name.split('.').next().unwrap_or_default();
    let port = stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt"));
    let odd = name.len() > LONGEST
        || text.bytes().any(|byte| byte.is_ascii_uppercase())
        || port
        || DEVICES.contains(&stem);
    if odd {
        name.truncate(LONGEST);
        let _ = write!(name, "~-{:08x}", sum(text));
    }
    name
}

/// A checksum of 32 bits (FNV-1a).
fn sum(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |sum, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_can_be_told_apart_on_every_system() {
        let long = "a/".repeat(200);
        let texts = [
            "a",
            "A",
            "a.yml",
            "a~",
            "a/",
            "..",
            ".",
            "con",
            "CON",
            "aux.yml",
            "com1",
            "ü",
            &long,
            &(long.clone() + "b"),
        ];
        let names: Vec<String> = texts.iter().map(|text| slug(text)).collect();
        let mut once = names.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), names.len(), "{names:?}");
        for name in &names {
            assert!(name.len() < 140 && !name.starts_with('.'), "{name}");
            assert_eq!(*name, name.to_lowercase());
        }
        assert_eq!(slug("Ab.yml"), "ab.yml~-8245dabe");
    }
}
