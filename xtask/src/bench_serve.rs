//! Measures the server over many open connections on this machine: at a fixed rate, as fast as it can, and while its
//! catalogue is replaced.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

const CONNECTIONS: usize = 200;
const RATE: u64 = 500;
const AT_RATE: Duration = Duration::from_secs(30);
const FREELY: Duration = Duration::from_secs(10);
/// How many of the largest techniques are asked for, in turn.
const PAGES: usize = 100;
const SWAPS: u32 = 3;

/// What was measured.
#[derive(Default)]
struct LoadMeasurement {
    /// Milliseconds in the server.
    times: Vec<f64>,
    failed: u64,
    refused: u64,
}

/// A server that ends with its bench.
pub(crate) struct ServerProcess {
    child: Child,
    pub(crate) address: String,
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Measures the program on a catalogue, asking for these paths with the id of a technique in place of `{}`.
pub(crate) fn bench(program: &Path, catalogue: &Path, paths: &[String]) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("catalogue.rhumb");
    std::fs::copy(catalogue, &file)?;
    let server = start(program, Some(&file))?;
    let ids = techniques(&server.address)?;
    let paths: Vec<String> = paths
        .iter()
        .flat_map(|path| {
            let of = if path.contains("{}") { ids.len() } else { 1 };
            ids.iter().take(of).map(|id| path.replace("{}", id))
        })
        .collect();
    // Each page once, so that all others come from the cache.
    fill_cache(&server.address, &paths)?;
    println!("load of the machine before: {}", load());
    let for_so_long = |time: Duration| move |passed: Duration| passed >= time;
    let ask = |rate, ends: &EndCondition<'_>| send_requests(&server.address, &paths, rate, ends);
    let measurement = ask(Some(RATE), &for_so_long(AT_RATE));
    report(&format!("{RATE} requests a second"), AT_RATE, measurement);
    let before = memory(&server.child);
    let measurement = ask(None, &for_so_long(FREELY));
    report("as fast as it can", FREELY, measurement);
    println!(
        "memory before and after: {before} and {} MB",
        memory(&server.child)
    );
    for (rate, how) in [(Some(RATE), "at that rate"), (None, "as fast as it can")] {
        let start = Instant::now();
        let measurement = while_replacing(
            || replace(catalogue, &file, &server.address),
            |ends| ask(rate, ends),
        )?;
        let what = format!("{SWAPS} new catalogues meanwhile, {how}");
        report(&what, start.elapsed(), measurement);
    }
    println!(
        "memory at the end: {} MB; load of the machine: {}",
        memory(&server.child),
        load()
    );
    Ok(())
}

fn fill_cache(address: &str, paths: &[String]) -> anyhow::Result<()> {
    let mut connection = Connection::open(address)?;
    let start = Instant::now();
    for path in paths {
        ensure!(connection.get(path)?.0 == 200, "`{path}` has no answer");
    }
    println!(
        "{} pages asked for the first time in {:.1} s",
        paths.len(),
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Sends requests for as long as another thread replaces the catalogue.
fn while_replacing(
    replace: impl FnOnce() -> anyhow::Result<()> + Send,
    ask: impl FnOnce(&EndCondition<'_>) -> LoadMeasurement,
) -> anyhow::Result<LoadMeasurement> {
    let replaced = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let replacing = scope.spawn(|| {
            let done = replace();
            // Also where it failed: the requests must end.
            replaced.store(true, Ordering::Relaxed);
            done
        });
        let measurement = ask(&|_| replaced.load(Ordering::Relaxed));
        replacing
            .join()
            .map_err(|_| anyhow::anyhow!("replacing the catalogue panicked"))??;
        Ok(measurement)
    })
}

/// Whether sending requests ends, after this time.
type EndCondition<'a> = dyn Fn(Duration) -> bool + Sync + 'a;

/// How many processes want a processor, on average of a minute.
fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}

/// Starts the program as a server; without a catalogue it asks the one that it has.
pub(crate) fn start(program: &Path, catalogue: Option<&Path>) -> anyhow::Result<ServerProcess> {
    let mut command = Command::new(program);
    if let Some(catalogue) = catalogue {
        command.arg("--catalogue").arg(catalogue);
    }
    command.args(["serve", "--listen", "127.0.0.1:0", "--rate", "0"]);
    let mut child = command.stderr(Stdio::piped()).spawn()?;
    let mut lines = BufReader::new(child.stderr.take().context("its errors are piped")?).lines();
    let mut messages = lines.by_ref().map_while(Result::ok);
    let address = messages.find_map(|line| {
        line.split_once("http://")
            .map(|(_, address)| address.to_owned())
    });
    std::thread::spawn(move || lines.for_each(drop));
    Ok(ServerProcess {
        child,
        address: address.context("the server does not say where it answers")?,
    })
}

/// The techniques with the most resources.
fn techniques(address: &str) -> anyhow::Result<Vec<String>> {
    let (_, _, body) = Connection::open(address)?.get("/api/v1/matrix?sort=total&limit=1000")?;
    let answer: serde_json::Value = serde_json::from_slice(&body)?;
    let rows = answer["items"]
        .as_array()
        .context("the matrix has no items")?;
    let ids = rows.iter().filter_map(|row| row["id"].as_str());
    Ok(ids.take(PAGES).map(str::to_owned).collect())
}

/// Asks over all connections until it ends, at a rate or as fast as answers come.
fn send_requests(
    address: &str,
    paths: &[String],
    rate: Option<u64>,
    ends: &EndCondition<'_>,
) -> LoadMeasurement {
    let (next, all) = (AtomicU64::new(0), Mutex::new(LoadMeasurement::default()));
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut own = LoadMeasurement::default();
                let mut connection = Connection::open(address).ok();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let due = rate.map_or(start.elapsed(), |rate| {
                        Duration::from_nanos(number * 1_000_000_000 / rate)
                    });
                    if ends(due) {
                        break;
                    }
                    std::thread::sleep(due.saturating_sub(start.elapsed()));
                    let path = &paths[usize::try_from(number).unwrap_or(0) % paths.len()];
                    let answered = connection.as_mut().map(|connection| connection.get(path));
                    own.add(
                        answered
                            .as_ref()
                            .and_then(|answered| answered.as_ref().ok())
                            .map(|(status, time, _)| (*status, *time)),
                    );
                    if !matches!(answered, Some(Ok(_))) {
                        connection = Connection::open(address).ok();
                    }
                }
                if let Ok(mut all) = all.lock() {
                    all.times.append(&mut own.times);
                    all.failed += own.failed;
                    all.refused += own.refused;
                }
            });
        }
    });
    all.into_inner().unwrap_or_default()
}

impl LoadMeasurement {
    fn add(&mut self, answered: Option<(u16, f64)>) {
        match answered {
            Some((200, time)) => self.times.push(time),
            Some((429, _)) => self.refused += 1,
            Some(_) | None => self.failed += 1,
        }
    }
}

fn report(what: &str, time: Duration, mut measurement: LoadMeasurement) {
    measurement.times.sort_by(f64::total_cmp);
    let times = &measurement.times;
    let count = u32::try_from(times.len()).unwrap_or(u32::MAX);
    let at = |percent| {
        let time = times.get(times.len() * percent / 100).or(times.last());
        time.copied().unwrap_or_default()
    };
    let (
        rate,
        LoadMeasurement {
            failed, refused, ..
        },
    ) = (f64::from(count) / time.as_secs_f64(), &measurement);
    println!(
        "{what}: {count} answers, {rate:.0} a second, in the server p50 {:.3} ms, p99 {:.3} ms, most {:.3} ms; {failed} failed, {refused} refused (429)",
        at(50),
        at(99),
        at(100)
    );
}

/// Replaces the catalogue, each time once the server answers from the one before.
fn replace(catalogue: &Path, served: &Path, address: &str) -> anyhow::Result<()> {
    for _ in 0..SWAPS {
        let before = swaps(address)?;
        let new = served.with_extension("new");
        std::fs::copy(catalogue, &new)?;
        std::fs::rename(&new, served)?;
        let start = Instant::now();
        while swaps(address)? == before {
            ensure!(start.elapsed() < AT_RATE * 4, "it is not taken");
            std::thread::sleep(Duration::from_millis(200));
        }
        std::thread::sleep(Duration::from_secs(2));
    }
    Ok(())
}

/// How often the server has put a new catalogue in place.
fn swaps(address: &str) -> anyhow::Result<u64> {
    let (_, _, body) = Connection::open(address)?.get("/metrics")?;
    let text = String::from_utf8(body)?;
    let count = text
        .lines()
        .find_map(|line| line.strip_prefix("rhumb_catalogue_swaps_total "));
    Ok(count.context("swaps are not counted")?.parse()?)
}

/// Megabytes of memory in use.
fn memory(child: &Child) -> u64 {
    let status =
        std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok())
        .unwrap_or_default()
        / 1_024
}

/// A connection that stays open.
struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self {
            stream: BufReader::new(stream),
        })
    }

    /// Status, milliseconds in the server, body (as it came).
    fn get(&mut self, path: &str) -> anyhow::Result<(u16, f64, Vec<u8>)> {
        // The matrix is read here, so it comes as it is; pages come as browsers ask for them.
        let packed = if path.starts_with("/api/v1/matrix") || path == "/metrics" {
            "identity"
        } else {
            "gzip, br"
        };
        write!(
            self.stream.get_mut(),
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {packed}\r\n\r\n"
        )?;
        let (mut status, mut time, mut length) = (0, 0.0, 0);
        loop {
            let mut line = String::new();
            ensure!(
                self.stream.read_line(&mut line)? > 0,
                "the connection ended"
            );
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest.get(..3).context("no status")?.parse()?;
            } else if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.parse()?;
            } else if let Some(rest) = line.strip_prefix("server-timing: server;dur=") {
                time = rest.parse()?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok((status, time, body))
    }
}
