//! Opened catalogues. A catalogue belongs to one thread at a time: so there is one for each processor and one more, and
//! questions run on threads that may wait. A file that replaces another is opened beside it and swapped in; what is
//! being answered is answered from the old one.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;

use catalogue::{Catalogue, CatalogueSummary};
use serde_json::json;
use tokio::sync::Semaphore;

use crate::problem::Problem;

/// Opens the catalogue once more.
pub type Open = Box<dyn Fn() -> Result<Catalogue, catalogue::Error> + Send + Sync>;

/// How long a question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueryCost {
    /// Milliseconds.
    Short,
    /// It goes through the whole catalogue. A few of these must not keep the others waiting.
    Long,
}

/// Identifies a version of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileStamp {
    inode: u64,
    size: u64,
    modified: Option<SystemTime>,
}

/// One state of the catalogue, opened several times.
pub(crate) struct Generation {
    /// Counts the states since the start.
    pub(crate) number: u64,
    /// What it holds.
    pub(crate) about: CatalogueSummary,
    stamp: Option<FileStamp>,
    idle: Mutex<Vec<Catalogue>>,
    free: Arc<Semaphore>,
    free_for_long: Arc<Semaphore>,
}

/// How the file changed since it was last checked.
pub(crate) enum FileChange {
    /// It is the same, or gone, or known to be damaged.
    Unchanged,
    /// It was replaced: this one can be put in the place of the old one.
    Replaced(Arc<Generation>),
    /// It was replaced by a file that cannot be opened. The old catalogue stays in use.
    Damaged(catalogue::Error),
}

/// The catalogue that is served.
pub struct Catalogues {
    open: Open,
    file: Option<PathBuf>,
    current: RwLock<Arc<Generation>>,
    refused: Mutex<Option<FileStamp>>,
}

impl Catalogues {
    /// Opens it. A file that is named is watched.
    pub fn open(file: Option<PathBuf>, open: Open) -> Result<Self, catalogue::Error> {
        let first = generation(1, file.as_deref(), &open)?;
        Ok(Self {
            open,
            file,
            current: RwLock::new(Arc::new(first)),
            refused: Mutex::new(None),
        })
    }

    /// The present state.
    pub(crate) fn current(&self) -> Arc<Generation> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens the file anew where it was replaced. Blocks.
    pub(crate) fn check_file(&self) -> FileChange {
        let Some(found) = self.file.as_deref().and_then(stamp) else {
            return FileChange::Unchanged;
        };
        let old = self.current();
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if old.stamp == Some(found) || *refused == Some(found) {
            return FileChange::Unchanged;
        }
        match generation(old.number + 1, self.file.as_deref(), &self.open) {
            Ok(new) => {
                *refused = None;
                FileChange::Replaced(Arc::new(new))
            }
            Err(error) => {
                *refused = Some(found);
                FileChange::Damaged(error)
            }
        }
    }

    /// Answers from this generation from now on.
    pub(crate) fn replace(&self, new: Arc<Generation>) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = new;
    }
}

impl Generation {
    /// Runs a function on one of the catalogues, at a release of ATT&CK. Default: the release of the catalogue. Where
    /// no client waits for the answer any more, the database cancels the query.
    pub(crate) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        cost: QueryCost,
        attack: Option<String>,
        ask: impl FnOnce(&Catalogue) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let closed = "permits are never closed";
        let long = match cost {
            QueryCost::Short => None,
            QueryCost::Long => Some(
                Arc::clone(&self.free_for_long)
                    .acquire_owned()
                    .await
                    .expect(closed),
            ),
        };
        let permit = Arc::clone(&self.free).acquire_owned().await.expect(closed);
        let generation = Arc::clone(self);
        let cancel_on_drop = CancelOnDrop::default();
        let cancelled = Arc::clone(&cancel_on_drop.cancelled);
        let ran = tokio::task::spawn_blocking(move || {
            let _permits = (permit, long);
            let mut borrowed = BorrowedCatalogue::take(generation, attack.as_deref());
            borrowed.choose_release(attack.as_deref(), cancelled)?;
            Ok(ask(borrowed.catalogue()))
        });
        ran.await
            .unwrap_or_else(|error| Err(Problem::failed(&format!("a question panicked: {error}"))))
    }
}

/// Cancels a query when the request that waits for it is dropped.
#[derive(Default)]
struct CancelOnDrop {
    cancelled: Arc<AtomicBool>,
}

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// A catalogue that a question uses; returned to the pool even when the question panics.
struct BorrowedCatalogue {
    generation: Arc<Generation>,
    catalogue: Option<Catalogue>,
}

const ONE_PER_PERMIT: &str = "there are as many catalogues as permits";

impl BorrowedCatalogue {
    /// Prefers a catalogue that is at this release already.
    fn take(generation: Arc<Generation>, attack: Option<&str>) -> Self {
        let wanted = attack.unwrap_or(&generation.about.attack);
        let is_wanted = |catalogue: &Catalogue| {
            let rest = catalogue.about().attack.strip_prefix(wanted);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let mut idle = generation
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let catalogue = match idle.iter().rposition(is_wanted) {
            Some(place) => Some(idle.swap_remove(place)),
            None => idle.pop(),
        };
        drop(idle);
        Self {
            generation,
            catalogue,
        }
    }

    fn choose_release(
        &mut self,
        attack: Option<&str>,
        cancelled: Arc<AtomicBool>,
    ) -> Result<(), Problem> {
        let wanted = attack.unwrap_or(&self.generation.about.attack);
        let catalogue = self.catalogue.as_mut().expect(ONE_PER_PERMIT);
        catalogue
            .give_up_when(cancelled)
            .map_err(|error| Problem::from(&error))?;
        if catalogue.about().attack != wanted {
            catalogue
                .choose(wanted)
                .map_err(|error| Problem::from(&error))?;
        }
        Ok(())
    }

    fn catalogue(&self) -> &Catalogue {
        self.catalogue.as_ref().expect(ONE_PER_PERMIT)
    }
}

impl Drop for BorrowedCatalogue {
    fn drop(&mut self) {
        let mut idle = self
            .generation
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        idle.extend(self.catalogue.take());
    }
}

fn generation(
    number: u64,
    file: Option<&Path>,
    open: &Open,
) -> Result<Generation, catalogue::Error> {
    let processors = std::thread::available_parallelism().map_or(2, usize::from);
    loop {
        let stamp_before = file.and_then(stamp);
        let idle = (0..=processors)
            .map(|_| open())
            .collect::<Result<Vec<Catalogue>, _>>()?;
        // All must have opened the same file.
        if file.and_then(stamp) != stamp_before {
            continue;
        }
        check_readable(&idle[0])?;
        for other in &idle[1..] {
            other.share(&idle[0])?;
        }
        return Ok(Generation {
            number,
            about: idle[0].about().clone(),
            stamp: stamp_before,
            free: Arc::new(Semaphore::new(idle.len())),
            free_for_long: Arc::new(Semaphore::new(idle.len() - 1)),
            idle: Mutex::new(idle),
        });
    }
}

/// Reads a few answers: a file may open and still be damaged inside.
fn check_readable(catalogue: &Catalogue) -> Result<(), catalogue::Error> {
    let checks = [
        ("sources", json!({})),
        ("resources", json!({"limit": 1})),
        ("search", json!({"words": ["T1059"]})),
    ];
    for definition in questions::DEFINITIONS {
        let arguments = checks.iter().find(|(name, _)| *name == definition.name);
        let answer = arguments.map(|(_, arguments)| (definition.ask)(catalogue, arguments.clone()));
        if let Some(Err(questions::Error::Catalogue(error))) = answer {
            return Err(error);
        }
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "a catalogue that is replaced is served"
)]
fn stamp(file: &Path) -> Option<FileStamp> {
    let facts = std::fs::metadata(file)
        .ok()
        .filter(std::fs::Metadata::is_file)?;
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(&facts);
    #[cfg(not(unix))]
    let inode = 0;
    Some(FileStamp {
        inode,
        size: facts.len(),
        modified: facts.modified().ok(),
    })
}
