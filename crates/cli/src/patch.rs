//! The drift of sources as a patch for their files.

use std::collections::BTreeMap;

use anyhow::ensure;
use catalogue::{Catalogue, DriftRow};
use questions::{ask_all, drift, question};
use repositories::{Job, Jobs, Lock};

use crate::arguments::Shared;
use crate::{locations, output};

/// Prints the patch; what it leaves to the authors is told on standard error.
pub(crate) fn patch(
    catalogue: &Catalogue,
    arguments: &drift::Arguments,
    shared: &Shared,
) -> anyhow::Result<()> {
    let mut of_source: BTreeMap<String, Vec<DriftRow>> = BTreeMap::new();
    for row in ask_all::<question::Drift>(catalogue, arguments.clone())?.items {
        of_source.entry(row.source.clone()).or_default().push(row);
    }
    let jobs = places(shared.files.as_deref())?;
    let mut text = String::new();
    let (mut retagged, mut left) = (0, BTreeMap::<(&str, &str), usize>::new());
    let mut of_jobs = 0;
    for (source, rows) in &of_source {
        let Some(job) = jobs.iter().find(|job| job.source_id() == source) else {
            continue;
        };
        of_jobs += 1;
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
        of_source.is_empty() || of_jobs > 0,
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

/// Where the files are: as named, else what was synced.
fn places(files: Option<&str>) -> anyhow::Result<Vec<Job>> {
    let configuration = locations::configuration()?;
    if let Some(files) = files {
        return Ok(Jobs::named(files, &[], &configuration)?.jobs);
    }
    let lock = Lock::read(&locations::lock(&configuration)?)?;
    Ok(Jobs::locked(&locations::cache()?, &lock, &configuration)?.jobs)
}
