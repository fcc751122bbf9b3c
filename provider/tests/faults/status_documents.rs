//! One state of the provider in each of its documents, and requests on condition.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::{Value, json};
use wallet_doctor_provider::{Fault, Provider, StatusDocument, StatusRequest};

use crate::client::*;

/// The status code and the body of each of the given documents.
pub(crate) async fn fetch(provider: &Provider, document: StatusDocument) -> (u16, String) {
    let response = get(provider, &provider.status_document_url(document)).await;
    let status = response.status().as_u16();
    (status, String::from_utf8(body(response).await.to_vec()).unwrap())
}

pub(crate) async fn fetch_json(provider: &Provider, document: StatusDocument) -> Value {
    serde_json::from_str(&fetch(provider, document).await.1).unwrap()
}

/// The payload, and whether the provider's key has signed it.
pub(crate) fn opened(provider: &Provider, token: &str) -> (Value, bool) {
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let payload = URL_SAFE_NO_PAD.decode(signed.split_once('.').unwrap().1).unwrap();
    let key = UnparsedPublicKey::new(&ED25519, *provider.announcements_key().bytes());
    let genuine = key.verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).is_ok();
    (serde_json::from_slice(&payload).unwrap(), genuine)
}

#[tokio::test]
async fn each_document_comes_in_its_own_type() {
    let provider = provider([]).await;
    for (document, media_type) in [
        (StatusDocument::StatuspageV2, "application/json; charset=utf-8"),
        (StatusDocument::Actuator, "application/vnd.spring-boot.actuator.v3+json"),
        (StatusDocument::HealthJson, "application/health+json"),
        (StatusDocument::Rss, "application/rss+xml; charset=utf-8"),
        (StatusDocument::Atom, "application/atom+xml; charset=utf-8"),
        (StatusDocument::JsonFeed, "application/feed+json; charset=utf-8"),
        (StatusDocument::AnnouncementsSigned, "application/jose"),
        (StatusDocument::PlainHttp, "text/plain; charset=utf-8"),
    ] {
        let response = get(&provider, &provider.status_document_url(document)).await;
        assert_eq!((response.status().as_u16(), header(&response, "content-type")), (200, media_type), "{document}");
    }
}

#[tokio::test]
async fn a_healthy_provider_is_well_in_every_document() {
    let provider = provider([]).await;
    let incident_io = fetch_json(&provider, StatusDocument::IncidentIo).await;
    for list in ["ongoing_incidents", "in_progress_maintenances", "scheduled_maintenances"] {
        assert_eq!(incident_io[list], json!([]), "{list}");
    }
    let better_stack = fetch_json(&provider, StatusDocument::BetterStack).await;
    assert_eq!(better_stack["data"]["attributes"]["aggregate_state"], "operational");
    assert_eq!(fetch_json(&provider, StatusDocument::Cstate).await["summaryStatus"], "ok");
    let upptime = fetch_json(&provider, StatusDocument::Upptime).await;
    assert!(upptime.as_array().unwrap().iter().all(|site| site["status"] == "up"));
    assert_eq!(fetch_json(&provider, StatusDocument::Actuator).await["status"], "UP");
    assert_eq!(fetch_json(&provider, StatusDocument::HealthJson).await["status"], "pass");
    let feed = fetch_json(&provider, StatusDocument::JsonFeed).await;
    assert_eq!(feed["items"].as_array().unwrap().len(), 1, "only what is long over");
    assert!(feed["items"][0]["content_html"].as_str().unwrap().contains("<strong>Resolved</strong>"));
}

#[tokio::test]
async fn an_outage_is_in_every_document() {
    let provider = provider([Fault::StatusMajorOutage]).await;
    let page = fetch(&provider, StatusDocument::StatuspageV2).await;
    assert_eq!(page, fetch(&provider, StatusDocument::StatuspageMirror).await);
    let incident_io = fetch_json(&provider, StatusDocument::IncidentIo).await;
    assert_eq!(incident_io["ongoing_incidents"][0]["current_worst_impact"], "full_outage");
    let better_stack = fetch_json(&provider, StatusDocument::BetterStack).await;
    assert_eq!(better_stack["data"]["attributes"]["aggregate_state"], "downtime");
    assert_eq!(fetch_json(&provider, StatusDocument::Cstate).await["systems"][0]["status"], "down");
    let upptime = fetch_json(&provider, StatusDocument::Upptime).await;
    assert_eq!((&upptime[0]["status"], &upptime[5]["status"]), (&json!("down"), &json!("up")));
    for (document, key, word) in
        [(StatusDocument::Actuator, "status", "DOWN"), (StatusDocument::HealthJson, "status", "fail")]
    {
        let (status, text) = fetch(&provider, document).await;
        assert_eq!(status, 503, "{document}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap()[key], word);
    }
    assert_eq!(fetch(&provider, StatusDocument::PlainHttp).await.0, 503);
    for feed in [StatusDocument::Rss, StatusDocument::Atom, StatusDocument::JsonFeed] {
        assert!(fetch(&provider, feed).await.1.contains("Wallet services are unavailable"), "{feed}");
    }
    assert_eq!(fetch_json(&provider, StatusDocument::Announcements).await["announcements"][0]["kind"], "incident");
}

#[tokio::test]
async fn degraded_and_maintenance_are_told_as_far_as_a_format_can() {
    let slow = provider([Fault::StatusDegraded]).await;
    assert_eq!(fetch_json(&slow, StatusDocument::Cstate).await["summaryStatus"], "disrupted");
    assert_eq!(fetch_json(&slow, StatusDocument::HealthJson).await["status"], "warn");
    assert_eq!(fetch_json(&slow, StatusDocument::Upptime).await[3]["status"], "degraded");
    assert_eq!(fetch(&slow, StatusDocument::PlainHttp).await.0, 200);

    let maintained = provider([Fault::StatusMaintenanceNow]).await;
    let work = &fetch_json(&maintained, StatusDocument::IncidentIo).await["in_progress_maintenances"][0];
    assert_eq!(work["status"], "maintenance_in_progress");
    let better_stack = fetch_json(&maintained, StatusDocument::BetterStack).await;
    let report = better_stack["included"].as_array().unwrap().iter().find(|each| each["type"] == "status_report");
    assert_eq!(report.unwrap()["attributes"]["report_type"], "maintenance");
    assert_eq!(fetch(&maintained, StatusDocument::Actuator).await.0, 503);
    assert_eq!(fetch_json(&maintained, StatusDocument::HealthJson).await["status"], "warn");
    assert!(fetch(&maintained, StatusDocument::Rss).await.1.contains("THIS IS A SCHEDULED EVENT"));

    let planned = provider([Fault::StatusMaintenanceSoon]).await;
    let work = &fetch_json(&planned, StatusDocument::IncidentIo).await["scheduled_maintenances"][0];
    assert_eq!(work["status"], "maintenance_scheduled");
    assert_eq!(fetch_json(&planned, StatusDocument::Cstate).await["systems"][0]["status"], "notice");
}

#[tokio::test]
async fn withdrawals_alone_are_down() {
    let provider = provider([Fault::StatusWithdrawalsDown]).await;
    let page = fetch_json(&provider, StatusDocument::StatuspageV2).await;
    assert_eq!(page["status"]["indicator"], "major");
    assert_eq!(page["components"][1]["status"], "operational");
    let incident_io = fetch_json(&provider, StatusDocument::IncidentIo).await;
    assert_eq!(incident_io["ongoing_incidents"][0]["affected_components"].as_array().unwrap().len(), 1);
    let actuator = fetch_json(&provider, StatusDocument::Actuator).await;
    assert_eq!(actuator["components"]["withdrawals"]["status"], "DOWN");
    assert_eq!(actuator["components"]["payments"]["status"], "UP");
    let announcements = fetch_json(&provider, StatusDocument::Announcements).await;
    assert_eq!(announcements["announcements"][0]["components"], json!(["withdrawals"]));
}

#[tokio::test]
async fn the_marketing_site_is_no_part_of_the_wallets_health() {
    let provider = provider([Fault::StatusMarketingDown]).await;
    let page = fetch_json(&provider, StatusDocument::StatuspageV2).await;
    assert_eq!(page["status"]["indicator"], "major");
    assert_eq!(page["incidents"][0]["components"][0]["name"], "Marketing site");
    for document in [StatusDocument::Actuator, StatusDocument::HealthJson, StatusDocument::PlainHttp] {
        assert_eq!(fetch(&provider, document).await.0, 200, "{document}");
    }
}

#[tokio::test]
async fn maintenance_can_be_over_late_or_off() {
    for (fault, phase, page, feed) in [
        (Fault::StatusMaintenanceOver, "over", Some("completed"), "<strong>Completed</strong>"),
        (Fault::StatusMaintenanceOverrun, "in_progress", Some("in_progress"), "takes longer than planned"),
        (Fault::StatusMaintenanceCancelled, "cancelled", None, "<strong>Cancelled</strong>"),
    ] {
        let provider = provider([fault]).await;
        let announcements = fetch_json(&provider, StatusDocument::Announcements).await;
        assert_eq!(announcements["announcements"][0]["state"], phase, "{fault}");
        let summary = fetch_json(&provider, StatusDocument::StatuspageV2).await;
        assert_eq!(summary["scheduled_maintenances"][0]["status"].as_str(), page, "{fault}");
        let goes_on = fault == Fault::StatusMaintenanceOverrun;
        let wanted = if goes_on { "under_maintenance" } else { "operational" };
        assert_eq!(summary["components"][0]["status"], wanted);
        let items = fetch_json(&provider, StatusDocument::JsonFeed).await;
        assert!(items["items"][0]["content_html"].as_str().unwrap().contains(feed), "{fault}");
        let incident_io = fetch_json(&provider, StatusDocument::IncidentIo).await;
        assert_eq!(!incident_io["in_progress_maintenances"].as_array().unwrap().is_empty(), goes_on);
        assert_eq!(incident_io["scheduled_maintenances"], json!([]));
    }
}

#[tokio::test]
async fn the_signed_announcements_are_the_plain_ones() {
    let provider = provider([Fault::StatusMaintenanceNow]).await;
    let (payload, genuine) = opened(&provider, &fetch(&provider, StatusDocument::AnnouncementsSigned).await.1);
    assert!(genuine);
    assert_eq!(payload["version"], 1);
    assert_eq!(payload["announcements"][0]["id"], "maintenance-withdrawals-now");
}

#[tokio::test]
async fn bad_signature_is_by_another_key() {
    let provider = provider([Fault::StatusBadSignature]).await;
    let (payload, genuine) = opened(&provider, &fetch(&provider, StatusDocument::AnnouncementsSigned).await.1);
    assert!(!genuine);
    assert_eq!(payload["announcements"], json!([]));
}

/// Twice, because the minute may have ended in between, and with it the document.
async fn unchanged(provider: &Provider, document: StatusDocument, condition: &str, validator: &str) -> bool {
    let url = provider.status_document_url(document);
    for _ in 0..2 {
        let first = get(provider, &url).await;
        let value = header(&first, validator).to_owned();
        let second = get_with(provider, &url, &[(condition, &value)]).await;
        if second.status() == 304 {
            assert_eq!(header(&second, validator), value);
            assert!(second.headers().get("content-type").is_none());
            assert!(body(second).await.is_empty());
            return true;
        }
    }
    false
}

#[tokio::test]
async fn every_document_is_304_for_who_has_it() {
    let provider = provider([]).await;
    for document in StatusDocument::ALL {
        assert!(unchanged(&provider, *document, "if-none-match", "etag").await, "{document}");
        assert!(unchanged(&provider, *document, "if-modified-since", "last-modified").await, "{document}");
        let url = provider.status_document_url(*document);
        let old = [("if-modified-since", "Sun, 01 Feb 2026 00:00:00 GMT"), ("if-none-match", "\"another\"")];
        for (name, value) in old {
            assert_eq!(get_with(&provider, &url, &[(name, value)]).await.status(), 200, "{document}");
        }
    }
}

#[tokio::test]
async fn every_request_to_the_status_host_is_remembered() {
    let provider = provider([]).await;
    let url = provider.status_document_url(StatusDocument::Rss);
    get(&provider, &url).await;
    get_with(&provider, &url, &[("if-none-match", "*")]).await;
    get(&provider, &url.join("/elsewhere").unwrap()).await;
    let request = |path: &str, status, conditional| StatusRequest { path: path.to_owned(), status, conditional };
    let wanted =
        [request("/history.rss", 200, false), request("/history.rss", 304, true), request("/elsewhere", 404, false)];
    assert_eq!(provider.status_requests(), wanted);
}
