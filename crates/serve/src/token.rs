//! The token that clients send where other machines can reach the server.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::error::Error;

/// The shortest token that is taken.
const SHORTEST: usize = 16;

/// A secret, known by its hash.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl Token {
    /// The token of a file: its first line.
    pub fn new(text: &str) -> Result<Self, Error> {
        let token = text.lines().next().unwrap_or_default().trim();
        if token.len() < SHORTEST {
            let why = format!(
                "the token is shorter than {SHORTEST} letters: a longer one cannot be guessed"
            );
            return Err(Error::Setting(why));
        }
        Ok(Self(Sha256::digest(token).into()))
    }

    /// Whether the request shows it. Takes as long for a wrong one as for the right one.
    pub(crate) fn is_in(&self, headers: &HeaderMap) -> bool {
        let given = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '));
        let Some(("Bearer" | "bearer", given)) = given else {
            return false;
        };
        let given: [u8; 32] = Sha256::digest(given.trim()).into();
        self.0.ct_eq(&given).into()
    }
}
