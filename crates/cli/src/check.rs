//! `rhumb check`: a gate for a repository of rules, which is read as it lies there, judged by a policy and compared with a
//! commit.

mod policy;

use std::path::PathBuf;

use anyhow::Context;
use clap::builder::PossibleValuesParser;
use publish::Report;
use questions::check::{CheckInput, RepositoryState, judge, place_threat};
use sources::FORMATS;

use crate::arguments::{GlobalArguments, word_parser};
use crate::locations::ConfigurationFile;
use crate::repository::Repository;
use crate::{catalogues, output};
use policy::PolicyFile;

/// Arguments of `check`.
#[derive(clap::Args)]
pub(crate) struct CheckArguments {
    /// The rules: the id of a source of the configuration, or a file or folder together with --as.
    /// Default: the only source of the configuration
    pub(crate) source: Option<String>,
    /// The format of the files in the folder
    #[arg(long = "as", value_name = "FORMAT", requires = "source", value_parser = formats())]
    pub(crate) as_format: Option<String>,
    /// The policy that the rules must meet
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: PathBuf,
    /// The commit, branch or tag to compare with: what it covered must still be covered
    #[arg(long, value_name = "REVISION")]
    pub(crate) base: Option<String>,
    /// The format of the report
    #[arg(long, value_name = "FORM", default_value = "text", value_parser = word_parser::<Report>())]
    pub(crate) report: Report,
    #[command(flatten)]
    pub(crate) configuration: ConfigurationFile,
}

/// The rules were checked and do not meet the policy. The report says so; this error is not printed.
#[derive(Debug, thiserror::Error)]
#[error("the rules are not as the policy asks")]
pub(crate) struct PolicyNotMet;

pub(crate) fn check(arguments: &CheckArguments, global: &GlobalArguments) -> anyhow::Result<()> {
    let policy_file = PolicyFile::read(&arguments.policy)?;
    let repository = match (&arguments.source, &arguments.as_format) {
        (Some(path), Some(format)) => Repository::of_format(path, format)?,
        (source, _) => Repository::find(source.as_deref(), &arguments.configuration)?,
    };
    let (mut catalogue, _) = catalogues::open(global.catalogue.as_deref())?;
    match (&global.attack, &policy_file.policy.attack) {
        (Some(flag), _) => catalogue.choose(flag)?,
        (None, Some(key)) => catalogue
            .choose(key)
            .with_context(|| policy_file.at_attack())?,
        (None, None) => {}
    }
    let threat = match policy_file.threat()? {
        Some(given) => {
            Some(place_threat(&catalogue, given).with_context(|| policy_file.at_threat())?)
        }
        None => None,
    };
    let head = repository.head()?.harvest;
    let base = match &arguments.base {
        Some(revision) => Some((revision.as_str(), repository.base(revision)?)),
        None => None,
    };
    let policy_path = repository.path_of(&arguments.policy);
    let relations = repository.relations();
    let given = CheckInput {
        relations: &relations,
        policy_path: &policy_path,
        head: state(&head),
        base: base
            .as_ref()
            .map(|(revision, harvest)| (*revision, state(harvest))),
        threat: threat.as_ref(),
    };
    let answer = judge(&catalogue, &policy_file.policy, &given)?;
    output::print(&publish::check(&answer, arguments.report, output::style())?)?;
    if answer.passed {
        return Ok(());
    }
    Err(PolicyNotMet.into())
}

fn state(harvest: &model::Harvest) -> RepositoryState<'_> {
    RepositoryState {
        resources: &harvest.resources,
        problems: &harvest.problems,
    }
}

/// The formats that files of one's own may have.
pub(crate) fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(FORMATS.iter().map(|format| format.id))
}
