//! Files of builds that are not done, beside the catalogue: `.rhumb-*.building`. A build that was killed leaves its
//! file behind; the next one removes it.

#![expect(
    clippy::disallowed_methods,
    reason = "a catalogue is written beside the old file"
)]

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Duration;

use tempfile::NamedTempFile;

const PREFIX: &str = ".rhumb-";
const SUFFIX: &str = ".building";

/// Removing what is left over takes less than this by far.
const PATIENCE: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(10);

/// The file of a build, and the lock that tells it from one that was left over.
pub(crate) struct TemporaryFile {
    pub(crate) file: NamedTempFile,
    _lock: Option<File>,
}

impl TemporaryFile {
    /// A new file in the folder.
    pub(crate) fn begin(folder: &Path) -> io::Result<Self> {
        let lock = lock(folder);
        let file = tempfile::Builder::new()
            .prefix(PREFIX)
            .suffix(SUFFIX)
            .tempfile_in(folder)?;
        Ok(Self { file, _lock: lock })
    }
}

/// A shared lock of the folder, which ends with the process; whoever has it alone may tidy up. Not of the file: that is
/// SQLite's, which has locks of its own. Where folders know no locks, what is left over stays.
fn lock(folder: &Path) -> Option<File> {
    let locked = File::open(folder).ok()?;
    if locked.try_lock().is_ok() {
        remove_left_over(folder);
        locked.unlock().ok()?;
    }
    let mut waited = Duration::ZERO;
    while locked.try_lock_shared().is_err() {
        // Someone who keeps the folder for longer is no build, and keeps builds from tidying up, too.
        if waited > PATIENCE {
            return None;
        }
        std::thread::sleep(STEP);
        waited += STEP;
    }
    Some(locked)
}

/// What cannot be removed harms nobody.
fn remove_left_over(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let file_name = entry.file_name();
        let text = file_name.to_string_lossy();
        // SQLite keeps a journal beside its file.
        let name = text.strip_suffix("-journal").unwrap_or(&text);
        if name.starts_with(PREFIX) && name.ends_with(SUFFIX) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
