//! The cookbook says what the program says: every command of `docs/cookbook.md` is run on the real catalogue, and every
//! line of output that stands there comes, in that order.

use std::path::Path;
use std::process::Command;

pub(crate) fn check(catalogue: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data/rhumb");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::copy(catalogue, data.join("catalogue.rhumb")).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cookbook.md");
    let book = std::fs::read_to_string(path).unwrap();
    let mut commands = 0;
    for block in book.split("```console\n").skip(1) {
        let (block, _) = block.split_once("```").unwrap();
        for recipe in block.split("$ ").skip(1) {
            let (command, expected) = recipe.split_once('\n').unwrap_or((recipe, ""));
            let said = run(command, folder.path());
            follows(command, &said, expected);
            commands += 1;
        }
    }
    assert!(commands >= 10, "{commands}");
}

/// What the shell says to it, the program being the one that is tested.
fn run(command: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_rhumb")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", program.display()))
        .env("HOME", folder)
        .env("XDG_DATA_HOME", folder.join("data"))
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{command}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Whether the lines come one after the other, with anything where `...` stands alone; blanks count once.
fn follows(command: &str, said: &str, expected: &str) {
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut said = said.lines().map(plain).filter(|line| !line.is_empty());
    let mut skips = false;
    for line in expected.lines().map(plain).filter(|line| !line.is_empty()) {
        if line == "..." {
            skips = true;
            continue;
        }
        let found = if skips {
            said.find(|known| *known == line)
        } else {
            said.next()
        };
        assert_eq!(found.as_deref(), Some(line.as_str()), "{command}");
        skips = false;
    }
}
