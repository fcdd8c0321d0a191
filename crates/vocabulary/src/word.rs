//! How words are compared.

/// A word as it is compared: trimmed, in lower case, every run of white space one space. Other punctuation is kept.
///
/// ```
/// assert_eq!(vocabulary::fold("  Network\t Devices "), "network devices");
/// ```
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for part in word.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(part.chars().flat_map(char::to_lowercase));
    }
    folded
}
