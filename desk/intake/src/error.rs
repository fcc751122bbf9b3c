//! Why an intake could not start.

use std::{io, net::SocketAddr};

use crate::store::StoreError;

/// Why an intake could not start. Each variant names the option to change.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IntakeError {
    /// The address is taken, not ours, or needs rights.
    #[error("cannot listen on {addr}: {source}")]
    Listen {
        /// The address asked for.
        addr: SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// The folder for reports could not be made or opened, or the bucket's settings are none.
    #[error("cannot use {objects} as the store: {source}")]
    Objects {
        /// The folder or bucket asked for.
        objects: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// The database could not be made or opened.
    #[error("the database cannot be used: {0}")]
    Database(#[source] StoreError),
    /// The certificate or key is not PEM, is empty, or the two don't belong together.
    #[error("the TLS {what} cannot be used: {reason}")]
    Tls {
        /// `certificate` or `key` or `identity`.
        what: &'static str,
        /// What is wrong with it; never a part of the key.
        reason: String,
    },
    /// The store could not be read.
    #[error("the store cannot be opened: {0}")]
    Store(#[from] StoreError),
}
