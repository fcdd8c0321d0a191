//! `site`: the pages as files, written beside and renamed in.

use std::collections::BTreeMap;
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, bail, ensure};
use catalogue::Catalogue;
use indicatif::{ProgressBar, ProgressStyle};
use publish::Format;
use serve::web::site::{SiteFile, SitePage, files, pages};

use crate::arguments::Shared;
use crate::{built_in, output, place};

/// What stands in a folder that the program wrote.
const MARK: &str = ".rhumb-site";

/// Arguments of `site`.
#[derive(clap::Args)]
pub(crate) struct SiteArguments {
    /// The folder that becomes the site; one that `rhumb site` wrote is replaced
    out: PathBuf,
    /// How many pages are made at a time; unless said, one per processor
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
}

/// What was written.
#[derive(Default, serde::Serialize)]
struct Written {
    out: PathBuf,
    pages: usize,
    files: usize,
    bytes: u64,
}

pub(crate) fn site(arguments: &SiteArguments, shared: &Shared) -> anyhow::Result<()> {
    let out = &arguments.out;
    ensure!(
        is_ours(out)?,
        "`{}` is there and was not written by `rhumb site`: name another folder, or remove it yourself",
        out.display()
    );
    let catalogue = open(shared)?;
    let (pages, files) = (pages(&catalogue)?, files(&catalogue)?);
    distinct(&pages, &files)?;
    let parent = out
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let cannot = || format!("cannot write `{}`", out.display());
    fs::create_dir_all(parent).with_context(cannot)?;
    let beside = tempfile::Builder::new()
        .prefix(".rhumb-site-")
        .tempdir_in(parent)
        .with_context(cannot)?;
    let jobs = arguments.jobs.map_or_else(
        || std::thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    );
    let bytes = write(beside.path(), &pages, &files, jobs, &|| open(shared))?;
    fs::write(beside.path().join(MARK), "Written by rhumb site.\n").with_context(cannot)?;
    put(beside, out).with_context(cannot)?;
    report(
        &Written {
            out: out.clone(),
            pages: pages.len(),
            files: files.len(),
            bytes,
        },
        shared.format,
    )
}

fn open(shared: &Shared) -> anyhow::Result<Catalogue> {
    let file = match &shared.catalogue {
        Some(file) => Some(file.clone()),
        None => Some(place::own()?).filter(|file| file.is_file()),
    };
    let mut catalogue = match file {
        Some(file) => Catalogue::open(&file)?,
        None => built_in::open()?,
    };
    if let Some(version) = &shared.attack {
        catalogue.choose(version)?;
    }
    Ok(catalogue)
}

/// Whether the folder may be written: there is none, it is empty, or it was written by this program.
fn is_ours(out: &Path) -> anyhow::Result<bool> {
    if !out.exists() {
        return Ok(true);
    }
    if !out.is_dir() {
        return Ok(false);
    }
    let mut entries =
        fs::read_dir(out).with_context(|| format!("cannot read `{}`", out.display()))?;
    Ok(entries.next().is_none() || out.join(MARK).is_file())
}

/// No two files may have one name, also where capitals and small letters are the same.
fn distinct(pages: &[SitePage], files: &[SiteFile]) -> anyhow::Result<()> {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let names = pages.iter().map(|page| &page.file);
    for name in names.chain(files.iter().map(|file| &file.file)) {
        if let Some(other) = known.insert(name.to_lowercase(), name) {
            bail!("`{other}` and `{name}` would be one file: please report this");
        }
    }
    Ok(())
}

fn write(
    folder: &Path,
    pages: &[SitePage],
    files: &[SiteFile],
    jobs: usize,
    open: &(dyn Fn() -> anyhow::Result<Catalogue> + Sync),
) -> anyhow::Result<u64> {
    let names = pages.iter().map(|page| page.file.as_str());
    for name in names.chain(files.iter().map(|file| file.file.as_str())) {
        if let Some(parent) = folder.join(name).parent() {
            fs::create_dir_all(parent)
                .with_context(|| format!("cannot write `{}`", parent.display()))?;
        }
    }
    let mut bytes = 0;
    for file in files {
        bytes += put_file(folder, &file.file, &file.bytes)?;
    }
    let bar = bar(pages.len());
    let next = AtomicUsize::new(0);
    let work = || -> anyhow::Result<u64> {
        let catalogue = open()?;
        let mut bytes = 0;
        while let Some(page) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
            let html = page.html(&catalogue);
            let html = html.map_err(|why| anyhow::anyhow!("cannot make `{}`: {why}", page.file))?;
            bytes += put_file(folder, &page.file, html.as_bytes())?;
            bar.inc(1);
        }
        Ok(bytes)
    };
    let failed = Mutex::new(None);
    let sum = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| match work() {
                Ok(bytes) => {
                    sum.fetch_add(usize::try_from(bytes).unwrap_or(usize::MAX), Ordering::Relaxed);
                }
                Err(error) => {
                    next.store(pages.len(), Ordering::Relaxed);
                    failed
                        .lock()
                        .expect("nobody panics while writing down an error")
                        .get_or_insert(error);
                }
            });
        }
    });
    bar.finish_and_clear();
    let failed = failed
        .into_inner()
        .expect("nobody panics while writing down an error");
    match failed {
        Some(error) => Err(error),
        None => Ok(bytes + sum.into_inner() as u64),
    }
}

fn put_file(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<u64> {
    let path = folder.join(name);
    fs::write(&path, bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
    Ok(bytes.len() as u64)
}

/// Puts the folder in the place of the old one, which goes last.
fn put(beside: tempfile::TempDir, out: &Path) -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Temporary folders are for their owner alone; a site is for everyone.
        fs::set_permissions(beside.path(), fs::Permissions::from_mode(0o755))?;
    }
    let old = beside.path().with_extension("old");
    if out.exists() {
        fs::rename(out, &old)?;
    }
    if let Err(error) = fs::rename(beside.path(), out) {
        if old.exists() {
            fs::rename(&old, out)?;
        }
        return Err(error.into());
    }
    let _ = beside.keep();
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

fn bar(pages: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(pages as u64);
    let style = ProgressStyle::with_template("{pos}/{len} pages  {bar:24}  {elapsed}")
        .expect("the template is written here");
    bar.set_style(style);
    bar
}

fn report(written: &Written, format: Format) -> anyhow::Result<()> {
    if format == Format::Json {
        return output::print(&(serde_json::to_string_pretty(written)? + "\n"));
    }
    output::print(&format!(
        "{}: {} pages and {} other files, {:.1} MB. Open index.html, or put the folder on any web host.\n",
        written.out.display(),
        written.pages,
        written.files,
        crate::progress::megabytes(written.bytes)
    ))
}
