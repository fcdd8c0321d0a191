//! The drift of sources as a patch for their files, and that of files of the user's own that are in no catalogue.

use std::collections::BTreeMap;

use anyhow::ensure;
use catalogue::{Catalogue, DriftRow};
use publish::Patch;
use questions::{Answer, ask_all, drift, question};
use repositories::{Job, Jobs, Lock};

use crate::arguments::GlobalArguments;
use crate::repository::{Repository, Rules, prefix};
use crate::{locations, output};

/// The drift of files at a path.
pub(crate) struct OwnDrift {
    rules: Rules,
    rows: Vec<DriftRow>,
}

impl OwnDrift {
    pub(crate) fn read(
        catalogue: &Catalogue,
        arguments: &drift::Arguments,
        format: &str,
    ) -> anyhow::Result<Self> {
        let path = arguments.source.as_deref().unwrap_or(".");
        let rules = Repository::of_format(path, format)?.head()?;
        let rows = catalogue.drift_of(path, &rules.harvest.resources)?;
        Ok(Self { rules, rows })
    }

    /// The answer, in pages or as a whole.
    pub(crate) fn answer(
        self,
        catalogue: &Catalogue,
        arguments: &drift::Arguments,
        whole: bool,
    ) -> anyhow::Result<Answer> {
        for problem in &self.rules.harvest.problems {
            eprintln!("not read: {}: {}", problem.path, problem.what);
        }
        let answer = drift::page(catalogue, self.rows, &arguments.page, whole)?;
        Ok(Answer::Drift(Box::new(answer)))
    }

    /// Prints the patch.
    pub(crate) fn patch(&self, catalogue: &Catalogue) -> anyhow::Result<()> {
        // Its paths begin at the root of the repository already.
        let patch = publish::patch(&self.rows, "", |path| self.rules.text(path));
        let mut report = PatchReport::default();
        report.add(&patch, "the files");
        report.print(catalogue)
    }
}

/// Prints the patch of sources, and on standard error what it leaves to the authors.
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
    let mut report = PatchReport::default();
    let mut sources_at_hand = 0;
    for (source, rows) in &rows_by_source {
        let Some(job) = jobs.iter().find(|job| job.source_id() == source) else {
            continue;
        };
        sources_at_hand += 1;
        let (tree, _) = job.open()?;
        let prefix = job.folder().map(prefix).unwrap_or_default();
        let patch = publish::patch(rows, &prefix, |path| {
            let file = tree.file(path)?;
            std::str::from_utf8(file.bytes).ok().map(str::to_owned)
        });
        report.add(&patch, source);
    }
    ensure!(
        rows_by_source.is_empty() || sources_at_hand > 0,
        "the files of the source are not at hand: say where with --files SOURCE=PATH"
    );
    report.print(catalogue)
}

/// A patch of several sources, and what it leaves.
#[derive(Default)]
struct PatchReport {
    text: String,
    retagged: usize,
    /// How many mappings of whom are left, and why.
    left: BTreeMap<(String, &'static str), usize>,
}

impl PatchReport {
    fn add(&mut self, patch: &Patch<'_>, whose: &str) {
        self.text += &patch.diff;
        self.retagged += patch.retagged;
        for (_, why) in &patch.left {
            *self.left.entry((whose.to_owned(), why)).or_default() += 1;
        }
    }

    fn print(self, catalogue: &Catalogue) -> anyhow::Result<()> {
        output::print(&self.text)?;
        let attack = &catalogue.about().attack;
        eprintln!("retagged for ATT&CK {attack}: {}", self.retagged);
        for ((whose, why), count) in self.left {
            eprintln!("left to the authors of {whose}: {count}, for {why}");
        }
        Ok(())
    }
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
