//! Numbers and days as people read them.

/// `22614` as `22,614`.
pub(crate) fn number(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `2026-11-24` as `24 Nov 2026`; what is no date stays as it is.
pub(crate) fn day(day: &str) -> String {
    day.parse::<jiff::civil::Date>().map_or_else(
        |_| publish::plain(day),
        |date| date.strftime("%-d %b %Y").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_read_easily() {
        assert_eq!(
            [0, 999, 1000, 22_614, 1_000_000].map(number),
            ["0", "999", "1,000", "22,614", "1,000,000"]
        );
        assert_eq!(day("2026-11-04"), "4 Nov 2026");
        assert_eq!(day("<soon>\n"), "<soon>");
    }
}
