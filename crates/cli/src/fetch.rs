//! Files at an address, on the user's word. Proxies are those of the environment. A server, whose users are others, fetches
//! from public addresses alone, and past any proxy.

mod public;

use std::time::Duration;

use anyhow::{Context, ensure};
use ureq::config::Config;
use ureq::unversioned::resolver::Resolver;
use ureq::unversioned::transport::DefaultConnector;

/// How long a whole answer may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The timeout where a user of a server waits.
const SHORT_TIMEOUT: Duration = Duration::from_secs(10);

/// The bytes at the address, not more than `most`.
pub(crate) fn fetch(address: &str, most: u64) -> anyhow::Result<Vec<u8>> {
    read(&client_settings(TIMEOUT).build().into(), address, most)
}

/// Fetches for a user of a server: never from this machine or a private network.
pub(crate) fn fetch_public(address: &str, most: u64) -> anyhow::Result<Vec<u8>> {
    fetch_resolved(
        public::PublicResolver::default(),
        SHORT_TIMEOUT,
        address,
        most,
    )
}

/// Fetches with this resolver, past any proxy.
fn fetch_resolved(
    names: impl Resolver,
    timeout: Duration,
    address: &str,
    most: u64,
) -> anyhow::Result<Vec<u8>> {
    let configuration = client_settings(timeout).proxy(None).build();
    let agent = ureq::Agent::with_parts(configuration, DefaultConnector::default(), names);
    read(&agent, address, most)
}

fn client_settings(timeout: Duration) -> ureq::config::ConfigBuilder<ureq::typestate::AgentScope> {
    Config::builder()
        .timeout_global(Some(timeout))
        .max_redirects(5)
        .user_agent(concat!("rhumb/", env!("CARGO_PKG_VERSION")))
}

fn read(agent: &ureq::Agent, address: &str, most: u64) -> anyhow::Result<Vec<u8>> {
    let shown = without_secrets(address);
    let cannot = || format!("cannot fetch `{shown}`");
    let mut answer = agent.get(address).call().with_context(cannot)?;
    let bytes = answer
        .body_mut()
        .with_config()
        .limit(most + 1)
        .read_to_vec()
        .with_context(cannot)?;
    ensure!(
        bytes.len() as u64 <= most,
        "`{shown}` holds more than {} MB",
        most >> 20
    );
    Ok(bytes)
}

/// The address without user, password, query and fragment.
fn without_secrets(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest
        .split_once('/')
        .map_or((rest, String::new()), |(host, path)| {
            (host, format!("/{path}"))
        });
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    /// One answer of a server on this machine.
    fn served(answer: Vec<u8>) -> String {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(&answer);
        });
        format!("http://{address}/layer.json")
    }

    #[test]
    fn what_is_served_is_fetched_and_what_is_too_much_is_not() {
        let answer = |body: &str| {
            format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            )
            .into_bytes()
        };
        assert_eq!(fetch(&served(answer("T1059")), 10).unwrap(), b"T1059");
        assert!(fetch(&served(answer("T1059 T1021")), 5).is_err());
        let missing = fetch(
            &served(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec()),
            5,
        )
        .unwrap_err();
        assert!(format!("{missing:#}").contains("404"), "{missing:#}");
    }

    #[test]
    fn a_server_fetches_nothing_from_this_machine() {
        let answer = || served(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nT1059".to_vec());
        let by_name = answer().replace("127.0.0.1", "localhost");
        for address in [
            answer(),
            by_name,
            "http://[::1]:1/".to_owned(),
            "http://0x7f.1:1/".to_owned(),
            "http://169.254.169.254/latest".to_owned(),
        ] {
            let error = format!("{:#}", fetch_public(&address, 10).unwrap_err());
            assert!(error.contains("no public address"), "{address}: {error}");
        }
    }

    #[test]
    fn errors_show_no_secrets() {
        assert_eq!(
            without_secrets("https://me:pass@a.example/x/y.json?token=1#z"),
            "https://a.example/x/y.json"
        );
        assert_eq!(without_secrets("http://a.example"), "http://a.example");
    }
}
