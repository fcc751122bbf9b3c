//! What goes: on request, by age, and with the view itself.

use std::{path::Path, time::Duration};

use reqwest::StatusCode;
use serde_json::json;
use wallet_doctor_intake::store;
use wallet_doctor_view::Event;

use crate::{
    bundle::{Bundle, png},
    scene::{AGENT, LEAD, Scene},
};

const SECRET: &str = "a sentence that nobody else writes";

/// Whether a text stands in any file below a folder.
fn holds(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, text);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    })
}

#[tokio::test]
async fn a_lead_deletes_a_report_and_nothing_of_it_is_left() {
    let scene = Scene::start().await;
    let bundle =
        Bundle::new("provider.outage").with("/complaint/note", json!(SECRET)).attach("screen.png", png(20, 20));
    let ticket = scene.deliver(&bundle).await;
    let lead = scene.signed_in(LEAD).await;
    let place = format!("/reports/{}", bundle.id);
    assert!(lead.page(&place).await.contains(SECRET));
    assert!(holds(&scene.data(), SECRET), "the report is open");
    let delete = async |typed: &str| lead.post(&format!("{place}/delete"), &[("ticket", typed)]).await.status();
    assert_eq!(delete("WD-0000-0000").await, StatusCode::BAD_REQUEST);
    assert!(lead.page(&place).await.contains(SECRET));
    assert_eq!(delete(&ticket.to_lowercase()).await, StatusCode::SEE_OTHER);
    assert_eq!(lead.get(&place).await.status(), StatusCode::NOT_FOUND);
    assert!(!holds(scene.dir.path(), SECRET));
    assert!(lead.page("/waves").await.contains("No report has named a cause"));
    let told = Event::ReportDeleted { report: bundle.id, agent: LEAD.to_owned(), why: "request" };
    assert!(scene.events.lock().unwrap().contains(&told));
}

#[tokio::test]
async fn what_is_deleted_elsewhere_is_forgotten_here() {
    let scene = Scene::start().await;
    let bundle = Bundle::new("provider.outage").with("/complaint/note", json!(SECRET)).attach("notes.txt", SECRET);
    scene.deliver(&bundle).await;
    let browser = scene.signed_in(AGENT).await;
    browser.page(&format!("/reports/{}", bundle.id)).await;
    browser.page(&format!("/reports/{}/files/0", bundle.id)).await;
    store::delete(scene.stores(), bundle.id).unwrap();
    for rest in ["", "/files/0", "/files/0/download", "/sealed"] {
        assert_eq!(
            browser.get(&format!("/reports/{}{rest}", bundle.id)).await.status(),
            StatusCode::NOT_FOUND,
            "{rest}"
        );
    }
    let until = tokio::time::Instant::now() + Duration::from_secs(60);
    while holds(&scene.data(), SECRET) {
        assert!(tokio::time::Instant::now() < until, "it is still there");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test]
async fn reports_that_were_open_are_gone_with_the_view() {
    let scene = Scene::start().await;
    let bundle = Bundle::new("provider.outage").attach("notes.txt", SECRET);
    scene.deliver(&bundle).await;
    let browser = scene.signed_in(AGENT).await;
    browser.page(&format!("/reports/{}/files/0", bundle.id)).await;
    let Scene { dir, view, intake, .. } = scene;
    assert!(holds(&dir.path().join("view"), SECRET));
    drop(browser);
    view.stop().await;
    intake.stop().await;
    assert!(!holds(&dir.path().join("view"), SECRET));
}

#[tokio::test]
async fn a_report_that_the_store_has_lost_leaves_its_ticket_to_be_answered_and_deleted() {
    let scene = Scene::start().await;
    let bundle = Bundle::new("provider.outage");
    let ticket = scene.deliver(&bundle).await;
    std::fs::remove_file(scene.dir.path().join("intake/reports").join(format!("{}.wdr", bundle.id))).unwrap();
    let lead = scene.signed_in(LEAD).await;
    let place = format!("/reports/{}", bundle.id);
    let page = lead.page(&place).await;
    assert!(page.contains("cannot be fetched or opened at the moment") && page.contains(&ticket), "{page}");
    assert_eq!(
        lead.act(&bundle, &[("what", "answer"), ("text", "Please send it again.")]).await.status(),
        StatusCode::SEE_OTHER
    );
    let told = scene
        .events
        .lock()
        .unwrap()
        .iter()
        .any(|event| matches!(event, Event::ReportNotRead { report, .. } if *report == bundle.id));
    assert!(told);
    assert_eq!(lead.post(&format!("{place}/delete"), &[("ticket", &ticket)]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(lead.get(&place).await.status(), StatusCode::NOT_FOUND);
}
