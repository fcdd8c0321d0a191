//! Figures, not tests: machines are noisy, so compare within one run and prefer processor time.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::ensure;
use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeValLike;

const BUILDS: usize = 3;
const ANSWERS: usize = 31;

/// What people ask most, on a technique with few resources and on one with many.
const QUESTIONS: &[&[&str]] = &[
    &["page", "T1021"],
    &["page", "T1059.001"],
    &["page", "T1059.001", "--format", "markdown"],
    &["page", "T1059.001", "--format", "html"],
    &["technique", "T1059"],
    &["search", "kerberoasting"],
    &["search", "cmd.exe", "/c", "whoami"],
    &["search", "kerberosting"],
    &[
        "resources",
        "--technique",
        "T1003.001",
        "--platform",
        "windows",
    ],
    &["resources", "--limit", "1000"],
    &["resource", "G0016"],
    &["sources", "--parts"],
    &["drift", "--attack", "19"],
    &["page", "T1685", "--attack", "19"],
    &["align", "TrickBot"],
    &["align", "APT29", "--with-software"],
    &["align", "--sector", "energy", "--base", "russia"],
    &["gaps", "APT29"],
    &["plan", "APT29"],
    &["telemetry", "APT29"],
    &["matrix"],
    &["fit", "TrickBot"],
    &["adversary", "APT29"],
];

/// One child process.
struct Measurement {
    wall: Duration,
    processor: Duration,
}

/// Starts over with the program that was built: memory is counted over all children, and a compiler needs the most.
pub(crate) fn build_and_restart(program: &Path) -> anyhow::Result<()> {
    let again = std::env::args_os().skip(1);
    let status = Command::new(std::env::current_exe()?)
        .args(again)
        .arg("--program")
        .arg(program)
        .status()?;
    ensure!(status.success(), "not all could be measured");
    Ok(())
}

/// Measures building from the bundle and asking, of the catalogue built and of the built-in one.
pub(crate) fn bench(program: &Path, from: &Path, only: &[String]) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let catalogue = folder.path().join("bench.rhumb");
    let mut arguments: Vec<String> = vec![
        "build".into(),
        "--from".into(),
        path(from),
        "--out".into(),
        path(&catalogue),
    ];
    arguments.extend(
        only.iter()
            .flat_map(|source| ["--only".to_owned(), source.clone()]),
    );
    arguments.extend(["--cache".to_owned(), path(&folder.path().join("cache"))]);
    println!("{:<52} {:>10} {:>10}", "build", "wall", "processor");
    let fresh = [arguments.clone(), vec!["--fresh".to_owned()]].concat();
    for _ in 0..BUILDS {
        print_build("everything read anew", &run(program, &fresh)?);
    }
    let whole = std::fs::read(&catalogue)?;
    print_build("everything read and kept", &run(program, &arguments)?);
    for _ in 0..BUILDS {
        remove_harvests(&folder.path().join("cache/harvests"), CHANGED)?;
        print_build(
            "one source read anew, all others kept",
            &run(program, &arguments)?,
        );
        ensure!(
            std::fs::read(&catalogue)? == whole,
            "kept harvests give another catalogue"
        );
    }
    println!(
        "peak memory {} MB, catalogue {:.1} MB\n",
        usage()?.max_rss() / 1024,
        megabytes(&catalogue)?
    );
    println!("program {:.1} MB", megabytes(program)?);
    bench_questions(program, &catalogue)
}

/// Measures asking the catalogue that was built, and the built-in one.
fn bench_questions(program: &Path, catalogue: &Path) -> anyhow::Result<()> {
    for built_in in [false, true] {
        println!(
            "\n{:<52} {:>10} {:>10} {:>10}",
            if built_in {
                "built-in catalogue"
            } else {
                "catalogue"
            },
            "median",
            "slowest",
            "processor"
        );
        for question in QUESTIONS {
            let mut arguments: Vec<String> = question.iter().map(|&word| word.to_owned()).collect();
            if !built_in {
                arguments.extend(["--catalogue".to_owned(), path(catalogue)]);
            }
            ask(program, &arguments, &question.join(" "))?;
        }
    }
    Ok(())
}

/// The source that is taken for changed: the one with most files.
const CHANGED: &str = "sigma@";

/// Removes what was kept of it.
fn remove_harvests(folder: &Path, source: &str) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(source) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn print_build(name: &str, measurement: &Measurement) {
    println!(
        "{name:<52} {:>7} ms {:>7} ms",
        measurement.wall.as_millis(),
        measurement.processor.as_millis()
    );
}

fn ask(program: &Path, arguments: &[String], name: &str) -> anyhow::Result<()> {
    let mut times = (0..ANSWERS)
        .map(|_| run(program, arguments))
        .collect::<anyhow::Result<Vec<_>>>()?;
    times.sort_by_key(|measurement| measurement.wall);
    let processor: Duration = times.iter().map(|measurement| measurement.processor).sum();
    let count = u32::try_from(ANSWERS)?;
    let (median, slowest) = (
        milliseconds(times[ANSWERS / 2].wall),
        milliseconds(times[ANSWERS - 1].wall),
    );
    println!(
        "{name:<52} {median:>7.1} ms {slowest:>7.1} ms {:>7.1} ms",
        milliseconds(processor / count)
    );
    Ok(())
}

fn run(program: &Path, arguments: &[String]) -> anyhow::Result<Measurement> {
    let before = usage()?;
    let clock = Instant::now();
    // Without a catalogue of one's own, the built-in one answers.
    let status = Command::new(program)
        .args(arguments)
        .env("XDG_DATA_HOME", "/nonexistent")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    let wall = clock.elapsed();
    ensure!(status.success(), "`rhumb {}` failed", arguments.join(" "));
    let after = usage()?;
    Ok(Measurement {
        wall,
        processor: processor_time(&after).saturating_sub(processor_time(&before)),
    })
}

/// All child processes so far.
fn usage() -> anyhow::Result<Usage> {
    Ok(getrusage(UsageWho::RUSAGE_CHILDREN)?)
}

fn processor_time(usage: &Usage) -> Duration {
    let microseconds =
        usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Duration::from_micros(microseconds.unsigned_abs())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn megabytes(file: &Path) -> anyhow::Result<f64> {
    Ok(std::fs::metadata(file)?.len() as f64 / 1e6)
}

fn path(path: &Path) -> String {
    PathBuf::from(path).display().to_string()
}
