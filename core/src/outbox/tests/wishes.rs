//! What the person wants done with a report, what the app's config allows, and what the app carries itself.

use std::fs;

use http::Method;

use super::plain_tus::{Fault, PlainTus, Seen};
use super::*;
use crate::outbox::{HeldBack, PendingUpload, UploadOutcome};

fn is_withdrawn(state: &SubmissionState) -> bool {
    matches!(state, SubmissionState::Withdrawn { .. })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_is_not_sent_whatever_is_lost() {
    let mut world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(b"sealed");
    let withdrawn = world.outbox.withdraw(queued.id, world.clock.now()).unwrap();
    assert!(is_withdrawn(&withdrawn.state));
    world.restart();
    fs::remove_dir_all(world.own().join("index")).unwrap();
    assert_eq!(world.flush(&server.intake).await.unwrap(), std::slice::from_ref(&withdrawn));
    assert_eq!(server.methods(), Vec::<String>::new(), "nobody is asked");
    // It is still the person's.
    world.outbox.export(queued.id, world.folder.path()).unwrap();
    assert_eq!(world.outbox.forget(queued.id), Ok(()));
    assert_eq!(world.outbox.submissions(), Ok(vec![]));
    assert_eq!(world.outbox.withdraw(queued.id, world.clock.now()), Err(OutboxError::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_intake_has_of_a_withdrawn_report_is_ended_there() {
    let mut world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(&report(3));
    let hanging = server.hang_after(1);
    tokio::select! {
        () = hanging => {}
        ended = world.flush(&server.intake) => panic!("it does not hang: {ended:?}"),
    }
    world.restart();
    world.outbox.withdraw(queued.id, world.clock.now()).unwrap();
    server.seen();
    server.fault(Fault::once(Method::DELETE, 500));
    world.flush(&server.intake).await.unwrap();
    world.flush(&server.intake).await.unwrap();
    let twice = ["OPTIONS", "HEAD", "DELETE", "OPTIONS", "HEAD", "DELETE"];
    assert_eq!(server.methods(), twice, "once more, since it failed");
    world.flush(&server.intake).await.unwrap();
    assert_eq!(server.methods(), Vec::<String>::new(), "and not again");
    assert!(is_withdrawn(&world.state(queued.id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_is_ended_at_the_intake_even_so() {
    let mut world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(&report(3));
    world.flush_and_break_off(&server.intake).await;
    world.restart();
    world.outbox.withdraw(queued.id, world.clock.now()).unwrap();
    world.outbox.forget(queued.id).unwrap();
    world.restart();
    assert_eq!(world.outbox.submissions(), Ok(vec![]));
    assert!(!queued.file.exists(), "what it held is gone at once");
    assert_eq!(world.outbox.export(queued.id, world.folder.path()), Err(OutboxError::NotFound));
    server.seen();
    world.flush(&server.intake).await.unwrap();
    world.flush(&server.intake).await.unwrap();
    assert_eq!(server.methods(), ["OPTIONS", "HEAD", "DELETE"]);
    assert_eq!(names(&world.own().join("reports")), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_tried_before_it_expires_whatever_its_date() {
    let world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(b"sealed");
    world.clock.forward(SignedDuration::from_hours(31 * 24));
    let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&world.clock.now()).unwrap();
    server.fault(Fault::always(Method::OPTIONS, 204).header("date", date));
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_of_a_large_report_that_the_app_has_carried_is_found() {
    let mut world = World::new();
    let server = PlainTus::start().await;
    server.without_checksums();
    let queued = world.queue(&report(20));
    let pending = hand_over(&world, &server).await.unwrap();
    carry(&world, &pending).await;
    world.outbox.take_back(queued.id, &UploadOutcome::default(), world.clock.now()).unwrap();
    server.fault(Fault::once(Method::HEAD, 500));
    world.flush(&server.intake).await.unwrap();
    world.restart();
    world.outbox.withdraw(queued.id, world.clock.now()).unwrap();
    world.outbox.send_again(queued.id, world.clock.now()).unwrap();
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
    assert_eq!(server.complete().len(), 1, "and not sent twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_intake_asks_of_everybody_holds_for_every_report() {
    let world = World::new();
    let server = PlainTus::start().await;
    world.queue(b"first");
    world.queue(b"second");
    server.fault(Fault::once(Method::POST, 503).header("retry-after", "600"));
    world.flush(&server.intake).await.unwrap();
    assert_eq!(server.methods(), ["OPTIONS", "POST"]);
    world.flush(&server.intake).await.unwrap();
    assert_eq!(server.methods(), Vec::<String>::new());
    world.clock.forward(SignedDuration::from_secs(601));
    world.flush(&server.intake).await.unwrap();
    assert_eq!(server.complete().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_during_a_flush_counts_at_once() {
    let world = World::new();
    let server = PlainTus::start().await;
    let first = world.queue(&report(2));
    world.clock.forward(SignedDuration::from_secs(1));
    let (unwanted, last) = (world.queue(b"unwanted"), world.queue(b"last"));
    let changed = Mutex::new(false);
    let change = |_| {
        if !std::mem::replace(&mut *changed.lock().unwrap(), true) {
            world.outbox.withdraw(unwanted.id, world.clock.now()).unwrap();
            world.queue_as(b"urgent", Priority::Urgent).unwrap();
        }
    };
    world.flush_watched(&server.intake, &change).await.unwrap();
    assert!(is_withdrawn(&world.state(unwanted.id)));
    assert!([first.id, last.id].iter().all(|id| is_delivered(&world.state(*id))));
    assert_eq!(server.complete(), [report(2), b"urgent".to_vec(), b"last".to_vec()], "and the urgent one goes first");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_withdrawn_on_its_way_stops_there() {
    let world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(&report(8));
    let withdraw = |event| {
        if matches!(event, Progress::Uploading { sent, .. } if sent > 0) {
            world.outbox.withdraw(queued.id, world.clock.now()).unwrap();
        }
    };
    world.flush_watched(&server.intake, &withdraw).await.unwrap();
    assert!(is_withdrawn(&world.state(queued.id)));
    assert_eq!(server.complete(), Vec::<Vec<u8>>::new());
    assert_eq!(server.methods().last().map(String::as_str), Some("DELETE"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_had_arrived_when_it_was_withdrawn_says_so() {
    let world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(b"sealed");
    // The answer to the last chunk is lost.
    server.fault(Fault { after: true, ..Fault::once(Method::PATCH, 500) });
    world.flush(&server.intake).await.unwrap();
    world.outbox.withdraw(queued.id, world.clock.now()).unwrap();
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
    assert_eq!(server.complete(), [b"sealed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_withdrawn_can_be_sent_after_all() {
    let mut world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(b"sealed");
    assert_eq!(world.outbox.forget(queued.id), Err(OutboxError::Waiting));
    world.outbox.withdraw(queued.id, world.clock.now()).unwrap();
    world.restart();
    assert_eq!(world.outbox.send_again(queued.id, world.clock.now()).unwrap().state, SubmissionState::Queued);
    world.restart();
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
    assert_eq!(world.outbox.withdraw(queued.id, world.clock.now()), Err(OutboxError::Arrived));
    assert!(is_delivered(&world.outbox.send_again(queued.id, world.clock.now()).unwrap().state));
    assert_eq!(server.complete(), [b"sealed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_expires_only_by_a_clock_that_the_intake_confirms() {
    let world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(b"sealed");
    world.clock.forward(SignedDuration::from_hours(31 * 24));
    // The server's clock says that this one is years ahead.
    server.fault(Fault::always(Method::POST, 503));
    world.flush(&server.intake).await.unwrap();
    assert_eq!(world.failure(queued.id), Some(UploadFailure::Busy), "it is still tried");

    world.wait_long();
    let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&world.clock.now()).unwrap();
    server.fault(Fault::always(Method::OPTIONS, 204).header("date", date));
    let flushed = world.flush(&server.intake).await.unwrap();
    assert_eq!(flushed[0].state, SubmissionState::Expired { at: world.clock.now() });
    world.wait_long();
    world.flush(&server.intake).await.unwrap();
    assert_eq!(server.complete(), Vec::<Vec<u8>>::new());
    // It is not gone, and goes if the person wants it.
    world.outbox.export(queued.id, world.folder.path()).unwrap();
    server.heal();
    world.outbox.send_again(queued.id, world.clock.now()).unwrap();
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_for_wifi_waits_where_data_costs_money_or_nobody_knows() {
    let mut world = World::new();
    let server = PlainTus::start().await;
    let careful = Wishes { priority: Priority::Normal, unmetered_only: true };
    let sealed = world.sealed(b"careful");
    let careful = world.outbox.queue(sealed, careful, world.clock.now(), Limits::DEFAULT).unwrap();
    let other = world.queue(b"other");
    for metered in [None, Some(true)] {
        world.terms.metered = metered;
        let flushed = world.flush(&server.intake).await.unwrap();
        let held_back = |id| flushed.iter().find(|submission| submission.id == id).unwrap().held_back;
        assert_eq!((held_back(careful.id), held_back(other.id)), (Some(HeldBack::Metered), None));
        assert!(is_delivered(&world.state(other.id)));
        assert_eq!(world.state(careful.id), SubmissionState::Queued, "which is no failure");
    }
    world.restart();
    world.terms.metered = Some(false);
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(careful.id)));

    world.terms.metered = Some(true);
    let third = Wishes { priority: Priority::Normal, unmetered_only: true };
    let sealed = world.sealed(b"third");
    let third = world.outbox.queue(sealed, third, world.clock.now(), Limits::DEFAULT).unwrap();
    assert!(!world.outbox.set_unmetered_only(third.id, false).unwrap().unmetered_only);
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(third.id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_is_sent_in_a_day_than_may_be_where_data_costs_money() {
    let mut world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(&report(4));
    world.terms.metered_bytes_per_day = Some(300_000);
    let sent = |seen: Vec<Seen>| seen.iter().map(|seen| seen.bytes).sum::<usize>();
    let flushed = world.flush(&server.intake).await.unwrap();
    assert_eq!(flushed[0].held_back, Some(HeldBack::DataBudget));
    assert_eq!(flushed[0].state, SubmissionState::Uploading { offset: 300_000 });
    assert_eq!(sent(server.seen()), 300_000);
    // Also after the end of the process, and not by asking often.
    world.restart();
    world.flush(&server.intake).await.unwrap();
    assert_eq!(sent(server.seen()), 0);
    world.clock.forward(SignedDuration::from_hours(24));
    world.flush(&server.intake).await.unwrap();
    assert_eq!(sent(server.seen()), 300_000);
    // Where data costs nothing there is no budget.
    world.terms.metered = Some(false);
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
    assert_eq!(server.complete(), [report(4)]);
}

async fn hand_over(world: &World, server: &PlainTus) -> Option<PendingUpload> {
    world.outbox.hand_over(world.way(&server.intake, &NoProgress)).await.unwrap()
}

async fn carry(world: &World, pending: &PendingUpload) -> UploadOutcome {
    world.carry(pending, fs::read(&pending.file).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_carries_a_report_and_tells_how_it_ended() {
    let mut world = World::new();
    let server = PlainTus::start().await;
    server.without_checksums();
    let queued = world.queue(&report(3));
    let pending = hand_over(&world, &server).await.unwrap();
    assert_eq!(
        (pending.id, pending.offset, &pending.file),
        (queued.id, 0, &queued.file),
        "all of it is the bundle itself"
    );
    world.restart();
    world.flush(&server.intake).await.unwrap();
    assert_eq!(server.methods(), ["OPTIONS", "POST"], "it is left to the app");
    assert_eq!(hand_over(&world, &server).await, None);

    let outcome = carry(&world, &pending).await;
    let told = world.outbox.take_back(queued.id, &outcome, world.clock.now()).unwrap();
    assert!(is_delivered(&told.state));
    assert_eq!(server.complete(), [report(3)]);
    assert_eq!(world.outbox.take_back(queued.id, &outcome, world.clock.now()).unwrap(), told);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_app_could_not_carry_goes_on_where_it_was() {
    let world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(&report(4));
    world.flush_and_break_off(&server.intake).await;
    server.without_checksums();
    let pending = hand_over(&world, &server).await.unwrap();
    assert!(pending.offset >= CHUNK_BYTES, "{}", pending.offset);
    let rest = usize::try_from(pending.offset).unwrap();
    assert_eq!(fs::read(&pending.file).unwrap(), report(4)[rest..]);

    let gone = UploadOutcome { status: None, headers: Vec::new() };
    let told = world.outbox.take_back(queued.id, &gone, world.clock.now()).unwrap();
    assert!(told.state.is_waiting());
    assert!(!pending.file.exists(), "what is left is made anew");
    // It was not told everything: the session had got through even so.
    let pending = hand_over(&world, &server).await.unwrap();
    carry(&world, &pending).await;
    world.outbox.take_back(queued.id, &gone, world.clock.now()).unwrap();
    server.seen();
    world.flush(&server.intake).await.unwrap();
    assert_eq!(server.methods(), ["OPTIONS", "HEAD"]);
    assert!(is_delivered(&world.state(queued.id)));
    assert_eq!(server.complete(), [report(4)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_never_tells_is_not_waited_for() {
    let world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(&report(1));
    hand_over(&world, &server).await.unwrap();
    world.wait_long();
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
    assert_eq!(server.complete(), [report(1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_intakes_own_word_is_believed() {
    let world = World::new();
    let server = PlainTus::start().await;
    let queued = world.queue(b"sealed");
    hand_over(&world, &server).await.unwrap();
    let offset = |value: &str| vec![("Upload-Offset".to_owned(), value.to_owned())];
    for (status, headers) in [
        (Some(204), Vec::new()),
        (Some(204), offset("5")),
        (Some(204), offset("7")),
        (Some(500), offset("6")),
        (Some(9_999), offset("6")),
        (None, offset("6")),
        (Some(200), vec![("bad header".to_owned(), "6\r\n".to_owned())]),
    ] {
        let outcome = UploadOutcome { status, headers };
        let told = world.outbox.take_back(queued.id, &outcome, world.clock.now()).unwrap();
        assert!(told.state.is_waiting(), "{outcome:?}");
    }
}
