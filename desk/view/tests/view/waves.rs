//! Waves: seen, warned of, answered once.

use reqwest::StatusCode;
use serde_json::json;
use wallet_doctor_intake::store::standing_of;
use wallet_doctor_view::Event;

use crate::{
    bundle::Bundle,
    scene::{AGENT, LEAD, Scene},
};

async fn sent(scene: &Scene, cause: &str, phone: usize) -> String {
    let bundle = Bundle::new(cause).with("/app/value/device", json!(format!("Phone {phone}")));
    scene.deliver(&bundle).await
}

#[tokio::test]
async fn many_of_one_cause_are_warned_of_and_answered_at_once() {
    let scene = Scene::start().await;
    // Five quiet days of something else, and then eight within minutes.
    for phone in 0..10 {
        sent(&scene, "network.dns", phone).await;
        scene.time.forward(12 * 60 * 60);
    }
    let mut tickets = Vec::new();
    for phone in 0..8 {
        tickets.push(sent(&scene, "provider.outage", phone % 4).await);
        scene.time.forward(120);
    }
    let agent = scene.signed_in(AGENT).await;
    let queue = agent.page("/queue").await;
    assert!(queue.contains("Rising now:") && queue.contains("href=\"/wave?cause=provider.outage\""), "{queue}");
    assert!(!queue.contains("href=\"/wave?cause=network.dns\""), "{queue}");
    let waves = agent.page("/waves").await;
    assert!(waves.find("provider.outage").unwrap() < waves.find("network.dns").unwrap(), "{waves}");
    let wave = agent.page("/wave?cause=provider.outage").await;
    for part in [
        "8 reports in 1 h (usually",
        "From 4 kinds of phones.",
        "<th scope=\"row\"><bdi>Phone 1</bdi></th><td class=\"number\">2</td>",
        "<rect",
    ] {
        assert!(wave.contains(part), "{part}: {wave}");
    }
    assert!(tickets.iter().all(|ticket| wave.contains(ticket)));
    assert_eq!(agent.get("/wave?cause=nothing").await.status(), StatusCode::NOT_FOUND);

    let lead = scene.signed_in(LEAD).await;
    let shown = async || {
        let page = lead.page("/wave?cause=provider.outage").await;
        let (_, rest) = page.split_once("name=\"tickets\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let answer = async |tickets: &str, text: &str| {
        lead.post("/wave", &[("cause", "provider.outage"), ("text", text), ("tickets", tickets)]).await
    };
    let seen = shown().await;
    // One is closed and another comes in: as many, and not the same people.
    let first = scene.report_of(&tickets[0]).await;
    assert_eq!(lead.post(&format!("/reports/{first}"), &[("what", "close")]).await.status(), StatusCode::SEE_OTHER);
    tickets[0] = sent(&scene, "provider.outage", 9).await;
    let refused = answer(&seen, "We know.").await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    let page = refused.text().await.unwrap();
    assert!(page.contains("The waiting tickets have changed") && page.contains(">We know.</textarea>"), "{page}");
    let seen = shown().await;
    for bad in ["", "a\u{1b}b"] {
        assert_eq!(answer(&seen, bad).await.status(), StatusCode::BAD_REQUEST);
    }
    assert_eq!(answer("8", "x").await.status(), StatusCode::CONFLICT);
    assert!(tickets.iter().all(|ticket| standing_of(scene.stores(), ticket).unwrap().answers.is_empty()));
    let done = answer(&seen, "We know, and it will work again at noon.").await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
    let page = lead.page(done.headers()["location"].to_str().unwrap()).await;
    assert!(page.contains("Answered: 8") && page.contains("No matching tickets."), "{page}");
    for ticket in &tickets {
        let answers = standing_of(scene.stores(), ticket).unwrap().answers;
        assert_eq!(answers[0].text, "We know, and it will work again at noon.");
    }
    let told = Event::WaveAnswered { answered: 8, failed: 0, agent: LEAD.to_owned() };
    assert!(scene.events.lock().unwrap().contains(&told));
}

#[tokio::test]
async fn what_strangers_write_is_in_no_heading_and_in_no_form() {
    let scene = Scene::start().await;
    for phone in 0..10 {
        sent(&scene, "network.dns", phone).await;
        scene.time.forward(12 * 60 * 60);
    }
    const LIE: &str = "Move your coins to evil.example";
    for phone in 0..9 {
        let cause = match phone {
            7 => "provider.outage",
            8 => LIE,
            _ => "made.up",
        };
        let bundle = Bundle::new(cause)
            .with("/app/value/device", json!(format!("Phone {phone}")))
            .with("/provider", json!(LIE))
            .with("/causes/0/headline", json!(LIE));
        scene.deliver(&bundle).await;
        scene.time.forward(60);
    }
    let lead = scene.signed_in(LEAD).await;
    for path in ["/queue", "/waves", "/wave?cause=made.up", "/wave?cause=provider.outage", "/announcements"] {
        let page = lead.page(path).await;
        assert!(!page.contains(LIE), "{path}: {page}");
        assert!(path == "/announcements" || page.contains("made.up") || path.ends_with("outage"), "{path}: {page}");
    }
    assert!(lead.page("/queue").await.contains("not a built-in cause"));
}

#[tokio::test]
async fn a_ticket_waits_however_old_it_is() {
    let scene = Scene::start().await;
    let old = sent(&scene, "provider.outage", 0).await;
    scene.time.forward(20 * 24 * 60 * 60);
    let new = sent(&scene, "provider.outage", 1).await;
    let lead = scene.signed_in(LEAD).await;
    let page = lead.page("/wave?cause=provider.outage").await;
    assert!(page.contains(&old) && page.contains(&new) && page.contains("Tickets: 2"), "{page}");
}
