//! Fixtures as a bundle: `sources.json` and one `.tar.zst` per source.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::sandbox::fixture;

/// Packs the fixtures of these sources into the folder.
pub(crate) fn bundle(folder: &Path, sources: &[&str]) {
    fs::create_dir_all(folder).unwrap();
    let entries: Vec<Value> = sources.iter().map(|source| pack(folder, source)).collect();
    let list = json!({ "format": 1, "sources": entries });
    fs::write(folder.join("sources.json"), list.to_string()).unwrap();
}

fn pack(folder: &Path, source: &str) -> Value {
    let mut archive = tar::Builder::new(Vec::new());
    archive.append_dir_all(source, fixture(source)).unwrap();
    let packed = zstd::encode_all(archive.into_inner().unwrap().as_slice(), 1).unwrap();
    let name = format!("{source}.tar.zst");
    fs::write(folder.join(&name), &packed).unwrap();
    let sum = Sha256::digest(&packed);
    json!({
        "id": source,
        "repository": format!("example/{source}"),
        "commit": "0123456789abcdef0123456789abcdef01234567",
        "date": "2031-02-03T04:05:06Z",
        "read": "2031-02-04",
        "archive": name,
        "sha256": sum.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        }),
    })
}
