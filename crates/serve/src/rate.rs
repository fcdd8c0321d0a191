//! How many requests one client may make.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

use axum::http::HeaderValue;
use axum::http::header::RETRY_AFTER;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::problem::{Problem, ProblemKind};

/// The burst in seconds of the rate: a page comes with its styles, scripts and pictures.
const BURST: u32 = 5;

/// How many requests each client has made.
pub(crate) struct RateLimit {
    limiter: Option<DefaultKeyedRateLimiter<IpAddr>>,
}

impl RateLimit {
    /// Requests a second; 0 for no limit.
    pub(crate) fn new(a_second: u32) -> Self {
        let quota = |a_second: NonZeroU32| {
            Quota::per_second(a_second)
                .allow_burst(a_second.saturating_mul(NonZeroU32::MIN.saturating_add(BURST - 1)))
        };
        Self {
            limiter: NonZeroU32::new(a_second).map(|a_second| RateLimiter::keyed(quota(a_second))),
        }
    }

    pub(crate) fn check(&self, client: IpAddr) -> Result<(), Problem> {
        let Some(limiter) = &self.limiter else {
            return Ok(());
        };
        limiter.check_key(&network(client)).map_err(|not_until| {
            let seconds = not_until
                .wait_time_from(DefaultClock::default().now())
                .as_secs()
                + 1;
            Problem::new(ProblemKind::TooMany, format!("ask again in {seconds} s"))
                .header(RETRY_AFTER, HeaderValue::from(seconds))
        })
    }

    /// Forgets clients that have not asked for a while.
    pub(crate) fn forget_idle_clients(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// With IPv6 a client has a whole network of addresses.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}
