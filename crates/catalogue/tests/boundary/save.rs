//! Writing a catalogue: whole or not at all, for every reader, and nothing left over.

use std::fs::{self, File};
use std::path::Path;

use catalogue::{Catalogue, Error};

use crate::harvests;

#[test]
fn a_folder_that_does_not_exist_is_made_and_an_old_file_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("of/mine/catalogue.rhumb");
    check(&path).unwrap();
    let old = fs::read(&path).unwrap();
    harvests::build_catalogue(vec![harvests::sigma()])
        .save(&path)
        .unwrap();
    assert!(fs::read(&path).unwrap() != old);
    assert_eq!(names(path.parent().unwrap()), ["catalogue.rhumb"]);
}

#[test]
fn where_a_folder_stands_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.rhumb");
    fs::create_dir(&path).unwrap();
    fs::write(path.join("inside"), "mine").unwrap();
    assert!(matches!(check(&path), Err(Error::Write { .. })));
    assert_eq!(names(folder.path()), ["catalogue.rhumb"]);
    assert_eq!(names(&path), ["inside"]);
}

#[test]
fn below_a_file_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    let error = check(&file.join("catalogue.rhumb")).unwrap_err();
    assert!(matches!(error, Error::Write { .. }));
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn what_a_killed_build_left_over_is_removed_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        ".rhumb-a1B2.building",
        ".rhumb-a1B2.building-journal",
        ".rhumb-c3",
        "x.building",
        "notes",
    ] {
        fs::write(folder.path().join(name), "half").unwrap();
    }
    check(&folder.path().join("catalogue.rhumb")).unwrap();
    let expected = [".rhumb-c3", "catalogue.rhumb", "notes", "x.building"];
    assert_eq!(names(folder.path()), expected);
}

#[cfg(unix)]
#[test]
fn what_a_running_build_holds_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let running = File::open(folder.path()).unwrap();
    running.lock_shared().unwrap();
    fs::write(folder.path().join(".rhumb-a1B2.building"), "half").unwrap();
    check(&folder.path().join("catalogue.rhumb")).unwrap();
    let expected = [".rhumb-a1B2.building", "catalogue.rhumb"];
    assert_eq!(names(folder.path()), expected);
    drop(running);
    check(&folder.path().join("catalogue.rhumb")).unwrap();
    assert_eq!(names(folder.path()), ["catalogue.rhumb"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_someone_keeps_locked_does_not_stop_the_build() {
    let folder = tempfile::tempdir().unwrap();
    let kept = File::open(folder.path()).unwrap();
    kept.lock().unwrap();
    check(&folder.path().join("catalogue.rhumb")).unwrap();
}

#[cfg(unix)]
#[test]
fn a_folder_without_write_permission_keeps_its_catalogue_and_lets_it_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.rhumb");
    check(&path).unwrap();
    let old = fs::read(&path).unwrap();
    let allow =
        |mode| fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
    allow(0o555);
    let catalogue = Catalogue::open(&path).unwrap();
    assert!(catalogue.search("powershell", 0, 5).unwrap().1 > 0);
    // No journal, no shared memory beside it.
    assert_eq!(names(folder.path()), ["catalogue.rhumb"]);
    if fs::write(folder.path().join("probe"), "").is_ok() {
        eprintln!("SKIPPED: this user may write everywhere, so a failing write was not seen");
    } else {
        let result = harvests::build_catalogue(vec![harvests::sigma()]).save(&path);
        assert!(matches!(result, Err(Error::Write { .. })));
    }
    allow(0o755);
    assert!(fs::read(&path).unwrap() == old);
}

#[cfg(unix)]
#[test]
fn every_user_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.rhumb");
    check(&path).unwrap();
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o644
    );
}

/// Saves the small catalogue there; what is written is what was built.
fn check(path: &Path) -> Result<(), Error> {
    let built = harvests::build_catalogue(harvests::all());
    let size = built.save(path)?;
    let written = fs::read(path).unwrap();
    assert_eq!(size, written.len() as u64);
    assert!(written == built.bytes()?);
    Catalogue::open(path).map(|_| ())
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
