//! Announcing to everybody.

use reqwest::StatusCode;
use serde_json::Value;
use wallet_doctor_view::Event;

use crate::{
    bundle::Bundle,
    scene::{LEAD, PASSWORD, Scene},
};

const KEY: &str = include_str!("ed25519.pem");

async fn served(scene: &Scene) -> (String, String) {
    let url = format!("http://{}/announcements", scene.intake.addr());
    let answer = scene.browser().http.get(url).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    (answer.headers()["content-type"].to_str().unwrap().to_owned(), answer.text().await.unwrap())
}

#[tokio::test]
async fn a_lead_publishes_and_ends_and_apps_are_served_it() {
    let scene = Scene::start().await;
    let lead = scene.signed_in(LEAD).await;
    let (kind, empty) = served(&scene).await;
    assert_eq!(kind, "application/json");
    assert_eq!(serde_json::from_str::<Value>(&empty).unwrap()["announcements"], Value::Array(Vec::new()));
    scene.deliver(&Bundle::new("provider.outage")).await;
    let fields = [
        ("kind", "incident"),
        ("severity", "critical"),
        ("starts", "2027-01-15T07:30"),
        ("ends", ""),
        ("title_zh", "提现延迟"),
        ("title_en", "Withdrawals <are> late"),
        ("body_zh", ""),
        ("body_en", "Your money\r\nis safe."),
        ("components", "withdrawals, transfers"),
        ("cause", "provider.outage"),
    ];
    assert_eq!(lead.post("/announcements", &fields).await.status(), StatusCode::SEE_OTHER);
    let document: Value = serde_json::from_str(&served(&scene).await.1).unwrap();
    let one = &document["announcements"][0];
    assert_eq!(one["title"]["zh-Hans"], "提现延迟");
    assert_eq!(one["body"]["en"], "Your money\nis safe.");
    assert_eq!(
        (&one["state"], &one["severity"], &one["starts_at"]),
        (&"in_progress".into(), &"critical".into(), &"2027-01-15T07:30:00Z".into())
    );
    assert!(one.get("by").is_none() && one.get("cause").is_none());
    let page = lead.page("/announcements").await;
    assert!(page.contains("Withdrawals &#60;are&#62; late") && page.contains("in progress"), "{page}");
    assert!(lead.page("/wave?cause=provider.outage").await.contains("Announced"));
    let id = one["id"].as_str().unwrap();
    assert_eq!(lead.post(&format!("/announcements/{id}/over"), &[]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(lead.post(&format!("/announcements/{id}/over"), &[]).await.status(), StatusCode::NOT_FOUND);
    let document: Value = serde_json::from_str(&served(&scene).await.1).unwrap();
    assert_eq!(document["announcements"][0]["state"], "over");
    let agent = || LEAD.to_owned();
    let told = [
        Event::Announced { announcement: id.to_owned(), agent: agent() },
        Event::AnnouncementEnded { announcement: id.to_owned(), agent: agent() },
    ];
    assert!(told.iter().all(|event| scene.events.lock().unwrap().contains(event)));

    let again =
        [("kind", "maintenance"), ("severity", "info"), ("starts", "2027-01-16T00:00"), ("title_en", "Night work")];
    assert_eq!(lead.post("/announcements", &again).await.status(), StatusCode::SEE_OTHER);
    let document: Value = serde_json::from_str(&served(&scene).await.1).unwrap();
    assert_eq!(
        (document["announcements"][0].get("state"), &document["announcements"][1]["state"]),
        (None, &"over".into())
    );
    let coming = document["announcements"][0]["id"].as_str().unwrap();
    assert!(lead.page("/announcements").await.contains(">planned</span>"));
    scene.time.forward(17 * 60 * 60);
    lead.sign_in(LEAD, PASSWORD).await;
    assert_eq!(lead.post(&format!("/announcements/{coming}/still"), &[]).await.status(), StatusCode::SEE_OTHER);
    let document: Value = serde_json::from_str(&served(&scene).await.1).unwrap();
    let going_on = &document["announcements"][0];
    assert_eq!((&going_on["updated_at"], &going_on["state"]), (&"2027-01-16T01:00:00Z".into(), &"in_progress".into()));

    for (field, value, told) in [
        ("title_en", "", "A title in Chinese or in English"),
        ("title_en", "a\u{7}", "without control characters"),
        ("starts", "soon", "Starts"),
        ("ends", "2027-01-15T07:00", "end must be after the start"),
        ("starts", "2027-01-17T12:00", "Only a maintenance is announced before"),
        ("kind", "party", "Kind"),
    ] {
        let changed: Vec<_> = fields
            .iter()
            .filter(|(name, _)| *name != field && *name != "title_zh")
            .copied()
            .chain([(field, value)])
            .collect();
        let answer = lead.post("/announcements", &changed).await;
        assert!(answer.status().is_client_error(), "{field}");
        let page = answer.text().await.unwrap();
        assert!(page.contains(told), "{told}: {page}");
        assert!(page.contains("is safe.</textarea>"), "what was typed is there still: {page}");
    }
}

#[tokio::test]
async fn with_a_key_what_apps_are_served_is_signed_from_the_start() {
    let scene = Scene::with(|options| options.announcement_key_pem = Some(KEY.to_owned())).await;
    let (kind, document) = served(&scene).await;
    assert_eq!(kind, "application/jose");
    assert_eq!(document.split('.').count(), 3);
    let key = scene.view.announcement_key().unwrap();
    assert!(scene.signed_in(LEAD).await.page("/announcements").await.contains(&key));
}

#[tokio::test]
async fn a_view_without_the_key_leaves_what_is_signed_as_it_is() {
    let scene = Scene::with(|options| options.announcement_key_pem = Some(KEY.to_owned())).await;
    let signed = served(&scene).await;
    let fields = [("kind", "notice"), ("severity", "info"), ("starts", "2027-01-15T08:00"), ("title_en", "x")];
    // As a second view over the same stores would be.
    let other = scene.second_view(|_| {}).await;
    let browser = scene.signed_in_at(&other, LEAD).await;
    let refused = browser.post("/announcements", &fields).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert!(refused.text().await.unwrap().contains("no key to sign with"));
    assert_eq!(served(&scene).await, signed);
    other.stop().await;
}
