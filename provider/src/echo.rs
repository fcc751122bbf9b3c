//! A host that answers small packets over UDP, by which loss, latency and jitter are measured.

use std::net::SocketAddr;
use std::time::Duration;

use socket2::Socket;
use tokio::net::UdpSocket;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::stun;

/// Which of each [`ROUND`] requests `echo_lossy` leaves unanswered: 30 %, without a rhythm that a client's own could
/// fall in with.
const LOST: &[u32] = &[1, 4, 5, 11, 15, 18];
const ROUND: u32 = 20;

/// So that an error that stays does not make the loop spin.
const PAUSE_AFTER_ERROR: Duration = Duration::from_millis(5);

/// What a host does with the requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hearing {
    /// It answers all of them.
    Good,
    /// It answers 70 % of them.
    Lossy,
    /// It answers none.
    None,
}

/// The sockets of an echo host. Dropping it closes them.
pub(crate) struct Echo {
    _answering: JoinSet<()>,
    _unread: Vec<Socket>,
}

impl Echo {
    /// Answers at bound sockets. Each answers one packet at a time and at once, so no source can make it hold anything.
    pub(crate) fn start(sockets: impl IntoIterator<Item = (Socket, Hearing)>) -> std::io::Result<Self> {
        let mut answering = JoinSet::new();
        let mut unread = Vec::new();
        for (socket, hearing) in sockets {
            if hearing == Hearing::None {
                unread.push(socket);
            } else {
                answering.spawn(answer_all(UdpSocket::from_std(socket.into())?, hearing));
            }
        }
        Ok(Self { _answering: answering, _unread: unread })
    }
}

async fn answer_all(socket: UdpSocket, hearing: Hearing) {
    // A byte more than the longest request, so that a longer one is seen to be too long.
    let mut buffer = [0_u8; stun::LONGEST_REQUEST + 1];
    let mut count = 0;
    loop {
        let Ok((length, source)) = socket.recv_from(&mut buffer).await else {
            // Usually a report about an answer sent before, to somebody who is gone.
            sleep(PAUSE_AFTER_ERROR).await;
            continue;
        };
        let Some(answer) = buffer.get(..length).and_then(|datagram| answer_to(datagram, source)) else { continue };
        let lost = hearing == Hearing::Lossy && is_lost(count);
        count = (count + 1) % ROUND;
        if !lost {
            let _ = socket.send_to(&answer, source).await;
        }
    }
}

fn answer_to(datagram: &[u8], source: SocketAddr) -> Option<Vec<u8>> {
    if datagram.len() > stun::LONGEST_REQUEST { None } else { stun::answer(datagram, source) }
}

fn is_lost(count: u32) -> bool {
    LOST.contains(&(count % ROUND))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_in_ten_are_lost_wherever_one_begins_to_count() {
        for start in 0..ROUND {
            let lost = |length| (start..start + length).filter(|count| is_lost(*count)).count();
            assert_eq!(lost(20), 6);
            assert!((2..=4).contains(&lost(10)), "{} of 10 from {start}", lost(10));
        }
    }
}
