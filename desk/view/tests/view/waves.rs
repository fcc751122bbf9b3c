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
    scene.send(bundle.id, &bundle.sealed(&scene.identity())).await
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
    for ticket in &tickets {
        scene.looked_at(ticket).await;
    }
    let agent = scene.signed_in(AGENT).await;
    let queue = agent.page("/queue").await;
    assert!(queue.contains("Rising now:") && queue.contains("href=\"/wave?cause=provider.outage\""), "{queue}");
    assert!(!queue.contains("href=\"/wave?cause=network.dns\""), "{queue}");
    let waves = agent.page("/waves").await;
    assert!(waves.find("provider.outage").unwrap() < waves.find("network.dns").unwrap(), "{waves}");
    let wave = agent.page("/wave?cause=provider.outage").await;
    for part in [
        "8 reports in hours 1",
        "models of phones: 4",
        "<th scope=\"row\"><bdi>Phone 1</bdi></th><td class=\"number\">2</td>",
        "<rect",
    ] {
        assert!(wave.contains(part), "{part}: {wave}");
    }
    assert!(tickets.iter().all(|ticket| wave.contains(ticket)));
    assert_eq!(agent.get("/wave?cause=nothing").await.status(), StatusCode::NOT_FOUND);

    let lead = scene.signed_in(LEAD).await;
    let answer = async |number: &str, text: &str| {
        lead.post("/wave", &[("cause", "provider.outage"), ("text", text), ("tickets", number)]).await
    };
    assert_eq!(answer("7", "We know.").await.status(), StatusCode::CONFLICT);
    assert_eq!(answer("8", "").await.status(), StatusCode::BAD_REQUEST);
    assert!(tickets.iter().all(|ticket| standing_of(&scene.stores(), ticket).unwrap().answers.is_empty()));
    let done = answer("8", "We know, and it will work again at noon.").await;
    assert_eq!(done.status(), StatusCode::OK);
    assert!(done.text().await.unwrap().contains("Answered: 8"));
    for ticket in &tickets {
        assert_eq!(
            standing_of(&scene.stores(), ticket).unwrap().answers[0].text,
            "We know, and it will work again at noon."
        );
    }
    assert!(scene.events.lock().unwrap().contains(&Event::WaveAnswered {
        answered: 8,
        failed: 0,
        agent: LEAD.to_owned()
    }));
}
