//! A status host that answers badly: elsewhere, later, too late, too short, or with what no client should trip over.

use http_body_util::BodyExt;
use serde_json::Value;
use tokio::time::timeout;
use wallet_doctor_provider::{Fault, StatusDocument};

use crate::client::*;
use crate::status_documents::fetch;

#[tokio::test]
async fn every_document_redirects_to_another_host() {
    let provider = provider([Fault::StatusRedirects]).await;
    for document in StatusDocument::ALL {
        let response = get(&provider, &provider.status_document_url(*document)).await;
        assert_eq!((response.status().as_u16(), header(&response, "location")), (302, "https://www.elsewhere.test/"));
    }
}

#[tokio::test]
async fn every_document_is_busy() {
    let provider = provider([Fault::StatusBusy]).await;
    for document in StatusDocument::ALL {
        let response = get(&provider, &provider.status_document_url(*document)).await;
        assert_eq!((response.status().as_u16(), header(&response, "retry-after")), (429, "300"), "{document}");
    }
}

#[tokio::test]
async fn slow_documents_do_not_come() {
    let provider = provider([Fault::StatusSlow]).await;
    let url = provider.status_url();
    assert!(timeout(NEVER, get(&provider, &url)).await.is_err());
    assert_eq!(provider.status_requests().len(), 1, "it was asked for all the same");
    assert_eq!(get(&provider, &provider.control_url()).await.status(), 200);
}

#[tokio::test]
async fn truncated_documents_end_before_they_should() {
    let provider = provider([Fault::StatusTruncated]).await;
    for document in [StatusDocument::StatuspageV2, StatusDocument::Rss, StatusDocument::AnnouncementsSigned] {
        let response = get(&provider, &provider.status_document_url(document)).await;
        assert!(header(&response, "content-length").parse::<usize>().unwrap() > 100, "{document}");
        assert!(response.into_body().collect().await.is_err(), "{document}");
    }
    let url = provider.status_url();
    assert!(handshake(&provider, direct(&url), &url, b"h2").await.is_err());
}

#[tokio::test]
async fn the_wrong_charset_is_utf_16_under_the_name_of_utf_8() {
    let provider = provider([Fault::StatusWrongCharset]).await;
    for document in StatusDocument::ALL {
        let response = get(&provider, &provider.status_document_url(*document)).await;
        assert!(header(&response, "content-type").ends_with("; charset=utf-8"), "{document}");
        let bytes = body(response).await;
        let units: Vec<u16> = bytes.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        assert!(!String::from_utf16(&units).unwrap().is_empty());
        assert!(serde_json::from_slice::<Value>(&bytes).is_err(), "{document}");
    }
}

#[tokio::test]
async fn millions_stay_just_under_the_limit() {
    let provider = provider([Fault::StatusMillions]).await;
    for document in StatusDocument::ALL {
        let (status, text) = fetch(&provider, *document).await;
        assert_eq!(status, 200);
        assert!((1_000_000..1_048_576).contains(&text.len()), "{document}: {} bytes", text.len());
    }
}

#[tokio::test]
async fn duplicate_keys_are_on_the_status_page_only() {
    let provider = provider([Fault::StatusDuplicateKeys]).await;
    let (_, text) = fetch(&provider, StatusDocument::StatuspageV2).await;
    assert_eq!(text.matches("\"indicator\":").count(), 2);
    assert!(serde_json::from_str::<Value>(&text).is_ok());
    assert_eq!(fetch(&provider, StatusDocument::StatuspageMirror).await.1.matches("\"indicator\":").count(), 1);
}

#[tokio::test]
async fn the_entity_bomb_is_in_both_xml_feeds() {
    let provider = provider([Fault::StatusEntityBomb]).await;
    for document in [StatusDocument::Rss, StatusDocument::Atom] {
        let (_, text) = fetch(&provider, document).await;
        assert!(text.len() < 2_000, "{document}: {} bytes", text.len());
        assert_eq!(text.matches("&e8;").count(), 10);
        assert!(text.contains("<title>&e9;</title>"));
    }
    assert!(!fetch(&provider, StatusDocument::JsonFeed).await.1.contains("ENTITY"));
}
