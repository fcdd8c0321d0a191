//! Why the server does not start, or ends.

use std::net::SocketAddr;

/// The server cannot run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is in use, or not one of this machine.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// It would be reachable from other machines without a token, which was not allowed explicitly.
    #[error("{0} can be reached by others, and no token is set")]
    Unprotected(SocketAddr),
    /// A setting makes no sense.
    #[error("{0}")]
    Setting(String),
}
