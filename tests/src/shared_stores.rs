//! What several intakes share, run by others' programs: PostgreSQL, and a server that speaks S3.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::peer::Peer;
use crate::programs::{finished, installed_go, succeeded, tool};

/// A gateway from S3 to a folder.
const S3_SERVER: &str = "v1.0.14";
const S3_PACKAGE: &str = "github.com/versity/versitygw/cmd/versitygw";
/// What it is asked with; nobody else's.
const ACCESS: [&str; 2] = ["desk", "a key for tests"];
const BUCKET: &str = "reports";
/// Where Debian has the programs of each version.
const POSTGRES: &str = "/usr/lib/postgresql";
/// How long it may take to let somebody in once it listens.
const READY_WITHIN: Duration = Duration::from_secs(30);
/// A user without rights: PostgreSQL does not run as root.
const NOBODY: u32 = 65_534;

/// PostgreSQL with an empty database of its own.
#[derive(Debug)]
pub struct Postgres {
    peer: Peer,
}

impl Postgres {
    /// Starts one whose files are in this folder, which is made.
    ///
    /// # Panics
    ///
    /// If there is none on this machine, or it does not start.
    #[must_use]
    pub fn start(folder: &Path) -> Self {
        fs::create_dir(folder).expect("a folder for PostgreSQL");
        let is_root = fs::metadata(folder).expect("a folder").uid() == 0;
        if is_root {
            chown(folder, Some(NOBODY), Some(NOBODY)).expect("root can give a folder away");
        }
        let (programs, data) = (postgres_programs(), folder.join("data"));
        let run = move |name: &str| {
            let program = programs.join(name);
            if !is_root {
                return Command::new(program);
            }
            let mut command = tool("setpriv");
            command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(program);
            command
        };
        let mut init = run("initdb");
        init.args(["--auth", "trust", "--username", "desk", "--encoding", "UTF8", "--locale", "C", "--pgdata"])
            .arg(&data);
        succeeded(init.current_dir(folder));
        let (sockets, log) = (folder.to_owned(), folder.join("log"));
        let peer = Peer::start(&log, move |listen| {
            let mut command = run("postgres");
            command.arg("-D").arg(&data).arg("-k").arg(&sockets).args(["-p", &listen.port().to_string()]);
            command.args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=on"]).current_dir(&sockets);
            command
        });
        // It listens before it lets anybody in.
        let ready = postgres_programs().join("pg_isready");
        let is_ready = || {
            let port = peer.addr().port().to_string();
            finished(tool(&ready.to_string_lossy()).args(["-q", "-h", "127.0.0.1", "-p", &port])).status.success()
        };
        let until = Instant::now() + READY_WITHIN;
        while !is_ready() {
            assert!(Instant::now() < until, "PostgreSQL lets nobody in");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { peer }
    }

    /// The URL of its database.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://desk@{}/postgres", self.peer.addr())
    }

    /// Kills it and starts it again, as after a loss of power.
    pub fn restart(&mut self) {
        self.peer.start_again();
    }
}

fn postgres_programs() -> PathBuf {
    let versions = fs::read_dir(POSTGRES).into_iter().flatten().flatten();
    let newest =
        versions.map(|entry| entry.path().join("bin")).filter(|programs| programs.join("initdb").exists()).max();
    newest.expect("PostgreSQL is installed")
}

/// A server that speaks S3, with one bucket.
#[derive(Debug)]
pub struct S3Server {
    peer: Peer,
    folder: PathBuf,
}

impl S3Server {
    /// Starts one whose objects are files in this folder, which is made.
    ///
    /// # Panics
    ///
    /// If it can't be installed or does not start.
    #[must_use]
    pub fn start(folder: &Path) -> Self {
        let (objects, metadata) = (folder.join("objects"), folder.join("metadata"));
        for folder in [&objects.join(BUCKET), &metadata] {
            fs::create_dir_all(folder).expect("a folder for objects");
        }
        let program = installed_go("versitygw", S3_PACKAGE, S3_SERVER);
        let peer = Peer::start(&folder.join("log"), move |listen: SocketAddr| {
            let mut command = Command::new(&program);
            command.args(["--access", ACCESS[0], "--secret", ACCESS[1], "--port", &listen.to_string(), "posix"]);
            // Beside the objects: not every disk has attributes of files.
            command.arg("--sidecar").arg(&metadata).arg(&objects);
            command
        });
        Self { peer, folder: folder.join("objects").join(BUCKET) }
    }

    /// Tells a program where it is and how to ask it.
    pub fn told_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("AWS_ENDPOINT_URL", format!("http://{}", self.peer.addr())).env("AWS_ALLOW_HTTP", "true");
        command
            .env("AWS_ACCESS_KEY_ID", ACCESS[0])
            .env("AWS_SECRET_ACCESS_KEY", ACCESS[1])
            .env("AWS_REGION", "us-east-1")
    }

    /// The bucket's URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("s3://{BUCKET}")
    }

    /// The objects below a path, as files.
    #[must_use]
    pub fn files(&self, path: &str) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.join(path)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        files
    }
}
