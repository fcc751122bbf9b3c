//! Where the provider is: one place or two, over IPv4, IPv6 or both.

use std::net::{IpAddr, SocketAddr};

use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RecordType;
use url::Url;
use wallet_doctor_provider::{Place, Places, Provider, ProviderOptions};

use crate::client::*;

const V6_LOOPBACK: &str = "::1";

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

async fn provider_in(places: Places) -> Provider {
    Provider::start(ProviderOptions { places, ..ProviderOptions::default() }).await.unwrap()
}

async fn answers(provider: &Provider, url: &Url, address: IpAddr) {
    let address = SocketAddr::new(address, url.port().unwrap());
    let status = if url.scheme() == "https" {
        send(handshake(provider, address, url, b"http/1.1").await.unwrap(), url, &[]).await.status()
    } else {
        let challenge = [("x-wallet-doctor-challenge", "abc")];
        send(tokio::net::TcpStream::connect(address).await.unwrap(), url, &challenge).await.status()
    };
    assert!(status.is_success(), "{url} at {address}: {status}");
}

/// What a name resolves to, IPv4 first.
async fn resolved(provider: &Provider, name: &str) -> Vec<IpAddr> {
    let mut all = Vec::new();
    for kind in [RecordType::A, RecordType::AAAA] {
        let answer = ask(provider.dns_server(), name, kind, PATIENCE).await.unwrap();
        let (code, found) = addresses(&answer);
        assert_eq!(code, ResponseCode::NoError);
        all.extend(found);
    }
    all
}

#[tokio::test]
async fn another_loopback_address_serves_and_resolves() {
    let provider = provider_in(at(&[ip("127.0.0.9")])).await;
    let url = provider.health_url();
    let address = resolve(&provider, &url).await;
    assert_eq!(address.ip(), ip("127.0.0.9"));
    handshake(&provider, address, &url, b"h2").await.unwrap();
}

#[tokio::test]
async fn every_service_has_one_port_under_both_families() {
    let both = [ip("127.0.0.1"), ip(V6_LOOPBACK)];
    let provider = provider_in(at(&both)).await;
    let urls = [provider.health_url(), provider.status_url(), provider.control_url(), provider.portal_url()];
    for url in urls {
        assert_eq!(resolved(&provider, url.host_str().unwrap()).await, both);
        for address in both {
            answers(&provider, &url, address).await;
        }
    }
}

#[tokio::test]
async fn a_place_with_ipv6_alone_has_no_ipv4() {
    let provider = provider_in(at(&[ip(V6_LOOPBACK)])).await;
    assert!(provider.dns_server().is_ipv6());
    let url = provider.health_url();
    assert_eq!(resolved(&provider, url.host_str().unwrap()).await, [ip(V6_LOOPBACK)]);
    answers(&provider, &url, ip(V6_LOOPBACK)).await;
    assert!(tokio::net::TcpStream::connect(direct(&url)).await.is_err());
}

#[tokio::test]
async fn only_the_api_is_at_the_wallets_place() {
    let (wallet, neutral) = (ip("127.0.0.10"), ip("127.0.0.11"));
    let places = Places::new(Place::new(&[wallet]).unwrap(), Place::new(&[neutral]).unwrap());
    let places = places.with_second_opinion("127.0.0.12:0".parse().unwrap()).unwrap();
    let provider = provider_in(places).await;
    assert_eq!(provider.dns_server().ip(), neutral);
    assert_eq!(provider.second_opinion().ip(), ip("127.0.0.12"));
    assert_eq!(resolved(&provider, "api.wallet.test.").await, [wallet]);
    answers(&provider, &provider.health_url(), wallet).await;
    for url in [provider.status_url(), provider.control_url(), provider.portal_url()] {
        assert_eq!(resolved(&provider, url.host_str().unwrap()).await, [neutral]);
        answers(&provider, &url, neutral).await;
    }
}

#[tokio::test]
async fn a_resolver_is_where_it_is_asked_to_be_or_says_why_not() {
    let free = std::net::UdpSocket::bind("127.0.0.13:0").unwrap().local_addr().unwrap();
    let places = Places::default().with_dns(free).unwrap();
    let provider = provider_in(places.clone()).await;
    assert_eq!(provider.dns_server(), free);
    assert_eq!(resolved(&provider, "api.wallet.test.").await, [ip("127.0.0.1")]);
    let second = Provider::start(ProviderOptions { places, ..ProviderOptions::default() }).await.unwrap_err();
    assert!(second.to_string().contains(&free.to_string()), "{second}");
}
