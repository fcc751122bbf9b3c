//! What the quality of a link is measured with: the echo and the sample.

use std::net::SocketAddr;

use tokio::net::UdpSocket;
use tokio::time::timeout;
use wallet_doctor_provider::{Fault, Provider};

use crate::client::*;

/// A Binding request (RFC 8489 §5) with a transaction of its own.
fn request(transaction: u8) -> [u8; 20] {
    let mut request = [transaction; 20];
    request[..8].copy_from_slice(&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42]);
    request
}

async fn connected(provider: &Provider) -> UdpSocket {
    let (host, port) = provider.echo_server().rsplit_once(':').unwrap();
    assert_eq!(host, "echo.neutral.test");
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    socket.connect(SocketAddr::from(([127, 0, 0, 1], port.parse().unwrap()))).await.unwrap();
    socket
}

/// Sends this many requests at once and says which were answered within `NEVER`.
async fn answered(socket: &UdpSocket, count: u8) -> Vec<u8> {
    for transaction in 0..count {
        socket.send(&request(transaction)).await.unwrap();
    }
    let mut answered = Vec::new();
    let mut buffer = [0_u8; 100];
    while let Ok(received) = timeout(NEVER, socket.recv(&mut buffer)).await {
        assert_eq!(received.unwrap(), 32);
        assert_eq!(buffer[..2], [1, 1]);
        answered.push(buffer[19]);
    }
    answered
}

#[tokio::test]
async fn the_echo_says_where_a_request_came_from() {
    let provider = provider([]).await;
    let socket = connected(&provider).await;
    socket.send(b"nothing like it").await.unwrap();
    socket.send(&request(7)).await.unwrap();
    let mut buffer = [0_u8; 100];
    let length = timeout(PATIENCE, socket.recv(&mut buffer)).await.unwrap().unwrap();
    let answer = &buffer[..length];
    assert_eq!(answer[..4], [1, 1, 0, 12]);
    assert_eq!(answer[4..20], request(7)[4..]);
    assert_eq!(answer[20..26], [0, 0x20, 0, 8, 0, 1]);
    let port = u16::from_be_bytes([answer[26] ^ 0x21, answer[27] ^ 0x12]);
    let address: Vec<u8> = answer[28..].iter().zip([0x21, 0x12, 0xa4, 0x42]).map(|(byte, mask)| byte ^ mask).collect();
    assert_eq!(port, socket.local_addr().unwrap().port());
    assert_eq!(address, [127, 0, 0, 1]);
}

#[tokio::test]
async fn a_healthy_echo_answers_every_request() {
    let provider = provider([]).await;
    assert_eq!(answered(&connected(&provider).await, 40).await.len(), 40);
}

#[tokio::test]
async fn echo_lossy_loses_three_in_ten() {
    let provider = provider([Fault::EchoLossy]).await;
    let answered = answered(&connected(&provider).await, 40).await;
    assert_eq!(answered.len(), 28, "{answered:?}");
}

#[tokio::test]
async fn nobody_hears_an_echo_offline_or_behind_a_hotspot() {
    for fault in [Fault::Offline, Fault::CaptivePortal, Fault::PortalForged204] {
        let provider = provider([fault]).await;
        assert!(answered(&connected(&provider).await, 3).await.is_empty(), "{fault}");
    }
}

#[tokio::test]
async fn the_sample_comes_whole_and_in_parts() {
    let provider = provider([]).await;
    let url = provider.sample_url();
    let response = get(&provider, &url).await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "accept-ranges"), "bytes");
    let whole = body(response).await;
    assert_eq!(whole.len(), 16_384);

    let part = get_with(&provider, &url, &[("range", "bytes=0-12287")]).await;
    assert_eq!(part.status(), 206);
    assert_eq!(header(&part, "content-range"), "bytes 0-12287/16384");
    assert_eq!(body(part).await, whole[..12_288]);

    let past = get_with(&provider, &url, &[("range", "bytes=20000-")]).await;
    assert_eq!(past.status(), 416);
    assert_eq!(header(&past, "content-range"), "bytes */16384");

    let conditional = get_with(&provider, &url, &[("range", "bytes=0-9"), ("if-range", "\"x\"")]).await;
    assert_eq!(conditional.status(), 200);
}
