//! Any sequence of what people, apps, phones and servers do agrees with a model of it: a report that was accepted and not taken
//! back arrives once, one that was taken back does not, and nothing is lost or sent twice, at a server that knows no report again.

use std::fs;

use http::Method;
use proptest::prelude::*;

use super::plain_tus::{Fault, PlainTus};
use super::*;
use crate::outbox::PendingUpload;

/// What happens, to one of the reports where it concerns one.
#[derive(Debug, Clone)]
enum Op {
    Queue {
        chunks: usize,
        unmetered_only: bool,
    },
    Flush,
    /// A flush that is dropped once so many chunks got through.
    FlushCut(usize),
    /// A flush of which a chunk hangs, until the process ends.
    FlushHung(usize),
    Fault(usize),
    Restart,
    LoseIndex,
    SpoilIndex,
    Withdraw(usize),
    SendAgain(usize),
    Forget(usize),
    Anywhere(usize),
    HandOver,
    /// The app's session sends what it was given, or a part of it, and tells how it ended, or does not.
    Carry {
        whole: bool,
        tells: bool,
    },
    Hours(i64),
    Metered(Option<bool>),
}

fn op() -> impl Strategy<Value = Op> {
    let which = 0_usize..4;
    prop_oneof![
        4 => (prop_oneof![6 => 0_usize..4, 1 => Just(9)], prop::bool::weighted(0.2))
            .prop_map(|(chunks, unmetered_only)| Op::Queue { chunks, unmetered_only }),
        5 => Just(Op::Flush),
        3 => (1_usize..3).prop_map(Op::FlushCut),
        2 => (0_usize..3).prop_map(Op::FlushHung),
        4 => (0..FAULTS.len()).prop_map(Op::Fault),
        3 => Just(Op::Restart),
        2 => Just(Op::LoseIndex),
        1 => Just(Op::SpoilIndex),
        2 => which.clone().prop_map(Op::Withdraw),
        2 => which.clone().prop_map(Op::SendAgain),
        1 => which.clone().prop_map(Op::Forget),
        1 => which.prop_map(Op::Anywhere),
        2 => Just(Op::HandOver),
        2 => (any::<bool>(), any::<bool>()).prop_map(|(whole, tells)| Op::Carry { whole, tells }),
        3 => (-3_i64..30).prop_map(Op::Hours),
        1 => prop::sample::select(vec![None, Some(true), Some(false)]).prop_map(Op::Metered),
    ]
}

/// Answers that a server gives once instead of the right one: without having done what was asked, or after it.
const FAULTS: &[(Method, u16, bool)] = &[
    (Method::OPTIONS, 500, false),
    (Method::POST, 500, false),
    (Method::POST, 503, true),
    (Method::POST, 423, false),
    (Method::HEAD, 500, false),
    (Method::HEAD, 423, false),
    (Method::HEAD, 206, false),
    (Method::PATCH, 500, false),
    (Method::PATCH, 500, true),
    (Method::PATCH, 204, true),
    (Method::PATCH, 206, true),
    (Method::PATCH, 403, true),
    (Method::PATCH, 404, true),
    (Method::PATCH, 409, false),
    (Method::PATCH, 423, false),
    (Method::PATCH, 460, false),
    (Method::PATCH, 307, true),
    (Method::DELETE, 500, false),
];

/// What is to become of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Sent,
    Kept,
    Gone,
}

struct Model {
    world: World,
    server: PlainTus,
    reports: Vec<(ReportId, Vec<u8>, Wanted)>,
    handed_over: Option<PendingUpload>,
}

impl Model {
    async fn new() -> Self {
        let server = PlainTus::start().await;
        server.without_checksums();
        Self { world: World::new(), server, reports: Vec::new(), handed_over: None }
    }

    fn which(&self, which: usize) -> Option<(usize, ReportId)> {
        let index = which.checked_rem(self.reports.len())?;
        self.reports.get(index).map(|(id, _, _)| (index, *id))
    }

    async fn play(&mut self, op: &Op) {
        match *op {
            Op::Queue { chunks, unmetered_only } => {
                let mut bytes = if chunks == 0 { Vec::new() } else { report(chunks - 1) };
                bytes.extend(self.reports.len().to_le_bytes());
                let wishes = Wishes { priority: Priority::Normal, unmetered_only };
                let sealed = self.world.sealed(&bytes);
                let queued = self.world.outbox.queue(sealed, wishes, self.world.clock.now(), Limits::DEFAULT).unwrap();
                self.reports.push((queued.id, bytes, Wanted::Sent));
            }
            Op::Flush => drop(self.world.flush(&self.server.intake).await.unwrap()),
            Op::FlushCut(chunks) => self.flush_cut(chunks).await,
            Op::FlushHung(chunks) => {
                let hanging = self.server.hang_after(chunks);
                tokio::select! {
                    () = hanging => {}
                    flushed = self.world.flush(&self.server.intake) => drop(flushed.unwrap()),
                }
                self.server.hang_no_more();
                self.world.restart();
            }
            Op::Fault(fault) => {
                let (method, status, after) = FAULTS[fault].clone();
                self.server.fault(Fault { after, ..Fault::once(method, status) });
            }
            Op::Restart => self.world.restart(),
            Op::LoseIndex => {
                self.world.restart();
                let _ = fs::remove_dir_all(self.world.own().join("index"));
            }
            Op::SpoilIndex => {
                self.world.restart();
                if self.world.own().join("index").is_dir() {
                    fs::write(self.world.own().join("index/db"), vec![0xA5; 100_000]).unwrap();
                }
            }
            Op::Withdraw(which) => self.withdraw(which),
            Op::SendAgain(which) => {
                let Some((index, id)) = self.which(which) else { return };
                match self.world.outbox.send_again(id, self.world.clock.now()) {
                    Ok(submission) if submission.state.is_waiting() => self.reports[index].2 = Wanted::Sent,
                    Ok(submission) => assert!(submission.state.has_arrived(), "{submission:?}"),
                    Err(error) => assert_eq!((error, self.reports[index].2), (OutboxError::NotFound, Wanted::Gone)),
                }
            }
            Op::Forget(which) => {
                let Some((index, id)) = self.which(which) else { return };
                match self.world.outbox.forget(id) {
                    Ok(()) => self.reports[index].2 = Wanted::Gone,
                    Err(OutboxError::Waiting) => assert_eq!(self.reports[index].2, Wanted::Sent),
                    Err(error) => assert_eq!((error, self.reports[index].2), (OutboxError::NotFound, Wanted::Gone)),
                }
            }
            Op::Anywhere(which) => {
                let Some((index, id)) = self.which(which) else { return };
                let told = self.world.outbox.set_unmetered_only(id, false);
                assert_eq!(told.is_ok(), self.reports[index].2 != Wanted::Gone);
            }
            Op::HandOver => {
                let way = self.world.way(&self.server.intake, &NoProgress);
                let pending = self.world.outbox.hand_over(way).await.unwrap();
                self.handed_over = pending.or(self.handed_over.take());
            }
            Op::Carry { whole, tells } => self.carry(whole, tells).await,
            Op::Hours(hours) => self.world.clock.forward(SignedDuration::from_hours(hours)),
            Op::Metered(metered) => self.world.terms.metered = metered,
        }
    }

    fn withdraw(&mut self, which: usize) {
        let Some((index, id)) = self.which(which) else { return };
        match self.world.outbox.withdraw(id, self.world.clock.now()) {
            Ok(submission) => {
                assert!(matches!(submission.state, SubmissionState::Withdrawn { .. }), "{submission:?}");
                self.reports[index].2 = Wanted::Kept;
            }
            Err(OutboxError::Arrived) => assert_eq!(self.arrivals(index), 1),
            Err(error) => assert_eq!((error, self.reports[index].2), (OutboxError::NotFound, Wanted::Gone)),
        }
    }

    async fn flush_cut(&self, chunks: usize) {
        let (cut, seen) = (tokio::sync::Notify::new(), Mutex::new(0));
        let watch = |_| {
            let mut seen = seen.lock().unwrap();
            *seen += 1;
            if *seen > chunks {
                cut.notify_one();
            }
        };
        tokio::select! {
            biased;
            () = cut.notified() => {}
            flushed = self.world.flush_watched(&self.server.intake, &watch) => drop(flushed.unwrap()),
        }
    }

    async fn carry(&mut self, whole: bool, tells: bool) {
        let Some(pending) = self.handed_over.take() else { return };
        // Once it is taken back, or the day is over, the file may be gone; then the session has failed.
        let body = fs::read(&pending.file).unwrap_or_default();
        let body = if whole { body } else { body[..body.len() / 2].to_vec() };
        let outcome = self.world.carry(&pending, body).await;
        if !tells {
            return;
        }
        match self.world.outbox.take_back(pending.id, &outcome, self.world.clock.now()) {
            Ok(_) | Err(OutboxError::NotFound) => {}
            Err(error) => panic!("{error}"),
        }
    }

    /// How often all of a report has arrived.
    fn arrivals(&self, index: usize) -> usize {
        self.server.complete().iter().filter(|bytes| **bytes == self.reports[index].1).count()
    }

    fn check(&self) {
        let listed = self.world.outbox.submissions().unwrap();
        let expected = self.reports.iter().filter(|(_, _, wanted)| *wanted != Wanted::Gone).count();
        assert_eq!(listed.len(), expected);
        for (index, (id, bytes, wanted)) in self.reports.iter().enumerate() {
            let arrivals = self.arrivals(index);
            assert!(arrivals <= 1, "sent twice");
            let Some(submission) = listed.iter().find(|submission| submission.id == *id) else {
                assert_eq!(*wanted, Wanted::Gone, "lost");
                continue;
            };
            let state = &submission.state;
            assert!(!state.has_arrived() || arrivals == 1, "told to have arrived: {state:?}");
            match wanted {
                Wanted::Sent => assert!(state.is_waiting() || state.has_arrived(), "{state:?}"),
                Wanted::Kept => assert!(!state.is_waiting(), "{state:?}"),
                Wanted::Gone => panic!("still there: {state:?}"),
            }
            assert_eq!(fs::read(&submission.file).unwrap(), *bytes);
        }
    }

    /// When all is well again, everything arrives that is to.
    async fn end(mut self) {
        self.server.heal();
        self.server.hang_no_more();
        self.world.restart();
        self.world.terms.metered = Some(false);
        for _ in 0..8 {
            self.world.wait_long();
            self.world.flush(&self.server.intake).await.unwrap();
        }
        self.check();
        for (index, (id, _, wanted)) in self.reports.iter().enumerate() {
            if *wanted == Wanted::Sent {
                assert_eq!((self.arrivals(index), is_delivered(&self.world.state(*id))), (1, true), "lost");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_a_report_arrives_once(ops in prop::collection::vec(op(), 1..30)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let mut model = Model::new().await;
            for op in &ops {
                model.play(op).await;
                model.check();
            }
            model.end().await;
        });
    }
}
