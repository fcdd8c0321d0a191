//! Stacks: a commented one to begin with, imports of other tools, and what the catalogue makes of one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::ensure;
use catalogue::Catalogue;
use model::Stack;
use questions::PRODUCTS;
use questions::stack::{GivenStack, Vocabulary, vocabulary};

use crate::arguments::Shared;
use crate::bring::{bring_stack, bytes, called};
use crate::{output, place, saved};

/// What can be done with stacks.
#[derive(clap::Subcommand)]
pub(crate) enum StackCommand {
    /// Write a commented stack.toml, with all words that can be filled in
    Init {
        /// Where to
        #[arg(long, value_name = "FILE", default_value = "stack.toml")]
        out: PathBuf,
        /// Platforms in use: Windows, Linux, IaaS
        #[arg(long, value_name = "PLATFORM", value_delimiter = ',')]
        platform: Vec<String>,
        /// Products in use: splunk, sentinel, sysmon
        #[arg(long, value_name = "PRODUCT", value_delimiter = ',')]
        product: Vec<String>,
        /// Replace a file that is there
        #[arg(long)]
        force: bool,
    },
    /// Read files of DeTT&CT, Navigator, Splunk, Sentinel, Elastic or CSV as one stack
    Import {
        /// The files; `-` is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
        /// Where to; unless said, to standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Replace a file that is there
        #[arg(long)]
        force: bool,
    },
    /// What the catalogue makes of a stack, and which of its words it does not know
    Show {
        /// The file, or the name of a saved stack
        stack: String,
    },
    /// All words that a stack can name
    Words,
}

pub(crate) fn stack(command: StackCommand, shared: &Shared) -> anyhow::Result<()> {
    let (mut catalogue, _) = place::open(shared.catalogue.as_deref())?;
    if let Some(version) = &shared.attack {
        catalogue.choose(version)?;
    }
    match command {
        StackCommand::Init {
            out,
            platform,
            product,
            force,
        } => {
            let stack = Stack {
                platforms: platform,
                products: product,
                ..Stack::default()
            };
            write(&out, &commented(&catalogue, &stack)?, force)
        }
        StackCommand::Import { files, out, force } => {
            let mut stacks = Vec::new();
            for file in &files {
                let Some(bytes) = bytes(file)? else {
                    anyhow::bail!("there is no file `{file}`")
                };
                let imported = imports::stack(called(file), &bytes)?;
                eprintln!("{}: {}", called(file), imported.origin);
                for note in &imported.notes {
                    eprintln!("  {note}");
                }
                stacks.push(imported.stack);
            }
            let text = toml::to_string_pretty(&imports::merge(stacks))?;
            match out {
                Some(out) => write(&out, &text, force),
                None => output::print(&text),
            }
        }
        StackCommand::Show { stack } => {
            let mut given = GivenStack::Name(stack);
            bring_stack(&mut given)?;
            output::print(&shown(&catalogue, &given)?)
        }
        StackCommand::Words => output::print(&words(&vocabulary(&catalogue)?)),
    }
}

fn write(out: &Path, text: &str, force: bool) -> anyhow::Result<()> {
    ensure!(
        force || !out.exists(),
        "`{}` is there already; --force replaces it",
        out.display()
    );
    saved::write(out, text)?;
    eprintln!("{}", out.display());
    Ok(())
}

/// A stack to be filled in, with all words that can be.
fn commented(catalogue: &Catalogue, stack: &Stack) -> anyhow::Result<String> {
    let words = vocabulary(catalogue)?;
    let quoted = |texts: &[String]| {
        let texts: Vec<String> = texts.iter().map(|text| format!("{text:?}")).collect();
        texts.join(", ")
    };
    let few = |texts: &[String], most: usize| {
        let mut shown = quoted(&texts[..texts.len().min(most)]);
        if texts.len() > most {
            shown += &format!(" ... {} more: rhumb stack words", texts.len() - most);
        }
        comment(&shown)
    };
    let products: Vec<String> = PRODUCTS
        .iter()
        .map(|product| product.id.to_owned())
        .collect();
    Ok(format!(
        "# What you own. What is left out means \"all\", but for deployed rules and exclusions.\n\
         # Ask with it: rhumb align APT29 --stack stack.toml\n\n\
         # Platforms in use; what is for others alone is left out.\n{platforms}\
         {}platforms = [{}]\n\n\
         # Log sources that arrive where rules run: product/category, product//service, a data component of ATT&CK (DC0032),\n\
         # or a log as ATT&CK names it.\n{logs}\
         # log_sources = []\n\n\
         # Products; each brings the sources and log sources that are written for it.\n{products}\
         {}products = [{}]\n\n\
         # Sources in use, by their ids in `rhumb sources`, your own among them.\n{sources}\
         # sources = []\n\n\
         # Rules that run: ids, keys, titles, or patterns of these with *. Exports of Splunk, Sentinel and Elastic:\n\
         # rhumb stack import FILE\n\
         # deployed = [\"sigma:rules/windows/*\"]\n\n\
         # What is left out on purpose.\n\
         # [[exclusions]]\n\
         # what = \"T1200\"\n\
         # owner = \"Head of Security\"\n\
         # reason = \"no removable hardware on site\"\n\
         # date = \"2026-01-31\"\n",
        if stack.platforms.is_empty() { "# " } else { "" },
        quoted(&stack.platforms),
        if stack.products.is_empty() { "# " } else { "" },
        quoted(&stack.products),
        platforms = few(&words.platforms, 40),
        logs = few(&words.log_sources, 30),
        products = few(&products, 40),
        sources = few(&words.sources, 80),
    ))
}

/// Lines of a comment, as wide as people read.
fn comment(text: &str) -> String {
    let mut lines = String::new();
    let mut line = String::from("#");
    for word in text.split(' ') {
        if line.len() + word.len() > 110 {
            lines += &line;
            lines += "\n";
            line = String::from("#");
        }
        line += " ";
        line += word;
    }
    lines + &line + "\n"
}

fn words(words: &Vocabulary) -> String {
    let mut text = String::new();
    for (title, words) in [
        ("platforms", &words.platforms),
        ("log_sources", &words.log_sources),
        ("sources", &words.sources),
    ] {
        text += &format!("{title}\n");
        for word in words {
            text += &format!("  {word}\n");
        }
    }
    text
}

/// What the catalogue makes of it.
fn shown(catalogue: &Catalogue, given: &GivenStack) -> anyhow::Result<String> {
    let GivenStack::Stack(stack) = given else {
        anyhow::bail!("the stack was not read")
    };
    let checked = questions::stack::check(catalogue, stack)?;
    let list = |texts: &[String]| {
        if texts.is_empty() {
            "all".to_owned()
        } else {
            texts.join(", ")
        }
    };
    let mut text = format!(
        "{}\n  platforms    {}\n  log sources  {}\n  sources      {}\n",
        checked.name.as_deref().unwrap_or("stack"),
        list(&checked.platforms),
        if checked.log_sources.is_empty() {
            "none named".to_owned()
        } else {
            checked.log_sources.join(", ")
        },
        list(&checked.sources),
    );
    if let Some(deployed) = checked.deployed {
        text += &format!("  deployed     {deployed} rules of this catalogue\n");
    }
    if !stack.claims.is_empty() {
        let techniques: BTreeSet<&str> = stack
            .claims
            .iter()
            .map(|claim| claim.technique.as_str())
            .collect();
        text += &format!(
            "  claims       {} on {} techniques\n",
            stack.claims.len(),
            techniques.len()
        );
    }
    for rule in &checked.unknown_rules {
        text += &format!("  unknown rule {rule}\n");
    }
    for unknown in &checked.unknown_words {
        text += &format!("  {unknown}\n");
    }
    Ok(text)
}
