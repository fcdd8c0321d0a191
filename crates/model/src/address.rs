//! Web addresses of the files and folders of a source.

use std::fmt::Write;

use crate::{Provenance, ResourcePlace};

impl Provenance {
    /// The address of a file at a branch or commit, with the line of the place.
    pub fn file_url(&self, reference: &str, place: &ResourcePlace) -> Option<String> {
        let line = place
            .line
            .map_or_else(String::new, |line| format!("#L{line}"));
        let path = encoded(&place.path);
        Some(format!("{}/blob/{reference}/{path}{line}", self.page()?))
    }

    /// The address of a folder on the branch that people read, with a slash at its end.
    pub fn folder_url(&self, path: &str) -> Option<String> {
        Some(format!(
            "{}/tree/{}/{}",
            self.page()?,
            self.branch,
            encoded(path)
        ))
    }

    /// GitHub is what `owner/name` means; other hosts are given as addresses, whose files have no known form.
    fn page(&self) -> Option<String> {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        let (owner, name) = self.repository.split_once('/')?;
        (!owner.is_empty() && owner.chars().all(plain) && name.chars().all(plain))
            .then(|| format!("https://github.com/{owner}/{name}"))
    }
}

/// The path with everything escaped that has a meaning in an address.
fn encoded(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/!$&'()*+,;=:@".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_escaped() {
        assert_eq!(
            encoded("Hunting Queries/a#b?.yaml"),
            "Hunting%20Queries/a%23b%3F.yaml"
        );
        assert_eq!(encoded("é"), "%C3%A9");
    }
}
