//! The status page and the announcements as a client gets them.

use std::io::Read;

use http_body_util::BodyExt;
use serde_json::Value;
use wallet_doctor_provider::Fault;

use crate::client::*;

async fn pages(fault: Fault) -> (Value, Value) {
    let provider = provider([fault]).await;
    let page = json(get(&provider, &provider.status_url()).await).await;
    let announcements = json(get(&provider, &provider.announcements_url()).await).await;
    (page, announcements)
}

fn minutes_from_now(value: &Value) -> i64 {
    let at: jiff::Timestamp = value.as_str().unwrap().parse().unwrap();
    (at.as_second() - jiff::Timestamp::now().as_second()).div_euclid(60)
}

fn about(value: &Value, minutes: i64) {
    let actual = minutes_from_now(value);
    assert!((actual - minutes).abs() <= 2, "{value} is in {actual} minutes, not {minutes}");
}

#[tokio::test]
async fn a_major_outage_is_on_the_page() {
    let (page, announcements) = pages(Fault::StatusMajorOutage).await;
    assert_eq!(page["status"]["indicator"], "critical");
    assert_eq!(page["components"][0]["status"], "major_outage");
    assert_eq!(page["incidents"][0]["impact"], "critical");
    assert_eq!(announcements["announcements"][0]["severity"], "critical");
}

#[tokio::test]
async fn degraded_performance_is_on_the_page() {
    let (page, _) = pages(Fault::StatusDegraded).await;
    assert_eq!(page["status"]["indicator"], "minor");
    assert_eq!(page["components"][3]["status"], "degraded_performance");
}

#[tokio::test]
async fn maintenance_now_is_on_the_page_and_announced() {
    let (page, announcements) = pages(Fault::StatusMaintenanceNow).await;
    let maintenance = &page["scheduled_maintenances"][0];
    let announcement = &announcements["announcements"][0];
    assert_eq!(maintenance["status"], "in_progress");
    assert_eq!(announcement["kind"], "maintenance");
    for (from, until) in [
        (&maintenance["scheduled_for"], &maintenance["scheduled_until"]),
        (&announcement["starts_at"], &announcement["ends_at"]),
    ] {
        about(from, -30);
        about(until, 90);
    }
}

#[tokio::test]
async fn maintenance_soon_is_on_the_page_and_announced() {
    let (page, announcements) = pages(Fault::StatusMaintenanceSoon).await;
    let maintenance = &page["scheduled_maintenances"][0];
    let announcement = &announcements["announcements"][0];
    assert_eq!(maintenance["status"], "scheduled");
    for (from, until) in [
        (&maintenance["scheduled_for"], &maintenance["scheduled_until"]),
        (&announcement["starts_at"], &announcement["ends_at"]),
    ] {
        about(from, 40);
        about(until, 160);
    }
}

#[tokio::test]
async fn garbage_comes_with_a_200() {
    let provider = provider([Fault::StatusGarbage]).await;
    let response = get(&provider, &provider.status_url()).await;
    assert_eq!(response.status(), 200);
    assert!(clock_offset(&response).abs() <= 2);
    let bytes = body(response).await;
    assert!(std::str::from_utf8(&bytes).is_err());
    assert!(serde_json::from_slice::<Value>(&bytes).is_err());
    assert_eq!(get(&provider, &provider.announcements_url()).await.status(), 200);
}

#[tokio::test]
async fn huge_is_fifty_megabytes_without_a_length() {
    let provider = provider([Fault::StatusHuge]).await;
    let response = get(&provider, &provider.status_url()).await;
    assert!(response.headers().get("content-length").is_none());
    let mut body = response.into_body();
    let mut length = 0;
    let mut start = Vec::new();
    while let Some(frame) = body.frame().await {
        let data = frame.unwrap().into_data().unwrap();
        length += data.len();
        if start.len() < 512 {
            start.extend_from_slice(&data);
        }
    }
    assert!((50_000_000..51_000_000).contains(&length), "{length} bytes");
    assert!(start.starts_with(b"{\"page\":{\"id\":"));
}

#[tokio::test]
async fn a_gzip_bomb_is_small_until_it_is_unpacked() {
    let provider = provider([Fault::StatusGzipBomb]).await;
    let response = get(&provider, &provider.status_url()).await;
    assert_eq!(header(&response, "content-encoding"), "gzip");
    assert_eq!(header(&response, "content-type"), "application/json");
    let packed = body(response).await;
    assert!((20_000..100_000).contains(&packed.len()), "{} bytes", packed.len());
    let mut decoder = flate2::read::GzDecoder::new(&*packed);
    let mut start = [0_u8; 13];
    decoder.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"{\"page\":{\"id\"");
    let rest = std::io::copy(&mut decoder, &mut std::io::sink()).unwrap();
    assert!((50_000_000..51_000_000).contains(&rest), "{rest} bytes");
}

#[tokio::test]
async fn a_client_may_leave_a_huge_page_half_read() {
    let provider = provider([Fault::StatusHuge]).await;
    let mut response = get(&provider, &provider.status_url()).await;
    response.body_mut().frame().await.unwrap().unwrap();
    drop(response);
    assert_eq!(get(&provider, &provider.announcements_url()).await.status(), 200);
}

#[tokio::test]
async fn deep_is_a_hundred_thousand_arrays() {
    let provider = provider([Fault::StatusDeep]).await;
    let bytes = body(get(&provider, &provider.status_url()).await).await;
    assert_eq!(bytes.iter().filter(|byte| **byte == b'[').count(), 100_000);
    let error = serde_json::from_slice::<Value>(&bytes).unwrap_err();
    assert!(error.to_string().contains("recursion limit"), "{error}");
}

#[tokio::test]
async fn odd_dates_are_served_on_a_page_that_is_well() {
    let (page, _) = pages(Fault::StatusOddDates).await;
    assert_eq!(page["status"]["indicator"], "none");
    let text = page.to_string();
    assert!(text.contains("\"0000-") && text.contains("\"9999-"));
}
