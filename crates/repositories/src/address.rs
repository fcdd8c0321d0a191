//! Where git fetches a repository, and how its address may be shown.

/// Where git fetches a repository: `owner/name` is on GitHub, all else is an address.
pub(crate) fn resolve(repository: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    match repository.split_once('/') {
        Some((owner, name))
            if !owner.is_empty()
                && !owner.starts_with('.')
                && !name.is_empty()
                && owner.chars().chain(name.chars()).all(plain) =>
        {
            format!("https://github.com/{repository}")
        }
        _ => repository.to_owned(),
    }
}

/// The address without user and password; `git@host` stays.
pub(crate) fn without_secret(address: &str) -> String {
    let stripped = || {
        let (scheme, rest) = address.split_once("://")?;
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (user, host) = authority.rsplit_once('@')?;
        (user.contains(':') || scheme.starts_with("http"))
            .then(|| format!("{scheme}://{host}/{path}"))
    };
    stripped().unwrap_or_else(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (repository, is) in [
            ("SigmaHQ/sigma", "https://github.com/SigmaHQ/sigma"),
            ("https://lamps.example/a/b", "https://lamps.example/a/b"),
            ("git@lamps.example:a/b.git", "git@lamps.example:a/b.git"),
            ("/srv/mirrors/sigma", "/srv/mirrors/sigma"),
            ("../sigma", "../sigma"),
        ] {
            assert_eq!(resolve(repository), is);
        }
    }

    #[test]
    fn secrets_are_left_out() {
        for (address, is) in [
            (
                "https://ann:lamp@lamps.example/a/b",
                "https://lamps.example/a/b",
            ),
            ("https://token@lamps.example/a", "https://lamps.example/a"),
            ("ssh://git@lamps.example/a", "ssh://git@lamps.example/a"),
            ("https://lamps.example/a@b", "https://lamps.example/a@b"),
            ("/srv/a", "/srv/a"),
        ] {
            assert_eq!(without_secret(address), is);
        }
    }
}
