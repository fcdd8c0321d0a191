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

/// One version of the program, with the files that it writes.
struct Version<'a> {
    program: &'a Path,
    folder: tempfile::TempDir,
    build: Vec<String>,
}

/// Measures building from the bundle and asking, of the catalogue built and of the built-in one. Several versions of the
/// program take turns, so that what else the machine does meets all of them.
pub(crate) fn bench(programs: &[&Path], from: &Path, only: &[String]) -> anyhow::Result<()> {
    let versions = programs
        .iter()
        .map(|program| Version::new(program, from, only))
        .collect::<anyhow::Result<Vec<_>>>()?;
    for (number, version) in (1..).zip(&versions) {
        let size = megabytes(version.program)?;
        println!("{number}: {}, {size:.1} MB", version.program.display());
    }
    bench_builds(&versions)?;
    for built_in in [false, true] {
        let name = if built_in {
            "built-in catalogue"
        } else {
            "catalogue"
        };
        println!(
            "\n   {name:<49} {:>10} {:>10} {:>10}",
            "median", "slowest", "processor"
        );
        // The built-in catalogue has facts only, and no sectors or bases.
        let answered = |question: &&&[&str]| !(built_in && question.contains(&"--sector"));
        for question in QUESTIONS.iter().filter(answered) {
            ask(&versions, question, built_in)?;
        }
    }
    Ok(())
}

impl<'a> Version<'a> {
    fn new(program: &'a Path, from: &Path, only: &[String]) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut build: Vec<String> = vec!["build".into(), "--from".into(), path(from)];
        for source in only {
            build.extend(["--only".to_owned(), source.clone()]);
        }
        build.extend(["--out".to_owned(), path(&folder.path().join("bench.rhumb"))]);
        build.extend(["--cache".to_owned(), path(&folder.path().join("cache"))]);
        Ok(Self {
            program,
            folder,
            build,
        })
    }

    fn catalogue(&self) -> PathBuf {
        self.folder.path().join("bench.rhumb")
    }
}

fn bench_builds(versions: &[Version<'_>]) -> anyhow::Result<()> {
    println!("\n   {:<49} {:>10} {:>10}", "build", "wall", "processor");
    for _ in 0..BUILDS {
        for (number, version) in (1..).zip(versions) {
            let fresh = [version.build.clone(), vec!["--fresh".to_owned()]].concat();
            let measurement = run(version.program, &fresh)?;
            print_build(number, "everything read anew", &measurement);
        }
    }
    for (number, version) in (1..).zip(versions) {
        let measurement = run(version.program, &version.build)?;
        print_build(number, "everything read and kept", &measurement);
    }
    for _ in 0..BUILDS {
        for (number, version) in (1..).zip(versions) {
            let whole = std::fs::read(version.catalogue())?;
            remove_harvests(&version.folder.path().join("cache/harvests"), CHANGED)?;
            let measurement = run(version.program, &version.build)?;
            print_build(
                number,
                "one source read anew, all others kept",
                &measurement,
            );
            let same = std::fs::read(version.catalogue())? == whole;
            ensure!(same, "kept harvests give another catalogue");
        }
    }
    for (number, version) in (1..).zip(versions) {
        let size = megabytes(&version.catalogue())?;
        println!("{number}  catalogue {size:.1} MB");
    }
    println!("peak memory {} MB", usage()?.max_rss() / 1024);
    Ok(())
}

/// The source that is taken for changed: the one with most files.
const CHANGED: &str = "sigma@";

/// Removes what was kept of it.
fn remove_harvests(kept: &Path, source: &str) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(kept)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(source) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn print_build(number: usize, name: &str, measurement: &Measurement) {
    println!(
        "{number}  {name:<49} {:>7} ms {:>7} ms",
        measurement.wall.as_millis(),
        measurement.processor.as_millis()
    );
}

fn ask(versions: &[Version<'_>], question: &[&str], built_in: bool) -> anyhow::Result<()> {
    let mut times: Vec<Vec<Measurement>> = versions.iter().map(|_| Vec::new()).collect();
    for _ in 0..ANSWERS {
        for (version, times) in versions.iter().zip(&mut times) {
            let mut arguments: Vec<String> = question.iter().map(|&word| word.to_owned()).collect();
            if !built_in {
                arguments.extend(["--catalogue".to_owned(), path(&version.catalogue())]);
            }
            times.push(run(version.program, &arguments)?);
        }
    }
    for (number, mut times) in (1..).zip(times) {
        print_times(number, &question.join(" "), &mut times)?;
    }
    Ok(())
}

fn print_times(number: usize, name: &str, times: &mut [Measurement]) -> anyhow::Result<()> {
    times.sort_by_key(|measurement| measurement.wall);
    let processor: Duration = times.iter().map(|measurement| measurement.processor).sum();
    let count = u32::try_from(ANSWERS)?;
    println!(
        "{number}  {name:<49} {:>7.1} ms {:>7.1} ms {:>7.1} ms",
        milliseconds(times[ANSWERS / 2].wall),
        milliseconds(times[ANSWERS - 1].wall),
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
