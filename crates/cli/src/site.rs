//! `rhumb site`: the pages as files, written to a temporary folder that is renamed at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, anyhow, bail, ensure};
use catalogue::Catalogue;
use indicatif::{ProgressBar, ProgressStyle};
use publish::Format;
use web::site::{SiteFile, SitePage, files, pages};
use web::{Depth, SharedMatrix};

use crate::arguments::GlobalArguments;
use crate::{built_in, locations, output};

/// The file that marks a folder as written by this program.
const MARKER_FILE: &str = ".rhumb-site";

/// Arguments of `site`.
#[derive(clap::Args)]
pub(crate) struct SiteArguments {
    /// The folder to write; one that `rhumb site` wrote is replaced
    out: PathBuf,
    /// Leave out the pages of single rules, tests and controls: links to them lead to their source. A tenth of the files
    #[arg(long)]
    no_resources: bool,
    /// How many pages are made at a time. Default: one per processor
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
}

/// What was written.
#[derive(Default, serde::Serialize)]
struct SiteSummary {
    out: PathBuf,
    pages: usize,
    files: usize,
    bytes: u64,
}

pub(crate) fn site(arguments: &SiteArguments, global: &GlobalArguments) -> anyhow::Result<()> {
    let out = &arguments.out;
    ensure!(
        may_replace(out)?,
        "`{}` is there and was not written by `rhumb site`: name another folder, or remove it yourself",
        out.display()
    );
    let catalogue = open(global)?;
    let depth = if arguments.no_resources {
        Depth::WithoutResources
    } else {
        Depth::Whole
    };
    let (pages, files) = (pages(&catalogue, depth)?, files(&catalogue, depth)?);
    check_distinct_names(&pages, &files)?;
    let parent = out
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let cannot = || format!("cannot write `{}`", out.display());
    fs::create_dir_all(parent).with_context(cannot)?;
    let temporary = tempfile::Builder::new()
        .prefix(".rhumb-site-")
        .tempdir_in(parent)
        .with_context(cannot)?;
    let jobs = arguments.jobs.map_or_else(
        || std::thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    );
    let writer = SiteWriter {
        folder: temporary.path(),
        pages: &pages,
        files: &files,
        depth,
    };
    let bytes = writer.write(jobs, &|| open(global))?;
    let marker = temporary.path().join(MARKER_FILE);
    fs::write(marker, "Written by rhumb site.\n").with_context(cannot)?;
    replace_folder(temporary, out).with_context(cannot)?;
    let summary = SiteSummary {
        out: out.clone(),
        pages: pages.len(),
        files: files.len(),
        bytes,
    };
    report(&summary, global.format)
}

fn open(global: &GlobalArguments) -> anyhow::Result<Catalogue> {
    let file = match &global.catalogue {
        Some(file) => Some(file.clone()),
        None => Some(locations::catalogue()?).filter(|file| file.is_file()),
    };
    let mut catalogue = match file {
        Some(file) => Catalogue::open(&file)?,
        None => built_in::open()?,
    };
    if let Some(version) = &global.attack {
        catalogue.choose(version)?;
    }
    Ok(catalogue)
}

/// Whether the folder may be written: there is none, it is empty, or it was written by this program.
fn may_replace(out: &Path) -> anyhow::Result<bool> {
    if !out.exists() {
        return Ok(true);
    }
    if !out.is_dir() {
        return Ok(false);
    }
    let mut entries =
        fs::read_dir(out).with_context(|| format!("cannot read `{}`", out.display()))?;
    Ok(entries.next().is_none() || out.join(MARKER_FILE).is_file())
}

/// No two files may have one name, also where capitals and small letters are the same.
fn check_distinct_names(pages: &[SitePage], files: &[SiteFile]) -> anyhow::Result<()> {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let names = pages.iter().map(|page| &page.file);
    for name in names.chain(files.iter().map(|file| &file.file)) {
        if let Some(other) = known.insert(name.to_lowercase(), name) {
            bail!("`{other}` and `{name}` would be one file: please report this");
        }
    }
    Ok(())
}

/// What is written, and where.
struct SiteWriter<'a> {
    folder: &'a Path,
    pages: &'a [SitePage],
    files: &'a [SiteFile],
    depth: Depth,
}

impl SiteWriter<'_> {
    /// Writes everything with this number of threads; returns the number of bytes.
    fn write(
        &self,
        jobs: usize,
        open: &(dyn Fn() -> anyhow::Result<Catalogue> + Sync),
    ) -> anyhow::Result<u64> {
        self.folders()?;
        let bytes = AtomicU64::new(0);
        for file in self.files {
            let written = write_file(self.folder, &file.file, &file.bytes)?;
            bytes.fetch_add(written, Ordering::Relaxed);
        }
        let (next, bar, failed) = (
            AtomicUsize::new(0),
            progress_bar(self.pages.len()),
            Mutex::new(None),
        );
        std::thread::scope(|scope| {
            for _ in 0..jobs {
                scope.spawn(|| {
                    if let Err(error) = self.write_pages(&next, &bytes, &bar, open) {
                        next.store(self.pages.len(), Ordering::Relaxed);
                        let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                        failed.get_or_insert(error);
                    }
                });
            }
        });
        bar.finish_and_clear();
        match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(bytes.into_inner()),
        }
    }

    fn folders(&self) -> anyhow::Result<()> {
        let names = self
            .pages
            .iter()
            .map(|page| page.file.as_str())
            .chain(self.files.iter().map(|file| file.file.as_str()));
        let folders: BTreeSet<PathBuf> = names
            .filter_map(|name| self.folder.join(name).parent().map(Path::to_owned))
            .collect();
        for folder in folders {
            fs::create_dir_all(&folder)
                .with_context(|| format!("cannot write `{}`", folder.display()))?;
        }
        Ok(())
    }

    /// Writes one page after the other until all are taken.
    fn write_pages(
        &self,
        next: &AtomicUsize,
        bytes: &AtomicU64,
        bar: &ProgressBar,
        open: &dyn Fn() -> anyhow::Result<Catalogue>,
    ) -> anyhow::Result<()> {
        let (catalogue, shared_matrix) = (open()?, SharedMatrix::default());
        while let Some(page) = self.pages.get(next.fetch_add(1, Ordering::Relaxed)) {
            let html = page
                .html(&catalogue, self.depth, &shared_matrix)
                .map_err(|why| anyhow!("cannot make `{}`: {why}", page.file))?;
            let written = write_file(self.folder, &page.file, html.as_bytes())?;
            bytes.fetch_add(written, Ordering::Relaxed);
            bar.inc(1);
        }
        Ok(())
    }
}

fn write_file(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<u64> {
    let path = folder.join(name);
    fs::write(&path, bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
    Ok(bytes.len() as u64)
}

/// Puts the folder in the place of the old one, which goes last.
fn replace_folder(temporary: tempfile::TempDir, out: &Path) -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Temporary folders are for their owner alone; a site is for everyone.
        fs::set_permissions(temporary.path(), fs::Permissions::from_mode(0o755))?;
    }
    let old = temporary.path().with_extension("old");
    if out.exists() {
        fs::rename(out, &old)?;
    }
    if let Err(error) = fs::rename(temporary.path(), out) {
        if old.exists() {
            fs::rename(&old, out)?;
        }
        return Err(error.into());
    }
    let _ = temporary.keep();
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

fn progress_bar(pages: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(pages as u64);
    let style = ProgressStyle::with_template("{pos}/{len} pages  {bar:24}  {elapsed}")
        .expect("the template is written here");
    bar.set_style(style);
    bar
}

fn report(summary: &SiteSummary, format: Format) -> anyhow::Result<()> {
    if format == Format::Json {
        return output::print(&(serde_json::to_string_pretty(summary)? + "\n"));
    }
    output::print(&format!(
        "{}: {} pages and {} other files, {:.1} MB. Open index.html, or put the folder on any web host.\n",
        summary.out.display(),
        summary.pages,
        summary.files,
        crate::progress::megabytes(summary.bytes)
    ))
}
