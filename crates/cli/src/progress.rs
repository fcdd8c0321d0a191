//! What long work shows: a line per source in flight and a total; without a terminal a line per source when done.

use std::io::IsTerminal;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

use crate::gather::Done;

/// Progress of reading sources.
pub(crate) struct Progress {
    bar: ProgressBar,
    to_people: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    in_flight: Vec<String>,
    files: usize,
    bytes: u64,
}

impl Progress {
    pub(crate) fn new(sources: usize) -> Self {
        let to_people = std::io::stderr().is_terminal();
        let bar = if to_people {
            ProgressBar::new(sources as u64)
        } else {
            ProgressBar::hidden()
        };
        let style = ProgressStyle::with_template("{pos}/{len} sources  {bar:24}  {msg}  {elapsed}")
            .expect("the template is written here");
        bar.set_style(style);
        Self {
            bar,
            to_people,
            state: Mutex::default(),
        }
    }

    pub(crate) fn started(&self, name: &str) {
        let mut state = self.state.lock().expect("progress never panics");
        state.in_flight.push(name.to_owned());
        self.show(&state);
    }

    pub(crate) fn done(&self, done: &Done) {
        let mut state = self.state.lock().expect("progress never panics");
        state.in_flight.retain(|name| *name != done.name);
        state.files += done.files;
        state.bytes += done.bytes;
        self.bar.inc(1);
        self.show(&state);
        if !self.to_people {
            let (name, files, resources, problems) =
                (&done.name, done.files, done.resources, done.problems);
            let (megabytes, seconds) = (megabytes(done.bytes), done.took.as_secs_f64());
            eprintln!(
                "{name}: {files} files, {megabytes:.1} MB, {resources} resources, {problems} problems, {seconds:.2} s"
            );
        }
    }

    /// Something else is going on now.
    pub(crate) fn now(&self, what: &str) {
        self.bar.set_message(what.to_owned());
    }

    fn show(&self, state: &State) {
        let flight = state.in_flight.join(", ");
        self.bar.set_message(format!(
            "{} files, {:.0} MB  {flight}",
            state.files,
            megabytes(state.bytes)
        ));
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
