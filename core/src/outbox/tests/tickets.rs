//! Tickets, asked for at the real desk.

use std::fs;

use wallet_doctor_intake::store;

use super::sending::Desk;
use super::*;
use crate::outbox::TicketState;

/// A report that has arrived, and its ticket.
async fn arrived() -> (World, Desk, ReportId, String) {
    let (world, desk) = (World::new(), Desk::start().await);
    let queued = world.queue(b"sealed");
    world.flush(&desk.url).await.unwrap();
    let SubmissionState::Delivered { ticket: Some(ticket), .. } = world.state(queued.id) else { panic!("no ticket") };
    (world, desk, queued.id, ticket)
}

impl World {
    async fn poll(&self, tickets: &WebUrl) -> Submission {
        self.outbox.poll(&self.client, tickets, &self.clock).await.unwrap().remove(0)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_reaches_the_person_and_their_word_the_desk() {
    let (mut world, desk, id, ticket) = arrived().await;
    let told = world.poll(&desk.tickets()).await;
    assert!(is_delivered(&told.state));
    let received = told.ticket.clone().unwrap();
    assert_eq!((received.state, received.answers.len(), received.helped), (TicketState::Open, 0, None));

    let text = "It is on its way.\n已在处理。";
    store::answer(desk.store(), &ticket, text, world.clock.now()).unwrap();
    assert!(is_delivered(&world.state(id)), "nobody has asked yet");
    let told = world.poll(&desk.tickets()).await;
    assert_eq!(told.state, SubmissionState::Answered { ticket: Some(ticket.clone()), at: world.clock.now() });
    world.restart();
    assert_eq!(world.outbox.submissions().unwrap(), std::slice::from_ref(&told));
    assert_eq!(told.ticket.unwrap().answers[0].text, text);

    // Without a network their word is kept and told later.
    let closed = world.outbox.close(id, Some(true)).unwrap();
    let expected = SubmissionState::Closed { ticket: Some(ticket.clone()), helped: Some(true), at: world.clock.now() };
    assert_eq!(closed.state, expected);
    let nobody: WebUrl = "http://127.0.0.1:1/tickets".parse().unwrap();
    assert_eq!(world.poll(&nobody).await.state, expected);
    assert_eq!(store::standing_of(desk.store(), &ticket).unwrap().helped, None);
    world.restart();
    assert_eq!(world.poll(&desk.tickets()).await.state, expected);
    let standing = store::standing_of(desk.store(), &ticket).unwrap();
    assert_eq!((standing.helped, standing.closed_at.is_some()), (Some(true), true));

    // Support may write once more, which opens it again.
    store::answer(desk.store(), &ticket, "One more thing.", world.clock.now()).unwrap();
    let told = world.poll(&desk.tickets()).await;
    assert!(matches!(told.state, SubmissionState::Answered { .. }), "{:?}", told.state);
    assert_eq!(told.ticket.unwrap().answers.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_changed_is_not_sent_again() {
    let (world, desk, id, ticket) = arrived().await;
    store::answer(desk.store(), &ticket, "Answered.", world.clock.now()).unwrap();
    world.poll(&desk.tickets()).await;
    // What the desk would send again would be put in the place of this.
    let note = world.own().join("reports").join(id.to_string()).join("ticket.json");
    let kept = fs::read_to_string(&note).unwrap();
    fs::write(&note, kept.replace("Answered.", "Kept.")).unwrap();
    world.clock.forward(SignedDuration::from_secs(60));
    let again = world.poll(&desk.tickets()).await.ticket.unwrap();
    assert_eq!((again.checked_at, again.answers[0].text.as_str()), (world.clock.now(), "Kept."));
    store::answer(desk.store(), &ticket, "More.", world.clock.now()).unwrap();
    let changed = world.poll(&desk.tickets()).await.ticket.unwrap();
    assert_eq!(changed.answers.iter().map(|answer| answer.text.as_str()).collect::<Vec<_>>(), ["Answered.", "More."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_gets_the_ticket() {
    let (world, desk, id, _) = arrived().await;
    let manifest = world.own().join("reports").join(id.to_string()).join("manifest.json");
    let told = fs::read_to_string(&manifest).unwrap();
    let mut other: serde_json::Value = serde_json::from_str(&told).unwrap();
    other["ticket_key"] = serde_json::Value::from("0".repeat(64));
    fs::write(&manifest, other.to_string()).unwrap();
    assert_eq!(world.poll(&desk.tickets()).await.ticket, None);
    // A report of a version that had no keys has no ticket to be asked for, and is as good otherwise.
    other.as_object_mut().unwrap().remove("ticket_key");
    fs::write(&manifest, other.to_string()).unwrap();
    let shown = world.poll(&desk.tickets()).await;
    assert!(shown.ticket.is_none() && is_delivered(&shown.state));
    fs::write(&manifest, told).unwrap();
    assert!(world.poll(&desk.tickets()).await.ticket.is_some());
}

#[test]
fn what_has_not_arrived_has_no_ticket() {
    let world = World::new();
    let queued = world.queue(b"sealed");
    assert_eq!(world.outbox.close(queued.id, None), Err(OutboxError::NoTicket));
    assert_eq!(world.outbox.close(ReportId::random(), None), Err(OutboxError::NotFound));
}
