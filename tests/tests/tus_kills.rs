//! A process that queues and sends reports is killed hundreds of times: nothing is lost, and nothing arrives twice.

use wallet_doctor_tests::{Campaign, TusKind};

/// How often against the protocol's reference, and against the other server.
const ROUNDS: [(TusKind, u32); 2] = [(TusKind::Tusd, 300), (TusKind::Node, 60)];
/// Where chance begins.
const SEED: u64 = 20_261_128;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_by_kills() {
    for (server, rounds) in ROUNDS {
        let child = env!("CARGO_BIN_EXE_courier_child").into();
        let losses = Campaign { child, server, rounds, seed: SEED }.run().await;
        println!("{server:?}: {losses}");
        assert_eq!((losses.lost, losses.duplicated), (0, 0), "{server:?}: {losses}");
        losses.assert_hit();
    }
}
