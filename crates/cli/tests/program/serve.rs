//! The server over a real socket: the same answers as elsewhere, and nothing for those who try tricks.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use questions::DEFINITIONS;
use serde_json::{Value, json};

use crate::sandbox::{QUESTIONS, SOURCES, Sandbox, fixture};
use crate::server_process::{ServerProcess, until};
use crate::snapshot;

/// The arguments of a call as they stand in an address: what comes first has a name there.
fn address(arguments: &[&str]) -> String {
    let question = arguments[0];
    let first = match question {
        "page" | "technique" | "resource" => "id",
        "search" => "words",
        "adversary" | "software" | "campaign" | "control" | "log-source" => "name",
        _ => "threat",
    };
    let mut query = Vec::new();
    let mut words = arguments[1..].iter().peekable();
    while let Some(word) = words.next() {
        match word.strip_prefix("--") {
            None => query.push(format!(
                "{first}={}",
                word.replace(' ', "+").replace('/', "%2F")
            )),
            Some(flag) => match words.next_if(|next| !next.starts_with("--")) {
                Some(value) => query.push(format!("{flag}={value}")),
                None => query.push(flag.to_owned()),
            },
        }
    }
    format!("/api/v1/{question}?{}", query.join("&"))
}

#[test]
fn every_question_answers_as_the_command_does() {
    let sandbox = Sandbox::new();
    let server = ServerProcess::new(&sandbox, &[]);
    for (name, arguments) in QUESTIONS {
        let said = sandbox.json(arguments);
        assert_eq!(server.json(&address(arguments)), said, "{name}");
        let csv = server.get(&format!("{}&format=csv", address(arguments)));
        let said = sandbox.output(&[arguments, &["--format", "csv"][..]].concat(), 80);
        assert_eq!(csv.status == 200, said.status.success(), "{name}");
        if csv.status == 200 {
            assert_eq!(csv.body, String::from_utf8(said.stdout).unwrap(), "{name}");
            assert!(
                csv.head
                    .contains("content-disposition: attachment; filename="),
                "{name}: {}",
                csv.head
            );
        }
    }
    let asked: Vec<&str> = QUESTIONS.iter().map(|(name, _)| *name).collect();
    assert!(
        DEFINITIONS
            .iter()
            .all(|definition| asked.contains(&definition.name))
    );
}

#[test]
fn threats_stacks_and_layers_are_sent() {
    let sandbox = Sandbox::new();
    let server = ServerProcess::new(&sandbox, &[]);
    let layer = json!({"name": "ours", "domain": "enterprise-attack", "versions": {"layer": "4.5"}, "techniques": [{"techniqueID": "T1021.002", "score": 3}]});
    std::fs::write(sandbox.path().join("ours.json"), layer.to_string()).unwrap();
    let said = sandbox.json(&["align", "ours.json", "--platform", "Windows"]);
    let sent = json!({"threat": [layer], "platform": ["Windows"]}).to_string();
    let answer = server.post("/api/v1/align", "Content-Type: application/json\r\n", &sent);
    let mut answered: Value = serde_json::from_str(&answer.body).unwrap();
    // A file has a name, what is sent has none.
    answered["threat"] = said["threat"].clone();
    assert_eq!(answered, said);
    let mut refused = Vec::new();
    for (headers, body) in [
        ("Content-Type: application/json\r\n", "[]"),
        ("Content-Type: application/json\r\n", r#"{"thread": []}"#),
        (
            "Content-Type: application/json\r\n",
            r#"{"threat": [{"techniques": 1}]}"#,
        ),
        (
            "Content-Type: application/json\r\n",
            r#"{"threat": ["https://example.org/layer.json"]}"#,
        ),
        ("Content-Type: text/plain\r\n", "{}"),
        (
            "Content-Type: application/json\r\nOrigin: https://evil.example\r\n",
            "{}",
        ),
    ] {
        let answer = server.post("/api/v1/align", headers, body);
        refused.push(format!("{body}: {} {}", answer.status, answer.body));
    }
    snapshot("serve-refused", &refused.join("\n"));
}

#[test]
fn answers_are_known_again_and_packed() {
    let sandbox = Sandbox::new();
    let server = ServerProcess::new(&sandbox, &[]);
    let first = server.get("/api/v1/page?id=T1021.002");
    let tag = first
        .head
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .unwrap()
        .to_owned();
    let again = |headers: &str| {
        server.send(&format!("GET /api/v1/page?id=T1021.002 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"))
    };
    let known = again(&format!("If-None-Match: {tag}\r\n"));
    assert_eq!((known.status, known.body.as_str()), (304, ""));
    for (accepted, packed) in [
        ("br, gzip", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
    ] {
        let answer = again(&format!("Accept-Encoding: {accepted}\r\n"));
        assert!(
            answer.head.contains(&format!("content-encoding: {packed}")),
            "{accepted}: {}",
            answer.head
        );
    }
    for header in [
        "content-security-policy: default-src 'none'; script-src 'self';",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "cross-origin-opener-policy: same-origin",
    ] {
        assert!(first.head.contains(header), "{}", first.head);
    }
    assert!(!first.head.contains("access-control"), "{}", first.head);
}

#[test]
fn the_dataset_of_2022_has_a_row_per_technique_and_no_zeros() {
    let sandbox = Sandbox::new();
    let server = ServerProcess::new(&sandbox, &[]);
    let dataset = server.json("/api/v1/compass.json");
    let rows = dataset.as_array().unwrap();
    let total = server.json("/api/v1/matrix?limit=1")["total"]
        .as_u64()
        .unwrap();
    assert_eq!(rows.len() as u64, total);
    assert!(
        rows.iter()
            .flat_map(|row| row.as_object().unwrap().values())
            .all(|value| value != 0)
    );
    let csv = server.get("/api/v1/compass.csv").body;
    let rows: Vec<&str> = csv
        .lines()
        .filter(|row| !row.starts_with('T') || row.starts_with("T1021"))
        .collect();
    snapshot("serve-compass", &rows.join("\n"));
}

#[test]
fn tricks_with_hosts_and_paths_fail_closed() {
    let sandbox = Sandbox::new();
    let server = ServerProcess::new(&sandbox, &[]);
    let host = |host: &str, path: &str| {
        server
            .send(&format!(
                "GET {path} HTTP/1.1\r\n{host}Connection: close\r\n\r\n"
            ))
            .status
    };
    for (expected, name) in [
        (200, "Host: localhost:99\r\n"),
        (200, "Host: 127.0.0.1\r\n"),
        (421, "Host: evil.example\r\n"),
        (421, "Host: localhost.evil.example\r\n"),
        (421, ""),
        (421, "Host: localhost\r\nHost: evil.example\r\n"),
    ] {
        assert_eq!(host(name, "/healthz"), expected, "{name}");
    }
    assert_eq!(
        host("Host: localhost\r\n", "http://evil.example/healthz"),
        421
    );
    for path in [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/assets/..%5c..%5cx",
        "/%00",
        "/%ff%fe",
        "//evil.example/",
        "/a%0d%0aSet-Cookie:x",
        "/api/v1/..%2f..%2fx",
        "/./healthz",
    ] {
        let answer = server.get(path);
        assert!(
            (400..500).contains(&answer.status),
            "{path}: {}",
            answer.status
        );
        assert!(
            !answer.body.contains("root:")
                && !answer.head.contains("set-cookie")
                && !answer.head.contains("\nlocation:"),
            "{path}"
        );
    }
    assert_eq!(
        server
            .send("BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .status,
        405
    );
    assert_eq!(server.send("\u{16}\u{3}\u{1}hello\r\n\r\n").status, 400);
    // Heads that are too long, or have too many lines, or say twice how long the body is.
    let head = |lines: &str| {
        let request =
            format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{lines}\r\n");
        server.send(&request).status
    };
    assert_eq!(head(&format!("X: {}\r\n", "a".repeat(70 << 10))), 431);
    assert_eq!(head(&"X: a\r\n".repeat(150)), 431);
    assert_eq!(head("Content-Length: 1\r\nContent-Length: 2\r\n"), 400);
    assert_eq!(head("Content-Length: -1\r\n"), 400);
    assert_eq!(host("Host: localhost\r\n", "http://localhost/healthz"), 200);
    assert_eq!(
        server.get(&format!("/{}", "a".repeat(70 << 10))).status,
        431
    );
}

#[test]
fn hostile_questions_have_answers_or_are_refused() {
    let sandbox = Sandbox::new();
    let server = ServerProcess::new(&sandbox, &["--rate", "0"]);
    let long = "A".repeat(1 << 20);
    let hostile = [
        "<script>alert(1)</script>",
        "\" onload=alert(1) x=\"",
        "javascript:alert(1)",
        "\u{202e}gnp.exe",
        "'; DROP TABLE resource; --",
        "\" OR 1=1 --",
        "NEAR(a b) AND col:x*",
        "\"",
        "(((((",
        "*",
        "^",
        "-",
        "%",
        "\0",
        "T1021' UNION SELECT 1",
        "../../../etc/passwd",
        "https://127.0.0.1/",
        "🦀🦀",
        &long,
    ];
    for question in DEFINITIONS {
        let schema = (question.arguments)().to_value();
        for (name, property) in schema["properties"].as_object().unwrap() {
            for value in hostile {
                let value = if property["type"] == "array" {
                    json!([value])
                } else {
                    json!(value)
                };
                let body = json!({ name.clone(): value }).to_string();
                let answer = server.post(
                    &format!("/api/v1/{}", question.name),
                    "Content-Type: application/json\r\n",
                    &body,
                );
                assert!(
                    (200..500).contains(&answer.status),
                    "{} {name}: {} {}",
                    question.name,
                    answer.status,
                    &body[..body.len().min(80)]
                );
                assert!(answer.head.contains("json"), "{}", answer.head);
            }
        }
    }
    let large =
        "POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n";
    assert_eq!(server.send(large).status, 413);
}

#[test]
fn a_new_catalogue_is_swapped_in_under_load_and_a_damaged_one_is_not() {
    let sandbox = Sandbox::new();
    let server = ServerProcess::new(&sandbox, &["--rate", "0"]);
    let before = server.json("/api/v1/sources")["sources"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(before, SOURCES.len());
    let (ending, asked, failed) = (AtomicBool::new(false), AtomicU32::new(0), AtomicU32::new(0));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while !ending.load(Ordering::Relaxed) {
                    let count = asked.fetch_add(1, Ordering::Relaxed);
                    let status = server
                        .get(&format!("/api/v1/resources?limit={}", count % 50 + 1))
                        .status;
                    failed.fetch_add(u32::from(status != 200), Ordering::Relaxed);
                }
            });
        }
        sandbox.build(&[format!("sigma={}", fixture("sigma").display())]);
        until("the new catalogue answers", || {
            server.json("/api/v1/sources")["sources"]
                .as_array()
                .unwrap()
                .len()
                == 1
        });
        let damaged = sandbox.path().join("damaged");
        std::fs::write(&damaged, b"SQLite format 3\0 and then nothing").unwrap();
        std::fs::rename(&damaged, sandbox.catalogue()).unwrap();
        until("the damaged catalogue is refused", || {
            server
                .get("/metrics")
                .body
                .contains("rhumb_catalogue_refused_total 1")
        });
        ending.store(true, Ordering::Relaxed);
    });
    assert_eq!(
        failed.load(Ordering::Relaxed),
        0,
        "of {}",
        asked.load(Ordering::Relaxed)
    );
    assert_eq!(
        server.json("/api/v1/sources")["sources"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert!(
        server
            .get("/metrics")
            .body
            .contains("rhumb_catalogue_swaps_total 1")
    );
}

#[test]
fn a_server_that_ends_finishes_what_it_answers() {
    let sandbox = Sandbox::new();
    let server = ServerProcess::new(&sandbox, &[]);
    let address = server.address.clone();
    let asked = std::thread::spawn(move || {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let body = r#"{"threat": ["all"]}"#;
        let head = format!(
            "POST /api/v1/plan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        // The server is told to end between the head and the body.
        std::thread::sleep(Duration::from_millis(300));
        stream.write_all(body.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    });
    std::thread::sleep(Duration::from_millis(150));
    assert_eq!(server.terminate(), Some(0));
    let text = asked.join().unwrap();
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    assert!(text.ends_with('}'), "{text}");
}

#[test]
fn limits_tokens_and_origins() {
    let sandbox = Sandbox::new();
    std::fs::write(
        sandbox.path().join("token"),
        "correct horse battery staple\n",
    )
    .unwrap();
    let server = ServerProcess::new(
        &sandbox,
        &[
            "--token-file",
            "token",
            "--rate",
            "2",
            "--allow-origin",
            "https://ours.example",
        ],
    );
    let with = |headers: &str| {
        server.send(&format!(
            "GET /api/v1/sources HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
        ))
    };
    assert_eq!(with("").status, 401);
    assert_eq!(
        with("Authorization: Bearer correct horse battery stapl\r\n").status,
        401
    );
    let token = "Authorization: Bearer correct horse battery staple\r\n";
    assert_eq!(with(token).status, 200);
    let shared = with(&format!("{token}Origin: https://ours.example\r\n"));
    assert!(
        shared
            .head
            .contains("access-control-allow-origin: https://ours.example"),
        "{}",
        shared.head
    );
    assert!(
        !with(&format!("{token}Origin: https://evil.example\r\n"))
            .head
            .contains("access-control")
    );
    let statuses: Vec<u16> = (0..20).map(|_| with(token).status).collect();
    assert!(statuses.contains(&429), "{statuses:?}");
    assert_eq!(server.get("/healthz").status, 200);
    let unprotected = sandbox.output(&["serve", "--listen", "0.0.0.0:0"], 80);
    snapshot("serve-unprotected", &crate::sandbox::err(&unprotected));
}

#[test]
fn whoever_sends_slowly_keeps_nobody_waiting() {
    let sandbox = Sandbox::new();
    let server = ServerProcess::new(
        &sandbox,
        &["--silence", "1", "--timeout", "1", "--connections", "9"],
    );
    // One byte at a time, so that none is ever silent: heads without an end, and bodies that were said to be longer.
    let head = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
    let body = "POST /api/v1/align HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{";
    let connect = |request: &&str| {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    };
    let mut slow: Vec<TcpStream> = [head, body].repeat(4).iter().map(connect).collect();
    // There is room for one more.
    assert_eq!(server.get("/api/v1/sources").status, 200);
    until("all are cut off", || {
        slow.retain_mut(is_open);
        slow.is_empty()
    });
    assert_eq!(server.get("/healthz").status, 200);
}

/// Sends one byte more, and looks whether the other side has ended.
fn is_open(stream: &mut TcpStream) -> bool {
    stream
        .set_read_timeout(Some(Duration::from_millis(1)))
        .unwrap();
    let mut answer = [0; 4096];
    stream.write_all(b"x").is_ok()
        && match stream.read(&mut answer) {
            Ok(read) => read > 0,
            Err(error) => matches!(
                error.kind(),
                ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
            ),
        }
}
