//! Intakes that others wrote: real tus servers on loopback, and what has arrived in their folders.
//!
//! Each is installed once into cargo's target folder, in a version that is written down here or in
//! `tests/clients/tus_server/package-lock.json`.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::peer::Peer;
use crate::programs::{installed_go, installed_npm, tool};

/// The version of the protocol's reference server.
const TUSD: &str = "v2.8.0";
/// Where uploads are created.
const PATH: &str = "/files/";

/// Which server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TusKind {
    /// `tusd`, the reference in Go.
    Tusd,
    /// `@tus/server` with `@tus/file-store`, in JavaScript.
    Node,
}

/// A server that runs. Dropping it kills it.
#[derive(Debug)]
pub struct TusServer {
    kind: TusKind,
    folder: PathBuf,
    peer: Peer,
}

/// An upload in a server's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// What it was created with, decoded.
    pub metadata: BTreeMap<String, String>,
    /// The bytes that are there.
    pub bytes: u64,
    /// Whether that is all of it.
    pub complete: bool,
    /// Where they are.
    pub file: PathBuf,
}

impl Arrived {
    /// The report's id.
    ///
    /// # Panics
    ///
    /// If it was created without one.
    #[must_use]
    pub fn report_id(&self) -> &str {
        self.metadata.get("report_id").expect("the upload of a report carries its id")
    }

    /// The digest of what is there, in hexadecimal digits.
    ///
    /// # Panics
    ///
    /// If it can't be read.
    #[must_use]
    pub fn sha256(&self) -> String {
        digest(&fs::read(&self.file).expect("an upload can be read"))
    }
}

/// What both servers keep beside an upload, each with its own spelling.
#[derive(Debug, Deserialize)]
struct Info {
    #[serde(alias = "Size")]
    size: u64,
    #[serde(alias = "MetaData")]
    metadata: BTreeMap<String, String>,
}

impl TusKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Tusd, Self::Node];

    /// The command that serves this folder at this address, installed first if it is not yet. The folder is an absolute path.
    ///
    /// # Panics
    ///
    /// If it can't be installed.
    #[must_use]
    pub fn command(self, listen: SocketAddr, folder: &Path) -> Command {
        let port = listen.port().to_string();
        match self {
            Self::Tusd => {
                let mut command = Command::new(installed_tusd());
                command.args(["-host", &listen.ip().to_string(), "-port", &port, "-base-path", PATH, "-upload-dir"]);
                command.arg(folder);
                command
            }
            Self::Node => {
                let mut command = tool("node");
                command.arg(installed_node_server().join("server.js")).arg(port).arg(folder);
                command
            }
        }
    }

    /// What has arrived in a server's folder, in no order.
    ///
    /// # Panics
    ///
    /// If the folder is not one of such a server.
    #[must_use]
    pub fn arrived(self, folder: &Path) -> Vec<Arrived> {
        let ending = match self {
            Self::Tusd => "info",
            Self::Node => "json",
        };
        let names = fs::read_dir(folder).expect("the server's folder");
        let paths = names.map(|entry| entry.expect("an entry of the server's folder").path());
        let infos = paths.filter(|path| path.extension().is_some_and(|found| found == ending));
        // An info that a kill cut short belongs to an upload of which nobody was told.
        infos.filter_map(|path| Some(arrived(&path, serde_json::from_slice(&fs::read(&path).ok()?).ok()?))).collect()
    }
}

fn arrived(path: &Path, info: Info) -> Arrived {
    let file = path.with_extension("");
    // What was never written to is empty.
    let bytes = fs::metadata(&file).map_or(0, |found| found.len());
    Arrived { metadata: info.metadata, bytes, complete: bytes == info.size, file }
}

impl TusServer {
    /// Starts one on loopback and a free port. What it receives goes into this folder.
    ///
    /// # Panics
    ///
    /// If it can't be installed or does not listen.
    #[must_use]
    pub fn start(kind: TusKind, folder: &Path) -> Self {
        fs::create_dir_all(folder).expect("a folder for the server");
        let folder = folder.canonicalize().expect("the folder's own path");
        let served = folder.clone();
        let peer = Peer::start(&folder.with_extension("log"), move |listen| kind.command(listen, &served));
        Self { kind, folder, peer }
    }

    /// Starts it on the same folder and port after [`Self::kill`], and waits until it listens.
    ///
    /// # Panics
    ///
    /// If it does not listen.
    pub fn start_again(&mut self) {
        self.peer.start_again();
    }

    /// Kills it, as a machine does that loses its power.
    pub fn kill(&mut self) {
        self.peer.kill();
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.peer.addr()
    }

    /// The intake's URL for those who reach it at this address, such as a relay's.
    #[must_use]
    pub fn intake_at(addr: SocketAddr) -> String {
        format!("http://{addr}{PATH}")
    }

    /// What has arrived, in no order.
    ///
    /// # Panics
    ///
    /// If the folder can't be read.
    #[must_use]
    pub fn arrived(&self) -> Vec<Arrived> {
        self.kind.arrived(&self.folder)
    }
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn installed_tusd() -> PathBuf {
    installed_go("tusd", "github.com/tus/tusd/v2/cmd/tusd", TUSD)
}

fn installed_node_server() -> PathBuf {
    installed_npm("tus_server", &["server.js"])
}
