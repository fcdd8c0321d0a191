//! Rules on their way into a stack: those that run, and how many do not.

use model::Stack;

use crate::Error;
use crate::input::Input;
use crate::limits::MOST_ENTRIES;
use crate::notes::Notes;

/// Whether a rule runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RuleStatus {
    Yes,
    /// Switched on; nothing says when it runs.
    Perhaps,
    Disabled,
    Unscheduled,
}

/// Rules of one file.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    input: Input<'a>,
    deployed: Vec<String>,
    perhaps: usize,
    disabled: usize,
    unscheduled: usize,
}

impl RuleStatus {
    /// By a field that says whether it is on; without it, it is.
    pub(super) fn enabled(enabled: Option<bool>) -> Self {
        match enabled {
            Some(false) => Self::Disabled,
            Some(true) | None => Self::Yes,
        }
    }

    /// Splunk: a search that is on also needs a schedule.
    pub(super) fn scheduled(disabled: Option<bool>, scheduled: Option<bool>) -> Self {
        match (disabled, scheduled) {
            (Some(true), _) => Self::Disabled,
            (_, Some(false)) => Self::Unscheduled,
            (_, Some(true)) => Self::Yes,
            (_, None) => Self::Perhaps,
        }
    }
}

impl<'a> Rules<'a> {
    pub(super) fn of(input: &Input<'a>) -> Self {
        Self {
            input: *input,
            deployed: Vec::new(),
            perhaps: 0,
            disabled: 0,
            unscheduled: 0,
        }
    }

    /// A rule by its upstream id or its title.
    pub(super) fn add(&mut self, rule: impl Into<String>, runs: RuleStatus) -> Result<(), Error> {
        match runs {
            RuleStatus::Disabled => self.disabled += 1,
            RuleStatus::Unscheduled => self.unscheduled += 1,
            RuleStatus::Perhaps => self.perhaps += 1,
            RuleStatus::Yes => {}
        }
        if matches!(runs, RuleStatus::Yes | RuleStatus::Perhaps) {
            self.deployed.push(rule.into());
        }
        if self.deployed.len() > MOST_ENTRIES {
            Err(self
                .input
                .error(None, format!("holds more than {MOST_ENTRIES} rules")))
        } else {
            Ok(())
        }
    }

    /// The stack in which they run. A file of which no rule can be read is none.
    pub(super) fn into_stack(self, notes: &mut Notes, expected: &str) -> Result<Stack, Error> {
        if self.deployed.len() + self.disabled + self.unscheduled == 0 {
            let what = format!("contains no rules: expected {expected}");
            return Err(self.input.error(None, what));
        }
        notes.count(self.disabled, "rule", "left out: disabled");
        notes.count(self.unscheduled, "rule", "left out: not scheduled");
        notes.count(
            self.perhaps,
            "rule",
            "taken as running: nothing says whether scheduled",
        );
        Ok(Stack {
            deployed: self.deployed,
            ..Stack::default()
        })
    }
}
