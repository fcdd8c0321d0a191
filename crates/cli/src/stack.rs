//! `rhumb stack`: a commented template, imports from other tools, and a summary of how the catalogue reads a stack.

mod template;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{bail, ensure};
use catalogue::Catalogue;
use model::Stack;
use questions::stack::{StackInput, StackVocabulary, vocabulary};
use questions::words::platforms;

use crate::arguments::GlobalArguments;
use crate::input::{display_name, load_stack};
use crate::{catalogues, input, output, store};

/// What can be done with stacks.
#[derive(clap::Subcommand)]
pub(crate) enum StackCommand {
    /// Write a commented stack.toml, with all words that can be filled in
    Init {
        /// The file to write
        #[arg(long, value_name = "FILE", default_value = "stack.toml")]
        out: PathBuf,
        /// Platforms in use: Windows, Linux, IaaS
        #[arg(long, value_name = "PLATFORM", value_delimiter = ',')]
        platform: Vec<String>,
        /// Products in use: splunk, sentinel, sysmon
        #[arg(long, value_name = "PRODUCT", value_delimiter = ',')]
        product: Vec<String>,
        /// Replace an existing file
        #[arg(long)]
        force: bool,
    },
    /// Read files of DeTT&CT, Navigator, Splunk, Sentinel, Elastic or CSV as one stack
    Import {
        /// The files; `-` is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
        /// The file to write. Default: standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Replace an existing file
        #[arg(long)]
        force: bool,
    },
    /// Show how the catalogue understands a stack: its rules, platforms and logs
    Show {
        /// The file, or the name of a saved stack
        stack: String,
    },
    /// List all words that a stack can name
    Words,
}

pub(crate) fn stack(command: StackCommand, global: &GlobalArguments) -> anyhow::Result<()> {
    let (catalogue, _) = catalogues::open_at_release(global)?;
    match command {
        StackCommand::Init {
            out,
            platform,
            product,
            force,
        } => {
            let stack = Stack {
                platforms: platforms(&platform)?,
                products: product,
                ..Stack::default()
            };
            questions::stack::check(&catalogue, &stack)?;
            write(
                &out,
                &template::template(&vocabulary(&catalogue)?, &stack),
                force,
            )
        }
        StackCommand::Import { files, out, force } => {
            let text = toml::to_string_pretty(&import(&files)?)?;
            match out {
                Some(out) => write(&out, &text, force),
                None => output::print(&text),
            }
        }
        StackCommand::Show { stack } => {
            let mut given = StackInput::Name(stack);
            load_stack(&mut given)?;
            let StackInput::Stack(stack) = given else {
                bail!("the stack was not read")
            };
            output::print(&summary(&catalogue, &stack)?)
        }
        StackCommand::Words => output::print(&word_list(&vocabulary(&catalogue)?)),
    }
}

/// Reads the files as one stack, and prints what was not understood of them.
fn import(files: &[String]) -> anyhow::Result<Stack> {
    let mut stacks = Vec::new();
    for file in files {
        let Some(bytes) = input::read(file)? else {
            bail!("there is no file `{file}`")
        };
        let imported = imports::stack(display_name(file), &bytes)?;
        eprintln!("{}: {}", display_name(file), imported.origin);
        for note in &imported.notes {
            eprintln!("  {note}");
        }
        stacks.push(imported.stack);
    }
    Ok(imports::merge(stacks))
}

fn write(out: &Path, text: &str, force: bool) -> anyhow::Result<()> {
    ensure!(
        force || !out.exists(),
        "`{}` is there already; --force replaces it",
        out.display()
    );
    store::write(out, text)?;
    eprintln!("{}", out.display());
    Ok(())
}

fn word_list(words: &StackVocabulary) -> String {
    let mut text = String::new();
    for (title, words) in [
        ("platforms", &words.platforms),
        ("products", &words.products),
        ("sources", &words.sources),
        ("log_sources", &words.log_sources),
    ] {
        text += &format!("{title}\n");
        for word in words {
            text += &format!("  {word}\n");
        }
    }
    text
}

/// The stack as the catalogue understands it.
fn summary(catalogue: &Catalogue, stack: &Stack) -> anyhow::Result<String> {
    let checked = questions::stack::check(catalogue, stack)?;
    let taken = checked.summary;
    let logs = checked.log_units.iter().map(|(word, units)| match units {
        0 => word.clone(),
        1 => format!("{word} (1 event)"),
        units => format!("{word} ({units} events)"),
    });
    let logs: Vec<String> = logs.collect();
    let list = |texts: &[String], none: &str| match texts {
        [] => none.to_owned(),
        texts => texts.join(", "),
    };
    let mut text = format!(
        "{}\n  platforms    {}\n  log sources  {}\n  sources      {}\n",
        taken.name.as_deref().unwrap_or("stack"),
        list(&taken.platforms, "all"),
        list(&logs, "none named"),
        list(&taken.sources, "all"),
    );
    if let Some(deployed) = taken.deployed {
        text += &format!("  deployed     {deployed} rules of this catalogue\n");
    }
    if !stack.claims.is_empty() {
        let claims = stack.claims.iter();
        let techniques: BTreeSet<&str> = claims.map(|claim| claim.technique.as_str()).collect();
        text += &format!(
            "  claims       {} on {} techniques\n",
            stack.claims.len(),
            techniques.len()
        );
    }
    for rule in &taken.unknown_rules {
        text += &format!("  unknown rule {rule}\n");
    }
    Ok(text)
}
