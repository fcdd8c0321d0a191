//! Names that lead to public addresses alone. Every name is looked up here, that of each redirect too, and the addresses
//! that were checked are those that are connected to: a name that leads elsewhere a moment later gains nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Looks names up, and refuses those that lead to this machine or a private network.
#[derive(Debug)]
pub(super) struct PublicResolver<Inner = DefaultResolver> {
    names: Inner,
    is_public: fn(IpAddr) -> bool,
}

impl Default for PublicResolver {
    fn default() -> Self {
        Self {
            names: DefaultResolver::default(),
            is_public,
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("it has no public address")]
struct NotPublic;

impl<Inner: Resolver> Resolver for PublicResolver<Inner> {
    fn resolve(
        &self,
        uri: &Uri,
        configuration: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, configuration, timeout)?;
        if found.iter().all(|address| (self.is_public)(address.ip())) {
            return Ok(found);
        }
        Err(ureq::Error::Other(Box::new(NotPublic)))
    }
}

fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let special = address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        // "This network" and what is reserved, with broadcast.
        || first == 0
        || first >= 240
        // Shared by providers, protocol assignments, benchmarks.
        || (first == 100 && (64..128).contains(&second))
        || (first, second, third) == (192, 0, 0)
        || (first == 198 && (18..20).contains(&second));
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let global = first & 0xe000 == 0x2000;
    // Teredo and 6to4 carry addresses of IPv4, which may be private; 2001:db8 is for documents.
    let special = (first == 0x2001 && (second < 0x200 || second == 0xdb8)) || first == 0x2002;
    global && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_world() {
        for public in [
            "1.1.1.1",
            "185.199.108.133",
            "100.128.0.1",
            "2606:4700::1111",
            "2a00:1450:4001::1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "127.0.0.1",
            "127.8.8.8",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "0.1.2.3",
            "255.255.255.255",
            "224.0.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "192.0.2.1",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "fec0::1",
            "ff02::1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:0:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    /// What names lead to in these tests, at the port that is asked for.
    #[derive(Debug)]
    struct TestResolver;

    impl Resolver for TestResolver {
        fn resolve(
            &self,
            uri: &Uri,
            configuration: &Config,
            timeout: NextTimeout,
        ) -> Result<ResolvedSocketAddrs, ureq::Error> {
            let host = uri.host().unwrap_or_default();
            let addresses: &[&str] = match host {
                "public.example" => &["127.0.0.1"],
                "loopback.example" => &["127.0.0.2"],
                "private.example" => &["10.0.0.1"],
                "link-local.example" => &["169.254.169.254"],
                "mapped.example" => &["::ffff:127.0.0.2"],
                "both.example" => &["127.0.0.1", "127.0.0.2"],
                _ => return DefaultResolver::default().resolve(uri, configuration, timeout),
            };
            let mut found = self.empty();
            for address in addresses {
                let port = uri.port_u16().unwrap_or(80);
                found.push(std::net::SocketAddr::new(address.parse().unwrap(), port));
            }
            Ok(found)
        }
    }

    /// One address of this machine stands for the world, so that servers on it can be in it.
    fn world() -> PublicResolver<TestResolver> {
        PublicResolver {
            names: TestResolver,
            is_public: |address| address == IpAddr::V4(Ipv4Addr::LOCALHOST) || is_public(address),
        }
    }

    /// A server in the world that answers whatever is asked with these bytes, for as long as they are taken.
    fn server(answers: Vec<Vec<u8>>) -> u16 {
        use std::io::{Read, Write};
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for (stream, answer) in listener.incoming().zip(answers) {
                let mut stream = stream.unwrap();
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(&answer);
            }
        });
        port
    }

    fn redirect(to: &str) -> Vec<u8> {
        format!(
            "HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        )
        .into_bytes()
    }

    fn fetched(address: &str) -> Result<Vec<u8>, String> {
        let timeout = std::time::Duration::from_millis(1_500);
        super::super::fetch_resolved(world(), timeout, address, 1_000)
            .map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn no_hop_leads_out_of_the_world() {
        // A server that nobody may reach: whoever connects to it is seen.
        let canary = std::net::TcpListener::bind("127.0.0.2:0").unwrap();
        canary.set_nonblocking(true).unwrap();
        let port = canary.local_addr().unwrap().port();
        for host in [
            "loopback.example",
            "private.example",
            "link-local.example",
            "mapped.example",
            "both.example",
            "127.0.0.2",
            "127.2",
            "2130706434",
            "0x7f000002",
            "0177.0.0.2",
            "[::ffff:127.0.0.2]",
            "[::1]",
            "localhost.",
        ] {
            let there = format!("http://{host}:{port}/layer.json");
            let hop = server(vec![redirect(&there)]);
            let two = server(vec![redirect(&format!("http://public.example:{hop}/"))]);
            for address in [&there, &format!("http://public.example:{two}/")] {
                let error = fetched(address).unwrap_err();
                let refused = ["no public address", "resolve", "lookup", "invalid", "host"];
                assert!(
                    refused.iter().any(|why| error.contains(why)),
                    "{address} → {there}: {error}"
                );
            }
        }
        assert!(canary.accept().is_err(), "somebody connected");
    }

    #[test]
    fn what_is_in_the_world_is_fetched_within_limits() {
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nT1059".to_vec();
        let last = server(vec![answer]);
        let first = server(vec![redirect(&format!("http://public.example:{last}/"))]);
        let found = fetched(&format!("http://public.example:{first}/"));
        assert_eq!(found.unwrap(), b"T1059");

        for to in [
            "file:///etc/passwd",
            "ftp://public.example/",
            "gopher://public.example/",
        ] {
            let port = server(vec![redirect(to)]);
            assert!(
                fetched(&format!("http://public.example:{port}/")).is_err(),
                "{to}"
            );
        }
        let head = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
        let endless = server(vec![[head.to_vec(), vec![b'x'; 1 << 20]].concat()]);
        let error = fetched(&format!("http://public.example:{endless}/")).unwrap_err();
        assert!(
            error.contains("large") || error.contains("more than"),
            "{error}"
        );

        // Round and round, and silence.
        let own = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let silent = own.local_addr().unwrap().port();
        let begun = std::time::Instant::now();
        assert!(fetched(&format!("http://public.example:{silent}/")).is_err());
        assert!(begun.elapsed() < std::time::Duration::from_secs(8));
        let mut to = format!("http://public.example:{last}/");
        for _ in 0..6 {
            let port = server(vec![redirect(&to)]);
            to = format!("http://public.example:{port}/");
        }
        let error = fetched(&to).unwrap_err();
        assert!(error.contains("redirect"), "{error}");
    }
}
