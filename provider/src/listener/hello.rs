//! What can become of a connection once its ClientHello is there: cut, left waiting, turned away, or cut for its name.

use std::io;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::server::Acceptor;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use super::PATIENCE;

/// RFC 8446 §5.1: the longest record, with room for a legacy client.
const LONGEST_RECORD: usize = (1 << 14) + 2048;
/// RFC 8446 §6: an alert record (21) of two bytes: fatal (2), protocol_version (70).
const PROTOCOL_VERSION_ALERT: [u8; 7] = [21, 3, 3, 0, 2, 2, 70];

/// Closing with a linger of zero sends a RST instead of a FIN.
pub(super) fn reset(stream: TcpStream) {
    let _ = stream.set_zero_linger();
}

/// The RST is an answer to the ClientHello.
pub(super) async fn reset_after(mut stream: TcpStream) {
    let _ = timeout(PATIENCE, read_hello(&mut stream)).await;
    reset(stream);
}

/// Reads whatever comes and never says a word, until the client goes.
pub(super) async fn stall(mut stream: TcpStream) {
    let mut unheard = [0_u8; 1024];
    while let Ok(1..) = stream.read(&mut unheard).await {}
}

/// Says that none of the client's versions of TLS is spoken here, and closes.
pub(super) async fn turn_away(mut stream: TcpStream) {
    let answer = async {
        read_hello(&mut stream).await?;
        stream.write_all(&PROTOCOL_VERSION_ALERT).await?;
        stream.shutdown().await?;
        // To close with something unread would be a RST, which could overtake the alert.
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await
    };
    let _ = timeout(PATIENCE, answer).await;
}

/// Shakes hands with those who ask for another name; who asks for this one gets a RST.
pub(super) async fn cut_name(
    stream: TcpStream,
    name: &str,
    config: &Arc<ServerConfig>,
) -> io::Result<Option<TlsStream<TcpStream>>> {
    let hello = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
    if hello.client_hello().server_name() == Some(name) {
        reset(hello.io);
        return Ok(None);
    }
    hello.into_stream(Arc::clone(config)).await.map(Some)
}

/// Reads one whole TLS record, which holds the ClientHello.
async fn read_hello(stream: &mut TcpStream) -> io::Result<()> {
    let mut header = [0_u8; 5];
    stream.read_exact(&mut header).await?;
    let length = usize::from(u16::from_be_bytes([header[3], header[4]])).min(LONGEST_RECORD);
    let mut record = vec![0_u8; length];
    stream.read_exact(&mut record).await?;
    Ok(())
}
