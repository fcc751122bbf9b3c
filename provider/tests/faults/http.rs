//! Faults of the API's answers, and of the clock.

use std::time::{Duration, Instant};

use http_body_util::BodyExt;
use tokio::time::timeout;
use url::Url;
use wallet_doctor_provider::{Fault, FaultSet, Provider, ProviderOptions};

use crate::client::*;

/// Paths that are there and one that is not.
fn api_urls(provider: &Provider) -> [Url; 4] {
    let nowhere = provider.api_url().join("no/such/path").unwrap();
    [provider.health_url(), provider.balances_url(), provider.account_url(), nowhere]
}

#[tokio::test]
async fn http_500_is_on_every_path_of_the_api_only() {
    let provider = provider([Fault::Http500]).await;
    for url in api_urls(&provider) {
        assert_eq!(get(&provider, &url).await.status(), 500, "{url}");
        assert_eq!(get_h2(&provider, &url).await.status(), 500, "{url}");
    }
    let health = get(&provider, &provider.health_url()).await;
    assert_eq!(header(&health, "content-type"), "application/health+json");
    assert_eq!(json(health).await["status"], "fail");
    assert_eq!(get(&provider, &provider.status_url()).await.status(), 200);
}

#[tokio::test]
async fn http_503_says_when_to_come_back() {
    let provider = provider([Fault::Http503RetryAfter]).await;
    for url in api_urls(&provider) {
        let response = get(&provider, &url).await;
        assert_eq!(response.status(), 503);
        assert_eq!(header(&response, "retry-after"), "120");
    }
}

#[tokio::test]
async fn http_slow_answers_late_but_well() {
    let slow_by = Duration::from_millis(1500);
    let options = ProviderOptions { faults: Fault::HttpSlow.into(), slow_by, ..ProviderOptions::default() };
    let provider = Provider::start(options).await.unwrap();
    let started = Instant::now();
    let response = get(&provider, &provider.health_url()).await;
    assert!(started.elapsed() >= slow_by);
    assert_eq!(response.status(), 200);
    assert_eq!(json(response).await["status"], "pass");
    let started = Instant::now();
    get(&provider, &provider.status_url()).await;
    assert!(started.elapsed() < slow_by);
}

#[test]
fn slow_is_two_and_a_half_seconds_by_default() {
    let options = ProviderOptions::default();
    assert_eq!(options.slow_by, Duration::from_millis(2500));
    assert_eq!(options.faults, FaultSet::none());
    assert_eq!(options.places, at(&[[127, 0, 0, 1].into()]));
}

#[tokio::test]
async fn http_truncated_sends_half_and_closes() {
    let provider = provider([Fault::HttpTruncated]).await;
    for url in api_urls(&provider) {
        let response = get(&provider, &url).await;
        let announced: usize = header(&response, "content-length").parse().unwrap();
        let mut body = response.into_body();
        let mut received = 0;
        let error = loop {
            match body.frame().await.expect("the body does not end well") {
                Ok(frame) => received += frame.into_data().map_or(0, |data| data.len()),
                Err(error) => break error,
            }
        };
        assert_eq!(received, announced / 2, "{url}");
        // Not a reset or a timeout: the connection ends before the body does.
        let cause = std::error::Error::source(&error).and_then(|cause| cause.downcast_ref::<std::io::Error>());
        assert_eq!(cause.map(std::io::Error::kind), Some(std::io::ErrorKind::UnexpectedEof), "{error:?}");
    }
    // A reset stream of HTTP/2 would be another fault, so the API does not offer it now.
    let url = provider.api_url();
    assert!(handshake(&provider, direct(&url), &url, b"h2").await.is_err());
}

#[tokio::test]
async fn http_stalled_sends_half_and_stays() {
    let provider = provider([Fault::HttpStalled]).await;
    for url in api_urls(&provider) {
        for response in [get(&provider, &url).await, get_h2(&provider, &url).await] {
            let announced: usize = header(&response, "content-length").parse().unwrap();
            let mut body = response.into_body();
            let mut received = 0;
            while let Ok(frame) = timeout(NEVER, body.frame()).await {
                received += frame.expect("the body does not end").unwrap().into_data().unwrap().len();
            }
            assert_eq!(received, announced / 2, "{url}");
        }
    }
    assert_eq!(get(&provider, &provider.status_url()).await.status(), 200);
}

#[tokio::test]
async fn answers_that_are_not_the_apis_are_on_every_path_of_it() {
    for (fault, status, media_type) in [
        (Fault::HttpRedirect, 302, None),
        (Fault::HttpLoginPage, 200, Some("text/html; charset=utf-8")),
        (Fault::HttpWrongType, 200, Some("text/plain; charset=utf-8")),
    ] {
        let provider = provider([fault]).await;
        for url in api_urls(&provider) {
            let response = get(&provider, &url).await;
            assert_eq!(response.status(), status, "{fault}");
            let given = response.headers().get("content-type").map(|value| value.to_str().unwrap());
            assert_eq!(given, media_type, "{fault}");
            if fault == Fault::HttpRedirect {
                assert_eq!(header(&response, "location"), "https://www.elsewhere.test/");
            }
            assert!(serde_json::from_slice::<serde_json::Value>(&body(response).await).is_err(), "{fault}");
        }
        assert_eq!(get(&provider, &provider.status_url()).await.status(), 200);
    }
}

#[tokio::test]
async fn faults_of_http_add_up() {
    let provider = provider([Fault::Http503RetryAfter, Fault::HttpTruncated, Fault::ClockSkew]).await;
    let response = get(&provider, &provider.health_url()).await;
    assert_eq!(response.status(), 503);
    assert!((clock_offset(&response) - 7_200).abs() <= 2);
    assert!(response.into_body().collect().await.is_err());
}

#[tokio::test]
async fn clock_skew_is_in_every_date() {
    let provider = provider([Fault::ClockSkew]).await;
    let urls = [
        provider.health_url(),
        provider.balances_url(),
        provider.account_url(),
        provider.api_url().join("no/such/path").unwrap(),
        provider.status_url(),
        provider.announcements_url(),
        provider.control_url(),
        provider.second_control_url(),
        provider.portal_url(),
        provider.second_portal_url(),
        provider.doh_url(),
    ];
    for url in urls {
        let offset = clock_offset(&get(&provider, &url).await);
        assert!((offset - 7_200).abs() <= 2, "{url}: {offset} s");
    }
    let offset = clock_offset(&get_h2(&provider, &provider.health_url()).await);
    assert!((offset - 7_200).abs() <= 2, "{offset} s");
}

#[tokio::test]
async fn one_liar_is_two_days_ahead_of_everybody_else() {
    let provider = provider([Fault::ClockOneLiar]).await;
    let ahead = clock_offset(&get(&provider, &provider.second_control_url()).await);
    assert!((ahead - 172_800).abs() <= 2, "{ahead} s");
    for url in [provider.health_url(), provider.status_url(), provider.control_url(), provider.portal_url()] {
        assert!(clock_offset(&get(&provider, &url).await).abs() <= 2, "{url}");
    }
}

#[tokio::test]
async fn failures_carry_the_skewed_clock_too() {
    let provider = provider([Fault::Http500, Fault::ClockSkew]).await;
    let offset = clock_offset(&get(&provider, &provider.health_url()).await);
    assert!((offset - 7_200).abs() <= 2, "{offset} s");
}

#[tokio::test]
async fn balances_are_the_synced_side_of_the_ledger() {
    let faults = [
        None,
        Some(Fault::BalanceStaleCache),
        Some(Fault::BalanceServerBehind),
        Some(Fault::BalancePendingExplains),
        Some(Fault::BalanceUnexplained),
        Some(Fault::CacheOld),
    ];
    for fault in faults {
        let provider = provider(fault).await;
        let sheet = json(get(&provider, &provider.balances_url()).await).await;
        let expected = wallet_doctor_provider::ledger::ledger(&fault.into_iter().collect(), jiff::Timestamp::now());
        assert_eq!(sheet["sequence"], expected.synced["sequence"], "{fault:?}");
        assert_eq!(sheet["balances"], expected.synced["balances"], "{fault:?}");
    }
}
