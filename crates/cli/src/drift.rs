//! The drift of sources as a patch for their files.

use std::collections::BTreeMap;

use anyhow::ensure;
use catalogue::{Catalogue, DriftRow};
use questions::{ask_all, drift, question};
use repositories::{Job, Jobs, Lock};

use crate::arguments::GlobalArguments;
use crate::{locations, output};

/// Prints the patch, and on standard error what it leaves to the authors.
pub(crate) fn patch(
    catalogue: &Catalogue,
    arguments: &drift::Arguments,
    global: &GlobalArguments,
) -> anyhow::Result<()> {
    let mut rows_by_source: BTreeMap<String, Vec<DriftRow>> = BTreeMap::new();
    for row in ask_all::<question::Drift>(catalogue, arguments.clone())?.items {
        let rows = rows_by_source.entry(row.source.clone()).or_default();
        rows.push(row);
    }
    let jobs = jobs(global.files.as_deref())?;
    let mut text = String::new();
    let (mut retagged, mut left) = (0, BTreeMap::<(&str, &str), usize>::new());
    let mut sources_at_hand = 0;
    for (source, rows) in &rows_by_source {
        let Some(job) = jobs.iter().find(|job| job.source_id() == source) else {
            continue;
        };
        sources_at_hand += 1;
        let (tree, _) = job.open()?;
        let patch = publish::patch(rows, |path| {
            let file = tree.file(path)?;
            Some(String::from_utf8_lossy(file.bytes).into_owned())
                .filter(|text| !text.contains('\u{fffd}'))
        });
        text += &patch.diff;
        retagged += patch.retagged;
        for (_, why) in patch.left {
            *left.entry((source, why)).or_default() += 1;
        }
    }
    ensure!(
        rows_by_source.is_empty() || sources_at_hand > 0,
        "the files of the source are not at hand: say where with --files SOURCE=PATH"
    );
    output::print(&text)?;
    let attack = &catalogue.about().attack;
    eprintln!("retagged for ATT&CK {attack}: {retagged}");
    for ((source, why), count) in left {
        eprintln!("left to the authors of {source}: {count}, for {why}");
    }
    Ok(())
}

/// The trees with the files: those that are named, else what was synced.
fn jobs(files: Option<&str>) -> anyhow::Result<Vec<Job>> {
    let configuration = locations::configuration()?;
    if let Some(files) = files {
        return Ok(Jobs::from_argument(files, &[], &configuration)?.jobs);
    }
    let lock = Lock::read(&locations::lock(&configuration)?)?;
    Ok(Jobs::from_lock(&locations::cache()?, &lock, &configuration)?.jobs)
}
