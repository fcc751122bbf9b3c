//! Servers in processes of their own, on loopback.

use std::fmt;
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take until it listens.
const LISTENS_WITHIN: Duration = Duration::from_secs(30);
/// How often it is looked whether it does.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A server that runs. Dropping it kills it.
pub struct Peer {
    command: Box<dyn Fn(SocketAddr) -> Command + Send + Sync>,
    /// What it says.
    log: PathBuf,
    port: u16,
    child: Option<Child>,
}

impl fmt::Debug for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Peer").field("log", &self.log).field("port", &self.port).finish_non_exhaustive()
    }
}

impl Peer {
    /// Starts what `command` makes for an address with a free port, and waits until it listens there.
    ///
    /// # Panics
    ///
    /// If it does not.
    #[must_use]
    pub fn start(log: &Path, command: impl Fn(SocketAddr) -> Command + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("a bound port").port();
        drop(listener);
        let mut peer = Self { command: Box::new(command), log: log.to_owned(), port, child: None };
        peer.start_again();
        peer
    }

    /// Starts it on the same port after [`Self::kill`], and waits until it listens.
    ///
    /// # Panics
    ///
    /// If it does not.
    pub fn start_again(&mut self) {
        self.kill();
        // Before the clock runs: making the command may install what it starts.
        self.child = Some(self.spawn());
        let given_up = Instant::now() + LISTENS_WITHIN;
        loop {
            // It ends at once if its port is taken, as by a connection of anybody on this machine; then it is tried again.
            let runs = self.child.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None)));
            if runs && TcpStream::connect(self.addr()).is_ok() {
                return;
            }
            assert!(Instant::now() < given_up, "{self:?} does not listen: {}", self.said());
            if !runs {
                self.child = Some(self.spawn());
            }
            std::thread::sleep(LOOK_EVERY);
        }
    }

    fn spawn(&self) -> Child {
        let log = File::create(&self.log).expect("a writable folder");
        let mut command = (self.command)(self.addr());
        command.stdin(Stdio::null()).stdout(log.try_clone().expect("a file's handle")).stderr(log);
        command.spawn().unwrap_or_else(|error| panic!("{command:?} can't be started: {error}"))
    }

    /// What it has said since it was started last.
    #[must_use]
    pub fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Kills it, as a machine does that loses its power.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself.
            child.kill().ok();
            child.wait().ok();
        }
    }

    /// Its process, while it runs.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.kill();
    }
}
