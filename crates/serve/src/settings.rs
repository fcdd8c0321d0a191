//! How the server is to behave.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::token::Token;

/// Fetches the bytes at an address that a user named; the text is why not. Only the program can do it.
pub type Fetch = Arc<dyn Fn(&str) -> Result<Vec<u8>, String> + Send + Sync>;

/// How the server is to behave.
#[derive(Clone)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Names by which it may be called, beside those of this machine; on loopback all others are refused.
    pub hosts: Vec<String>,
    /// Origins whose pages may read answers: `https://example.org`, or `*`.
    pub origins: Vec<String>,
    /// What clients must show.
    pub token: Option<Token>,
    /// Whether it may listen beyond this machine without a token.
    pub public: bool,
    /// Whether assistants are answered at `/mcp`.
    pub mcp: bool,
    /// How many requests a second one client may make, on average; 0 for any number.
    pub rate: u32,
    /// How many connections may be open.
    pub connections: usize,
    /// How many bytes a request's body may have.
    pub body: usize,
    /// How long an answer may take.
    pub answer_timeout: Duration,
    /// How long the head of a request may take to arrive, and a connection may be silent.
    pub idle_timeout: Duration,
    /// The size of the answer cache in bytes.
    pub cache: u64,
    /// How layers are fetched by address; none where that is not allowed.
    pub fetch: Option<Fetch>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            hosts: Vec::new(),
            origins: Vec::new(),
            token: None,
            public: false,
            mcp: false,
            rate: 100,
            connections: 512,
            body: 16 << 20,
            answer_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_mins(1),
            cache: 256 << 20,
            fetch: None,
        }
    }
}
