//! Compression of answers.

use std::io::Write;

use axum::body::Bytes;
use axum::http::header::ACCEPT_ENCODING;
use axum::http::{HeaderMap, HeaderValue};

/// Less is not worth it: it fits into one packet.
const SMALLEST: usize = 1_200;
/// Good enough, and quick enough for an answer that is not cached yet.
const BROTLI: u32 = 5;
/// The largest window of the format: a page repeats itself across its whole length.
const WINDOW: u32 = 22;
const BUFFER: usize = 64 << 10;

/// The content encoding of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Encoding {
    /// As it is.
    Identity,
    Gzip,
    Brotli,
}

impl Encoding {
    /// The best encoding that the client accepts.
    pub(crate) fn accepted_by(headers: &HeaderMap) -> Self {
        let accepted = headers
            .get_all(ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let names: Vec<&str> = accepted
            .flat_map(|value| value.split(','))
            .filter_map(accepted_name)
            .collect();
        let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
        if has("br") {
            Self::Brotli
        } else if has("gzip") || has("*") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    /// The one for a body of this size.
    pub(crate) fn for_size(self, size: usize) -> Self {
        if size < SMALLEST {
            Self::Identity
        } else {
            self
        }
    }

    /// What `Content-Encoding` says.
    pub(crate) fn header(self) -> Option<HeaderValue> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Brotli => Some(HeaderValue::from_static("br")),
        }
    }

    /// The suffix of the `ETag` of a compressed answer.
    pub(crate) fn etag_suffix(self) -> &'static str {
        match self {
            Self::Identity => "",
            Self::Gzip => "-gzip",
            Self::Brotli => "-br",
        }
    }

    pub(crate) fn compress(self, body: &Bytes) -> Bytes {
        let written = match self {
            Self::Identity => return body.clone(),
            Self::Gzip => gzip(body),
            Self::Brotli => brotli(body),
        };
        written.expect("writing to memory does not fail").into()
    }
}

/// The name of an encoding that is not refused with `q=0`.
fn accepted_name(entry: &str) -> Option<&str> {
    let mut words = entry.split(';').map(str::trim);
    let name = words.next()?;
    let weight = words
        .find_map(|word| word.strip_prefix("q="))
        .and_then(|weight| weight.parse::<f32>().ok());
    (weight.unwrap_or(1.0) > 0.0).then_some(name)
}

fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(
        Vec::with_capacity(body.len() / 4),
        flate2::Compression::default(),
    );
    writer.write_all(body)?;
    writer.finish()
}

fn brotli(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer =
        brotli::CompressorWriter::new(Vec::with_capacity(body.len() / 4), BUFFER, BROTLI, WINDOW);
    writer.write_all(body)?;
    writer.flush()?;
    Ok(writer.into_inner())
}
