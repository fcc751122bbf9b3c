//! Against real UDP sockets on this machine: servers that answer, drop, repeat, forge and keep silent.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::task::JoinHandle;

use super::super::stun::tests::{requested, success};
use super::*;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;

/// What a server does with the nth request that it gets.
type Habit = fn(nth: usize, id: &TransactionId) -> Vec<Vec<u8>>;

/// Longer than any of these measurements takes by itself.
const PATIENCE: Duration = Duration::from_secs(60);

struct Server {
    address: EchoServer,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn server(habit: Habit) -> Server {
    let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a free port on loopback");
    let address = socket.local_addr().expect("a bound socket").to_string().parse().expect("host and port");
    let task = tokio::spawn(async move {
        let (mut buffer, mut seen) = ([0; 1_500], BTreeSet::new());
        while let Ok((size, from)) = socket.recv_from(&mut buffer).await {
            let id = requested(&buffer[..size]).expect("a well-formed request");
            assert!(seen.insert(id), "an id is used once");
            for answer in habit(seen.len() - 1, &id) {
                let _ = socket.send_to(&answer, from).await;
            }
        }
    });
    Server { address, task }
}

fn session() -> Session {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let config = Config::from_json(br#"{"provider_name":"P"}"#).expect("a small config");
    Session::new(&config, &clock).expect("a session")
}

async fn measured(servers: &[&Server], others_done: bool) -> (Vec<EchoMeasurement>, Session) {
    let (session, done) = (session(), CancellationToken::new());
    if others_done {
        done.cancel();
    }
    let addresses: Vec<EchoServer> = servers.iter().map(|server| server.address.clone()).collect();
    let measured = measure(&session, &addresses, Instant::now() + PATIENCE, &done).await;
    (measured, session)
}

#[tokio::test]
async fn a_server_that_answers_is_fine_within_ten_kilobytes() {
    let server = server(|_, id| vec![success(id)]).await;
    let (measured, session) = measured(&[&server], true).await;
    let [echo] = measured.as_slice() else { panic!("{measured:?}") };
    assert_eq!(
        (echo.loss, echo.lost, echo.server.as_str()),
        (LossVerdict::Fine, 0, server.address.to_string().as_str())
    );
    let traffic = session.meter.total();
    assert_eq!(traffic.bytes_sent, u64::from(echo.sent) * 48);
    assert_eq!(traffic.bytes_received, u64::from(echo.answered) * 60);
    assert_eq!(echo.sent, 77);
    assert!(traffic.bytes_sent + traffic.bytes_received <= 10_000, "{traffic:?}");
}

#[tokio::test]
async fn every_third_answer_dropped_is_lossy_and_every_fiftieth_is_not() {
    let third = server(|nth, id| if nth % 3 == 2 { vec![] } else { vec![success(id)] }).await;
    let (measured_third, _) = measured(&[&third], true).await;
    assert_eq!(measured_third[0].loss, LossVerdict::Lossy, "{measured_third:?}");
    assert!(measured_third[0].lost > 0 && measured_third[0].sent < 200, "{measured_third:?}");
    let fiftieth = server(|nth, id| if nth % 50 == 20 { vec![] } else { vec![success(id)] }).await;
    let (measured_fiftieth, _) = measured(&[&fiftieth], true).await;
    assert_eq!(measured_fiftieth[0].loss, LossVerdict::Fine, "{measured_fiftieth:?}");
}

#[tokio::test]
async fn duplicates_and_whatever_is_no_answer_count_for_nothing() {
    let noisy = server(|_, id| {
        let mut foreign = *id;
        foreign[0] ^= 1;
        vec![success(&foreign), b"garbage".to_vec(), vec![0; 1_400], success(id), success(id)]
    })
    .await;
    let (measured, _) = measured(&[&noisy], true).await;
    assert_eq!((measured[0].loss, measured[0].sent, measured[0].answered), (LossVerdict::Fine, 77, 77));
}

#[tokio::test]
async fn forged_answers_alone_are_silence() {
    let forger = server(|_, id| {
        let mut foreign = *id;
        foreign[11] ^= 0x80;
        vec![success(&foreign), Vec::new(), success(id)[..31].to_vec(), [success(id), vec![0; 600]].concat()]
    })
    .await;
    let (measured, _) = measured(&[&forger], true).await;
    assert_eq!((measured[0].loss, measured[0].answered), (LossVerdict::Silent, 0));
    assert_eq!((measured[0].lost, measured[0].known, measured[0].latency), (0, 0, None));
}

#[tokio::test]
async fn an_answer_from_another_address_is_not_taken() {
    let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = server.local_addr().unwrap().to_string().parse().unwrap();
    let elsewhere = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let task = tokio::spawn(async move {
        let mut buffer = [0; 1_500];
        while let Ok((size, from)) = server.recv_from(&mut buffer).await {
            let id = requested(&buffer[..size]).unwrap();
            elsewhere.send_to(&success(&id), from).await.unwrap();
        }
    });
    let server = Server { address, task };
    let (measured, _) = measured(&[&server], true).await;
    assert_eq!(measured[0].loss, LossVerdict::Silent);
}

#[tokio::test]
async fn a_port_where_nobody_listens_ends_at_once() {
    let free = UdpSocket::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let closed = Server { address: free.to_string().parse().unwrap(), task: tokio::spawn(async {}) };
    let (measured, _) = measured(&[&closed], false).await;
    assert_eq!(measured[0].loss, LossVerdict::Silent);
    assert!(measured[0].took_ms < 2_500, "the system's word is not waited past: {measured:?}");
}

#[tokio::test]
async fn the_first_server_that_answers_is_used_and_the_other_is_told() {
    let dead = server(|_, _| vec![]).await;
    let alive = server(|_, id| vec![success(id)]).await;
    let (measured, _) = measured(&[&dead, &alive], true).await;
    let told: Vec<(LossVerdict, u32)> = measured.iter().map(|echo| (echo.loss, echo.answered)).collect();
    assert_eq!(told, [(LossVerdict::Silent, 0), (LossVerdict::Fine, 77)]);
}

#[tokio::test]
async fn a_second_server_is_asked_where_the_first_one_sees_losses() {
    let lossy = server(|nth, id| if nth % 2 == 1 { vec![] } else { vec![success(id)] }).await;
    let clean = server(|_, id| vec![success(id)]).await;
    let (measured, _) = measured(&[&lossy, &clean], true).await;
    let told: Vec<LossVerdict> = measured.iter().map(|echo| echo.loss).collect();
    assert_eq!(told, [LossVerdict::Lossy, LossVerdict::Fine]);
}

#[tokio::test]
async fn no_server_is_no_measurement() {
    assert!(measured(&[], true).await.0.is_empty());
}
