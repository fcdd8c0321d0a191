//! The questions in the browser, for programs and for assistants: pages, REST and MCP over one catalogue.

pub mod web;
