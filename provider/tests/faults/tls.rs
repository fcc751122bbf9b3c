//! Faults of the certificate and the handshake.

use std::io::ErrorKind;

use rustls::CertificateError;
use tokio::io::AsyncReadExt;
use wallet_doctor_provider::{Fault, Provider};

use crate::client::*;

async fn api_certificate_error(provider: &Provider) -> CertificateError {
    let url = provider.api_url();
    certificate_error(provider, direct(&url), &url).await
}

async fn others_are_well(provider: &Provider) {
    assert_eq!(get(provider, &provider.status_url()).await.status(), 200);
    assert_eq!(get(provider, &provider.control_url()).await.status(), 200);
}

#[tokio::test]
async fn tls_expired_is_a_certificate_that_ran_out_a_week_ago() {
    let provider = provider([Fault::TlsExpired]).await;
    let error = api_certificate_error(&provider).await;
    let CertificateError::ExpiredContext { time, not_after } = error else { panic!("{error:?}") };
    let days = (time.as_secs() - not_after.as_secs()) / 86_400;
    assert!((7..=8).contains(&days), "{days} days");
    others_are_well(&provider).await;
}

#[tokio::test]
async fn tls_unknown_issuer_is_an_authority_that_is_not_trusted() {
    let provider = provider([Fault::TlsUnknownIssuer]).await;
    assert_eq!(api_certificate_error(&provider).await, CertificateError::UnknownIssuer);
    others_are_well(&provider).await;
}

#[tokio::test]
async fn tls_wrong_host_is_a_good_certificate_of_somebody_else() {
    let provider = provider([Fault::TlsWrongHost]).await;
    let error = api_certificate_error(&provider).await;
    let CertificateError::NotValidForNameContext { presented, .. } = error else { panic!("{error:?}") };
    assert!(presented.iter().all(|name| name.contains("elsewhere.test")), "{presented:?}");
    others_are_well(&provider).await;
}

#[tokio::test]
async fn tls_reset_comes_after_the_hello() {
    let provider = provider([Fault::TlsReset]).await;
    let url = provider.api_url();
    let error = handshake(&provider, direct(&url), &url, b"h2").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    // Without a hello nothing happens: the connection as such is well.
    let mut silent = tokio::net::TcpStream::connect(direct(&url)).await.unwrap();
    assert!(tokio::time::timeout(NEVER, silent.read(&mut [0_u8; 1])).await.is_err());
    others_are_well(&provider).await;
}

#[tokio::test]
async fn a_captive_portal_shows_its_certificate_on_every_secure_service() {
    let provider = provider([Fault::CaptivePortal]).await;
    for url in [provider.api_url(), provider.status_url(), provider.control_url()] {
        assert_eq!(certificate_error(&provider, direct(&url), &url).await, CertificateError::UnknownIssuer);
    }
}

#[tokio::test]
async fn a_healthy_service_offers_both_versions_of_http() {
    let provider = provider([]).await;
    for url in [provider.api_url(), provider.status_url(), provider.control_url()] {
        for alpn in [b"h2".as_slice(), b"http/1.1"] {
            let stream = handshake(&provider, direct(&url), &url, alpn).await.unwrap();
            assert_eq!(stream.get_ref().1.alpn_protocol(), Some(alpn));
        }
    }
}
