//! What all text formats need: a limit of size, and lines.

use model::Problem;

use crate::File;

/// The largest rule or test file that is parsed; the largest known has some 300 kB.
const LARGEST_TEXT: usize = 8 << 20;

/// The text of a file that people wrote by hand.
pub(crate) fn small<'tree>(file: &File<'tree>) -> Result<&'tree str, Problem> {
    if file.bytes.len() > LARGEST_TEXT {
        return Err(file.problem(None, "is larger than 8 MiB: no rule or test is"));
    }
    let text = file.text()?;
    if text.trim().is_empty() {
        return Err(file.problem(None, "is empty"));
    }
    Ok(text)
}

/// The line, from 1, of the byte at `offset`.
pub(crate) fn line_at(text: &str, offset: usize) -> Option<u32> {
    let before = text.as_bytes().get(..offset)?;
    u32::try_from(before.split(|&byte| byte == b'\n').count()).ok()
}

/// The first line alone, for messages that quote more.
pub(crate) fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("").trim()
}

/// The value, if there is more in it than white space.
pub(crate) fn some(text: impl Into<Option<String>>) -> Option<String> {
    text.into().filter(|text| !text.trim().is_empty())
}

/// A date in `2013/07/05`, `2013-07-05` or longer ISO form, as `2013-07-05`.
pub(crate) fn day(date: &str) -> Option<String> {
    let day: String = date
        .trim()
        .chars()
        .take(10)
        .map(|letter| if letter == '/' { '-' } else { letter })
        .collect();
    let shape = day.char_indices().all(|(at, letter)| {
        if at == 4 || at == 7 {
            letter == '-'
        } else {
            letter.is_ascii_digit()
        }
    });
    (day.len() == 10 && shape).then_some(day)
}
