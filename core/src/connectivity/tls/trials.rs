//! Why a handshake gets no answer: the same connection tried again, once under another name, and once in small packets.
//! What succeeds when it is simply tried again says nothing of the others.
//!
//! A filter that reads the name in the ClientHello lets another name through at the same address. A network that drops
//! large packets without a word (an MTU black hole, RFC 2923, section 2.1) lets a handshake through whose packets are small.

use std::net::SocketAddr;
use std::time::Duration;

use rustls_pki_types::ServerName;
use serde::{Deserialize, Serialize};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Instant, timeout};

use super::super::probe::Step;
use super::super::share::Share;
use super::super::traffic::Metered;
use super::super::{FailureCode, Session};
use super::handshake;

/// What one trial may take.
const BUDGET: Duration = Duration::from_millis(3_000);
/// The segment size that every network has to carry: RFC 9293, section 3.7.1, the default for IPv4.
const SMALL_SEGMENT_BYTES: u32 = 536;

/// What the trials showed. 'Done' means that the other side spoke TLS, whatever it said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TlsTrials {
    /// The very same again.
    pub again: Step<()>,
    /// At the same address, under the name of a host that has nothing to do with the wallet.
    pub other_name: Step<()>,
    /// Under the right name, in small packets.
    pub small_packets: Step<()>,
}

/// What the trials need.
pub(crate) struct Trials<'a> {
    pub(crate) session: &'a Session,
    pub(crate) address: SocketAddr,
    pub(crate) host: &'a str,
    /// A host that has nothing to do with the wallet, if the config names one.
    pub(crate) other_host: Option<&'a str>,
    pub(crate) deadline: Instant,
}

/// Whether this failure is one that the trials can say more about.
pub(crate) fn worth_trying(failure: FailureCode) -> bool {
    [FailureCode::TlsReset, FailureCode::TlsTimeout].contains(&failure)
}

impl Trials<'_> {
    /// Runs all at once.
    pub(crate) async fn run(&self) -> TlsTrials {
        let other_name = async {
            match self.other_host {
                Some(name) => self.attempt(name, TcpStream::connect(self.address)).await,
                None => Step::Skipped,
            }
        };
        let again = self.attempt(self.host, TcpStream::connect(self.address));
        let small = self.attempt(self.host, connect_small(self.address));
        let (again, other_name, small_packets) = tokio::join!(again, other_name, small);
        TlsTrials { again, other_name, small_packets }
    }

    async fn attempt(&self, name: &str, connect: impl Future<Output = std::io::Result<TcpStream>>) -> Step<()> {
        if ServerName::try_from(name).is_err() {
            return Step::Skipped;
        }
        let started = Instant::now();
        let share = Share::of(BUDGET, self.deadline);
        let spoken = timeout(share.time, async {
            let stream = connect.await.map_err(|error| FailureCode::of_connect(&error))?;
            let stream = Metered::new(stream, self.session.meter.clone());
            let (result, facts) = handshake(&self.session.trust, name, stream).await;
            match result {
                Ok(_) => Ok(()),
                // A certificate that is refused has come all the way; so has any word of TLS.
                Err(FailureCode::TlsReset) => Err(FailureCode::TlsReset),
                Err(_) if !facts.chain.is_empty() => Ok(()),
                Err(FailureCode::TlsFailed | FailureCode::TlsProtocolVersion) => Ok(()),
                Err(other) => Err(other),
            }
        });
        Step::of(spoken.await.unwrap_or(Err(share.expired(FailureCode::TlsTimeout))), started)
    }
}

/// A connection whose segments are small in both directions: the size goes to the other side in the SYN.
async fn connect_small(address: SocketAddr) -> std::io::Result<TcpStream> {
    let domain = socket2::Domain::for_address(address);
    let socket = socket2::Socket::new(domain, socket2::Type::STREAM, Some(socket2::Protocol::TCP))?;
    socket.set_nonblocking(true)?;
    limit_segments(&socket)?;
    TcpSocket::from_std_stream(socket.into()).connect(address).await
}

#[cfg(unix)]
fn limit_segments(socket: &socket2::Socket) -> std::io::Result<()> {
    socket.set_tcp_mss(SMALL_SEGMENT_BYTES)
}

/// There is no such option elsewhere: the trial then says nothing.
#[cfg(not(unix))]
fn limit_segments(_: &socket2::Socket) -> std::io::Result<()> {
    let _ = SMALL_SEGMENT_BYTES;
    Err(std::io::ErrorKind::Unsupported.into())
}
