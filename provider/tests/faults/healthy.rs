//! A provider with nothing wrong, from start to stop.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;
use wallet_doctor_provider::{Fault, FaultSet, Provider, ProviderOptions, StartError};

use crate::client::*;

const APART: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 77));

#[tokio::test]
async fn every_service_answers_with_a_true_date() {
    let provider = provider([]).await;
    let urls = [
        provider.api_url(),
        provider.health_url(),
        provider.balances_url(),
        provider.account_url(),
        provider.status_url(),
        provider.announcements_url(),
        provider.control_url(),
        provider.second_control_url(),
    ];
    for url in urls {
        for response in [get(&provider, &url).await, get_h2(&provider, &url).await] {
            assert_eq!(response.status(), 200, "{url}");
            assert!(clock_offset(&response).abs() <= 2, "{url}");
            assert!(json(response).await.is_object());
        }
    }
}

#[tokio::test]
async fn urls_have_the_names_and_paths_that_are_promised() {
    let provider = provider([]).await;
    let seen = |url: url::Url| (url.scheme().to_owned(), url.host_str().unwrap().to_owned(), url.path().to_owned());
    let expected = |scheme: &str, host: &str, path: &str| (scheme.to_owned(), host.to_owned(), path.to_owned());
    assert_eq!(seen(provider.api_url()), expected("https", "api.wallet.test", "/"));
    assert_eq!(seen(provider.balances_url()), expected("https", "api.wallet.test", "/v1/balances"));
    assert_eq!(seen(provider.assets_url()), expected("https", "api.wallet.test", "/v1/wallet/assets"));
    assert_eq!(seen(provider.account_url()), expected("https", "api.wallet.test", "/v1/account"));
    assert_eq!(seen(provider.health_url()), expected("https", "api.wallet.test", "/health"));
    assert_eq!(seen(provider.status_url()), expected("https", "status.wallet.test", "/api/v2/summary.json"));
    assert_eq!(seen(provider.announcements_url()), expected("https", "status.wallet.test", "/announcements.json"));
    assert_eq!(seen(provider.control_url()), expected("https", "control.neutral.test", "/"));
    assert_eq!(seen(provider.second_control_url()), expected("https", "control.second.test", "/"));
    assert_eq!(seen(provider.sample_url()), expected("https", "control.neutral.test", "/sample"));
    assert_eq!(seen(provider.doh_url()), expected("https", "doh.neutral.test", "/dns-query"));
    assert_eq!(seen(provider.portal_url()), expected("http", "portal.neutral.test", "/generate_204"));
    assert_eq!(seen(provider.second_portal_url()), expected("http", "portal.second.test", "/generate_204"));
}

#[tokio::test]
async fn health_passes_and_unknown_paths_are_404_in_json() {
    let provider = provider([]).await;
    let health = get(&provider, &provider.health_url()).await;
    assert_eq!(header(&health, "content-type"), "application/health+json");
    assert_eq!(json(health).await["status"], "pass");
    for url in [provider.api_url(), provider.status_url(), provider.control_url(), provider.portal_url()] {
        let response = get(&provider, &url.join("/no/such/path").unwrap()).await;
        assert_eq!(response.status(), 404, "{url}");
        assert!(clock_offset(&response).abs() <= 2, "{url}");
        assert_eq!(json(response).await["error"], "not_found");
    }
}

#[tokio::test]
async fn a_peer_gets_a_certificate_that_the_same_ca_vouches_for() {
    let provider = provider([]).await;
    let identity = provider.issue("desk.wallet.test").unwrap();
    let chain = vec![CertificateDer::from_pem_slice(identity.cert_pem.as_bytes()).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(identity.key_pem.as_bytes()).unwrap();
    let crypto = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ServerConfig::builder_with_provider(crypto).with_safe_default_protocol_versions().unwrap();
    let mut config = builder.with_no_client_auth().with_single_cert(chain, key).unwrap();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { acceptor.accept(listener.accept().await.unwrap().0).await.is_ok() });
    let url = url::Url::parse("https://desk.wallet.test/").unwrap();
    handshake(&provider, address, &url, b"http/1.1").await.unwrap();
    assert!(server.await.unwrap());
    assert!(provider.issue("127.0.0.1").is_ok());
}

#[tokio::test]
async fn many_providers_live_side_by_side_each_under_its_own_ca() {
    let first = provider([]).await;
    let second = provider([]).await;
    assert_ne!(first.ca_pem(), second.ca_pem());
    assert_ne!(first.api_url(), second.api_url());
    let url = second.api_url();
    let error = certificate_error(&first, direct(&url), &url).await;
    assert!(matches!(error, rustls::CertificateError::UnknownIssuer | rustls::CertificateError::BadSignature));
}

/// A provider at an address where no other test opens a port, so that a port which is open afterwards is its own.
async fn apart(faults: impl IntoIterator<Item = Fault>) -> Provider {
    let faults = faults.into_iter().collect();
    let options = ProviderOptions { places: at(&[APART]), faults, ..ProviderOptions::default() };
    Provider::start(options).await.unwrap()
}

/// Each address of a provider that is [`apart`]: its TCP services and both resolvers.
fn addresses_of(provider: &Provider) -> Vec<SocketAddr> {
    let urls = [
        provider.api_url(),
        provider.status_url(),
        provider.control_url(),
        provider.second_control_url(),
        provider.portal_url(),
        provider.second_portal_url(),
        provider.doh_url(),
    ];
    let mut all: Vec<_> = urls.iter().map(|url| SocketAddr::new(APART, url.port().unwrap())).collect();
    all.extend([provider.dns_server(), provider.second_opinion()]);
    all
}

async fn all_are_closed(addresses: Vec<SocketAddr>) {
    for address in addresses {
        let deadline = Instant::now() + PATIENCE;
        // Neither does anything listen any more, nor is the port held for UDP.
        while !is_refused(address).await || UdpSocket::bind(address).await.is_err() {
            assert!(Instant::now() < deadline, "{address} is still open");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

async fn is_refused(address: SocketAddr) -> bool {
    let attempt = timeout(NEVER, TcpStream::connect(address)).await;
    matches!(attempt, Ok(Err(error)) if error.kind() == ErrorKind::ConnectionRefused)
}

#[tokio::test]
async fn stop_closes_everything_soon_even_with_idle_clients() {
    let provider = apart([]).await;
    let addresses = addresses_of(&provider);
    let idle = TcpStream::connect(addresses[0]).await.unwrap();
    let secured = handshake(&provider, addresses[0], &provider.api_url(), b"http/1.1").await.unwrap();
    let started = Instant::now();
    provider.stop().await;
    assert!(started.elapsed() < Duration::from_secs(4));
    all_are_closed(addresses).await;
    drop((idle, secured));
}

#[tokio::test]
async fn stop_lets_an_answer_under_way_finish() {
    let slow_by = Duration::from_millis(600);
    let options = ProviderOptions { faults: Fault::HttpSlow.into(), slow_by, ..ProviderOptions::default() };
    let provider = Provider::start(options).await.unwrap();
    let url = provider.health_url();
    let stream = handshake(&provider, direct(&url), &url, b"http/1.1").await.unwrap();
    let answer = tokio::spawn(async move { send(stream, &url, &[]).await });
    tokio::time::sleep(slow_by / 2).await;
    provider.stop().await;
    assert_eq!(answer.await.unwrap().status(), 200);
}

#[tokio::test]
async fn drop_closes_everything_whatever_the_faults() {
    for fault in [None, Some(Fault::Offline), Some(Fault::TcpReset), Some(Fault::DnsTimeout)] {
        let provider = apart(fault).await;
        let addresses = addresses_of(&provider);
        drop(provider);
        all_are_closed(addresses).await;
    }
}

#[tokio::test]
async fn every_fault_starts_and_stops() {
    for fault in Fault::ALL {
        provider([*fault]).await.stop().await;
    }
}

#[tokio::test]
async fn conflicting_faults_and_addresses_of_other_machines_do_not_start() {
    let faults = FaultSet::from([Fault::TcpRefused, Fault::TcpReset]);
    let error = Provider::start(ProviderOptions { faults, ..ProviderOptions::default() }).await.unwrap_err();
    assert!(matches!(error, StartError::Conflict(_)));
    assert!(error.to_string().contains("tcp_refused") && error.to_string().contains("tcp_reset"), "{error}");
    let places = at(&["192.0.2.1".parse().unwrap()]);
    let error = Provider::start(ProviderOptions { places, ..ProviderOptions::default() }).await.unwrap_err();
    assert!(error.to_string().contains("192.0.2.1"), "{error}");
}

#[test]
fn a_provider_can_move_between_threads() {
    fn moves<T: Send + Sync + 'static>() {}
    moves::<Provider>();
}
