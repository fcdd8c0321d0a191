//! What the program writes of itself for others to read: completions for shells, the manual page.

use crate::command;

/// The completions for a shell.
pub(crate) fn completions(shell: clap_complete::Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command::all(), "rhumb", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual page, with those of the commands behind it.
pub(crate) fn man() -> anyhow::Result<String> {
    let mut page = Vec::new();
    let mut program = command::all();
    program.build();
    clap_mangen::Man::new(program.clone()).render(&mut page)?;
    for command in program.get_subcommands() {
        clap_mangen::Man::new(command.clone()).render(&mut page)?;
    }
    Ok(String::from_utf8_lossy(&page).into_owned())
}
