//! The questions in the browser, for programs and for assistants: pages, REST and MCP over one catalogue.
//!
//! A request passes the middleware (`middleware`), the router sends it to a page (`pages`), a question (`api`) or the
//! Model Context Protocol (`mcp`). The question runs on one of the opened catalogues (`pool`); its rendered answer is cached
//! (`answer_cache`), and made again for a new catalogue before anybody asks (`cache_warming`).

mod answer_cache;
mod api;
mod cache_warming;
mod encoding;
mod error;
mod host;
pub mod mcp;
mod metrics;
mod middleware;
mod pages;
mod pool;
mod problem;
mod rate;
mod router;
mod server;
mod settings;
mod state;
mod token;

pub use error::Error;
pub use pool::{Catalogues, Open};
pub use server::Server;
pub use settings::{Fetch, Settings};
pub use token::Token;
