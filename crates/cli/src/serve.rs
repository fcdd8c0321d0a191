//! `rhumb serve`: the questions in the browser, for programs and for assistants.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use catalogue::Catalogue;
use serve::{Catalogues, Fetch, Server, Settings, Token};
use tracing::Level;

use crate::arguments::GlobalArguments;
use crate::fetch::fetch_public;
use crate::{built_in, locations};

/// The most that is fetched for a user of the server.
const LARGEST_LAYER: u64 = 8 << 20;

/// Arguments of `serve`.
#[derive(clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag on the command line"
)]
pub(crate) struct ServeArguments {
    /// The address to listen on; port 0 takes a free port
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Open it in the browser
    #[arg(long)]
    open: bool,
    /// Also answer assistants, at /mcp
    #[arg(long)]
    mcp: bool,
    /// A host name that requests may use, as behind a proxy: compass.example.org
    #[arg(long, value_name = "NAME", help_heading = "Access")]
    host: Vec<String>,
    /// Let pages of this origin, such as `https://example.org`, read answers; * for any
    #[arg(long, value_name = "ORIGIN", help_heading = "Access")]
    allow_origin: Vec<String>,
    /// Answer only requests with the token in the first line of this file, as `Authorization: Bearer`
    #[arg(long, value_name = "FILE", help_heading = "Access")]
    token_file: Option<PathBuf>,
    /// Listen beyond this machine without a token
    #[arg(long, help_heading = "Access")]
    public: bool,
    /// Fetch layers by address for users, from public addresses alone
    #[arg(long, help_heading = "Access")]
    allow_fetch: bool,
    /// How many requests a second one client may make, on average; 0 for any number
    #[arg(long, value_name = "N", default_value_t = 100, help_heading = "Limits")]
    rate: u32,
    /// How many connections may be open
    #[arg(long, value_name = "N", default_value_t = 512, help_heading = "Limits", value_parser = clap::value_parser!(u32).range(1..100_000))]
    connections: u32,
    /// How large a request's body may be
    #[arg(long, value_name = "MB", default_value_t = 16, help_heading = "Limits", value_parser = clap::value_parser!(u32).range(1..1_024))]
    body: u32,
    /// How long an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30, help_heading = "Limits", value_parser = clap::value_parser!(u64).range(1..3_600))]
    timeout: u64,
    /// How long the head of a request may take to arrive, and a connection may be idle
    #[arg(long, value_name = "SECONDS", default_value_t = 60, help_heading = "Limits", value_parser = clap::value_parser!(u64).range(1..3_600))]
    silence: u64,
    /// How much memory finished answers may take
    #[arg(long, value_name = "MB", default_value_t = 256, help_heading = "Limits", value_parser = clap::value_parser!(u32).range(1..65_536))]
    cache_memory: u32,
    /// Log every request to standard error; else only what an operator must know
    #[arg(long, value_name = "FORMAT", value_enum, help_heading = "Log")]
    log: Option<Log>,
}

/// The form of the log.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Log {
    /// For people.
    Text,
    /// For programs: one object per line.
    Json,
}

/// Serves until a signal ends it.
pub(crate) fn serve(arguments: &ServeArguments, global: &GlobalArguments) -> anyhow::Result<()> {
    log(arguments.log);
    let settings = settings(arguments)?;
    let catalogues = Arc::new(catalogues(global.catalogue.clone(), global.attack.clone())?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let end = end_signal()?;
        let server = Server::bind(settings, catalogues).await?;
        let address = format!("http://{}", server.address());
        eprintln!("Rhumb answers at {address}");
        if arguments.open {
            open(&address);
        }
        server.run(end).await;
        Ok(())
    })
}

/// The catalogue that questions are asked, opened as often as needed. The user's own may be built later, and replaces the
/// built-in one.
pub(crate) fn catalogues(
    named: Option<PathBuf>,
    attack: Option<String>,
) -> anyhow::Result<Catalogues> {
    let (is_named, file) = match named {
        Some(file) => (true, file),
        None => (false, locations::catalogue()?),
    };
    let opened = file.clone();
    let open = move || {
        let mut catalogue = if is_named || opened.is_file() {
            Catalogue::open(&opened)?
        } else {
            built_in::open()?
        };
        attack
            .as_deref()
            .map_or(Ok(()), |version| catalogue.choose(version))?;
        Ok(catalogue)
    };
    Ok(Catalogues::open(Some(file), Box::new(open))?)
}

fn settings(arguments: &ServeArguments) -> anyhow::Result<Settings> {
    let fetch: Fetch = Arc::new(|address| {
        fetch_public(address, LARGEST_LAYER).map_err(|error| format!("{error:#}"))
    });
    Ok(Settings {
        listen: arguments.listen,
        hosts: arguments.host.clone(),
        origins: arguments.allow_origin.clone(),
        token: arguments.token_file.as_deref().map(token).transpose()?,
        public: arguments.public,
        mcp: arguments.mcp,
        rate: arguments.rate,
        connections: arguments.connections as usize,
        body: (arguments.body as usize) << 20,
        answer_timeout: Duration::from_secs(arguments.timeout),
        idle_timeout: Duration::from_secs(arguments.silence),
        cache: u64::from(arguments.cache_memory) << 20,
        fetch: arguments.allow_fetch.then_some(fetch),
    })
}

fn token(file: &Path) -> anyhow::Result<Token> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read `{}`", file.display()))?;
    Ok(Token::new(&text)?)
}

fn log(log: Option<Log>) {
    let level = if log.is_some() {
        Level::INFO
    } else {
        Level::WARN
    };
    let lines = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(level)
        .with_ansi(std::io::stderr().is_terminal());
    match log {
        Some(Log::Json) => lines.json().init(),
        Some(Log::Text) | None => lines.init(),
    }
}

/// Ready when a signal ends the program. Signals are handled from now on, so that none is missed.
fn end_signal() -> anyhow::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupted, mut terminated) = (
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
        );
        Ok(async move {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = terminated.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        // Where no signal can be received it serves until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// Opens the address in the browser; where there is none, it is printed.
fn open(address: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let started = Command::new(program)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if started.is_err() {
        eprintln!("`{program}` does not start: open {address} yourself");
    }
}
