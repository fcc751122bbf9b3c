//! A server that is nothing but bytes, in time that passes only while everybody waits.

use std::future::Future;

use tokio::io::{AsyncWriteExt, DuplexStream, copy, duplex, sink, split};
use tokio::runtime::Builder;

/// Runs a future in time of its own, in which waiting takes no time.
pub fn in_paused_time<T>(future: impl Future<Output = T>) -> T {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime without I/O can always be made").block_on(future)
}

/// Runs a future that waits for threads of its own: time that passes while everybody waits would run out on it.
pub fn in_real_time<T>(future: impl Future<Output = T>) -> T {
    let runtime = Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime without I/O can always be made").block_on(future)
}

/// What a client makes of a server that says the rest of the input whatever it is asked. The first byte says how it ends
/// and comes: odd, it stalls at the end instead of closing; the next four bits, in how large pieces. `0` closes, `1` stalls.
pub async fn answering<T, F: Future<Output = T>>(input: &[u8], client: impl FnOnce(DuplexStream) -> F) -> T {
    let (how, said) = input.split_first().unwrap_or((&b'0', &[]));
    let piece = 1 << (how >> 1 & 0xf);
    let (near, far) = duplex(piece);
    let server = async {
        let (mut hears, mut says) = split(far);
        let listens = async {
            // That the client is gone is its own business.
            let _ = copy(&mut hears, &mut sink()).await;
            std::future::pending::<()>().await;
        };
        let speaks = async {
            let _ = says.write_all(said).await;
            if how & 1 == 0 {
                let _ = says.shutdown().await;
            }
            std::future::pending::<()>().await;
        };
        tokio::join!(listens, speaks)
    };
    tokio::select! {
        done = client(near) => done,
        _ = server => unreachable!("the server waits for ever"),
    }
}
