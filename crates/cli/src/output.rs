//! Results go to standard output, through a pager where a person would want one; all else to standard error.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use publish::{Format, Style};
use terminal_size::{Height, Width};

/// Columns where the width is unknown: a document, a pipe.
const DEFAULT_WIDTH: usize = 80;
const NARROWEST: usize = 60;

/// What the reader's terminal can show.
pub(crate) fn style() -> Style {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let columns = || std::env::var("COLUMNS").ok()?.parse::<usize>().ok();
    let width = terminal_size::terminal_size()
        .map(|(Width(width), _)| usize::from(width))
        .or_else(columns);
    Style {
        width: width.unwrap_or(DEFAULT_WIDTH).max(NARROWEST),
        rich: io::stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb,
    }
}

/// Prints a result.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Prints a result that only a program can open.
pub(crate) fn print_bytes(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// A spreadsheet would only garble a terminal.
pub(crate) fn refuse_bytes_on_a_terminal(format: Format) -> anyhow::Result<()> {
    anyhow::ensure!(
        !format.is_binary() || !io::stdout().is_terminal(),
        "a spreadsheet is not for a terminal: write it to a file with `> FILE.xlsx`"
    );
    Ok(())
}

/// Prints an answer, through the pager if it is for a person and longer than the screen.
pub(crate) fn page(text: &str, format: Format) -> anyhow::Result<()> {
    let height = terminal_size::terminal_size()
        .map_or(usize::MAX, |(_, Height(height))| usize::from(height));
    let for_people =
        matches!(format, Format::Terminal | Format::Table) && io::stdout().is_terminal();
    if for_people && text.lines().count() >= height && through_pager(text).is_some() {
        return Ok(());
    }
    print(text)
}

fn through_pager(text: &str) -> Option<()> {
    let pager = std::env::var("RHUMB_PAGER").unwrap_or_else(|_| "less -FRX".to_owned());
    let mut words = pager.split_whitespace();
    let mut child = Command::new(words.next()?)
        .args(words)
        .stdin(Stdio::piped())
        .spawn()
        .ok()?;
    // A reader who leaves early closes the pipe; that is no failure.
    let _ = child.stdin.take()?.write_all(text.as_bytes());
    child.wait().ok()?;
    Some(())
}

/// Whether the reader went away, as `head` does.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
