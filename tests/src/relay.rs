//! A TCP relay that passes on so many bytes towards the server and then holds everything, so that a test can act at an
//! exact point of an upload.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// A running relay. Dropping it closes every connection.
#[derive(Debug)]
pub struct Relay {
    addr: SocketAddr,
    held: Arc<Notify>,
    task: tokio::task::JoinHandle<()>,
}

impl Relay {
    /// Relays to `target` until `allowance` bytes have gone there, counted over all connections.
    ///
    /// # Panics
    ///
    /// If no port is free.
    pub async fn start(target: SocketAddr, allowance: u64) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let addr = listener.local_addr().expect("a bound port");
        let (held, left) = (Arc::new(Notify::new()), Arc::new(AtomicU64::new(allowance)));
        let told = held.clone();
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                connections.spawn(pass_on(client, target, left.clone(), told.clone()));
            }
        });
        Self { addr, held, task }
    }

    /// Where to connect to.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Comes back when the allowance is used up.
    pub async fn holding(&self) {
        self.held.notified().await;
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass_on(client: TcpStream, target: SocketAddr, left: Arc<AtomicU64>, held: Arc<Notify>) {
    let Ok(server) = TcpStream::connect(target).await else { return };
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let back = tokio::io::copy(&mut from_server, &mut to_client);
    let forth = async {
        let mut buffer = vec![0_u8; 4096];
        loop {
            let read = match from_client.read(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(read) => read,
            };
            let allowed = take(&left, read);
            let Some(part) = buffer.get(..allowed) else { return };
            if to_server.write_all(part).await.is_err() {
                return;
            }
            if allowed < read {
                held.notify_one();
                // Nothing more goes through, and nothing is closed: to the client the network has just gone quiet.
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        _ = back => {}
        () = forth => {}
    }
}

fn take(left: &AtomicU64, wanted: usize) -> usize {
    let wanted = wanted as u64;
    let before = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some(left - left.min(wanted)));
    usize::try_from(before.unwrap_or_else(|left| left).min(wanted)).unwrap_or(0)
}
