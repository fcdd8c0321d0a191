//! How long work looks on the terminal: what is in flight and a total; without a terminal a line per source when done.

use std::io::IsTerminal;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};
use repositories::{Event, FetchedState, Progress};

/// Shows how far reading sources or fetching repositories is.
pub(crate) struct ProgressDisplay {
    bar: ProgressBar,
    on_terminal: bool,
    state: Mutex<ProgressState>,
}

#[derive(Default)]
struct ProgressState {
    in_flight: Vec<InFlight>,
    files: usize,
    bytes: u64,
}

/// A source or repository that is worked on.
struct InFlight {
    name: String,
    /// How far its fetch is: `45%`.
    percent: Option<String>,
}

impl ProgressDisplay {
    /// For this number of sources or repositories.
    pub(crate) fn new(number: usize, of_what: &str) -> Self {
        let on_terminal = std::io::stderr().is_terminal();
        let bar = if on_terminal {
            ProgressBar::new(number as u64)
        } else {
            ProgressBar::hidden()
        };
        let template = format!("{{pos}}/{{len}} {of_what}  {{bar:24}}  {{msg}}  {{elapsed}}");
        bar.set_style(
            ProgressStyle::with_template(&template).expect("the template is written here"),
        );
        Self {
            bar,
            on_terminal,
            state: Mutex::default(),
        }
    }

    /// Something else is going on now.
    pub(crate) fn message(&self, message: &str) {
        self.bar.set_message(message.to_owned());
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for ProgressDisplay {
    fn report(&self, name: &str, event: &Event<'_>) {
        let mut state = self.state.lock().expect("showing progress never panics");
        state.apply(name, event);
        if let Some(line) = line(event) {
            self.bar.inc(1);
            if !self.on_terminal {
                eprintln!("{name}: {line}");
            }
        }
        self.bar.set_message(state.message());
    }
}

impl ProgressState {
    fn apply(&mut self, name: &str, event: &Event<'_>) {
        match event {
            Event::Started => self.in_flight.push(InFlight {
                name: name.to_owned(),
                percent: None,
            }),
            Event::Fetching(percent) => {
                let mut in_flight = self.in_flight.iter_mut();
                if let Some(work) = in_flight.find(|work| work.name == name) {
                    work.percent = Some((*percent).to_owned());
                }
            }
            Event::Read { files, bytes, .. } => {
                self.files += files;
                self.bytes += bytes;
                self.end(name);
            }
            Event::Fetched { .. } | Event::NotFetched | Event::Packed { .. } => self.end(name),
        }
    }

    fn end(&mut self, name: &str) {
        self.in_flight.retain(|work| work.name != name);
    }

    fn message(&self) -> String {
        let in_flight: Vec<String> = self
            .in_flight
            .iter()
            .map(|InFlight { name, percent }| match percent {
                Some(percent) => format!("{name} {percent}"),
                None => name.clone(),
            })
            .collect();
        let total = match self.files {
            0 => String::new(),
            files => format!("{files} files, {:.0} MB  ", megabytes(self.bytes)),
        };
        total + &in_flight.join(", ")
    }
}

/// The line for what has ended.
fn line(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Started | Event::Fetching(_) => None,
        Event::NotFetched => Some("could not be synced".to_owned()),
        Event::Fetched { state, took } => {
            let FetchedState {
                locked,
                files,
                new_files,
            } = state;
            let (commit, day) = (&locked.commit[..10], locked.commit_day());
            let seconds = took.as_secs_f64();
            Some(format!(
                "{commit} of {day}, {files} files, {new_files} fetched, {seconds:.2} s"
            ))
        }
        Event::Read {
            files,
            bytes,
            resources,
            problems,
            took,
        } => {
            let (megabytes, seconds) = (megabytes(*bytes), took.as_secs_f64());
            Some(format!(
                "{files} files, {megabytes:.1} MB, {resources} resources, {problems} problems, {seconds:.2} s"
            ))
        }
        Event::Packed { files, bytes } => {
            Some(format!("{files} files, {:.1} MB", megabytes(*bytes)))
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
