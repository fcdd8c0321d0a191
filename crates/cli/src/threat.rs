//! Threats under a name of one's own: saved, listed, shown, removed.

use model::Threat;

use crate::arguments::Shared;
use crate::bring::bring_threat;
use crate::saved::{Saved, threat as saved_threat};
use crate::{output, place};

/// What can be done with threats.
#[derive(clap::Subcommand)]
pub(crate) enum ThreatCommand {
    /// Save what is given under a name; several are merged
    Save {
        /// The name
        name: String,
        #[command(flatten)]
        threat: questions::threat::ThreatArguments,
    },
    /// All that are saved
    List,
    /// A saved one, as JSON
    Show {
        /// The name
        name: String,
    },
    /// Remove a saved one
    Remove {
        /// The name
        name: String,
    },
}

pub(crate) fn threat(command: ThreatCommand, shared: &Shared) -> anyhow::Result<()> {
    match command {
        ThreatCommand::Save { name, mut threat } => {
            let (mut catalogue, _) = place::open(shared.catalogue.as_deref())?;
            if let Some(version) = &shared.attack {
                catalogue.choose(version)?;
            }
            for given in &mut threat.threat {
                bring_threat(given)?;
            }
            let merged = Threat {
                name: name.clone(),
                ..threat.merged(&catalogue)?
            };
            let path =
                Saved::Threat.save(&name, &(serde_json::to_string_pretty(&merged)? + "\n"))?;
            eprintln!("{}: {} techniques", path.display(), merged.techniques.len());
            Ok(())
        }
        ThreatCommand::List => list(),
        ThreatCommand::Show { name } => {
            let Some(path) = Saved::Threat.find(&name) else {
                anyhow::bail!(
                    "nothing is saved under the name `{name}`; `rhumb threat list` names all"
                )
            };
            output::print(&(serde_json::to_string_pretty(&saved_threat(&path)?)? + "\n"))
        }
        ThreatCommand::Remove { name } => Saved::Threat.remove(&name),
    }
}

fn list() -> anyhow::Result<()> {
    let mut text = String::new();
    for name in Saved::Threat.names()? {
        let Some(path) = Saved::Threat.find(&name) else {
            continue;
        };
        let threat = saved_threat(&path)?;
        text += &format!(
            "{name}  {} techniques  {}\n",
            threat.techniques.len(),
            threat.origins.join("; ")
        );
    }
    if text.is_empty() {
        eprintln!("No threat is saved: rhumb threat save NAME THREAT...");
    }
    output::print(&text)
}
