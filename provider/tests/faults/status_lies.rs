//! A status host that is wrong: documents that contradict each other, that are old, that change, or whose times mean nothing.

use serde_json::{Value, json};
use wallet_doctor_provider::{Fault, StatusDocument};

use crate::client::*;
use crate::status_documents::{fetch, fetch_json, opened};

fn minutes_ago(time: &Value) -> i64 {
    let at: jiff::Timestamp = time.as_str().unwrap().parse().unwrap();
    (jiff::Timestamp::now().as_second() - at.as_second()).div_euclid(60)
}

#[tokio::test]
async fn lies_are_on_the_status_page_alone() {
    let provider = provider([Fault::StatusLies]).await;
    let page = fetch_json(&provider, StatusDocument::StatuspageV2).await;
    assert_eq!(page["status"]["indicator"], "critical");
    assert!((180..=182).contains(&minutes_ago(&page["page"]["updated_at"])));
    assert!(minutes_ago(&page["incidents"][0]["updated_at"]) >= 180);
    let mirror = fetch_json(&provider, StatusDocument::StatuspageMirror).await;
    assert_eq!(mirror["status"]["indicator"], "none");
    assert!((1..=3).contains(&minutes_ago(&mirror["page"]["updated_at"])));
    let (announcements, genuine) = opened(&provider, &fetch(&provider, StatusDocument::AnnouncementsSigned).await.1);
    assert!(genuine);
    assert_eq!(announcements["announcements"], json!([]));
    assert!((1..=3).contains(&minutes_ago(&announcements["updated_at"])));
    assert_eq!(fetch(&provider, StatusDocument::PlainHttp).await.0, 200);
}

#[tokio::test]
async fn lags_are_three_hours_old_and_say_so() {
    let provider = provider([Fault::StatusLags]).await;
    for document in StatusDocument::ALL {
        let response = get(&provider, &provider.status_document_url(*document)).await;
        assert_eq!(header(&response, "age"), "10800", "{document}");
        assert!((clock_offset(&response) + 10_800).abs() <= 2, "{document}");
    }
    let page = fetch_json(&provider, StatusDocument::StatuspageV2).await;
    assert_eq!(page["status"]["indicator"], "critical");
    assert!((180..=182).contains(&minutes_ago(&page["page"]["updated_at"])));
    let announcements = fetch_json(&provider, StatusDocument::Announcements).await;
    assert_eq!(announcements["announcements"][0]["kind"], "incident");
    // Everything else of the provider has a clock that is right.
    assert!(clock_offset(&get(&provider, &provider.health_url()).await).abs() <= 2);
}

#[tokio::test]
async fn changes_come_with_the_second_request_of_each_document() {
    let provider = provider([Fault::StatusChanges]).await;
    for document in [StatusDocument::StatuspageV2, StatusDocument::StatuspageMirror] {
        for indicator in ["none", "critical", "critical"] {
            assert_eq!(fetch_json(&provider, document).await["status"]["indicator"], indicator, "{document}");
        }
    }
}

#[tokio::test]
async fn zoneless_dates_are_everywhere_and_nothing_else_is_wrong() {
    let provider = provider([Fault::StatusZonelessDates]).await;
    let page = fetch_json(&provider, StatusDocument::StatuspageV2).await;
    assert_eq!(page["status"]["indicator"], "none");
    assert_eq!(page["scheduled_maintenances"][0]["status"], "scheduled");
    for document in StatusDocument::ALL {
        let mut text = fetch(&provider, *document).await.1;
        if *document == StatusDocument::AnnouncementsSigned {
            text = opened(&provider, &text).0.to_string();
        }
        for zone in ["00Z\"", "000Z\"", "00Z<", "+0000", "UTC"] {
            assert!(!text.contains(zone), "{zone} in {document}: {text}");
        }
    }
}

#[tokio::test]
async fn a_negative_window_ends_before_it_begins() {
    let provider = provider([Fault::StatusNegativeWindow]).await;
    let page = fetch_json(&provider, StatusDocument::StatuspageV2).await;
    let work = &page["scheduled_maintenances"][0];
    assert_eq!((&work["status"], &page["status"]["indicator"]), (&json!("scheduled"), &json!("none")));
    let announcements = fetch_json(&provider, StatusDocument::Announcements).await;
    for (from, until) in [
        (&work["scheduled_for"], &work["scheduled_until"]),
        (&announcements["announcements"][0]["starts_at"], &announcements["announcements"][0]["ends_at"]),
    ] {
        assert!(minutes_ago(from) < 0 && minutes_ago(until) > 0, "{from} to {until}");
    }
}
