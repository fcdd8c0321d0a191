//! Listening, and the life of connections: how many, how long they may be silent, how they end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use tracing::{debug, info, warn};

use crate::error::Error;
use crate::middleware::ClientAddress;
use crate::pool::Catalogues;
use crate::settings::Settings;
use crate::state::{ServerState, maintain};

/// The largest head of a request.
const MAX_HEADER_SIZE: usize = 64 << 10;
/// How many headers a request may have.
const MAX_HEADERS: usize = 100;
/// How long requests that are being answered may take when the server ends.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(30);
/// The pause when the system has no more sockets.
const ACCEPT_RETRY: Duration = Duration::from_millis(50);

/// A server that listens and does not answer yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    state: Arc<ServerState>,
    router: Router,
    shutdown: CancellationToken,
}

impl Server {
    /// Begins to listen.
    #[expect(clippy::disallowed_methods, reason = "a server listens")]
    pub async fn bind(mut settings: Settings, catalogues: Arc<Catalogues>) -> Result<Self, Error> {
        let wanted = settings.listen;
        if !wanted.ip().is_loopback() && settings.token.is_none() && !settings.public {
            return Err(Error::Unprotected(wanted));
        }
        let cannot = |source| Error::Listen {
            address: wanted,
            source,
        };
        let listener = TcpListener::bind(wanted).await.map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        settings.listen = address;
        let state = Arc::new(ServerState::new(settings, catalogues));
        let shutdown = CancellationToken::new();
        let router = crate::router::router(Arc::clone(&state), &shutdown);
        Ok(Self {
            listener,
            address,
            state,
            router,
            shutdown,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `end` is done, then finishes what it is answering.
    pub async fn run(self, end: impl Future<Output = ()>) {
        let maintenance = tokio::spawn(maintain(Arc::clone(&self.state)));
        let connection_limit = Arc::new(Semaphore::new(self.state.settings.connections));
        let graceful = GracefulShutdown::new();
        tokio::pin!(end);
        loop {
            tokio::select! {
                () = &mut end => break,
                (stream, client, permit) = accept(&self.listener, &connection_limit) => self.serve_connection(stream, client, permit, &graceful),
            }
        }
        drop(self.listener);
        self.shutdown.cancel();
        info!(
            connections = graceful.count(),
            "finishing what is being answered"
        );
        if tokio::time::timeout(SHUTDOWN_TIMEOUT, graceful.shutdown())
            .await
            .is_err()
        {
            warn!(
                "some answers took longer than {} s, they are cut off",
                SHUTDOWN_TIMEOUT.as_secs()
            );
        }
        maintenance.abort();
    }

    fn serve_connection(
        &self,
        stream: TcpStream,
        client: SocketAddr,
        permit: OwnedSemaphorePermit,
        graceful: &GracefulShutdown,
    ) {
        // Answers go out whole; waiting for more would only delay them.
        if let Err(error) = stream.set_nodelay(true) {
            debug!(error = %error, "a client went away at once");
        }
        let router = self.router.clone();
        let answer = hyper::service::service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ClientAddress(client));
            router.clone().oneshot(request)
        });
        let mut http = hyper::server::conn::http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(self.state.settings.idle_timeout)
            .max_headers(MAX_HEADERS)
            .max_header_size(MAX_HEADER_SIZE);
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), answer));
        let state = Arc::clone(&self.state);
        state.metrics.connections.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                debug!(error = %error, "a connection ended early");
            }
            state.metrics.connections.fetch_sub(1, Ordering::Relaxed);
            drop(permit);
        });
    }
}

/// The next client, once the limit of connections allows it.
async fn accept(
    listener: &TcpListener,
    connection_limit: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    let permit = Arc::clone(connection_limit)
        .acquire_owned()
        .await
        .expect("permits are never closed");
    loop {
        match listener.accept().await {
            Ok((stream, client)) => return (stream, client, permit),
            Err(error) => {
                debug!(error = %error, "a connection was not taken");
                tokio::time::sleep(ACCEPT_RETRY).await;
            }
        }
    }
}
