//! The second opinion over HTTPS (RFC 8484).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::RecordType;
use tokio::time::timeout;
use url::Url;
use wallet_doctor_provider::Fault;

use crate::client::*;

const LOOPBACK: [u8; 4] = [127, 0, 0, 1];
const MEDIA_TYPE: &str = "application/dns-message";

fn asking(url: &Url, wire: &[u8]) -> Url {
    let mut url = url.clone();
    url.set_query(Some(&format!("dns={}", URL_SAFE_NO_PAD.encode(wire))));
    url
}

#[tokio::test]
async fn get_and_post_tell_the_truth_and_for_how_long() {
    let provider = provider([Fault::DnsNxdomain]).await;
    let url = provider.doh_url();
    for (name, code, found, fresh) in [
        ("api.wallet.test.", ResponseCode::NoError, vec![LOOPBACK.into()], "max-age=5"),
        ("example.com.", ResponseCode::NXDomain, Vec::new(), "max-age=1"),
    ] {
        let wire = question(name, RecordType::A);
        let by_get = get(&provider, &asking(&url, &wire)).await;
        let by_post = post(&provider, &url, MEDIA_TYPE, wire).await;
        for response in [by_get, by_post] {
            assert_eq!(response.status(), 200);
            assert_eq!(header(&response, "content-type"), MEDIA_TYPE);
            assert_eq!(header(&response, "cache-control"), fresh);
            let answer = Message::from_vec(&body(response).await).unwrap();
            assert_eq!(answer.metadata.id, 0x4d2);
            assert_eq!(answer.queries.len(), 1);
            assert!(answer.edns.is_some());
            assert_eq!(addresses(&answer), (code, found.clone()), "{name}");
        }
    }
}

#[tokio::test]
async fn what_is_no_question_is_refused() {
    let provider = provider([]).await;
    let url = provider.doh_url();
    let wire = question("api.wallet.test.", RecordType::A);
    assert_eq!(get(&provider, &url).await.status(), 400);
    assert_eq!(get(&provider, &asking(&url, b"nonsense")).await.status(), 400);
    let mut padded = url.clone();
    padded.set_query(Some("dns=AAA="));
    assert_eq!(get(&provider, &padded).await.status(), 400);
    assert_eq!(post(&provider, &url, "text/plain", wire.clone()).await.status(), 415);
    assert_eq!(post(&provider, &url, MEDIA_TYPE, vec![0; 70_000]).await.status(), 413);
    let mut answer = Message::from_vec(&wire).unwrap();
    answer.metadata.message_type = hickory_proto::op::MessageType::Response;
    assert_eq!(post(&provider, &url, MEDIA_TYPE, answer.to_vec().unwrap()).await.status(), 400);
    let mut nothing = Message::from_vec(&wire).unwrap();
    nothing.queries.clear();
    let response = post(&provider, &url, MEDIA_TYPE, nothing.to_vec().unwrap()).await;
    assert_eq!(Message::from_vec(&body(response).await).unwrap().metadata.response_code, ResponseCode::FormErr);
}

#[tokio::test]
async fn second_opinion_silent_is_silent_both_ways_and_the_phones_resolver_is_well() {
    let provider = provider([Fault::SecondOpinionSilent]).await;
    assert!(ask(provider.second_opinion(), "api.wallet.test.", RecordType::A, NEVER).await.is_none());
    let url = provider.doh_url();
    let stream = handshake(&provider, direct(&url), &url, b"http/1.1").await.unwrap();
    let asked = asking(&url, &question("api.wallet.test.", RecordType::A));
    assert!(timeout(NEVER, send(stream, &asked, &[])).await.is_err());
    let phones = ask(provider.dns_server(), "api.wallet.test.", RecordType::A, PATIENCE).await.unwrap();
    assert_eq!(addresses(&phones), (ResponseCode::NoError, vec![LOOPBACK.into()]));
}
