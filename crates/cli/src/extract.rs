//! `extract`: from a report to a threat, with a person's decisions in between.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::{bail, ensure};
use imports::report::{Confidence, Decision, NameKind, Review};
use publish::Format;
use questions::extract::{Answer, decided, extract as ask};

use crate::arguments::Shared;
use crate::bring::{bytes, called};
use crate::saved::Saved;
use crate::{output, place};

/// Arguments of `extract`.
#[derive(clap::Args)]
pub(crate) struct ExtractArguments {
    /// The report: a file, an address or `-`; text, Markdown, HTML or PDF. A review that was decided is read back
    report: String,
    /// How sure what is undecided must be to belong to the threat
    #[arg(long, value_name = "CONFIDENCE", default_value = "medium")]
    at_least: Sure,
    /// Ask of each technique whether it belongs to the threat
    #[arg(long)]
    review: bool,
    /// Save the threat under this name
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
}

/// How sure a finding is.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Sure {
    /// It may well be something else.
    Low,
    /// It is probably meant.
    Medium,
    /// It is meant.
    High,
}

impl From<Sure> for imports::report::Confidence {
    fn from(sure: Sure) -> Self {
        match sure {
            Sure::Low => Self::Low,
            Sure::Medium => Self::Medium,
            Sure::High => Self::High,
        }
    }
}

pub(crate) fn extract(arguments: &ExtractArguments, shared: &Shared) -> anyhow::Result<()> {
    let (mut catalogue, from) = place::open(shared.catalogue.as_deref())?;
    if let Some(version) = &shared.attack {
        catalogue.choose(version)?;
    }
    let Some(bytes) = bytes(&arguments.report)? else {
        bail!("there is no file `{}`", arguments.report)
    };
    let name = called(&arguments.report);
    let least = Confidence::from(arguments.at_least);
    let mut answer = match Review::read(name, &bytes) {
        Ok(review) => decided(&catalogue, review, least)?,
        // A review that was spoilt by hand says where; anything else is a report.
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
        let path = Saved::Threat.save(name, &(serde_json::to_string_pretty(&threat)? + "\n"))?;
        eprintln!("{}: {} techniques", path.display(), threat.techniques.len());
    }
    output::page(
        &publish::extract(&answer, shared.format, output::style())?,
        shared.format,
    )?;
    if shared.format == Format::Terminal {
        place::hint(&from, &answer.catalogue);
    }
    Ok(())
}

fn looks_like_a_review(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(200)];
    head.windows(8).any(|window| window == b"\"report\"")
}

/// Asks of each thing that is named whether it belongs to the threat.
fn review(answer: Answer) -> anyhow::Result<Review> {
    ensure!(
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
        "--review asks at a terminal; elsewhere decide in the answer of --format json and read that"
    );
    let mut review = answer.review;
    let mut input = std::io::stdin().lock();
    for named in answer.named.iter().filter(|one| one.kind == "technique") {
        eprintln!(
            "\n{}  {}  ({}, {})",
            named.id,
            named.name.as_deref().unwrap_or("unknown"),
            named.confidence,
            named.place
        );
        eprintln!("  {}", publish::plain(&named.quote));
        let Some(decision) = asked(&mut input)? else {
            break;
        };
        let of_it = |one: &&mut imports::report::Reviewing| {
            one.finding.kind == NameKind::Technique && one.finding.id == named.id
        };
        review
            .findings
            .iter_mut()
            .filter(of_it)
            .for_each(|one| one.decision = decision);
    }
    Ok(review)
}

/// None where the person has had enough.
fn asked(input: &mut impl BufRead) -> anyhow::Result<Option<Decision>> {
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
