//! Faults of the connection itself.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use futures_util::future::join_all;
use hickory_proto::rr::RecordType;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;
use wallet_doctor_provider::{Fault, Provider};

use crate::client::*;

async fn connects(address: SocketAddr) -> bool {
    matches!(timeout(NEVER, TcpStream::connect(address)).await, Ok(Ok(_)))
}

/// All services but the API are well.
async fn others_are_well(provider: &Provider) {
    assert_eq!(get(provider, &provider.status_url()).await.status(), 200);
    assert_eq!(get(provider, &provider.control_url()).await.status(), 200);
    assert!(connects(direct(&provider.portal_url())).await);
}

#[tokio::test]
async fn tcp_refused_refuses_the_api_only() {
    let provider = provider([Fault::TcpRefused]).await;
    for _ in 0..3 {
        let error = TcpStream::connect(direct(&provider.api_url())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    }
    others_are_well(&provider).await;
}

#[tokio::test]
async fn tcp_blackhole_swallows_connections_to_the_api_only() {
    let provider = provider([Fault::TcpBlackhole]).await;
    let api = direct(&provider.api_url());
    // At once, one after the other and after those gave up: none of them is ever answered.
    for _ in 0..2 {
        let attempts = join_all((0..8).map(|_| timeout(NEVER, TcpStream::connect(api)))).await;
        assert!(attempts.iter().all(Result::is_err), "a connection completed");
    }
    others_are_well(&provider).await;
}

#[tokio::test]
async fn a_blackhole_lasts_longer_than_the_first_repeated_syn() {
    let provider = provider([Fault::TcpBlackhole]).await;
    let api = direct(&provider.api_url());
    // Linux sends the SYN again after 1 second, and after 2 more.
    assert!(timeout(Duration::from_millis(3_500), TcpStream::connect(api)).await.is_err());
}

#[tokio::test]
async fn tcp_reset_resets_the_api_only() {
    let provider = provider([Fault::TcpReset]).await;
    for _ in 0..3 {
        // The RST may be there before connect() has returned.
        let error = match TcpStream::connect(direct(&provider.api_url())).await {
            Ok(mut stream) => timeout(PATIENCE, stream.read(&mut [0_u8; 1])).await.unwrap().unwrap_err(),
            Err(error) => error,
        };
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
    others_are_well(&provider).await;
}

#[tokio::test]
async fn offline_is_silence_everywhere() {
    let provider = provider([Fault::Offline]).await;
    let urls = [
        provider.api_url(),
        provider.status_url(),
        provider.control_url(),
        provider.second_control_url(),
        provider.portal_url(),
        provider.second_portal_url(),
        provider.doh_url(),
    ];
    let attempts = urls.iter().map(|url| timeout(NEVER, TcpStream::connect(direct(url))));
    for (attempt, url) in join_all(attempts).await.iter().zip(&urls) {
        assert!(attempt.is_err(), "{url} answered");
    }
    for server in [provider.dns_server(), provider.second_opinion()] {
        let udp = ask(server, "api.wallet.test.", RecordType::A, NEVER);
        let tcp = ask_tcp(server, "api.wallet.test.", NEVER);
        assert_eq!(tokio::join!(udp, tcp), (None, None));
    }
}

#[tokio::test]
async fn ipv6_blackhole_publishes_ipv6_and_swallows_what_goes_there() {
    let provider = provider([Fault::Ipv6Blackhole]).await;
    let urls = [
        provider.api_url(),
        provider.status_url(),
        provider.control_url(),
        provider.second_control_url(),
        provider.portal_url(),
        provider.second_portal_url(),
        provider.doh_url(),
    ];
    for url in &urls {
        let answer = ask(provider.dns_server(), url.host_str().unwrap(), RecordType::AAAA, PATIENCE).await.unwrap();
        assert_eq!(addresses(&answer).1, [IpAddr::from(Ipv6Addr::LOCALHOST)], "{url}");
        assert_eq!(resolve(&provider, url).await, direct(url), "the IPv4 address is still there");
    }
    let over_v6 = |url: &Url| SocketAddr::from((Ipv6Addr::LOCALHOST, url.port().unwrap()));
    let attempts = urls.iter().map(|url| timeout(NEVER, TcpStream::connect(over_v6(url))));
    for (attempt, url) in join_all(attempts).await.iter().zip(&urls) {
        assert!(attempt.is_err(), "{url} answered over IPv6");
    }
    assert_eq!(get(&provider, &provider.health_url()).await.status(), 200);
    others_are_well(&provider).await;
}
