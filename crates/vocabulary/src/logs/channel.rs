//! Channels of ATT&CK's analytics: a list of event ids, a name, or free text.

/// What stands before the ids of events.
const MARKERS: [&str; 5] = ["eventcode", "eventids", "eventid", "event ids", "event id"];

/// The ids of events that a folded channel names: `eventcode=3, 22`.
pub(super) fn event_ids(channel: &str) -> Vec<&str> {
    let mut ids = Vec::new();
    let mut rest = channel;
    while let Some(after) = after_marker(rest) {
        rest = after;
        loop {
            let number = rest.trim_start_matches(|c: char| " =:,;/|([\"'".contains(c));
            let number = number
                .strip_prefix("or ")
                .or_else(|| number.strip_prefix("and "))
                .or_else(|| number.strip_prefix("in ("))
                .or_else(|| number.strip_prefix("in "))
                .unwrap_or(number)
                .trim_start();
            let end = number
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(number.len());
            if end == 0 {
                break;
            }
            ids.push(&number[..end]);
            rest = &number[end..];
        }
    }
    ids
}

/// The names in a folded channel, which may be those of events: the whole, and what stands between punctuation.
pub(super) fn names(channel: &str) -> impl Iterator<Item = &str> {
    let parts = channel.split([',', ';', '|', '/', '+', ':']);
    let parts = parts.flat_map(|part| part.split(" or "));
    std::iter::once(channel).chain(parts.map(str::trim))
}

fn after_marker(text: &str) -> Option<&str> {
    let found = MARKERS
        .iter()
        .filter_map(|marker| Some((text.find(marker)?, marker.len())));
    // Of two that begin at the same place, the longer one.
    let (at, length) = found.min_by_key(|(at, length)| (*at, usize::MAX - length))?;
    Some(&text[at + length..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_lists_and_in_text() {
        let cases: [(&str, &[&str]); 9] = [
            ("eventcode=1", &["1"]),
            ("eventcode=3, 22", &["3", "22"]),
            ("eventcode=4663, 4670 or 4656", &["4663", "4670", "4656"]),
            ("eventcode in (4624, 4625)", &["4624", "4625"]),
            ("eventid: 4720/4722", &["4720", "4722"]),
            ("logon (event id 4624) from eventcode=1", &["4624", "1"]),
            ("event ids 10, 11", &["10", "11"]),
            ("eventcode", &[]),
            ("execve", &[]),
        ];
        for (channel, ids) in cases {
            assert_eq!(event_ids(channel), ids, "{channel}");
        }
    }
}
