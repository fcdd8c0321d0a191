//! What long work shows: what is in flight and a total; without a terminal a line per source when done.

use std::io::IsTerminal;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};
use repositories::gather::Done;

/// Progress of reading sources or fetching repositories.
pub(crate) struct Progress {
    bar: ProgressBar,
    to_people: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Names, and how far they are.
    in_flight: Vec<(String, String)>,
    files: usize,
    bytes: u64,
}

impl Progress {
    pub(crate) fn new(number: usize, of_what: &str) -> Self {
        let to_people = std::io::stderr().is_terminal();
        let bar = if to_people {
            ProgressBar::new(number as u64)
        } else {
            ProgressBar::hidden()
        };
        let style = format!("{{pos}}/{{len}} {of_what}  {{bar:24}}  {{msg}}  {{elapsed}}");
        let style = ProgressStyle::with_template(&style).expect("the template is written here");
        bar.set_style(style);
        Self {
            bar,
            to_people,
            state: Mutex::default(),
        }
    }

    pub(crate) fn started(&self, name: &str) {
        let mut state = self.state.lock().expect("progress never panics");
        state.in_flight.push((name.to_owned(), String::new()));
        self.show(&state);
    }

    /// How far it is.
    pub(crate) fn is_at(&self, name: &str, far: &str) {
        let mut state = self.state.lock().expect("progress never panics");
        let mut in_flight = state.in_flight.iter_mut();
        if let Some(one) = in_flight.find(|(other, _)| other == name) {
            one.1 = format!(" {far}");
        }
        self.show(&state);
    }

    pub(crate) fn done(&self, done: &Done) {
        let mut state = self.state.lock().expect("progress never panics");
        state.files += done.files;
        state.bytes += done.bytes;
        drop(state);
        let (files, resources, problems) = (done.files, done.resources, done.problems);
        let (megabytes, seconds) = (megabytes(done.bytes), done.took.as_secs_f64());
        self.ended(
            &done.name,
            &format!(
                "{files} files, {megabytes:.1} MB, {resources} resources, {problems} problems, {seconds:.2} s"
            ),
        );
    }

    /// It has ended, and so much is to be said of it.
    pub(crate) fn ended(&self, name: &str, said: &str) {
        let mut state = self.state.lock().expect("progress never panics");
        state.in_flight.retain(|(other, _)| other != name);
        self.bar.inc(1);
        self.show(&state);
        if !self.to_people {
            eprintln!("{name}: {said}");
        }
    }

    /// Something else is going on now.
    pub(crate) fn now(&self, what: &str) {
        self.bar.set_message(what.to_owned());
    }

    fn show(&self, state: &State) {
        let in_flight = state
            .in_flight
            .iter()
            .map(|(name, far)| format!("{name}{far}"));
        let in_flight = in_flight.collect::<Vec<_>>().join(", ");
        let read = match state.files {
            0 => String::new(),
            files => format!("{files} files, {:.0} MB  ", megabytes(state.bytes)),
        };
        self.bar.set_message(read + &in_flight);
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
