//! The resolvers, healthy and not.

use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RecordType;
use rustls::CertificateError;
use wallet_doctor_provider::Fault;

use crate::client::*;

const LOOPBACK: [u8; 4] = [127, 0, 0, 1];
const WALLET: [&str; 2] = ["api.wallet.test.", "status.wallet.test."];
const NEUTRAL: [&str; 6] = [
    "control.neutral.test.",
    "control.second.test.",
    "portal.neutral.test.",
    "portal.second.test.",
    "doh.neutral.test.",
    "echo.neutral.test.",
];

#[tokio::test]
async fn both_resolvers_know_every_name_over_udp_and_tcp() {
    let provider = provider([]).await;
    for server in [provider.dns_server(), provider.second_opinion()] {
        for name in WALLET.into_iter().chain(NEUTRAL) {
            let answer = ask(server, name, RecordType::A, PATIENCE).await.unwrap();
            assert_eq!(addresses(&answer), (ResponseCode::NoError, vec![LOOPBACK.into()]), "{name}");
            assert!(answer.answers[0].ttl <= 10);
            let answer = ask_tcp(server, name, PATIENCE).await.unwrap();
            assert_eq!(addresses(&answer), (ResponseCode::NoError, vec![LOOPBACK.into()]), "{name}");
        }
    }
    assert_ne!(provider.dns_server(), provider.second_opinion());
}

#[tokio::test]
async fn aaaa_is_empty_case_is_ignored_and_unknown_names_do_not_exist() {
    let provider = provider([]).await;
    let server = provider.dns_server();
    let v6 = ask(server, "api.wallet.test.", RecordType::AAAA, PATIENCE).await.unwrap();
    assert_eq!(v6.metadata.response_code, ResponseCode::NoError);
    assert!(v6.answers.is_empty());
    let mixed = ask(server, "aPi.WaLLet.TEST.", RecordType::A, PATIENCE).await.unwrap();
    assert_eq!(addresses(&mixed), (ResponseCode::NoError, vec![LOOPBACK.into()]));
    for name in ["www.wallet.test.", "example.com."] {
        let unknown = ask(server, name, RecordType::A, PATIENCE).await.unwrap();
        assert_eq!(addresses(&unknown), (ResponseCode::NXDomain, vec![]), "{name}");
    }
}

#[tokio::test]
async fn a_name_published_while_running_is_known_to_both() {
    let provider = provider([Fault::DnsNxdomain]).await;
    let servers = [provider.dns_server(), provider.second_opinion()];
    for server in servers {
        let before = ask(server, "desk.wallet.test.", RecordType::A, PATIENCE).await.unwrap();
        assert_eq!(before.metadata.response_code, ResponseCode::NXDomain);
    }
    provider.publish_name("Desk.wallet.test", [127, 0, 0, 2].into());
    for server in servers {
        let after = ask(server, "desk.wallet.test.", RecordType::A, PATIENCE).await.unwrap();
        assert_eq!(addresses(&after), (ResponseCode::NoError, vec![[127, 0, 0, 2].into()]));
    }
}

#[tokio::test]
async fn a_resolver_fails_for_the_wallet_only_and_for_the_phone_only() {
    for (fault, code) in [
        (Fault::DnsNxdomain, ResponseCode::NXDomain),
        (Fault::DnsServfail, ResponseCode::ServFail),
        (Fault::DnsRefused, ResponseCode::Refused),
        (Fault::DnsEmpty, ResponseCode::NoError),
    ] {
        let provider = provider([fault]).await;
        for name in WALLET {
            for kind in [RecordType::A, RecordType::AAAA] {
                let answer = ask(provider.dns_server(), name, kind, PATIENCE).await.unwrap();
                assert_eq!(addresses(&answer), (code, vec![]), "{fault}");
                // RFC 2308: only what is known not to be may be remembered.
                let is_knowledge = matches!(fault, Fault::DnsNxdomain | Fault::DnsEmpty);
                assert_eq!(!answer.authorities.is_empty(), is_knowledge, "{fault}");
            }
            let truth = ask(provider.second_opinion(), name, RecordType::A, PATIENCE).await.unwrap();
            assert_eq!(addresses(&truth), (ResponseCode::NoError, vec![LOOPBACK.into()]));
        }
        for name in NEUTRAL {
            let answer = ask(provider.dns_server(), name, RecordType::A, PATIENCE).await.unwrap();
            assert_eq!(addresses(&answer), (ResponseCode::NoError, vec![LOOPBACK.into()]));
        }
    }
}

#[tokio::test]
async fn dns_sinkhole_leads_the_wallet_to_where_nothing_listens() {
    let provider = provider([Fault::DnsSinkhole]).await;
    for url in [provider.api_url(), provider.status_url()] {
        let address = resolve(&provider, &url).await;
        assert_eq!(address.ip().to_string(), "127.0.0.65");
        let error = tokio::net::TcpStream::connect(address).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionRefused);
        assert_eq!(get(&provider, &url).await.status(), 200);
    }
    let control = resolve(&provider, &provider.control_url()).await;
    assert_eq!(control, direct(&provider.control_url()));
}

#[tokio::test]
async fn dns_elsewhere_leads_the_api_to_where_it_is_too() {
    let provider = provider([Fault::DnsElsewhere]).await;
    let url = provider.health_url();
    let elsewhere = resolve(&provider, &url).await;
    assert_eq!(elsewhere.ip().to_string(), "127.0.0.68");
    let truth = ask(provider.second_opinion(), "api.wallet.test.", RecordType::A, PATIENCE).await.unwrap();
    assert_eq!(addresses(&truth), (ResponseCode::NoError, vec![LOOPBACK.into()]));
    let mut presented = Vec::new();
    for address in [elsewhere, direct(&url)] {
        let stream = handshake(&provider, address, &url, b"http/1.1").await.unwrap();
        presented.push(stream.get_ref().1.peer_certificates().unwrap()[0].to_vec());
        assert_eq!(send(stream, &url, &[]).await.status(), 200);
    }
    assert_eq!(presented[0], presented[1]);
    let status = resolve(&provider, &provider.status_url()).await;
    assert_eq!(status, direct(&provider.status_url()));
}

#[tokio::test]
async fn dns_lying_invents_every_name_that_there_is_not() {
    let provider = provider([Fault::DnsLying]).await;
    for name in ["www.wallet.test.", "nothing.example.", "x7f3.invalid."] {
        let answer = ask(provider.dns_server(), name, RecordType::A, PATIENCE).await.unwrap();
        assert_eq!(addresses(&answer), (ResponseCode::NoError, vec![[127, 0, 0, 67].into()]), "{name}");
        let truth = ask(provider.second_opinion(), name, RecordType::A, PATIENCE).await.unwrap();
        assert_eq!(addresses(&truth), (ResponseCode::NXDomain, vec![]), "{name}");
    }
    for name in WALLET.into_iter().chain(NEUTRAL) {
        let answer = ask(provider.dns_server(), name, RecordType::A, PATIENCE).await.unwrap();
        assert_eq!(addresses(&answer), (ResponseCode::NoError, vec![LOOPBACK.into()]), "{name}");
    }
}

#[tokio::test]
async fn dns_timeout_never_answers_while_the_second_opinion_does() {
    let provider = provider([Fault::DnsTimeout]).await;
    for name in ["api.wallet.test.", "control.neutral.test.", "example.com."] {
        assert!(ask(provider.dns_server(), name, RecordType::A, NEVER).await.is_none(), "{name}");
        assert!(ask_tcp(provider.dns_server(), name, NEVER).await.is_none(), "{name}");
        assert!(ask(provider.second_opinion(), name, RecordType::A, PATIENCE).await.is_some(), "{name}");
    }
}

#[tokio::test]
async fn dns_wrong_address_leads_the_wallet_to_an_interloper() {
    let provider = provider([Fault::DnsWrongAddress]).await;
    for url in [provider.api_url(), provider.status_url()] {
        let address = resolve(&provider, &url).await;
        assert_eq!(address.ip().to_string(), "127.0.0.66");
        assert_eq!(Some(address.port()), url.port());
        assert_eq!(certificate_error(&provider, address, &url).await, CertificateError::UnknownIssuer);
        // The wallet itself is well, and the truth is there for those who ask elsewhere.
        assert_eq!(get(&provider, &url).await.status(), 200);
        let truth = ask(provider.second_opinion(), url.host_str().unwrap(), RecordType::A, PATIENCE).await.unwrap();
        assert_eq!(addresses(&truth), (ResponseCode::NoError, vec![LOOPBACK.into()]));
    }
    let control = resolve(&provider, &provider.control_url()).await;
    assert_eq!(control, direct(&provider.control_url()));
}

#[tokio::test]
async fn the_interloper_listens_only_when_asked_for() {
    let provider = provider([]).await;
    let port = provider.api_url().port().unwrap();
    let error = tokio::net::TcpStream::connect(("127.0.0.66", port)).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionRefused);
}
