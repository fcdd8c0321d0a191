//! The program: arguments, files, printing, exit codes. Everything it says it gets from the other crates.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "files, clock, environment, network and processes are left to the program"
)]

mod answer;
mod arguments;
mod build;
mod built_in;
mod bundle;
mod catalogues;
mod check;
mod command;
mod diff;
mod drift;
mod extract;
mod failure;
mod fetch;
mod input;
mod locations;
mod manual;
mod mcp;
mod output;
mod pack;
mod progress;
mod repository;
mod serve;
mod site;
mod stack;
mod store;
mod sync;
mod threat;

use std::process::ExitCode;

use command::{Command, Program};

fn main() -> ExitCode {
    let (program, drift_format) = command::parse();
    match run(program, drift_format.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) if error.is::<check::PolicyNotMet>() => ExitCode::FAILURE,
        Err(error) => {
            failure::print(&error);
            ExitCode::from(2)
        }
    }
}

fn run(program: Program, drift_format: Option<&str>) -> anyhow::Result<()> {
    let Program { global, command } = program;
    match command {
        None => output::print(command::WELCOME),
        Some(Command::Question(question)) => answer::answer(question, drift_format, &global),
        Some(Command::Sync(sync)) => sync::sync(&sync),
        Some(Command::Build(build)) => build::build(&build),
        Some(Command::Bundle(bundle)) => bundle::bundle(&bundle),
        Some(Command::Diff(diff)) => diff::diff(&diff, &global),
        Some(Command::Extract(arguments)) => extract::extract(&arguments, &global),
        Some(Command::Pack(arguments)) => pack::pack(*arguments, &global),
        Some(Command::Threat(command)) => threat::threat(command, &global),
        Some(Command::Stack(command)) => stack::stack(command, &global),
        Some(Command::Check(check)) => check::check(&check, &global),
        Some(Command::Mcp) => mcp::mcp(&global),
        Some(Command::Serve(arguments)) => serve::serve(&arguments, &global),
        Some(Command::Site(arguments)) => site::site(&arguments, &global),
        Some(Command::Schema) => {
            output::print(&(serde_json::to_string_pretty(&answer::schema())? + "\n"))
        }
        Some(Command::Completions { shell }) => output::print(&manual::completions(shell)),
        Some(Command::Man) => output::print(&manual::man()?),
    }
}
