//! `rhumb threat`: threats that are saved under a name, listed, shown, removed.

use model::Threat;

use crate::arguments::GlobalArguments;
use crate::input::load_threat;
use crate::store::{self, Store};
use crate::{catalogues, output};

/// What can be done with threats.
#[derive(clap::Subcommand)]
pub(crate) enum ThreatCommand {
    /// Save a threat under a name; several are merged
    Save {
        /// The name
        name: String,
        #[command(flatten)]
        threat: questions::threat::ThreatArguments,
    },
    /// List all that are saved
    List,
    /// Print a saved one as JSON
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

pub(crate) fn threat(command: ThreatCommand, global: &GlobalArguments) -> anyhow::Result<()> {
    match command {
        ThreatCommand::Save { name, mut threat } => {
            let (catalogue, _) = catalogues::open_at_release(global)?;
            for given in &mut threat.threat {
                load_threat(given)?;
            }
            let merged = Threat {
                name: name.clone(),
                ..threat.merged(&catalogue)?
            };
            let path =
                Store::Threats.save(&name, &(serde_json::to_string_pretty(&merged)? + "\n"))?;
            eprintln!("{}: {} techniques", path.display(), merged.techniques.len());
            Ok(())
        }
        ThreatCommand::List => list(),
        ThreatCommand::Show { name } => {
            let Some(path) = Store::Threats.find(&name) else {
                anyhow::bail!(
                    "nothing is saved under the name `{name}`; `rhumb threat list` names all"
                )
            };
            output::print(&(serde_json::to_string_pretty(&store::threat(&path)?)? + "\n"))
        }
        ThreatCommand::Remove { name } => Store::Threats.remove(&name),
    }
}

fn list() -> anyhow::Result<()> {
    let mut text = String::new();
    for name in Store::Threats.names()? {
        let Some(path) = Store::Threats.find(&name) else {
            continue;
        };
        let threat = store::threat(&path)?;
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
