//! A bound on what a PDF unpacks to. The parser has none, so each packed stream is unpacked here first, into nothing.
//! What is unpacked here later pays from one budget. Streams that the parser unpacks on its own (tables of objects) have the
//! first check alone, which a filter with a disguised name (`/LZW#44ecode`) escapes.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;

use super::Failure;

/// What one stream may unpack to: a large picture without loss stays below it.
const STREAM: u64 = 256 << 20;

/// What all streams together may unpack to.
const TOTAL: u64 = 2 << 30;

/// How often a stream may be packed again.
const LAYERS: usize = 3;

/// Refuses what would unpack without end, and what cannot be told beforehand.
pub(super) fn check(bytes: &[u8]) -> Result<(), Failure> {
    // What is encrypted cannot be unpacked here. `/EncryptMetadata` is another word.
    if says(bytes, b"/Encrypt") {
        return Err(Failure::Encrypted);
    }
    if says(bytes, b"/LZWDecode") || says(bytes, b"/LZW") {
        return Err(Failure::Lzw);
    }
    let mut total = 0;
    for start in streams(bytes) {
        for layers in 1..=LAYERS {
            let Some(size) = size(&bytes[start..], layers) else {
                break;
            };
            total += size;
            if size > STREAM || total > TOTAL {
                return Err(Failure::Expands(start as u64));
            }
        }
    }
    Ok(())
}

/// The data of a stream, paid for from what is left. Nothing is unpacked once that is used up, so that a stream which is
/// drawn a million times costs no more than one that is as long.
pub(super) fn unpack(stream: &Stream<'_>, left: &mut usize) -> Vec<u8> {
    let filters = stream.filters();
    let lzw = |filter: &Filter| matches!(filter, Filter::LzwDecode);
    if *left == 0 || filters.len() > LAYERS || filters.iter().any(lzw) {
        return Vec::new();
    }
    let data = stream.decoded_data().unwrap_or_default();
    let Some(rest) = left.checked_sub(data.len()) else {
        *left = 0;
        return Vec::new();
    };
    *left = rest;
    data.into_owned()
}

fn says(bytes: &[u8], name: &[u8]) -> bool {
    let mut windows = bytes.windows(name.len() + 1);
    windows.any(|window| window.starts_with(name) && !window[name.len()].is_ascii_alphanumeric())
}

/// Where the data of streams begins.
fn streams(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const WORD: &[u8] = b"stream";
    bytes
        .windows(WORD.len())
        .enumerate()
        .filter_map(move |(at, window)| {
            let start = at + WORD.len();
            let line_end = match bytes.get(start..)? {
                [b'\r', b'\n', ..] => 2,
                [b'\r' | b'\n', ..] => 1,
                _ => return None,
            };
            (window == WORD && !bytes[..at].ends_with(b"end")).then_some(start + line_end)
        })
}

/// How large data is after unpacking it so often; nothing where it is not packed so often.
fn size(data: &[u8], layers: usize) -> Option<u64> {
    let mut reader: Box<dyn Read + '_> = Box::new(data);
    for layer in 1..=layers {
        let mut head = [0; 2];
        reader.read_exact(&mut head).ok()?;
        let packed = head[0] & 0x0f == 8 && u16::from_be_bytes(head) % 31 == 0;
        let whole = std::io::Cursor::new(head).chain(reader);
        reader = match layer {
            _ if packed => Box::new(ZlibDecoder::new(whole)),
            // The parser tries this for data without a header.
            1 => Box::new(DeflateDecoder::new(whole)),
            _ => return None,
        };
    }
    Some(count(reader))
}

fn count(mut reader: impl Read) -> u64 {
    let mut buffer = vec![0; 64 << 10];
    let mut size = 0;
    while let Ok(read @ 1..) = reader.read(&mut buffer) {
        size += read as u64;
        if size > STREAM {
            break;
        }
    }
    size
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    fn stream(data: &[u8]) -> Vec<u8> {
        [b"1 0 obj <<>> stream\r\n", data, b"\nendstream\n"].concat()
    }

    #[test]
    fn refuses_bombs() {
        let bomb = packed(&vec![b' '; (256 << 20) + 1]);
        assert!(matches!(check(&stream(&bomb)), Err(Failure::Expands(21))));
        assert!(matches!(
            check(&stream(&packed(&bomb))),
            Err(Failure::Expands(21))
        ));
        assert!(check(&stream(&packed(b"BT ET"))).is_ok());
        assert!(check(&stream(b"BT ET")).is_ok());
        assert!(check(&stream(b"")).is_ok());
    }

    #[test]
    fn refuses_what_it_cannot_tell() {
        assert!(matches!(check(b"/Encrypt 5 0 R"), Err(Failure::Encrypted)));
        assert!(check(b"/EncryptMetadata true").is_ok());
        assert!(matches!(check(b"/Filter/LZWDecode>>"), Err(Failure::Lzw)));
    }
}
