//! Intakes that misbehave: what comes of the report, and what is asked of them.

use http::Method;

use super::plain_tus::{Fault, PlainTus};
use super::*;

/// One small report and a server.
async fn set_out() -> (World, PlainTus, Submission) {
    let world = World::new();
    let queued = world.queue(b"small");
    (world, PlainTus::start().await, queued)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_fails_with_its_own_code_and_heals() {
    use UploadFailure as Code;
    let table = [
        (Fault::always(Method::POST, 301).header("location", "/elsewhere"), Code::Redirected),
        (Fault::always(Method::POST, 307).header("location", "http://127.0.0.1:1/files"), Code::Redirected),
        (Fault::always(Method::POST, 201).header("location", "http://127.0.0.1:1/files/0"), Code::Redirected),
        (Fault::always(Method::POST, 201).header("location", "//evil.example/files/0"), Code::Redirected),
        (Fault::always(Method::POST, 201).header("location", "file:///etc/passwd"), Code::Redirected),
        (Fault::always(Method::POST, 201), Code::BadAnswer),
        (Fault::always(Method::POST, 200), Code::BadAnswer),
        (Fault::always(Method::POST, 413), Code::TooLarge),
        (Fault::always(Method::POST, 403), Code::Refused),
        (Fault::always(Method::POST, 500), Code::ServerError),
        (Fault::always(Method::POST, 429), Code::Busy),
        (Fault::always(Method::PATCH, 307).header("location", "/elsewhere"), Code::Redirected),
        (Fault::always(Method::PATCH, 404), Code::WrongOffset),
        (Fault::always(Method::PATCH, 460), Code::BadChecksum),
        (Fault::always(Method::PATCH, 409), Code::WrongOffset),
        (Fault::always(Method::PATCH, 204), Code::WrongOffset),
        (Fault::always(Method::PATCH, 204).header("upload-offset", "0"), Code::WrongOffset),
        (Fault::always(Method::PATCH, 204).header("upload-offset", "6"), Code::WrongOffset),
        (Fault::always(Method::PATCH, 423).header("retry-after", "60"), Code::Locked),
    ];
    for (fault, code) in table {
        let (world, server, queued) = set_out().await;
        let told = format!("{fault:?}");
        server.fault(fault);
        world.flush(&server.intake).await.unwrap();
        assert_eq!(world.failure(queued.id), Some(code), "{told}");
        assert!(server.seen().len() < 16, "{told}");
        server.heal();
        world.wait_long();
        world.flush(&server.intake).await.unwrap();
        assert!(is_delivered(&world.state(queued.id)), "{told}");
        assert_eq!(server.complete(), [b"small"], "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_there_is_a_failure_and_ends_the_round() {
    let world = World::new();
    let first = world.queue(b"first");
    world.clock.forward(SignedDuration::from_secs(1));
    let second = world.queue(b"second");
    // Bound, so that nobody else gets the port, and deaf.
    let deaf = tokio::net::TcpSocket::new_v4().unwrap();
    deaf.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let closed: WebUrl = format!("http://{}/files", deaf.local_addr().unwrap()).parse().unwrap();
    world.flush(&closed).await.unwrap();
    assert_eq!(world.failure(first.id), Some(UploadFailure::Unreachable));
    assert_eq!(world.state(second.id), SubmissionState::Queued);
}

#[tokio::test(flavor = "multi_thread")]
async fn retry_after_is_honoured_and_nothing_is_asked_before() {
    let (world, server, queued) = set_out().await;
    server.fault(Fault::once(Method::POST, 503).header("retry-after", "120"));
    world.flush(&server.intake).await.unwrap();
    let retry_at = world.clock.now() + SignedDuration::from_secs(120);
    assert_eq!(world.state(queued.id), SubmissionState::Failed { code: UploadFailure::Busy, retry_at });
    server.seen();

    world.clock.forward(SignedDuration::from_secs(119));
    world.flush(&server.intake).await.unwrap();
    assert_eq!(server.methods(), Vec::<String>::new());
    world.clock.forward(SignedDuration::from_secs(1));
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_try_mends_needs_no_other_flush() {
    let table = [
        Fault::once(Method::OPTIONS, 500),
        Fault::once(Method::PATCH, 460),
        Fault { times: 3, ..Fault::once(Method::PATCH, 460) },
        Fault::once(Method::PATCH, 409),
        Fault { after: true, ..Fault::once(Method::PATCH, 409) },
        Fault { after: true, ..Fault::once(Method::PATCH, 204) },
        Fault::once(Method::PATCH, 404),
        Fault::once(Method::PATCH, 410),
        Fault::once(Method::PATCH, 423).header("retry-after", "0"),
    ];
    for fault in table {
        let (world, server, queued) = set_out().await;
        let told = format!("{fault:?}");
        server.fault(fault);
        world.flush(&server.intake).await.unwrap();
        assert!(is_delivered(&world.state(queued.id)), "{told}: {:?}", world.state(queued.id));
        assert_eq!(server.complete(), [b"small"], "{told}");
    }
}

/// Flushes, and drops the flush while the second chunk hangs: the first is there, and nothing is still on its way.
async fn break_off(world: &World, server: &PlainTus) {
    let hanging = server.hang_after(1);
    tokio::select! {
        () = hanging => {}
        ended = world.flush(&server.intake) => panic!("not broken off: {ended:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_is_gone_is_created_anew() {
    let (world, server) = (World::new(), PlainTus::start().await);
    let queued = world.queue(&report(2));
    break_off(&world, &server).await;
    server.seen();
    server.fault(Fault::once(Method::HEAD, 410));
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
    assert_eq!(server.methods(), ["OPTIONS", "HEAD", "POST", "PATCH"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intake_that_lost_bytes_gets_them_again() {
    let (world, server) = (World::new(), PlainTus::start().await);
    let bytes = report(2);
    let queued = world.queue(&bytes);
    break_off(&world, &server).await;
    server.change(|content| content.truncate(100));
    world.flush(&server.intake).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
    assert_eq!(server.complete(), [bytes]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_begun_at_another_intake_begins_anew_at_this_one() {
    let (world, old, new) = (World::new(), PlainTus::start().await, PlainTus::start().await);
    let bytes = report(2);
    let queued = world.queue(&bytes);
    break_off(&world, &old).await;
    old.seen();
    world.flush(&new.intake).await.unwrap();
    assert!(is_delivered(&world.state(queued.id)));
    assert_eq!(new.complete(), [bytes]);
    assert_eq!(old.methods(), Vec::<String>::new());
}
