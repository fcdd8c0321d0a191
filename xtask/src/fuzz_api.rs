//! Asks the API what its description allows, and what it does not: schemathesis makes the requests and judges the answers.

use std::path::{Path, PathBuf};

use crate::{bench_serve, root, run};

/// The pinned version: the same seed gives the same requests.
const TOOL: &str = "schemathesis==4.32.5";

/// Sends requests to the program, at most this many cases of each question.
pub(crate) fn fuzz(
    program: &Path,
    catalogue: Option<&Path>,
    (examples, seed): (u32, u32),
) -> anyhow::Result<()> {
    let tool = tool()?;
    let server = bench_serve::start(program, catalogue)?;
    let (examples, seed) = (examples.to_string(), seed.to_string());
    let place = format!("http://{}/api/v1/openapi.json", server.address);
    // Every check of the tool is on; this file holds what the description cannot express.
    let configuration = root()
        .join("xtask")
        .join("schemathesis.toml")
        .display()
        .to_string();
    let arguments = [
        "--config-file",
        &configuration,
        "run",
        place.as_str(),
        "--phases",
        "examples,coverage,fuzzing",
        "--max-examples",
        &examples,
        "--seed",
        &seed,
        // Two threads trip over each other within Python 3.11 (its depth of recursion is counted for all).
        "--workers",
        "1",
        "--continue-on-failure",
        "--no-color",
    ];
    run(&tool.to_string_lossy(), &arguments)
}

/// The tool, in a folder of its own below `target`.
fn tool() -> anyhow::Result<PathBuf> {
    let folder = root().join("target").join("fuzz-api");
    let tool = folder.join("bin").join("schemathesis");
    if !tool.is_file() {
        run("python3", &["-m", "venv", &folder.to_string_lossy()])?;
        let pip = folder.join("bin").join("pip");
        run(&pip.to_string_lossy(), &["install", "--quiet", TOOL])?;
    }
    Ok(tool)
}
