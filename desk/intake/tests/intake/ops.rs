//! What those who run an intake see of it.

use reqwest::StatusCode;
use tempfile::tempdir;
use uuid::Uuid;
use wallet_doctor_intake::{Intake, IntakeOptions};

use crate::support::{Client, LOOPBACK, database};

async fn get(intake: &Intake, path: &str) -> (StatusCode, String) {
    let client = Client::over(&format!("http://{}", intake.ops_addr().unwrap()), rustls::RootCertStore::empty());
    let response = client.bare(reqwest::Method::GET, path).send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

async fn with_ops(store: &std::path::Path) -> Intake {
    let mut options = IntakeOptions::new(LOOPBACK, store);
    options.ops = Some(LOOPBACK);
    Intake::start(options).await.unwrap()
}

#[tokio::test]
async fn requests_and_reports_are_counted_and_nobody_is_named() {
    let dir = tempdir().unwrap();
    let intake = with_ops(dir.path()).await;
    let client = Client::new(&intake);
    let id = Uuid::new_v4();
    let place = client.created(id, 5).await;
    client.patch(&place, 0, b"hello").await;
    client.created(Uuid::new_v4(), 5).await;
    client.bare(reqwest::Method::GET, "/hunter2").send().await.unwrap();
    client.bare(reqwest::Method::from_bytes(b"HUNTER2").unwrap(), "/reports").send().await.unwrap();
    let (status, text) = get(&intake, "/metrics").await;
    assert_eq!(status, StatusCode::OK);
    for line in [
        r#"wallet_doctor_intake_requests_total{route="/reports",method="POST",status="201"} 2"#,
        r#"wallet_doctor_intake_requests_total{route="/reports/{upload_id}",method="PATCH",status="204"} 1"#,
        r#"wallet_doctor_intake_requests_total{route="none",method="GET",status="404"} 1"#,
        r#"wallet_doctor_intake_reports_received_total{app="",priority="normal"} 1"#,
        "wallet_doctor_intake_received_bytes_total 5",
        "wallet_doctor_intake_open_uploads 1",
        "# EOF",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in {text}");
    }
    let upload = place.rsplit('/').next().unwrap();
    for named in ["hunter2", "HUNTER2", upload, &id.to_string(), "127.0.0.1"] {
        assert!(!text.contains(named), "{named} is in {text}");
    }
    // Whoever faces the internet sees nothing of it.
    for path in ["/metrics", "/ready"] {
        let response = client.bare(reqwest::Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn an_intake_whose_stores_do_not_answer_is_live_and_not_ready() {
    let dir = tempdir().unwrap();
    let intake = with_ops(dir.path()).await;
    assert_eq!(get(&intake, "/ready").await, (StatusCode::OK, "ready\n".to_owned()));
    let mut database = database(dir.path()).await;
    sqlx::query("ALTER TABLE tickets RENAME TO gone").execute(&mut database).await.unwrap();
    let (status, text) = get(&intake, "/ready").await;
    assert!(status == StatusCode::SERVICE_UNAVAILABLE && text.contains("database"), "{status} {text}");
    assert_eq!(get(&intake, "/live").await.0, StatusCode::OK);
    sqlx::query("ALTER TABLE gone RENAME TO tickets").execute(&mut database).await.unwrap();
    assert_eq!(get(&intake, "/ready").await.0, StatusCode::OK);
    let (here, away) = (dir.path().to_owned(), dir.path().with_extension("away"));
    std::fs::rename(&here, &away).unwrap();
    let (status, text) = get(&intake, "/ready").await;
    assert!(status == StatusCode::SERVICE_UNAVAILABLE && text.contains("reports"), "{status} {text}");
    std::fs::rename(&away, &here).unwrap();
    assert_eq!(get(&intake, "/ready").await.0, StatusCode::OK);
}
