//! Why the view could not start, or an agent not be changed.

use std::{io, net::SocketAddr};

use wallet_doctor_intake::{IntakeError, store::StoreError};

use crate::people::{MAX_NAME_CHARS, MAX_PASSWORD_BYTES, MIN_PASSWORD_CHARS};

/// Why the view could not do what was asked. Each names what to change.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ViewError {
    /// The address is taken, not ours, or needs rights.
    #[error("cannot listen on {addr}: {source}")]
    Listen {
        /// The address asked for.
        addr: SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// Passwords and reports would cross a network in the clear.
    #[error(
        "{addr} can be reached from other machines, so a certificate is needed; without one the view listens on loopback"
    )]
    InTheClear {
        /// The address asked for.
        addr: SocketAddr,
    },
    /// Browsers call no server by an address that stands for all.
    #[error("{addr} stands for all addresses, and browsers call the view by another name; say by which with --host")]
    NoHost {
        /// The address asked for.
        addr: SocketAddr,
    },
    /// The folder for what the view keeps could not be made or used.
    #[error("cannot use {folder} for what the view keeps: {source}")]
    Folder {
        /// The folder asked for.
        folder: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// Another view works in the folder.
    #[error("another view uses {folder}; each needs a folder of its own")]
    InUse {
        /// The folder asked for.
        folder: String,
    },
    /// The certificate or its key cannot be used.
    #[error(transparent)]
    Tls(#[from] IntakeError),
    /// The key that announcements are signed with is none.
    #[error(
        "announcements are signed with an Ed25519 key in PKCS#8 and PEM, as `openssl genpkey -algorithm ed25519` makes it"
    )]
    SigningKey,
    /// The desk's stores cannot be used.
    #[error("the desk's stores cannot be used: {0}")]
    Stores(#[from] StoreError),
    /// The view's own database cannot be used.
    #[error("the view's database cannot be used: {0}")]
    Records(#[from] sqlx::Error),
    /// It was made by a version that knows more of it.
    #[error("the view's database was made by a newer version, and this one would misunderstand it")]
    Newer,
    /// A row is not what the view writes.
    #[error("the view's database is damaged")]
    Damaged,
    /// Nobody could sign in.
    #[error("there are no agents yet; add one with `wallet-doctor-desk agent add`")]
    NoAgents,
    /// The name cannot be an agent's.
    #[error("a name has 1 to {MAX_NAME_CHARS} letters, digits, dots, hyphens and underscores")]
    BadName,
    /// The password is too short or too long.
    #[error("a password has at least {MIN_PASSWORD_CHARS} characters, and at most {MAX_PASSWORD_BYTES} bytes")]
    BadPassword,
    /// There is an agent of this name.
    #[error("there is an agent of this name already")]
    AgentExists,
    /// There is none.
    #[error("there is no agent of this name")]
    NoSuchAgent,
    /// The operating system gave no random bytes.
    #[error("there is no randomness to be had")]
    NoRandomness,
}
