//! Trees from git repositories, made here with the `git` program: what is read is the same as from a folder, and
//! whatever is wrong with a repository is told.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sources::{Error, Origin, Tree, needed_files};
use tempfile::TempDir;

const ALL: &[&str] = &["**"];

#[test]
fn a_repository_is_read_as_a_folder_is() {
    let repository = Repository::new();
    repository.write("rules/a.yml", b"a");
    repository.write("rules/below/b.yml", b"b\r\n");
    repository.write("empty.yml", b"");
    repository.write("binary.bin", &[0, 255, 10, 13, 0]);
    repository.commit();
    let (tree, _) = repository.read("HEAD");
    assert_eq!(tree.len(), 4);
    assert_same(&tree, &repository.folder());
}

#[test]
fn only_what_is_asked_for_is_read() {
    let repository = Repository::new();
    repository.write("rules/a.yml", b"a");
    repository.write("docs/b.md", b"b");
    repository.commit();
    let (tree, _) = Tree::git(repository.path(), "HEAD", &["rules/**/*.yml"]).unwrap();
    assert_eq!(texts(&tree), [("rules/a.yml", "a")]);
    assert_eq!(tree.not_asked_for(), 1);
}

#[test]
fn a_branch_a_tag_and_an_older_commit_with_and_without_work_tree() {
    let repository = Repository::new();
    repository.write("a.yml", b"old");
    repository.commit();
    let revision = repository.git(&["rev-parse", "HEAD"]);
    let old = revision.trim();
    repository.git(&["tag", "--annotate", "--message=first", "v1"]);
    repository.write("a.yml", b"new");
    repository.commit();
    repository.write("a.yml", b"not committed");
    let bare = repository.bare(&[]);
    for place in [repository.path(), bare.path()] {
        assert!(Tree::is_git(place));
        for (revision, text) in [
            ("HEAD", "new"),
            ("main", "new"),
            ("v1", "old"),
            ("HEAD~1", "old"),
            (&old[..10], "old"),
        ] {
            let (tree, origin) = Tree::git(place, revision, ALL).unwrap();
            assert_eq!(texts(&tree), [("a.yml", text)], "{revision}");
            assert_eq!(&origin.commit_date.unwrap()[..19], DATE);
            assert_eq!(origin.commit.as_deref() == Some(old), text == "old");
        }
    }
}

#[test]
fn a_work_tree_that_lies_elsewhere() {
    let repository = Repository::new();
    repository.write("a.yml", b"a");
    repository.commit();
    let elsewhere = tempfile::tempdir().unwrap();
    let path = elsewhere.path().join("tree");
    repository.git(&["worktree", "add", "--quiet", path.to_str().unwrap()]);
    assert!(Tree::is_git(&path));
    let (tree, _) = Tree::git(&path, "HEAD", ALL).unwrap();
    assert_eq!(texts(&tree), [("a.yml", "a")]);
    assert_same(&tree, &Tree::folder(&path, ALL).unwrap());
}

#[test]
fn links_and_submodules_are_not_read() {
    let repository = Repository::new();
    repository.write("a.yml", b"a");
    std::os::unix::fs::symlink("/etc/passwd", repository.path().join("link.yml")).unwrap();
    std::os::unix::fs::symlink("a.yml", repository.path().join("inner.yml")).unwrap();
    repository.commit();
    let commit = repository.git(&["rev-parse", "HEAD"]);
    let module = format!("160000,{},module.yml", commit.trim());
    repository.git(&["update-index", "--add", "--cacheinfo", &module]);
    repository.git(&["commit", "--quiet", "--message=module"]);
    let (tree, _) = repository.read("HEAD");
    assert_eq!(texts(&tree), [("a.yml", "a")]);
    assert_eq!(told(&tree), [""; 0]);
    assert_same(&tree, &repository.folder());
}

#[test]
fn odd_names() {
    let repository = Repository::new();
    let odd = [
        " a b .yml",
        "it's \"quoted\".yml",
        "déjà 中.yml",
        "-n.yml",
        "a\tb.yml",
        "a\nb.yml",
    ];
    for name in odd {
        repository.write(name, name.as_bytes());
    }
    let bytes: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(b"\xff.yml");
    fs::write(repository.path().join(bytes), "x").unwrap();
    repository.commit();
    let (tree, _) = repository.read("HEAD");
    let mut names = odd.map(|name| (name, name));
    names.sort_unstable();
    let read: Vec<_> = names
        .into_iter()
        .filter(|(name, _)| !name.contains(char::is_control))
        .collect();
    assert_eq!(texts(&tree), read);
    assert_eq!(
        told(&tree),
        [
            "a\\nb.yml: its name holds control characters",
            "a\\tb.yml: its name holds control characters",
            "\u{fffd}.yml: its name is not UTF-8",
        ]
    );
    assert_same(&tree, &repository.folder());
}

#[test]
fn blobs_that_are_missing_or_damaged() {
    let repository = Repository::new();
    for name in ["a.yml", "b.yml", "c.yml", "d.yml", "e.yml", "f.yml"] {
        repository.write(name, name.as_bytes());
    }
    let long: String = (0..9_999).map(|number| number.to_string()).collect();
    repository.write("d.yml", long.as_bytes());
    repository.commit();
    let [missing, cut, garbled] = ["b", "d", "f"].map(|name| {
        let object = repository.object(&format!("HEAD:{name}.yml"));
        let bytes = fs::read(&object).unwrap();
        fs::remove_file(&object).unwrap();
        (object, bytes)
    });
    assert!(!missing.0.exists());
    fs::write(cut.0, &cut.1[..cut.1.len() / 2]).unwrap();
    fs::write(garbled.0, "no blob").unwrap();
    let (tree, _) = repository.read("HEAD");
    assert_eq!(
        texts(&tree),
        [("a.yml", "a.yml"), ("c.yml", "c.yml"), ("e.yml", "e.yml")]
    );
    assert_eq!(
        told(&tree),
        [
            "b.yml: its blob is missing or damaged",
            "d.yml: its blob is missing or damaged",
            "f.yml: its blob is missing or damaged",
        ]
    );
}

#[test]
fn a_partial_clone_does_not_fetch_while_it_is_read() {
    let repository = Repository::new();
    repository.write("a.yml", b"a");
    repository.commit();
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    let partial = repository.bare(&["--filter=blob:none"]);
    let (tree, _) = Tree::git(partial.path(), "HEAD", ALL).unwrap();
    assert!(tree.is_empty());
    assert_eq!(told(&tree), ["a.yml: its blob is missing or damaged"]);
}

#[test]
fn what_is_needed_of_a_partial_clone_is_told_before_it_is_read() {
    let repository = Repository::new();
    repository.write("a.yml", b"a");
    repository.write("same.yml", b"a");
    repository.write("b.md", b"b");
    repository.commit();
    let blob = repository.git(&["rev-parse", "HEAD:a.yml"]);
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    let partial = repository.bare(&["--filter=blob:none"]);
    let of_partial = needed_files(partial.path(), "HEAD", &["*.yml"]).unwrap();
    let of_whole = needed_files(repository.path(), "HEAD", &["*.yml"]).unwrap();
    assert_eq!(of_partial.missing, [blob.trim()]);
    assert_eq!((of_partial.files, of_whole.files), (2, 2));
    assert_eq!(of_whole.missing, [""; 0]);
    assert_eq!(&of_whole.commit_date[..19], DATE);
}

#[test]
fn the_same_in_another_form_is_read_only_where_the_first_form_is_not_there() {
    const FORMS: &[&str] = &["*.md", "a.json", "else a-*.json", "else a/*.json", "b.json"];
    let repository = Repository::new();
    for path in ["a/1.json", "a-1.json", "a-2.json", "b.json"] {
        repository.write(path, b"a");
    }
    repository.commit();
    repository.write("a.json", b"a");
    repository.commit();
    let read = |revision| {
        let (tree, _) = Tree::git(repository.path(), revision, FORMS).unwrap();
        let paths = tree.files(ALL).map(|file| file.path.to_owned());
        (paths.collect::<Vec<_>>(), tree.not_asked_for())
    };
    let some = |paths: &[&str]| paths.iter().map(|&path| path.to_owned()).collect();
    assert_eq!(
        read("HEAD~1"),
        (some(&["a-1.json", "a-2.json", "b.json"]), 1)
    );
    assert_eq!(read("HEAD"), (some(&["a.json", "b.json"]), 3));
    let folder = Tree::folder(repository.path(), FORMS).unwrap();
    assert_eq!(folder.len(), 5, "a folder is read as it is");
}

#[test]
fn many_files_do_not_fill_the_pipes() {
    let repository = Repository::new();
    let mut commit = Vec::new();
    writeln!(
        commit,
        "commit refs/heads/main\ncommitter A <a@lamps.example> {SECONDS} +0000\ndata 0"
    )
    .unwrap();
    for number in 0..20_000 {
        let text = format!("{number:0300}");
        writeln!(
            commit,
            "M 100644 inline rules/{number}.yml\ndata 300\n{text}"
        )
        .unwrap();
    }
    repository.told(&["fast-import", "--quiet"], &commit);
    let (tree, _) = repository.read("main");
    assert_eq!(tree.len(), 20_000);
    assert_eq!(tree.bytes(), 20_000 * 300);
    assert_eq!(told(&tree), [""; 0]);
}

#[test]
fn revisions_that_do_not_exist() {
    let repository = Repository::new();
    repository.write("a.yml", b"a");
    repository.commit();
    for revision in ["v9", "", "HEAD~7", "HEAD:a.yml", "0123456789", "a..b"] {
        assert_eq!(
            refused(repository.path(), revision),
            "it has no such commit, branch or tag",
            "{revision}"
        );
    }
}

#[test]
fn a_revision_is_never_an_option() {
    let repository = Repository::new();
    repository.write("a.yml", b"a");
    repository.commit();
    let written = repository.path().join("written");
    for revision in [&format!("--output={}", written.display()), "--all", "-"] {
        assert_eq!(
            refused(repository.path(), revision),
            "a revision does not begin with `-`"
        );
    }
    assert!(!written.exists());
}

#[test]
fn a_repository_without_commits() {
    let repository = Repository::new();
    assert_eq!(refused(repository.path(), "HEAD"), "it has no commits yet");
}

#[test]
fn a_folder_that_is_no_repository() {
    let repository = Repository::new();
    repository.write("inner/a.yml", b"a");
    repository.commit();
    let outside = tempfile::tempdir().unwrap();
    for folder in [outside.path(), &repository.path().join("inner")] {
        assert!(!Tree::is_git(folder));
        assert_eq!(
            refused(folder, "HEAD"),
            "not a git repository (or any of the parent directories): .git"
        );
    }
}

/// Every commit is of this moment.
const SECONDS: u32 = 1_900_000_000;
const DATE: &str = "2030-03-17T17:46:40";

struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new() -> Self {
        let repository = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message=change"]);
    }

    /// A clone without a work tree.
    fn bare(&self, options: &[&str]) -> TempDir {
        let clone = tempfile::tempdir().unwrap();
        let from = format!("file://{}", self.path().display());
        let to = clone.path().to_str().unwrap();
        let arguments = [&["clone", "--quiet", "--bare"], options, &[&from, to]].concat();
        self.git(&arguments);
        clone
    }

    /// The file that holds an object.
    fn object(&self, name: &str) -> PathBuf {
        let id = self.git(&["rev-parse", name]);
        let (folder, file) = id.trim().split_at(2);
        self.path().join(".git/objects").join(folder).join(file)
    }

    fn read(&self, revision: &str) -> (Tree, Origin) {
        Tree::git(self.path(), revision, ALL).unwrap()
    }

    fn folder(&self) -> Tree {
        Tree::folder(self.path(), ALL).unwrap()
    }

    fn git(&self, arguments: &[&str]) -> String {
        self.told(arguments, b"")
    }

    fn told(&self, arguments: &[&str], input: &[u8]) -> String {
        let date = format!("{SECONDS} +0000");
        let mut child = Command::new("git")
            .arg("-C")
            .arg(self.path())
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs(["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"].map(|name| (name, &date)))
            .envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, "A. Keeper")))
            .envs(["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|name| (name, "a@lamps.example")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "git {arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

fn texts(tree: &Tree) -> Vec<(&str, &str)> {
    tree.files(ALL)
        .map(|file| (file.path, file.text().unwrap()))
        .collect()
}

fn told(tree: &Tree) -> Vec<String> {
    tree.problems()
        .iter()
        .map(|problem| format!("{}: {}", problem.path, problem.what))
        .collect()
}

fn refused(repository: &Path, revision: &str) -> String {
    match Tree::git(repository, revision, ALL) {
        Err(Error::Git { why, .. }) => why,
        other => panic!("{revision}: {other:?}"),
    }
}

fn assert_same(left: &Tree, right: &Tree) {
    let files = |tree: &Tree| -> BTreeMap<String, Vec<u8>> {
        tree.files(ALL)
            .map(|file| (file.path.to_owned(), file.bytes.to_vec()))
            .collect()
    };
    assert_eq!(files(left), files(right));
    assert_eq!(left.problems(), right.problems());
}
