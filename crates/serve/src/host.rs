//! The host names that the server accepts. A page of another site that makes its own name lead to this machine (DNS
//! rebinding) still sends that name, and is refused.

use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, Request};

use crate::problem::{Problem, ProblemKind};
use crate::settings::Settings;

const LOCAL_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Refuses requests that name another host, and those that the page of another site sends.
pub(crate) fn check<B>(settings: &Settings, request: &Request<B>) -> Result<(), Problem> {
    let headers = request.headers();
    let in_line = request.uri().authority().map(Authority::as_str);
    let mut named = headers.get_all(HOST).iter();
    let (first, more) = (named.next(), named.next());
    let first = first.map(|value| value.to_str().unwrap_or("?"));
    let Some(host) = in_line.or(first).filter(|_| more.is_none()) else {
        return Err(Problem::new(
            ProblemKind::Host,
            "the request names no host, or several",
        ));
    };
    if [Some(host), first]
        .into_iter()
        .flatten()
        .any(|host| !is_allowed_host(settings, host))
    {
        let why = "the server does not go by this name; `--host NAME` adds one";
        return Err(Problem::new(ProblemKind::Host, why));
    }
    check_origin(settings, request.method(), headers, host)
}

fn is_allowed_host(settings: &Settings, host: &str) -> bool {
    let name = without_port(host).to_ascii_lowercase();
    let listed = settings
        .hosts
        .iter()
        .any(|known| known.eq_ignore_ascii_case(&name));
    let any_name = settings.hosts.is_empty() && !settings.listen.ip().is_loopback();
    let address = settings.listen.ip();
    let own = if address.is_ipv6() {
        format!("[{address}]")
    } else {
        address.to_string()
    };
    listed || any_name || name == own || LOCAL_NAMES.contains(&name.as_str())
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if port.bytes().all(|digit| digit.is_ascii_digit()) && !name.ends_with(':') =>
        {
            name
        }
        _ => host,
    }
}

/// Requests with a body must come from pages of this server or from an allowed origin; others may come from anywhere.
fn check_origin(
    settings: &Settings,
    method: &Method,
    headers: &HeaderMap,
    host: &str,
) -> Result<(), Problem> {
    let Some(origin) = headers.get(ORIGIN) else {
        return Ok(());
    };
    let origin = origin.to_str().unwrap_or("?");
    let ours = ["http://", "https://"]
        .iter()
        .any(|scheme| origin.strip_prefix(scheme) == Some(host));
    let harmless = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    if ours || harmless || is_allowed_origin(settings, origin) {
        return Ok(());
    }
    let why = "the page of another site sent this request; `--allow-origin` allows one";
    Err(Problem::new(ProblemKind::Origin, why))
}

/// Whether pages of this origin may read answers.
pub(crate) fn is_allowed_origin(settings: &Settings, origin: &str) -> bool {
    settings
        .origins
        .iter()
        .any(|allowed| allowed == "*" || allowed == origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_host(host: &str, hosts: &[&str]) -> bool {
        let settings = Settings {
            hosts: hosts.iter().map(ToString::to_string).collect(),
            ..Settings::default()
        };
        let request = Request::get("/").header(HOST, host).body(()).unwrap();
        check(&settings, &request).is_ok()
    }

    #[test]
    fn only_names_of_this_machine_and_those_that_were_said() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1:1",
            "[::1]:8080",
            "[::1]",
        ] {
            assert!(check_host(host, &[]), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:8080",
            "",
            "127.1",
            "[::1",
            "a:b@localhost",
            "localhost:80:80",
        ] {
            assert!(!check_host(host, &[]), "{host}");
        }
        assert!(check_host("compass.example:443", &["compass.example"]));
    }
}
