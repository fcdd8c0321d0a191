//! A scripted assistant over both ways: begin, list, call each tool, cancel, ask wrongly.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::sandbox::Sandbox;
use crate::server_process::ServerProcess;
use crate::snapshot;

/// The most bytes of an answer.
const MOST: usize = 25_000;

/// A way to speak with the program.
trait Transport {
    /// Sends a message; what came back for this id, with how many bytes it has.
    fn send(&mut self, message: &Value) -> Option<(Value, usize)>;
}

struct Pipes {
    child: Child,
    to: Option<ChildStdin>,
    from: Lines<BufReader<ChildStdout>>,
}

impl Pipes {
    fn new(sandbox: &Sandbox, catalogue: Option<PathBuf>) -> Self {
        let mut command = sandbox.command(80);
        if let Some(catalogue) = catalogue {
            command.arg("--catalogue").arg(catalogue);
        }
        let mut child = command
            .arg("mcp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            to: child.stdin.take(),
            from: BufReader::new(child.stdout.take().unwrap()).lines(),
            child,
        }
    }
}

impl Transport for Pipes {
    fn send(&mut self, message: &Value) -> Option<(Value, usize)> {
        writeln!(self.to.as_mut().unwrap(), "{message}").unwrap();
        let id = message.get("id")?;
        let line = self
            .from
            .by_ref()
            .map(Result::unwrap)
            .find(|line| serde_json::from_str::<Value>(line).unwrap()["id"] == *id);
        line.map(|line| (serde_json::from_str(&line).unwrap(), line.len()))
    }
}

impl Drop for Pipes {
    fn drop(&mut self) {
        // The assistant goes: so does the program.
        drop(self.to.take());
        assert!(self.child.wait().unwrap().success());
    }
}

struct Http<'a> {
    server: &'a ServerProcess,
    session: String,
}

impl Transport for Http<'_> {
    fn send(&mut self, message: &Value) -> Option<(Value, usize)> {
        let headers = format!(
            "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n{}",
            self.session
        );
        let answer = self.server.post("/mcp", &headers, &message.to_string());
        if let Some(session) = answer
            .head
            .lines()
            .find(|line| line.starts_with("mcp-session-id: "))
        {
            self.session = format!("{session}\r\n");
        }
        let id = message.get("id")?;
        let messages = answer
            .body
            .lines()
            .filter_map(|line| line.strip_prefix("data: "));
        messages
            .filter_map(|line| Some((serde_json::from_str::<Value>(line).ok()?, line.len())))
            .find(|(message, _)| message["id"] == *id)
    }
}

struct Assistant<W> {
    way: W,
    id: u32,
    largest: usize,
}

impl<W: Transport> Assistant<W> {
    fn new(way: W) -> Self {
        let mut assistant = Self {
            way,
            id: 0,
            largest: 0,
        };
        let hello = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
        let answer = assistant.ask("initialize", hello);
        assert_eq!(answer["result"]["serverInfo"]["name"], "rhumb");
        assistant
            .way
            .send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        assistant
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        let mut message = json!({"jsonrpc": "2.0", "id": self.id, "method": method});
        message["params"] = params;
        let (answer, size) = self
            .way
            .send(&message)
            .expect("every request has an answer");
        if method == "tools/call" {
            self.largest = self.largest.max(size);
            assert!(size <= MOST, "{size} bytes: {message}");
        }
        answer
    }

    /// The structured answer of a tool.
    fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let mut params = json!({"name": tool});
        params["arguments"] = arguments;
        let answer = self.ask("tools/call", params);
        assert_eq!(answer["result"]["isError"], false, "{tool}: {answer}");
        let structured = answer["result"]["structuredContent"].clone();
        let text: Value =
            serde_json::from_str(answer["result"]["content"][0]["text"].as_str().unwrap()).unwrap();
        assert_eq!(text, structured);
        structured
    }
}

fn calls() -> Vec<(&'static str, Value)> {
    vec![
        ("search", json!({"words": ["lamp"]})),
        ("technique", json!({"id": "T1021.002"})),
        (
            "resources",
            json!({"technique": ["T1021.002"], "detail": "brief"}),
        ),
        ("resource_text", json!({"id": "CAR-2030-01-001"})),
        ("threat_profile", json!({"name": "Lamplighters"})),
        ("align", json!({"threat": ["Lamplighters"]})),
        ("gaps", json!({"threat": ["Lamplighters"]})),
        ("plan", json!({"threat": ["Lamplighters"]})),
        ("drift", json!({})),
        ("sources", json!({"source": "sigma"})),
    ]
}

/// The whole conversation.
fn converse<W: Transport>(way: W) -> String {
    let mut assistant = Assistant::new(way);
    let tools = assistant.ask("tools/list", json!({}))["result"]["tools"].clone();
    let mut said = Vec::new();
    for (tool, arguments) in calls() {
        let answer = assistant.call(tool, arguments);
        let described = tools
            .as_array()
            .unwrap()
            .iter()
            .find(|described| described["name"] == tool)
            .unwrap();
        let schema = jsonschema::draft202012::new(&described["outputSchema"]).unwrap();
        assert!(schema.is_valid(&answer), "{tool}: {answer}");
        let items = answer["items"].as_array().unwrap();
        assert!(
            items
                .iter()
                .all(|item| item["provenance"]["source"].is_string()),
            "{answer}"
        );
        said.push(format!(
            "{tool}: {} items, first from {}",
            items.len(),
            items.first().unwrap_or(&answer)["provenance"]
        ));
    }
    assert_eq!(tools.as_array().unwrap().len(), calls().len());
    for (tool, arguments) in [
        ("technique", json!({"id": "T1021.02x"})),
        ("search", json!({"word": ["x"]})),
        ("align", json!({})),
        ("search", json!({"words": ["lamp"], "cursor": "x"})),
    ] {
        let answer = assistant.ask("tools/call", json!({"name": tool, "arguments": arguments}));
        let text = answer["result"]["content"][0]["text"].as_str().unwrap();
        said.push(format!("{tool} {arguments}: {text}"));
        assert_eq!(answer["result"]["isError"], true);
        // It would be held against the schema of answers.
        assert!(answer["result"]["structuredContent"].is_null());
    }
    said.push(
        assistant.ask("tools/call", json!({"name": "serch", "arguments": {}}))["error"].to_string(),
    );
    said.push(
        assistant.ask("resources/read", json!({"uri": "rhumb://technque/T1021"}))["error"]
            .to_string(),
    );
    let read = assistant.ask("resources/read", json!({"uri": "rhumb://technique/T1021"}));
    assert!(
        read["result"]["contents"][0]["text"]
            .as_str()
            .unwrap()
            .contains("\"T1021\""),
        "{read}"
    );
    let templates = assistant.ask("resources/templates/list", json!({}));
    said.extend(
        templates["result"]["resourceTemplates"]
            .as_array()
            .unwrap()
            .iter()
            .map(|template| template["uriTemplate"].to_string()),
    );
    let listed = assistant.ask("resources/list", json!({}));
    assert!(
        listed["result"]["resources"]
            .as_array()
            .unwrap()
            .iter()
            .any(|resource| resource["uri"] == "rhumb://source/sigma")
    );
    let completed = json!({"ref": {"type": "ref/resource", "uri": "rhumb://technique/{id}"}, "argument": {"name": "id", "value": "T1021"}});
    said.push(
        assistant.ask("completion/complete", completed)["result"]["completion"]["values"]
            .to_string(),
    );
    // What is cancelled is gone; what comes after it is answered.
    assistant.way.send(&json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 99_999, "reason": "no longer of interest"}}));
    assert!(assistant.ask("ping", json!({}))["result"].is_object());
    said.join("\n")
}

#[test]
fn over_pipes_and_over_http_alike() {
    let sandbox = Sandbox::new();
    let over_pipes = converse(Pipes::new(&sandbox, Some(sandbox.catalogue())));
    let server = ServerProcess::new(&sandbox, &["--mcp"]);
    let over_http = converse(Http {
        server: &server,
        session: String::new(),
    });
    assert_eq!(over_http, over_pipes);
    snapshot("mcp", &over_pipes);
    let without = ServerProcess::new(&sandbox, &[]);
    assert!(
        without
            .post("/mcp", "Content-Type: application/json\r\n", "{}")
            .status
            >= 400
    );
}

#[test]
fn a_call_that_is_cancelled_does_not_hold_up_the_next() {
    let sandbox = Sandbox::empty();
    let mut assistant = Assistant::new(Pipes::new(&sandbox, None));
    let pipe = assistant.way.to.as_mut().unwrap();
    let call = json!({"jsonrpc": "2.0", "id": 500, "method": "tools/call", "params": {"name": "plan", "arguments": {"threat": ["all"], "budget": 500}}});
    writeln!(pipe, "{call}").unwrap();
    let cancel = json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 500}});
    writeln!(pipe, "{cancel}").unwrap();
    assert_eq!(
        assistant.call("technique", json!({"id": "T1021"}))["about"]["technique"]["id"],
        "T1021"
    );
}

/// The built-in catalogue needs no file and no network.
#[test]
fn no_answer_of_the_built_in_catalogue_is_too_large() {
    let sandbox = Sandbox::empty();
    let mut assistant = Assistant::new(Pipes::new(&sandbox, None));
    for detail in ["brief", "normal", "full"] {
        for (tool, arguments) in [
            ("search", json!({"words": ["powershell"]})),
            ("technique", json!({"id": "T1059"})),
            ("resources", json!({"technique": ["T1059.001"]})),
            ("resource_text", json!({"id": "S0002"})),
            ("threat_profile", json!({"name": "APT29"})),
            ("align", json!({"threat": ["all"]})),
            ("gaps", json!({"threat": ["all"]})),
            ("plan", json!({"threat": ["APT29"], "budget": 50})),
            ("drift", json!({})),
            ("sources", json!({})),
        ] {
            let mut arguments = arguments;
            arguments["detail"] = detail.into();
            if tool != "technique" {
                arguments["limit"] = 100.into();
            }
            let answer = assistant.call(tool, arguments.clone());
            let (items, total) = (
                answer["items"].as_array().unwrap(),
                answer["total"].as_u64(),
            );
            assert_eq!(
                answer["cursor"].is_null(),
                total.is_none_or(|total| total == items.len() as u64),
                "{tool} {arguments}"
            );
        }
    }
    eprintln!("largest answer: {} bytes", assistant.largest);
}
