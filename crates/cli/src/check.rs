//! A gate for a repository of rules: it is read as it lies there, judged by a policy, and compared with a commit.

mod policy;
mod repository;

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::builder::PossibleValuesParser;
use publish::Report;
use questions::check::{Given, State, faced, judge};
use sources::FORMATS;

use crate::arguments::{Shared, words};
use crate::locations::ConfigurationFile;
use crate::{output, place};
pub(crate) use repository::NoBase;
use repository::Repository;

/// Arguments of `check`.
#[derive(clap::Args)]
pub(crate) struct CheckArguments {
    /// The rules: the id of a source of the configuration, or a file or folder together with --as. Unless said, the only
    /// source of the configuration
    pub(crate) source: Option<String>,
    /// What the files of the folder are
    #[arg(long = "as", value_name = "FORMAT", requires = "source", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.id)))]
    pub(crate) as_format: Option<String>,
    /// What the rules must keep to
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: PathBuf,
    /// The commit, branch or tag to compare with: what it covered must be covered still
    #[arg(long, value_name = "REVISION")]
    pub(crate) base: Option<String>,
    /// The form of the report
    #[arg(long, value_name = "FORM", default_value = "text", value_parser = words::<Report>())]
    pub(crate) report: Report,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationFile,
}

/// All was read and judged, and the answer is no. It is told by the report, and not again.
#[derive(Debug, thiserror::Error)]
#[error("the rules are not as the policy asks")]
pub(crate) struct NotAsAsked;

pub(crate) fn check(arguments: &CheckArguments, shared: &Shared) -> anyhow::Result<()> {
    let written = policy::Written::read(&arguments.policy)?;
    let repository = Repository::find(arguments)?;
    let (mut catalogue, _) = place::open(shared.catalogue.as_deref())?;
    match (&shared.attack, &written.policy.attack) {
        (Some(flag), _) => catalogue.choose(flag)?,
        (None, Some(key)) => catalogue.choose(key).with_context(|| written.at_attack())?,
        (None, None) => {}
    }
    let threat = match written.threat()? {
        Some(given) => Some(faced(&catalogue, given).with_context(|| written.at_threat())?),
        None => None,
    };
    let head = repository.head()?;
    let base = arguments.base.as_deref();
    let base = base.map(|revision| Ok::<_, anyhow::Error>((revision, repository.base(revision)?)));
    let base = base.transpose()?;
    let policy_path = repository.path_of(&arguments.policy);
    let given = Given {
        format: repository.format(),
        policy_path: &policy_path,
        head: state(&head),
        base: base
            .as_ref()
            .map(|(revision, harvest)| (*revision, state(harvest))),
        threat: threat.as_ref(),
    };
    let answer = judge(&catalogue, &written.policy, &given)?;
    output::print(&publish::check(&answer, arguments.report, output::style())?)?;
    if answer.passed {
        return Ok(());
    }
    Err(NotAsAsked.into())
}

fn state(harvest: &model::Harvest) -> State<'_> {
    State {
        resources: &harvest.resources,
        problems: &harvest.problems,
    }
}

/// The path from `root`, with `/`; nothing where it does not lie below.
fn below(root: &Path, path: &Path) -> Option<String> {
    let path = path.canonicalize().ok()?;
    let rest = path.strip_prefix(root).ok()?;
    let parts = rest.iter().map(|part| part.to_str());
    Some(parts.collect::<Option<Vec<&str>>>()?.join("/"))
}
