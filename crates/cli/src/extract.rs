//! `rhumb extract`: from a report to a threat, with a person's decisions in between.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::{bail, ensure};
use imports::report::{Confidence, Decision, NameKind, Review};
use publish::Format;
use questions::extract::{Answer, decided, extract as ask};

use crate::arguments::GlobalArguments;
use crate::input::{self, display_name};
use crate::store::Store;
use crate::{catalogues, output};

/// Arguments of `extract`.
#[derive(clap::Args)]
pub(crate) struct ExtractArguments {
    /// The report: a file, an address or `-`; text, Markdown, HTML or PDF. Also a review with
    /// decisions, which is read back
    report: String,
    /// How certain a finding without a decision must be to belong to the threat
    #[arg(long, value_name = "CONFIDENCE", default_value = "medium")]
    at_least: Certainty,
    /// Ask of each technique whether it belongs to the threat
    #[arg(long)]
    review: bool,
    /// Save the threat under this name
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
}

/// How sure a finding is, as an argument.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Certainty {
    /// It may well be something else.
    Low,
    /// It is probably meant.
    Medium,
    /// It is meant.
    High,
}

impl From<Certainty> for imports::report::Confidence {
    fn from(certainty: Certainty) -> Self {
        match certainty {
            Certainty::Low => Self::Low,
            Certainty::Medium => Self::Medium,
            Certainty::High => Self::High,
        }
    }
}

pub(crate) fn extract(
    arguments: &ExtractArguments,
    global: &GlobalArguments,
) -> anyhow::Result<()> {
    let (catalogue, origin) = catalogues::open_at_release(global)?;
    let Some(bytes) = input::read(&arguments.report)? else {
        bail!("there is no file `{}`", arguments.report)
    };
    let name = display_name(&arguments.report);
    let least = Confidence::from(arguments.at_least);
    let mut answer = match Review::read(name, &bytes) {
        Ok(review) => decided(&catalogue, review, least)?,
        // A review that was damaged by hand says where; anything else is a report.
        Err(error) if bytes.starts_with(b"{") && looks_like_a_review(&bytes) => {
            return Err(error.into());
        }
        Err(_) => ask(&catalogue, &imports::report::report(name, &bytes)?, least)?,
    };
    if arguments.review {
        answer = decided(&catalogue, review(answer)?, least)?;
    }
    if let Some(name) = &arguments.save {
        let threat = model::Threat {
            name: name.clone(),
            ..answer.threat.clone()
        };
        let path = Store::Threats.save(name, &(serde_json::to_string_pretty(&threat)? + "\n"))?;
        eprintln!("{}: {} techniques", path.display(), threat.techniques.len());
    }
    output::page(
        &publish::extract(&answer, global.format, output::style())?,
        global.format,
    )?;
    if global.format == Format::Terminal {
        catalogues::hint(origin, &answer.catalogue);
    }
    Ok(())
}

fn looks_like_a_review(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(200)];
    head.windows(8).any(|window| window == b"\"report\"")
}

/// Asks a person of each technique whether it belongs to the threat.
fn review(answer: Answer) -> anyhow::Result<Review> {
    ensure!(
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
        "--review asks at a terminal; elsewhere decide in the answer of --format json and read that"
    );
    let mut review = answer.review;
    let mut input = std::io::stdin().lock();
    let techniques = answer.named.iter();
    for technique in techniques.filter(|named| named.kind == "technique") {
        eprintln!(
            "\n{}  {}  ({}, {})",
            technique.id,
            technique.name.as_deref().unwrap_or("unknown"),
            technique.confidence,
            technique.place
        );
        eprintln!("  {}", publish::plain(&technique.quote));
        let Some(decision) = ask_person(&mut input)? else {
            break;
        };
        for reviewing in &mut review.findings {
            let finding = &reviewing.finding;
            if finding.kind == NameKind::Technique && finding.id == technique.id {
                reviewing.decision = decision;
            }
        }
    }
    Ok(review)
}

/// What the person decides; `None` where they quit.
fn ask_person(input: &mut impl BufRead) -> anyhow::Result<Option<Decision>> {
    loop {
        eprint!("  [a]ccept, [r]eject, [s]kip, [q]uit? ");
        std::io::stderr().flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        match line.trim().to_lowercase().as_str() {
            "a" | "accept" | "y" => return Ok(Some(Decision::Accept)),
            "r" | "reject" | "n" => return Ok(Some(Decision::Reject)),
            "s" | "skip" | "" => return Ok(Some(Decision::Undecided)),
            "q" | "quit" => return Ok(None),
            _ => {}
        }
    }
}
