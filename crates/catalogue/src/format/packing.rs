//! Texts, packed one by one, so that one is read without the others: with one dictionary for all of a kind.

use std::io::Read;

use rayon::prelude::*;

use crate::format::contents::Contents;

/// A larger dictionary, longer samples or a higher level cost more time than they save room.
const DICTIONARY: usize = 64 << 10;
const SAMPLE: usize = 1 << 10;
const LEVEL: i32 = 3;
/// How many texts one thread packs before it asks for more.
const AT_A_TIME: usize = 256;
/// Of little text only a part is kept twice.
const SHARE: usize = 16;

/// What texts of one kind are packed with: parts of some of them, so that each is packed as if it stood behind these.
/// Trained dictionaries are a tenth smaller and take longer to make than all packing.
pub(crate) fn dictionary(texts: &[Vec<u8>]) -> Vec<u8> {
    let size = texts.iter().map(Vec::len).sum::<usize>() / SHARE;
    let step = (texts.len() * SAMPLE / DICTIONARY).max(1);
    let samples: Vec<&[u8]> = texts
        .iter()
        .step_by(step)
        .map(|text| &text[..text.len().min(SAMPLE)])
        .collect();
    let mut dictionary = samples.concat();
    dictionary.truncate(size.min(DICTIONARY));
    dictionary
}

/// Packs texts in their order; each alone, so that it does not matter how they are shared out.
pub(crate) fn compress(texts: &[Vec<u8>], dictionary: &[u8]) -> std::io::Result<Vec<Vec<u8>>> {
    let pack = |texts: &[Vec<u8>]| -> std::io::Result<Vec<Vec<u8>>> {
        let mut compressor = zstd::bulk::Compressor::with_dictionary(LEVEL, dictionary)?;
        texts.iter().map(|text| compressor.compress(text)).collect()
    };
    let packed = texts.par_chunks(AT_A_TIME).map(pack);
    Ok(packed.collect::<std::io::Result<Vec<_>>>()?.concat())
}

/// Packs one text alone; a catalogue of facts is packed as a whole, and smaller so.
pub(crate) fn pack(text: Vec<u8>, contents: Contents) -> std::io::Result<Vec<u8>> {
    match contents {
        Contents::All => zstd::bulk::compress(&text, LEVEL),
        Contents::FactsOnly => Ok(text),
    }
}

/// The text again.
pub(crate) fn decompress(packed: &[u8], dictionary: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    // Bounded: no body is larger than the largest file that is read.
    zstd::Decoder::with_dictionary(packed, dictionary)?
        .take(256 << 20)
        .read_to_end(&mut text)?;
    Ok(text)
}
