//! The captive-portal check, honest and captive.

use wallet_doctor_provider::Fault;

use crate::client::*;

const CHALLENGE: &str = "x-wallet-doctor-challenge";

#[tokio::test]
async fn the_challenge_is_echoed_with_an_empty_204() {
    let provider = provider([]).await;
    for (url, token) in [
        (provider.portal_url(), "a"),
        (provider.portal_url(), "0c2e6a9e-1B"),
        (provider.second_portal_url(), &"z".repeat(64)),
    ] {
        let response = get_with(&provider, &url, &[(CHALLENGE, token)]).await;
        assert_eq!(response.status(), 204);
        assert_eq!(header(&response, "x-wallet-doctor-response"), format!("response {token}"));
        assert!(clock_offset(&response).abs() <= 2);
        assert!(body(response).await.is_empty());
    }
}

#[tokio::test]
async fn a_bad_or_missing_challenge_is_400() {
    let provider = provider([]).await;
    assert_eq!(get(&provider, &provider.portal_url()).await.status(), 400);
    for token in ["", "two words", "a_b", "x".repeat(65).as_str()] {
        let response = get_with(&provider, &provider.portal_url(), &[(CHALLENGE, token)]).await;
        assert_eq!(response.status(), 400, "{token:?}");
        assert!(response.headers().get("x-wallet-doctor-response").is_none());
    }
}

#[tokio::test]
async fn a_captive_portal_redirects_and_echoes_nothing() {
    let provider = provider([Fault::CaptivePortal]).await;
    for url in [provider.portal_url(), provider.second_portal_url()] {
        let response = get_with(&provider, &url, &[(CHALLENGE, "abc")]).await;
        assert_eq!(response.status(), 302);
        assert_eq!(header(&response, "location"), "http://login.hotspot.test/");
        assert!(response.headers().get("x-wallet-doctor-response").is_none());
        assert!(String::from_utf8(body(response).await.to_vec()).unwrap().contains("<form"));
    }
}

#[tokio::test]
async fn a_forged_204_is_what_was_asked_for_but_for_the_echo() {
    let provider = provider([Fault::PortalForged204]).await;
    for url in [provider.portal_url(), provider.second_portal_url()] {
        let response = get_with(&provider, &url, &[(CHALLENGE, "abc")]).await;
        assert_eq!(response.status(), 204);
        assert!(response.headers().get("x-wallet-doctor-response").is_none());
        assert_eq!(get(&provider, &url.join("/").unwrap()).await.status(), 302);
    }
}

#[tokio::test]
async fn one_broken_check_leaves_the_other_one() {
    let provider = provider([Fault::PortalOneBroken]).await;
    let broken = get_with(&provider, &provider.portal_url(), &[(CHALLENGE, "abc")]).await;
    assert_eq!(broken.status(), 200);
    assert!(broken.headers().get("x-wallet-doctor-response").is_none());
    let well = get_with(&provider, &provider.second_portal_url(), &[(CHALLENGE, "abc")]).await;
    assert_eq!(well.status(), 204);
    assert_eq!(header(&well, "x-wallet-doctor-response"), "response abc");
    assert_eq!(get(&provider, &provider.control_url()).await.status(), 200);
}
