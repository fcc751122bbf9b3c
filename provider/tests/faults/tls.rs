//! Faults of the certificate and the handshake.

use std::io::ErrorKind;

use rustls::CertificateError;
use rustls::server::ParsedCertificate;
use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;
use wallet_doctor_core::config::SpkiPin;
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

/// The pin of the key that the API presents.
async fn presented_pin(provider: &Provider) -> SpkiPin {
    let url = provider.api_url();
    let stream = handshake(provider, direct(&url), &url, b"http/1.1").await.unwrap();
    let leaf = stream.get_ref().1.peer_certificates().unwrap()[0].clone();
    let key = ParsedCertificate::try_from(&leaf).unwrap().subject_public_key_info();
    <[u8; 32]>::from(Sha256::digest(&*key)).into()
}

#[tokio::test]
async fn a_healthy_api_has_the_pinned_key_and_a_backup_for_it() {
    let provider = provider([]).await;
    let [in_use, backup] = provider.api_pins();
    assert_eq!(presented_pin(&provider).await, in_use);
    assert_ne!(backup, in_use);
}

#[tokio::test]
async fn tls_rekeyed_is_a_good_certificate_for_a_key_that_is_not_pinned() {
    let provider = provider([Fault::TlsRekeyed]).await;
    let presented = presented_pin(&provider).await;
    assert!(!provider.api_pins().contains(&presented));
    assert_eq!(get(&provider, &provider.health_url()).await.status(), 200);
    others_are_well(&provider).await;
}

#[tokio::test]
async fn tls_not_yet_valid_is_a_certificate_from_three_days_ahead() {
    let provider = provider([Fault::TlsNotYetValid]).await;
    let error = api_certificate_error(&provider).await;
    let CertificateError::NotValidYetContext { time, not_before } = error else { panic!("{error:?}") };
    let hours = (not_before.as_secs() - time.as_secs()) / 3_600;
    assert!((47..=72).contains(&hours), "{hours} hours");
    others_are_well(&provider).await;
}

#[tokio::test]
async fn tls_stall_hears_the_hello_and_says_nothing() {
    let provider = provider([Fault::TlsStall]).await;
    let url = provider.api_url();
    let attempt = tokio::time::timeout(NEVER, handshake(&provider, direct(&url), &url, b"h2"));
    assert!(attempt.await.is_err());
    others_are_well(&provider).await;
    provider.stop().await;
}

#[tokio::test]
async fn tls_old_version_is_an_alert_about_the_version() {
    let provider = provider([Fault::TlsOldVersion]).await;
    let url = provider.api_url();
    let error = handshake(&provider, direct(&url), &url, b"h2").await.unwrap_err();
    let cause = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    assert_eq!(cause, Some(&rustls::Error::AlertReceived(rustls::AlertDescription::ProtocolVersion)));
    others_are_well(&provider).await;
}

#[tokio::test]
async fn sni_filter_cuts_the_apis_name_and_serves_any_other() {
    let provider = provider([Fault::SniFilter]).await;
    let url = provider.api_url();
    for _ in 0..2 {
        let error = handshake(&provider, direct(&url), &url, b"h2").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
    // Another name gets as far as the certificate, which is still the API's.
    let other = url::Url::parse("https://other.test/").unwrap();
    let error = certificate_error(&provider, direct(&url), &other).await;
    let CertificateError::NotValidForNameContext { presented, .. } = error else { panic!("{error:?}") };
    assert!(presented.iter().all(|name| name.contains("api.wallet.test")), "{presented:?}");
    // And no name at all, as of an address, does too.
    let unnamed = url::Url::parse("https://127.0.0.1/").unwrap();
    assert!(matches!(
        certificate_error(&provider, direct(&url), &unnamed).await,
        CertificateError::NotValidForNameContext { .. }
    ));
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
    for fault in [Fault::CaptivePortal, Fault::PortalForged204] {
        let provider = provider([fault]).await;
        let urls = [
            provider.api_url(),
            provider.status_url(),
            provider.control_url(),
            provider.second_control_url(),
            provider.doh_url(),
        ];
        for url in urls {
            assert_eq!(certificate_error(&provider, direct(&url), &url).await, CertificateError::UnknownIssuer);
        }
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
