//! The questions in the browser, for programs and for assistants: pages, REST and MCP over one catalogue.
//!
//! A request passes the gate (`gate`), the router sends it to a page (`pages`), a question (`api`) or the assistants'
//! door (`mcp`); the question runs on one of the opened catalogues (`pool`), and its finished answer is kept (`finished`).

mod api;
mod encoding;
mod error;
mod finished;
mod gate;
mod host;
pub mod mcp;
mod metrics;
mod pages;
mod pool;
mod problem;
mod rate;
mod router;
mod server;
mod settings;
mod state;
mod token;
mod warm;

pub use error::Error;
pub use pool::{Catalogues, Open};
pub use server::Server;
pub use settings::{Fetch, Settings};
pub use token::Token;
